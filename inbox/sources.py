"""Taking payloads in: kept first, read afterwards. Whatever breaks, the payload is there and can be tried again."""

import hashlib
import logging
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone
from limits import RateLimitItemPerHour
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from inbox import accounts, changes, counters, doorbell, greetings, intake, vault
from inbox.channels import registry
from inbox.channels.abilities import Downloader
from inbox.channels.base import ChannelError, Edit, File, Greeting, Incoming, Item, Removal, Report, Settings, Unreadable
from inbox.models import Account, Message, Source

log = logging.getLogger(__name__)
INLINE_BYTES = 64 * 1024
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240))
PASSING = (ChannelError, changes.TooEarly, vault.Locked, OperationalError, InterfaceError, OSError)
_limiter = MovingWindowRateLimiter(storage_from_string(settings.REDIS_URL or "memory://"))


class TooMany(Exception):
    """One sender wrote more in an hour than a person does: perhaps two machines answer each other."""


def keep(account: Account, payload: bytes) -> tuple[Source, bool]:
    """Keep a payload; return its row and whether it is new. The same bytes twice are one row."""
    digest = hashlib.sha256(payload).hexdigest()
    if known := _known(account, digest):
        return known, False
    is_small = len(payload) <= INLINE_BYTES
    try:
        with transaction.atomic():
            kept = Source.objects.create(
                account=account, digest=digest, size=len(payload),
                body=payload if is_small else b"", file="" if is_small else ContentFile(payload, "payload"),
            )  # fmt: skip
    except IntegrityError:
        return Source.objects.select_related("account").get(account=account, digest=digest), False
    return kept, True


def _known(account: Account, digest: str) -> Source | None:
    found = Source.objects.defer("body").filter(account=account, digest=digest).first()
    if found:
        found.account = account
    return found


def note_mark(source: Source, mark: str) -> None:
    """Note where a payload lies on its network, to be shown there as read once it is dealt with."""
    if mark and source.mark != mark:
        source.mark, source.marked_at = mark, None
        source.save(update_fields=["mark", "marked_at"])


def unmarked(account: Account, limit: int = 500) -> dict[int, str]:
    """Return by id where payloads lie that were dealt with and are not yet shown as read."""
    settled = Source.objects.filter(account=account, marked_at=None).exclude(mark="").exclude(state=Source.State.RECEIVED)
    return dict(settled.order_by("pk").values_list("pk", "mark")[:limit])


def ring(source: Source) -> None:
    """Ask a worker to take a payload in; if the bell does not ring, the sweep finds it."""
    doorbell.ring("inbox.tasks.take", source.pk)


def receive(account: Account, payload: bytes) -> Source:
    """Keep a payload and take it in at once."""
    source, is_new = keep(account, payload)
    return take(source) if is_new or source.state == Source.State.RECEIVED else source


def payload_of(source: Source) -> bytes:
    """Return the bytes as they came."""
    if not source.file:
        return bytes(source.body)
    with source.file.open() as readable:
        return bytes(readable.read())


def due(limit: int = 200) -> list[int]:
    """Return the ids of payloads that nobody has taken in yet and whose time has come."""
    waiting = Source.objects.filter(state=Source.State.RECEIVED, account__is_active=True, not_before__lte=timezone.now())
    return list(waiting.order_by("not_before", "id").values_list("pk", flat=True)[:limit])


def take(source: Source, *, is_letter: bool = False) -> Source:
    """Read a kept payload and do what it says; what cannot be read goes to quarantine with the reason.

    Parameters
    ----------
    is_letter
        A person says that this is a citizen's message, also if it looks like a machine's.
    """
    try:
        given = accounts.of(source.account)
        items = registry.reader(source.account.kind).parse(payload_of(source), given)
        results = [_do(source.account, item, given, is_letter=is_letter) for item in items]
    except PASSING as error:
        return _later(source, error)
    except Exception as error:  # (whatever is wrong with a payload, the next one must be taken)
        log.warning("Payload %s could not be taken in.", source.pk, exc_info=not isinstance(error, (Unreadable, TooMany)))
        source.state, source.error = Source.State.QUARANTINED, _words(error)
    else:
        states = [state for state, _message in results]
        source.state = next((state for state in (Source.State.TAKEN, Source.State.REPORT) if state in states), Source.State.IGNORED)
        source.message, source.error = next((message for _state, message in results if message), None), ""
        first = next((item for item in items if isinstance(item, Incoming)), None)
        source.sender, source.subject = (first.sender.address[:320], first.subject[:200]) if first else ("", "")
    source.save()
    return source


def _words(error: Exception) -> str:
    said = str(error)
    return (said if isinstance(error, (Unreadable, TooMany, ChannelError, vault.Locked)) else f"{type(error).__name__}: {said}")[:500]


def _later(source: Source, error: Exception) -> Source:
    """Try again after a while; in the end a person looks at it. What never had a beginning here (a stranger's post, deleted) says nothing."""
    source.tries, source.error = source.tries + 1, _words(error)
    if source.tries > len(WAITS) and isinstance(error, changes.TooEarly):
        source.state = Source.State.IGNORED
    elif source.tries > len(WAITS) or (isinstance(error, ChannelError) and error.permanent):
        source.state = Source.State.QUARANTINED
    else:
        source.not_before = timezone.now() + WAITS[source.tries - 1]
    source.save()
    return source


def _do(account: Account, item: Item, given: Settings, *, is_letter: bool) -> tuple[Source.State, Message | None]:
    if isinstance(item, Incoming):
        if item.is_automatic and not is_letter:
            return Source.State.IGNORED, None
        return Source.State.TAKEN, _receive(account, item, given)
    if isinstance(item, Edit):
        return Source.State.TAKEN, changes.edit(account, replace(item, incoming=_with_files(account, item.incoming, given)))
    if isinstance(item, Removal):
        return Source.State.TAKEN, changes.remove(account, item)
    if isinstance(item, Report):
        return Source.State.REPORT, changes.report(account, item)
    if isinstance(item, Greeting):
        greetings.answer(account, item, given)
    else:
        changes.depart(account, item)
    return Source.State.REPORT, None


def _receive(account: Account, incoming: Incoming, given: Settings) -> Message:
    known = intake.known(account, incoming.external_id)
    if known:
        return known
    most = registry.get(account.kind).max_per_hour
    if most and not counters.is_within(_limiter, RateLimitItemPerHour(most), "source", account.kind, incoming.sender.address):
        raise TooMany(f"More than {most} messages in an hour from this sender.")
    return intake.receive(account, _with_files(account, incoming, given))


def _with_files(account: Account, incoming: Incoming, given: Settings) -> Incoming:
    """Fetch the files that the network keeps apart; one that it refuses for good is named as missing, and the text is taken."""
    channel = registry.get(account.kind)
    if not isinstance(channel, Downloader) or not any(file.remote for file in incoming.attachments):
        return incoming
    return replace(incoming, attachments=[_fetched(channel, file, given) for file in incoming.attachments])


def _fetched(channel: Downloader, file: File, given: Settings) -> File:
    if not file.remote:
        return file
    try:
        return channel.download(file, given)
    except ChannelError as error:
        if not error.permanent:
            raise
        return File(f"{file.name} (missing)", "text/plain", str(error).encode())
