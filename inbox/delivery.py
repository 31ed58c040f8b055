"""Sending: claim a Delivery, send it, record what happened. Attempts are rows.

Whoever moves a row from queued to sending owns the try; nobody else can. A row that stays in "sending" was cut off by a
crash: nobody knows whether the mail left, so it becomes "unknown" and is shown to the agent, never silently repeated.
"""

import logging
import random
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from inbox import events, outgoing
from inbox.channels import registry
from inbox.channels.base import ChannelError
from inbox.models import Attempt, Delivery, Event

log = logging.getLogger(__name__)
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 20, 60, 180, 360, 720, 1440, 1440))
CUT_OFF_AFTER = timedelta(minutes=5)


def due(limit: int = 100) -> list[int]:
    """Return the ids of queued deliveries whose time has come, oldest first."""
    ready = Delivery.objects.filter(state=Delivery.State.QUEUED, not_before__lte=timezone.now())
    return list(ready.order_by("not_before", "id").values_list("pk", flat=True)[:limit])


def deliver(delivery_id: int) -> str | None:
    """Send one delivery if it is due and nobody else has it; return its new state, or None when it was not ours."""
    now = timezone.now()
    claimed = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.QUEUED, not_before__lte=now).update(state=Delivery.State.SENDING, claimed_at=now)
    if claimed != 1:
        return None
    delivery = Delivery.objects.select_related("message__question__identity", "message__question__team", "message__account", "message__agent").get(
        pk=delivery_id
    )
    attempt = Attempt.objects.create(delivery=delivery, number=delivery.attempts.count() + 1)
    channel = registry.get(delivery.message.account.kind)
    try:
        receipt = channel.send(outgoing.of(delivery.message))
    except ChannelError as error:
        return _failed(delivery, attempt, error)
    except Exception as error:  # (what cannot be composed must be seen, not hang in "sending")
        log.exception("Delivery %s could not be made.", delivery_id)
        return _failed(delivery, attempt, ChannelError(f"{type(error).__name__}: {error}", permanent=True))
    return _record(delivery, attempt, Delivery.State.SENT, is_success=True, external_id=receipt.external_id, error="")


def _failed(delivery: Delivery, attempt: Attempt, error: ChannelError) -> str:
    tries = delivery.tries + 1
    attempt.error, attempt.is_permanent = str(error), error.permanent
    if error.permanent or tries > len(WAITS):
        return _record(delivery, attempt, Delivery.State.FAILED, is_success=False, error=str(error))
    wait = error.retry_after or WAITS[tries - 1] * random.uniform(0.8, 1.2)
    delivery.not_before = timezone.now() + wait
    return _record(delivery, attempt, Delivery.State.QUEUED, is_success=False, error=str(error))


def _record(delivery: Delivery, attempt: Attempt, state: Delivery.State, *, is_success: bool, error: str, external_id: str = "") -> str:
    now = timezone.now()
    with transaction.atomic():
        attempt.ended_at, attempt.is_success = now, is_success
        attempt.save()
        delivery.state, delivery.tries, delivery.error = state, delivery.tries + 1, error
        delivery.external_id, delivery.sent_at = external_id, now if is_success else None
        delivery.save(update_fields=["state", "tries", "error", "external_id", "sent_at", "not_before"])
        events.publish(delivery.message.question, Event.Kind.DELIVERY, delivery=delivery.pk, state=state.value)
    return state.value


def mark_cut_off(older_than: timedelta = CUT_OFF_AFTER) -> int:
    """Turn deliveries that a crash left in "sending" into "unknown"; return how many."""
    cut = Delivery.objects.select_related("message__question").filter(state=Delivery.State.SENDING, claimed_at__lte=timezone.now() - older_than)
    count = 0
    for delivery in cut:
        with transaction.atomic():
            if Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENDING).update(state=Delivery.State.UNKNOWN):
                events.publish(delivery.message.question, Event.Kind.DELIVERY, delivery=delivery.pk, state=Delivery.State.UNKNOWN.value)
                count += 1
    return count
