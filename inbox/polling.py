"""Asking networks for what is new: one at a time for an account, each payload kept before the next one is asked for."""

import logging
import threading
from datetime import timedelta
from functools import partial

from django.db import close_old_connections
from django.db.models import Q
from django.utils import timezone

from inbox import accounts, sources, vault
from inbox.channels import registry
from inbox.channels.abilities import Streamer, Waiter
from inbox.channels.base import RECENT, ChannelError
from inbox.models import Account

log = logging.getLogger(__name__)
HELD_FOR = timedelta(minutes=10)
WAITS_S = 50.0
LOOKS_EVERY_S = 10.0
BREATH_S = 0.2


def poll(account: Account, *, cursor: str | None = None) -> int:
    """Fetch what is new on an account and take it in; return how many payloads were new to the desk.

    Parameters
    ----------
    cursor
        Where to begin instead of after the last payload; the account's own cursor stays where it is.
    """
    now = timezone.now()
    free = Account.objects.filter(Q(polled_until=None) | Q(polled_until__lt=now), pk=account.pk)
    if not free.update(polled_until=now + HELD_FOR):
        return 0
    account.refresh_from_db()
    try:
        return _poll(account, cursor)
    except (ChannelError, vault.Locked) as error:
        accounts.failed(account, error if isinstance(error, ChannelError) else ChannelError(str(error), permanent=False))
        return 0
    finally:
        Account.objects.filter(pk=account.pk).update(polled_until=None)


def _poll(account: Account, cursor: str | None) -> int:
    channel = registry.poller(account.kind)
    if channel is None:
        return 0
    count = 0
    for fetched in channel.fetch(accounts.of(account), account.cursor if cursor is None else cursor):
        source, is_new = sources.keep(account, fetched.payload)
        if is_new:
            sources.take(source)
            count += 1
        if cursor is None:
            Account.objects.filter(pk=account.pk).update(cursor=fetched.cursor)
    accounts.went_well(account)
    return count


def poll_all() -> int:
    """Fetch what is new on every account."""
    return sum(poll(account) for account in accounts.polled())


def compare() -> int:
    """Ask every network for the last days again and take in what is missing; return how many were missing."""
    return sum(poll(account, cursor=RECENT) for account in accounts.polled())


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
            close_old_connections()
            for account in accounts.polled():
                if isinstance(registry.get(account.kind), (Waiter, Streamer)) and not self._is_heard(account.pk):
                    self.threads[account.pk] = threading.Thread(target=self._listen, args=(account.pk,), name=f"listen-{account.pk}", daemon=True)
                    self.threads[account.pk].start()
            self.ended.wait(LOOKS_EVERY_S)

    def stop(self) -> None:
        """End the listening; threads that wait on a network end with the process."""
        self.ended.set()

    def _is_heard(self, pk: int) -> bool:
        return pk in self.threads and self.threads[pk].is_alive()

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
                    channel.wait(accounts.of(account), account.cursor, WAITS_S)
                elif isinstance(channel, Streamer):
                    channel.listen(accounts.of(account), partial(_heard, account))
                self.ended.wait(BREATH_S)
            except (ChannelError, vault.Locked) as error:
                accounts.failed(account, error if isinstance(error, ChannelError) else ChannelError(str(error), permanent=False))
            close_old_connections()
