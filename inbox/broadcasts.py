"""What the citizens of an incident or a recall are told: written in several languages, approved by a lead, and sent to each one once.

Every recipient has a row of his own, unique for the broadcast; whoever moves it from waiting writes the message, in the same
transaction. So a second click, a second worker or a death in the middle changes nothing. From there the message is a reply
like any other, with its delivery. Who is left out is written down with the reason; no text stands in for a missing language.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from helpdesk.answers import rendering
from helpdesk.people.models import Language, User
from inbox import audience, bell, events, incidents, links, outgoing, personal_data, replies, search
from inbox.models import Broadcast, Delivery, Event, Incident, Message, Question, Recall, Recipient

BATCH = 200


class NoText(Exception):
    """A broadcast needs a text in at least one language."""


class AlreadyOut(Exception):
    """The correction was approved: it is not written anew."""


class MissingLanguage(Exception):
    """Citizens are due a text in these languages, and there is none; `counts` says how many."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        super().__init__(", ".join(counts))
        self.counts = dict(counts)


def write(about: Incident | Recall, kind: Broadcast.Kind, texts: Mapping[str, str], by: User) -> Broadcast:
    """Keep the draft of an answer; there is one of each kind. Raises NoText; AlreadyOut when a recall's only correction was approved."""
    kept = {language: text.strip() for language, text in texts.items() if language in Language.values and text.strip()}
    if not kept:
        raise NoText
    values = {"texts": kept, "written_by": by, "written_at": timezone.now()}
    of: dict[str, Any] = {"recall" if isinstance(about, Recall) else "incident": about}
    try:
        with transaction.atomic():
            row = Broadcast.objects.update_or_create(**of, kind=kind, state=Broadcast.State.DRAFT, defaults=values)[0]
    except IntegrityError as error:
        raise AlreadyOut from error
    _tell()
    return row


def discard(broadcast: Broadcast) -> bool:
    """Throw a draft away; False when it is no draft any more."""
    return _changed(Broadcast.objects.filter(pk=broadcast.pk, state=Broadcast.State.DRAFT).delete()[0])


def approve(broadcast: Broadcast, by: User, *, are_gaps_meant: bool = False, are_contacts_meant: bool = False) -> bool:
    """Approve a broadcast: it leaves after fifteen seconds, in which `undo` takes it back. False when somebody did before, or wrote on.

    Parameters
    ----------
    are_gaps_meant
        The lead has seen that languages are missing, and leaves those citizens out for now.
    are_contacts_meant
        Telephone numbers and addresses in a public answer are a service's.

    Raises
    ------
    MissingLanguage
        Citizens are due another language, and that was not said to be meant.
    replies.Unfilled
        A variable stands in a text: nothing fills it in an answer to many.
    replies.PersonalData
        The text goes out in public and holds personal data.
    """
    if names := rendering.left("\n".join(broadcast.texts.values())):
        raise replies.Unfilled(names)
    broadcast.are_contacts_meant = are_contacts_meant
    made = audience.plan(broadcast)
    if made.missing and not are_gaps_meant:
        raise MissingLanguage(made.missing)
    held = [question for question, reason in made.left_out if reason == Recipient.Reason.PERSONAL]
    if held:
        kinds = {one.kind for question in held for one in personal_data.find(broadcast.texts[question.language], is_public=True)}
        raise replies.PersonalData(sorted(kinds))
    now = timezone.now()
    approved = {"state": Broadcast.State.APPROVED, "approved_by": by, "approved_at": now, "leaves_at": now + replies.UNDO_FOR}
    waiting = Broadcast.objects.filter(pk=broadcast.pk, state=Broadcast.State.DRAFT, written_at=broadcast.written_at)
    return _changed(waiting.update(are_contacts_meant=are_contacts_meant, **approved))


def undo(broadcast: Broadcast) -> bool:
    """Take an approval back while the broadcast waits; False when it has left."""
    back = {"state": Broadcast.State.DRAFT, "approved_by": None, "approved_at": None, "leaves_at": None}
    return _changed(Broadcast.objects.filter(pk=broadcast.pk, state=Broadcast.State.APPROVED, leaves_at__gt=timezone.now()).update(**back))


def _changed(count: int) -> bool:
    """Return whether anything changed; open pages are told so."""
    if count:
        _tell()
    return bool(count)


def _tell() -> None:
    """Tell open pages that a broadcast changed; how far it is, they ask by themselves."""
    transaction.on_commit(lambda: bell.ring(events.GROUP, {"type": "desk.broadcast"}), robust=True)


def send_due() -> int:
    """Let go what was approved fifteen seconds ago, and write what waits; return how many messages were written."""
    for broadcast in Broadcast.objects.filter(state=Broadcast.State.APPROVED, leaves_at__lte=timezone.now()).select_related("incident", "recall"):
        _let_go(broadcast)
    waiting = Recipient.objects.filter(state=Recipient.State.WAITING).order_by("pk").values_list("pk", flat=True)[:BATCH]
    return sum(_write(pk) for pk in waiting)


