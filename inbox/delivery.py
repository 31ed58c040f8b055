"""Sending: claim a Delivery, send it, record what happened. Attempts are rows.

Whoever moves a row from queued to sending owns the try; nobody else can. Messages of one question leave in their order, and an
account that its network asked to be quiet sends nothing. A row that stays in "sending" was cut off by a crash: nobody knows
whether it left, so it becomes "unknown": networks that can be asked are asked, all others are shown to the agent.
"""

import logging
import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from inbox import accounts, events, outgoing, vault
from inbox.channels import registry
from inbox.channels.abilities import Finder
from inbox.channels.base import ChannelError, Outgoing, Receipt, Settings, Uncertain
from inbox.models import Attempt, Delivery, Event, Identity

log = logging.getLogger(__name__)
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 20, 60, 180, 360, 720, 1440, 1440))
CUT_OFF_AFTER = timedelta(minutes=5)
BEFORE_THE_END = timedelta(minutes=5)
ASKED_FOR = timedelta(hours=24)
KEYS_ARE_KEPT = timedelta(minutes=55)
"""So long a network surely knows a message by our key and takes it once (Mastodon: an hour)."""
PENDING = (Delivery.State.QUEUED, Delivery.State.SENDING)


def ready() -> QuerySet[Delivery]:
    """Return the queued deliveries whose time has come, whose account may speak, and that nothing earlier of their question waits before."""
    now = timezone.now()
    earlier = Delivery.objects.filter(message__question=OuterRef("message__question"), state__in=PENDING, pk__lt=OuterRef("pk"))
    free = Q(message__account__paused_until=None) | Q(message__account__paused_until__lte=now)
    return Delivery.objects.filter(free, ~Exists(earlier), message__account__is_active=True, state=Delivery.State.QUEUED, not_before__lte=now)


def due(limit: int = 100) -> list[int]:
    """Return the ids of the deliveries to send now, oldest first."""
    return list(ready().order_by("not_before", "id").values_list("pk", flat=True)[:limit])


def deliver(delivery_id: int) -> str | None:
    """Send one delivery if it is due and nobody else has it; return its new state, or None when it was not ours."""
    if not ready().filter(pk=delivery_id).exists():
        return None
    claimed = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.QUEUED).update(state=Delivery.State.SENDING, claimed_at=timezone.now())
    if claimed != 1:
        return None
    delivery = _loaded(delivery_id)
    attempt = Attempt.objects.create(delivery=delivery, number=delivery.attempts.count() + 1)
    try:
        _send(delivery)
    except ChannelError as error:
        return _failed(delivery, attempt, error)
    except Exception as error:  # (what cannot be composed must be seen, not hang in "sending")
        log.exception("Delivery %s could not be made.", delivery_id)
        return _failed(delivery, attempt, ChannelError(f"{type(error).__name__}: {error}", permanent=True))
    accounts.went_well(delivery.message.account, is_out=True)
    return _record(delivery, attempt, Delivery.State.SENT, is_success=True, error="")


def _loaded(delivery_id: int) -> Delivery:
    with_rows = Delivery.objects.select_related("message__question__identity", "message__question__team", "message__account", "message__agent")
    return with_rows.get(pk=delivery_id)


def _send(delivery: Delivery) -> None:
    """Send what was not sent yet of a message; each part is noted as soon as the network took it."""
    account, identity = delivery.message.account, delivery.message.question.identity
    if identity.unreachable_since:
        raise ChannelError(identity.unreachable_because or "This address cannot be reached any more.", permanent=True)
    try:
        given = accounts.of(account)
    except vault.Locked as error:
        raise ChannelError(str(error), permanent=False, is_account_broken=True) from error
    rest = outgoing.of(delivery.message)[len(delivery.parts) :]
    for part in rest:
        onwards = _onwards(delivery, part)
        receipt = (_already_there(delivery, onwards, given) if part is rest[0] else None) or registry.get(account.kind).send(onwards, given)
        delivery.parts = [*delivery.parts, receipt.external_id]
        delivery.external_id = receipt.external_id
        delivery.save(update_fields=["parts", "external_id"])


