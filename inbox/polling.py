"""Asking networks for what is new: one at a time for an account, each payload kept before the next one is asked for."""

import logging
import threading
from datetime import timedelta
from functools import partial

from django.db import DatabaseError, close_old_connections, connection
from django.db.models import Q
from django.utils import timezone

from inbox import accounts, sources, vault
from inbox.channels import registry
from inbox.channels.abilities import Marker, Streamer, Waiter
from inbox.channels.base import RECENT, ChannelError
from inbox.models import Account, Source

log = logging.getLogger(__name__)
HELD_FOR = timedelta(minutes=10)
WAITS_S = 50.0
LOOKS_EVERY_S = 10.0
BREATH_S = 0.2
STREAMS_AGAIN_AFTER_S = 20.0


def poll(account: Account, *, cursor: str | None = None) -> int:
    """Fetch what is new on an account and take it in; return how many payloads were new to the desk.

    Parameters
    ----------
    cursor
        Where to begin instead of after the last payload; the account's own cursor stays where it is. This waits for nobody: what
        is fetched twice is kept once.
    """
    if cursor is None and not _hold(account, HELD_FOR):
        return 0
    account.refresh_from_db()
    try:
        count = _poll(account, cursor)
    except DatabaseError:
        raise
    except Exception as error:  # (an account whose network says what nobody expected must be seen, and not keep the others waiting)
        if not isinstance(error, (ChannelError, vault.Locked)):
            log.exception("Account %s could not be read.", account.pk)
        accounts.failed(account, _told(error))
        return 0
    _free(account)
    return count


def _hold(account: Account, span: timedelta) -> bool:
    """Keep others from fetching for a while; False when somebody else does, or when the account is left alone after a failure."""
    now = timezone.now()
    free = Account.objects.filter(Q(polled_until=None) | Q(polled_until__lt=now), pk=account.pk)
    return bool(free.update(polled_until=now + span))


def _free(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(polled_until=None)


def free_all() -> None:
    """Forget who fetches: nobody does when the only process begins."""
    Account.objects.exclude(polled_until=None).update(polled_until=None)


def _told(error: Exception) -> ChannelError:
    if isinstance(error, ChannelError):
        return error
    return ChannelError(str(error) if isinstance(error, vault.Locked) else f"{type(error).__name__}: {error}", permanent=False)


def _poll(account: Account, cursor: str | None) -> int:
    channel = registry.poller(account.kind)
    if channel is None:
        return 0
    count = 0
    for fetched in channel.fetch(accounts.of(account), account.cursor if cursor is None else cursor):
        source, is_new = sources.keep(account, fetched.payload)
        sources.note_mark(source, fetched.mark)
        if is_new:
            sources.take(source)
            count += 1
        if cursor is None:
            Account.objects.filter(pk=account.pk).update(cursor=fetched.cursor)
    if isinstance(channel, Marker):
        _mark(account, channel)
    accounts.went_well(account)
    return count


def _mark(account: Account, channel: Marker) -> None:
    """Show on the network what was dealt with; what waits for another try stays unread there."""
    settled = sources.unmarked(account)
    if settled:
        channel.mark(accounts.of(account), list(settled.values()))
        Source.objects.filter(pk__in=list(settled)).update(marked_at=timezone.now())


def poll_all() -> int:
    """Fetch what is new on every account."""
    return sum(poll(account) for account in accounts.polled())


def compare() -> int:
    """Ask every network for the last days again and take in what is missing; return how many were missing."""
    return sum(poll(account, cursor=RECENT) for account in accounts.connected())


def _heard(account: Account, payload: bytes) -> None:
    sources.receive(account, payload)
    accounts.was_heard(account)


class Listener:
    """Waits on every account whose network tells at once what is new, each on a thread of its own, and fetches it."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.threads: dict[int, threading.Thread] = {}

    def run(self) -> None:
        """Listen until `stop`; accounts that are connected meanwhile are listened to within seconds."""
        while not self.ended.is_set():
            try:
                self._look()
            except DatabaseError:
                log.warning("The database does not answer; listening goes on when it does.", exc_info=True)
            self.ended.wait(LOOKS_EVERY_S)

    def _look(self) -> None:
        close_old_connections()
        for account in accounts.polled():
            if isinstance(registry.get(account.kind), (Waiter, Streamer)) and not self._is_heard(account.pk):
                self.threads[account.pk] = threading.Thread(target=self._guarded, args=(account.pk,), name=f"listen-{account.pk}", daemon=True)
                self.threads[account.pk].start()

    def stop(self) -> None:
        """End the listening; threads that wait on a network end with the process."""
        self.ended.set()

    def _is_heard(self, pk: int) -> bool:
        return pk in self.threads and self.threads[pk].is_alive()

    def _guarded(self, pk: int) -> None:
        """Listen; whatever ends it, the next look begins again."""
        try:
            self._listen(pk)
        except Exception:  # (a worker loop: one account's trouble is not another's)
            log.warning("Listening to account %s ended.", pk, exc_info=True)
        finally:
            connection.close()

    def _listen(self, pk: int) -> None:
        while not self.ended.is_set():
            close_old_connections()
            account = accounts.polled().filter(pk=pk).first()
            if account is None:
                return
            channel = registry.get(account.kind)
            try:
                poll(account)
                account.refresh_from_db()
                if isinstance(channel, Waiter):
                    self._wait(channel, account)
                elif isinstance(channel, Streamer):
                    self._stream(channel, account)
                self.ended.wait(BREATH_S)
            except (ChannelError, vault.Locked) as error:
                accounts.failed(account, _told(error))
            close_old_connections()

    def _stream(self, channel: Streamer, account: Account) -> None:
        """Listen to a stream; one that breaks off is begun again after a while, and asking once a minute goes on meanwhile."""
        try:
            channel.listen(accounts.of(account), partial(_heard, account))
        except ChannelError as error:
            log.info("The stream of account %s ended: %s", account.pk, error)
            self.ended.wait(STREAMS_AGAIN_AFTER_S)

    @staticmethod
    def _wait(channel: Waiter, account: Account) -> None:
        is_alone = channel.waits_alone and _hold(account, timedelta(seconds=WAITS_S * 2))
        if channel.waits_alone and not is_alone:
            return
        channel.wait(accounts.of(account), account.cursor, WAITS_S)
        if is_alone:
            _free(account)