def _let_go(broadcast: Broadcast) -> None:
    """Fix who gets it, once; a closing answer closes the incident."""
    with transaction.atomic():
        approved = Broadcast.objects.filter(pk=broadcast.pk, state=Broadcast.State.APPROVED, leaves_at__lte=timezone.now())
        if not approved.update(state=Broadcast.State.OUT):
            return
        _address(broadcast, audience.members(broadcast.about))
        if broadcast.incident and broadcast.kind == Broadcast.Kind.CLOSING:
            incidents.close(broadcast.incident, broadcast.approved_by)
        _tell()


def _address(broadcast: Broadcast, questions: QuerySet[Question]) -> None:
    reasons = audience.reasons(broadcast, questions)
    rows = [
        Recipient(broadcast=broadcast, question=question, state=Recipient.State.LEFT_OUT if reason else Recipient.State.WAITING, reason=reason or "")
        for question, reason in reasons
    ]
    Recipient.objects.bulk_create(rows, ignore_conflicts=True)


def tell_late(incident: Incident, question: Question) -> bool:
    """Let a question that joined late get the holding answer that is out; False where none is, or the closing answer went."""
    last = Broadcast.objects.filter(incident=incident, state=Broadcast.State.OUT).order_by("leaves_at", "pk").last()
    if last is None or last.kind == Broadcast.Kind.CLOSING:
        return False
    _address(last, audience.members(incident).filter(pk=question.pk))
    return True


def _write(pk: int) -> bool:
    """Write one recipient's message; the row, the message, its delivery and the question's new state are one transaction."""
    with transaction.atomic():
        if not Recipient.objects.filter(pk=pk, state=Recipient.State.WAITING).update(state=Recipient.State.WRITTEN):
            return False
        row = Recipient.objects.select_related("broadcast__incident", "broadcast__recall", "broadcast__written_by").get(pk=pk)
        question = Question.objects.select_for_update(of=("self",)).select_related("account", "identity", "team").get(pk=row.question_id)
        [(_question, reason)] = audience.reasons(row.broadcast, [question])
        if reason:
            Recipient.objects.filter(pk=pk).update(state=Recipient.State.LEFT_OUT, reason=reason)
            return False
        message = _message(row.broadcast, question)
        Recipient.objects.filter(pk=pk).update(message=message)
    return True


def _message(broadcast: Broadcast, question: Question) -> Message:
    text, by, before = broadcast.texts[question.language], broadcast.written_by, question.state
    message = Message.objects.create(
        question=question, account_id=question.account_id, kind=Message.Kind.REPLY, agent=by, author_name=by.name,
        subject=outgoing.compose(question, by, text).subject, text=text, language=question.language,
        is_public=audience.is_read_by_all(broadcast, question),
    )  # fmt: skip
    Delivery.objects.create(message=message)
    _answered(broadcast, question)
    search.index(message)
    said = {"message": message.pk, "before": before, "after": question.state, "broadcast": broadcast.pk, "recall": broadcast.recall_id}
    events.publish(question, Event.Kind.REPLIED, broadcast.approved_by, **said)
    return message


def _answered(broadcast: Broadcast, question: Question) -> None:
    """Note that a question was told: a closing answer closes it, a holding one opens it, a correction leaves it as it is."""
    now, changed = timezone.now(), links.renewed(question)
    changed |= {"last_message_at": now, "first_replied_at": question.first_replied_at or now}
    if broadcast.kind == Broadcast.Kind.CLOSING:
        changed |= {"state": Question.State.CLOSED, "closed_at": now, "asked_service": ""}
    elif broadcast.kind == Broadcast.Kind.HOLDING:
        changed |= {"state": Question.State.OPEN, "closed_at": None}
    for name, value in changed.items():
        setattr(question, name, value)
    question.save(update_fields=list(changed))


def add_language(broadcast: Broadcast, language: str, text: str, by: User) -> int:
    """Add a missing text to a broadcast that is out, on a lead's word: those it was kept from get it now. Returns how many."""
    if language not in Language.values or not text.strip():
        raise NoText
    if names := rendering.left(text):
        raise replies.Unfilled(names)
    with transaction.atomic():
        row = Broadcast.objects.select_for_update().get(pk=broadcast.pk)
        if row.state != Broadcast.State.OUT or row.texts.get(language):
            return 0
        row.texts[language] = text.strip()
        row.save(update_fields=["texts"])
        kept = Recipient.objects.filter(broadcast=row, reason=Recipient.Reason.LANGUAGE, question__language=language)
        count = kept.update(state=Recipient.State.WAITING, reason="")
    if count:
        Broadcast.objects.filter(pk=broadcast.pk).update(approved_by=by)
        _tell()
    return count


def retry(broadcast: Broadcast, by: User) -> int:
    """Try again what failed; return how many. What is unknown is for a person to look at, one by one."""
    failed = Delivery.objects.filter(message__broadcast__broadcast=broadcast, state=Delivery.State.FAILED)
    count = sum(replies.retry(row, by) for row in failed.select_related("message__question"))
    _changed(count)
    return count


def states(broadcast: Broadcast) -> Counter[str]:
    """Return how many recipients stand in each state: those of a delivery, or "left_out"."""
    rows = Recipient.objects.filter(broadcast=broadcast).values_list("state", "message__delivery__state")
    return Counter(_state(state, delivered) for state, delivered in rows)


def _state(state: str, delivered: str | None) -> str:
    return delivered or (Recipient.State.LEFT_OUT.value if state == Recipient.State.LEFT_OUT else Delivery.State.QUEUED.value)