def _onwards(delivery: Delivery, part: Outgoing) -> Outgoing:
    """Return a part as it follows the last one that was sent."""
    return replace(part, in_reply_to=delivery.parts[-1]) if delivery.parts else part


def _already_there(delivery: Delivery, part: Outgoing, given: Settings) -> Receipt | None:
    """Ask whether a try that is so old that its key may be forgotten reached the network after all; raises ChannelError.

    A network that has no answer for this message does not hold it up.
    """
    old = delivery.attempts.exclude(is_success=True).filter(started_at__lte=timezone.now() - KEYS_ARE_KEPT)
    if not isinstance(registry.get(delivery.message.account.kind), Finder) or not old.exists():
        return None
    try:
        return _looked_for(delivery, part, given)
    except ChannelError as error:
        if error.permanent:
            return None
        raise


def _looked_for(delivery: Delivery, part: Outgoing, given: Settings) -> Receipt | None:
    """Ask a network that can be asked whether it has a part; raises ChannelError."""
    channel, first = registry.get(delivery.message.account.kind), delivery.attempts.first()
    assert isinstance(channel, Finder)
    return channel.find(replace(part, tried_since=first.started_at if first else delivery.claimed_at), given)


def _failed(delivery: Delivery, attempt: Attempt, error: ChannelError) -> str:
    tries = delivery.tries + 1
    attempt.error, attempt.is_permanent = str(error), error.permanent
    if isinstance(error, Uncertain):
        return _record(delivery, attempt, Delivery.State.UNKNOWN, is_success=False, error=str(error))
    if error.is_unreachable:
        mark_unreachable(delivery.message.question.identity, str(error))
    if error.is_account_broken:
        accounts.failed(delivery.message.account, error, is_out=True)
    elif error.retry_after:
        accounts.pause(delivery.message.account, error.retry_after)
    is_ours_to_mend = error.is_account_broken or error.retry_after
    if error.permanent or (tries > len(WAITS) and not is_ours_to_mend):
        return _record(delivery, attempt, Delivery.State.FAILED, is_success=False, error=str(error))
    delivery.not_before = _next_try(delivery, error, min(tries, len(WAITS)))
    return _record(delivery, attempt, Delivery.State.QUEUED, is_success=False, error=str(error))


def _next_try(delivery: Delivery, error: ChannelError, tries: int) -> datetime:
    """Return when to try again: later each time, but once more before the network's time for answers is over.

    An account that is broken, or told to wait, is no reason to give a reply up: it waits until the account works again.
    """
    now, question = timezone.now(), delivery.message.question
    at = now + (error.retry_after or WAITS[tries - 1] * random.uniform(0.8, 1.2))
    window = registry.get(delivery.message.account.kind).reply_window
    last = question.last_incoming_at + window - BEFORE_THE_END if window and question.last_incoming_at else at
    return last if now < last < at else at


def _record(delivery: Delivery, attempt: Attempt, state: Delivery.State, *, is_success: bool, error: str) -> str:
    now = timezone.now()
    with transaction.atomic():
        attempt.ended_at, attempt.is_success = now, is_success
        attempt.save()
        delivery.state, delivery.tries, delivery.error = state, delivery.tries + 1, error
        delivery.sent_at = now if is_success else None
        delivery.save(update_fields=["state", "tries", "error", "sent_at", "not_before"])
        _tell(delivery, state)
    return state.value


def _tell(delivery: Delivery, state: Delivery.State) -> None:
    events.publish(delivery.message.question, Event.Kind.DELIVERY, delivery=delivery.pk, state=state.value)


