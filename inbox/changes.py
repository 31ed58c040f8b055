"""What citizens and networks do to messages afterwards: change them, take them away, say whether ours arrived."""

from django.db import transaction
from django.utils import timezone

from inbox import care, delivery, events, intake, outgoing, search, triage
from inbox.channels import registry
from inbox.channels.base import Departure, Edit, Removal, Report
from inbox.models import Account, Delivery, Event, Identity, Message, Question


class TooEarly(Exception):
    """What is changed has not come yet: networks deliver out of order."""


def edit(account: Account, change: Edit) -> Message:
    """Give a message its new text, unless a newer one is known; one that has not come yet comes as it is now."""
    incoming = change.incoming
    with transaction.atomic():
        row = Message.objects.select_for_update().select_related(None).filter(account=account, external_id=incoming.external_id).first()
        if row is None:
            message = intake.receive(account, incoming)
            Message.objects.filter(pk=message.pk).update(edited_at=change.edited_at)
            return message
        if (row.edited_at and row.edited_at >= change.edited_at) or row.text == incoming.text:
            return row
        row.text, row.html, row.edited_at = incoming.text, incoming.html, change.edited_at
        row.save(update_fields=["text", "html", "edited_at"])
        question = Question.objects.get(pk=row.question_id)
        _read_again(question, row)
        search.forget(row)
        search.index(row)
        events.publish(question, Event.Kind.EDITED, message=row.pk)
    return row


def _read_again(question: Question, row: Message) -> None:
    """Let list and safety gate see the new text."""
    if not question.messages.filter(kind=Message.Kind.INCOMING, pk__lt=row.pk).exists():
        Question.objects.filter(pk=question.pk).update(excerpt=intake.excerpt(row.text))
    alarm = triage.alarm(row.text)
    if alarm and not question.alarm:
        Question.objects.filter(pk=question.pk).update(**care.marks(alarm, timezone.now()))


def remove(account: Account, removal: Removal) -> Message:
    """Mark a message as taken away by its sender; raises TooEarly for one that has not come yet."""
    with transaction.atomic():
        row = Message.objects.select_related("question").filter(account=account, external_id=removal.external_id).first()
        if row is None:
            raise TooEarly("The message that was removed has not come.")
        if Message.objects.filter(pk=row.pk, removed_at=None).update(removed_at=timezone.now()):
            events.publish(row.question, Event.Kind.REMOVED, message=row.pk)
    return row


def report(account: Account, said: Report) -> Message | None:
    """Note what the network says of a message of ours; None when it is none of ours."""
    of_account = Delivery.objects.filter(message__account__kind=account.kind).select_related("message__question__identity")
    row = of_account.filter(external_id=said.external_id).exclude(external_id="").first()
    if row is None:
        row = Delivery.objects.select_related("message__question__identity").filter(message=outgoing.message_in_id(said.external_id)).first()
    if row is None:
        row = _by_key(account, said)
    if row is None:
        _wait_for_receipt(account)
        return None
    if said.state in ("delivered", "read"):
        delivery.arrived(row, said.state)
    elif said.is_permanent:
        delivery.came_back(row, said.error)
        if said.is_unreachable:
            delivery.mark_unreachable(row.message.question.identity, said.error)
    return row.message


def _by_key(account: Account, said: Report) -> Delivery | None:
    """Return the unknown delivery whose key the network brings back; unless it failed, it is settled."""
    named = outgoing.part_in_id(said.key)
    unknown = Delivery.objects.filter(message__account=account, state=Delivery.State.UNKNOWN).select_related("message__question__identity")
    row = unknown.filter(message=named[0]).first() if named else None
    if row is None or named is None or named[1] != len(row.parts):
        return None
    if said.state != "failed":
        delivery.taken(row, said.external_id)
        row.refresh_from_db(fields=["state", "parts", "external_id", "sent_at"])
    return row


def _wait_for_receipt(account: Account) -> None:
    """Networks report faster than we note: raises TooEarly while a message of the account is on its way out."""
    if Delivery.objects.filter(message__account=account, state=Delivery.State.SENDING).exists():
        raise TooEarly("Perhaps this is about a message that is just being sent.")


def depart(account: Account, departure: Departure) -> None:
    """Note that a person cannot be reached any more on this channel, or can be again."""
    found = Identity.objects.filter(kind=registry.get(account.kind).identity_kind, address=departure.address).first()
    if found and departure.is_back:
        Identity.objects.filter(pk=found.pk).update(unreachable_since=None, unreachable_because="")
    elif found:
        delivery.mark_unreachable(found, "")