def came_back(delivery: Delivery, reason: str) -> None:
    """Mark a delivery that was sent and came back: it failed, and the agent sees why."""
    with transaction.atomic():
        changed = Delivery.objects.filter(pk=delivery.pk, state__in=[Delivery.State.SENT, Delivery.State.UNKNOWN, Delivery.State.QUEUED])
        if changed.update(state=Delivery.State.FAILED, error=reason, sent_at=None, parts=[]):
            _tell(delivery, Delivery.State.FAILED)


def arrived(delivery: Delivery, report: str) -> None:
    """Note that a message reached the person, or was read; "delivered" after "read" changes nothing, networks tell out of order."""
    if delivery.state == Delivery.State.QUEUED and delivery.parts:  # (the rest of the thread has yet to leave)
        return
    before = ["", *([Delivery.Report.DELIVERED] if report == Delivery.Report.READ else [])]
    with transaction.atomic():
        changed = Delivery.objects.filter(pk=delivery.pk, report__in=before).update(
            report=report, state=Delivery.State.SENT, sent_at=delivery.sent_at or timezone.now(), error=""
        )
        if changed:
            _tell(delivery, Delivery.State.SENT)


def mark_unreachable(identity: Identity, reason: str) -> None:
    """Note that a person cannot be reached by this way: nothing more is sent there until somebody tries again by hand."""
    Identity.objects.filter(pk=identity.pk, unreachable_since=None).update(unreachable_since=timezone.now(), unreachable_because=reason[:300])


def mark_cut_off(older_than: timedelta = CUT_OFF_AFTER) -> int:
    """Turn deliveries that a crash left in "sending" into "unknown"; return how many."""
    cut = Delivery.objects.select_related("message__question").filter(state=Delivery.State.SENDING, claimed_at__lte=timezone.now() - older_than)
    return sum(_moved(delivery, Delivery.State.SENDING, Delivery.State.SENT if _is_all_out(delivery) else Delivery.State.UNKNOWN) for delivery in cut)


def _is_all_out(delivery: Delivery) -> bool:
    """Tell whether the network took every part: only our own note of it was cut off."""
    return bool(delivery.parts) and len(delivery.parts) == len(outgoing.of(_loaded(delivery.pk).message))


def ask_networks() -> int:
    """Ask the networks that can be asked what became of unknown deliveries; return how many are settled."""
    recent = Delivery.objects.filter(state=Delivery.State.UNKNOWN, claimed_at__gte=timezone.now() - ASKED_FOR)
    return sum(_asked(_loaded(pk)) for pk in recent.filter(message__account__kind__in=registry.findable()).values_list("pk", flat=True))


def _asked(delivery: Delivery) -> bool:
    rest = outgoing.of(delivery.message)[len(delivery.parts) :]
    try:
        found = _looked_for(delivery, _onwards(delivery, rest[0]), accounts.of(delivery.message.account)) if rest else None
    except (ChannelError, vault.Locked):
        return False
    return taken(delivery, found.external_id) if found else _moved(delivery, Delivery.State.UNKNOWN, Delivery.State.QUEUED)


def taken(delivery: Delivery, external_id: str) -> bool:
    """Settle an unknown delivery whose next part the network has: it is sent, or goes on with what is left."""
    parts = [*delivery.parts, external_id]
    is_all = len(parts) >= len(outgoing.of(delivery.message))
    return _moved(delivery, Delivery.State.UNKNOWN, Delivery.State.SENT if is_all else Delivery.State.QUEUED, parts=parts, external_id=external_id)


def _moved(delivery: Delivery, before: Delivery.State, after: Delivery.State, **learnt: Any) -> bool:
    """Move a delivery from one state to another, if it is still there."""
    with transaction.atomic():
        sent_at = timezone.now() if after == Delivery.State.SENT else None
        if not Delivery.objects.filter(pk=delivery.pk, state=before).update(state=after, sent_at=sent_at, **learnt):
            return False
        _tell(delivery, after)
    return True
