"""What an incident's citizens are told: written in several languages, approved by a lead, and sent to each one once.

Every recipient has a row of his own, unique for the broadcast; whoever moves it from waiting writes the message, in the same
transaction. So a second click, a second worker or a death in the middle changes nothing. From there the message is a reply
like any other, with its delivery. Who is left out is written down with the reason; no text stands in for a missing language.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from helpdesk.answers import rendering
from helpdesk.people.models import Language, User
from inbox import events, incidents, outgoing, personal_data, replies, search
from inbox.channels import registry
from inbox.models import Broadcast, Delivery, Event, Incident, IncidentQuestion, Message, Question, Recipient, Twin

BATCH = 200


class NoText(Exception):
    """A broadcast needs a text in at least one language."""


class MissingLanguage(Exception):
    """Citizens are due a text in these languages, and there is none; `counts` says how many."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        super().__init__(", ".join(counts))
        self.counts = dict(counts)


@dataclass
class Plan:
    """Whom a broadcast would reach: how many in each language, who is left out and why, and how many read it in public."""

    languages: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    left_out: list[tuple[Question, Recipient.Reason]] = field(default_factory=list)
    public: Counter[str] = field(default_factory=Counter)

    has_contacts: bool = False

    @property
    def by_language(self) -> list[tuple[str, int]]:
        """How many get it in each language, most first."""
        return self.languages.most_common()

    @property
    def count(self) -> int:
        """How many get the message."""
        return sum(self.languages.values())


def write(incident: Incident, kind: Broadcast.Kind, texts: Mapping[str, str], by: User) -> Broadcast:
    """Keep the draft of a holding or closing answer; there is one of each kind. Raises NoText."""
    kept = {language: text.strip() for language, text in texts.items() if language in Language.values and text.strip()}
    if not kept:
        raise NoText
    values = {"texts": kept, "written_by": by, "written_at": timezone.now()}
    draft, _is_new = Broadcast.objects.update_or_create(incident=incident, kind=kind, state=Broadcast.State.DRAFT, defaults=values)
    return draft


def discard(broadcast: Broadcast) -> bool:
    """Throw a draft away; False when it is no draft any more."""
    return bool(Broadcast.objects.filter(pk=broadcast.pk, state=Broadcast.State.DRAFT).delete()[0])


def members(incident: Incident) -> QuerySet[Question]:
    """Return the questions that are part of an incident."""
    inside = IncidentQuestion.objects.filter(incident=incident, out_at=None).values("question")
    return Question.objects.filter(pk__in=inside).select_related("account", "identity", "citizen", "team").order_by("pk")


def plan(broadcast: Broadcast) -> Plan:
    """Return whom a broadcast would reach now."""
    questions = list(members(broadcast.incident))
    made, joined = Plan(), twins(questions)
    for question in questions:
        reason = why_not(broadcast, question, is_twin=question.pk in joined)
        if reason:
            made.left_out.append((question, reason))
            made.missing[question.language] += reason == Recipient.Reason.LANGUAGE
        else:
            made.languages[question.language] += 1
            made.public[question.language] += question.is_public
    made.missing, made.has_contacts = +made.missing, has_contacts(broadcast, made)
    return made


def has_contacts(broadcast: Broadcast, made: Plan) -> bool:
    """Tell whether a text that somebody would read in public holds a telephone number or an address, and nothing worse."""
    read = {question.language for question, reason in made.left_out if reason == Recipient.Reason.PERSONAL} | set(+made.public)
    kinds = {one.kind for language in read for one in personal_data.find(broadcast.texts.get(language, ""), is_public=True)}
    return bool(kinds) and kinds <= set(replies.CONTACTS)


def twins(questions: Iterable[Question]) -> set[int]:
    """Return which of these questions are answered with another one."""
    return set(Twin.objects.filter(parted_at=None, question__in=[one.pk for one in questions]).values_list("question", flat=True))


def misplaced(broadcast: Broadcast) -> list[tuple[str, str]]:
    """Return the languages whose text is surely in another one, and which: a text in the wrong field."""
    looks = [(code, replies.other_language(Question(language=code), text)) for code, text in broadcast.texts.items()]
    return [(code, other) for code, other in looks if other]


def why_not(broadcast: Broadcast, question: Question, *, is_twin: bool) -> Recipient.Reason | None:
    """Return why a question gets nothing from a broadcast; None when it does."""
    window = registry.get(question.account.kind).reply_window
    is_late = window is not None and not question.is_public and question.last_incoming_at < timezone.now() - window
    text = broadcast.texts.get(question.language, "")
    found = {one.kind for one in personal_data.find(text, is_public=True)} if question.is_public else set()
    reasons: tuple[tuple[object, Recipient.Reason], ...] = (
        (question.is_restricted or question.priority == Question.Priority.CARE_FIRST, Recipient.Reason.RESTRICTED),
        (question.is_withdrawn, Recipient.Reason.WITHDRAWN),
        (question.state == Question.State.SPAM, Recipient.Reason.SPAM),
        (is_twin, Recipient.Reason.TWIN),
        (question.state == Question.State.CLOSED, Recipient.Reason.CLOSED),
        (question.identity.unreachable_since, Recipient.Reason.UNREACHABLE),
        (is_late, Recipient.Reason.WINDOW),
        (not text, Recipient.Reason.LANGUAGE),
        (found - (set(replies.CONTACTS) if broadcast.are_contacts_meant else set()), Recipient.Reason.PERSONAL),
    )
    return next((reason for is_so, reason in reasons if is_so), None)


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
    made = plan(broadcast)
    if made.missing and not are_gaps_meant:
        raise MissingLanguage(made.missing)
    held = [question for question, reason in made.left_out if reason == Recipient.Reason.PERSONAL]
    if held:
        kinds = {one.kind for question in held for one in personal_data.find(broadcast.texts[question.language], is_public=True)}
        raise replies.PersonalData(sorted(kinds))
    now = timezone.now()
    approved = {"state": Broadcast.State.APPROVED, "approved_by": by, "approved_at": now, "leaves_at": now + replies.UNDO_FOR}
    waiting = Broadcast.objects.filter(pk=broadcast.pk, state=Broadcast.State.DRAFT, written_at=broadcast.written_at)
    return bool(waiting.update(are_contacts_meant=are_contacts_meant, **approved))


def undo(broadcast: Broadcast) -> bool:
    """Take an approval back while the broadcast waits; False when it has left."""
    back = {"state": Broadcast.State.DRAFT, "approved_by": None, "approved_at": None, "leaves_at": None}
    return bool(Broadcast.objects.filter(pk=broadcast.pk, state=Broadcast.State.APPROVED, leaves_at__gt=timezone.now()).update(**back))


def send_due() -> int:
    """Let go what was approved fifteen seconds ago, and write what waits; return how many messages were written."""
    for broadcast in Broadcast.objects.filter(state=Broadcast.State.APPROVED, leaves_at__lte=timezone.now()).select_related("incident"):
        _let_go(broadcast)
    waiting = Recipient.objects.filter(state=Recipient.State.WAITING).order_by("pk").values_list("pk", flat=True)[:BATCH]
    return sum(_write(pk) for pk in waiting)


def _let_go(broadcast: Broadcast) -> None:
    """Fix who gets it, once; a closing answer closes the incident."""
    with transaction.atomic():
        approved = Broadcast.objects.filter(pk=broadcast.pk, state=Broadcast.State.APPROVED, leaves_at__lte=timezone.now())
        if not approved.update(state=Broadcast.State.OUT):
            return
        _address(broadcast, members(broadcast.incident))
        if broadcast.kind == Broadcast.Kind.CLOSING:
            incidents.close(broadcast.incident, broadcast.approved_by)


def _address(broadcast: Broadcast, questions: QuerySet[Question]) -> None:
    joined = twins(questions)
    reasons = [(question, why_not(broadcast, question, is_twin=question.pk in joined)) for question in questions]
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
    _address(last, members(incident).filter(pk=question.pk))
    return True


def _write(pk: int) -> bool:
    """Write one recipient's message; the row, the message, its delivery and the question's new state are one transaction."""
    with transaction.atomic():
        if not Recipient.objects.filter(pk=pk, state=Recipient.State.WAITING).update(state=Recipient.State.WRITTEN):
            return False
        row = Recipient.objects.select_related("broadcast__incident", "broadcast__written_by").get(pk=pk)
        question = Question.objects.select_for_update(of=("self",)).select_related("account", "identity", "team").get(pk=row.question_id)
        reason = why_not(row.broadcast, question, is_twin=bool(twins([question])))
        if reason:
            Recipient.objects.filter(pk=pk).update(state=Recipient.State.LEFT_OUT, reason=reason)
            return False
        message = _message(row.broadcast, question)
        Recipient.objects.filter(pk=pk).update(message=message)
    return True


def _message(broadcast: Broadcast, question: Question) -> Message:
    text, by, now = broadcast.texts[question.language], broadcast.written_by, timezone.now()
    message = Message.objects.create(
        question=question, account_id=question.account_id, kind=Message.Kind.REPLY, agent=by, author_name=by.name,
        subject=outgoing.compose(question, by, text).subject, text=text, language=question.language, is_public=question.is_public,
    )  # fmt: skip
    Delivery.objects.create(message=message)
    before, is_last = question.state, broadcast.kind == Broadcast.Kind.CLOSING
    question.state = Question.State.CLOSED if is_last else Question.State.OPEN
    question.closed_at, question.last_message_at = (now if is_last else None), now
    question.first_replied_at = question.first_replied_at or now
    question.asked_service = "" if is_last else question.asked_service
    question.save(update_fields=["state", "closed_at", "last_message_at", "first_replied_at", "asked_service"])
    search.index(message)
    said = {"message": message.pk, "before": before, "after": question.state, "broadcast": broadcast.pk}
    events.publish(question, Event.Kind.REPLIED, broadcast.approved_by, **said)
    return message


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
    return count


def retry(broadcast: Broadcast, by: User) -> int:
    """Try again what failed; return how many. What is unknown is for a person to look at, one by one."""
    failed = Delivery.objects.filter(message__broadcast__broadcast=broadcast, state=Delivery.State.FAILED)
    return sum(replies.retry(row, by) for row in failed.select_related("message__question"))


def states(broadcast: Broadcast) -> Counter[str]:
    """Return how many recipients stand in each state: those of a delivery, or "left_out"."""
    rows = Recipient.objects.filter(broadcast=broadcast).values_list("state", "message__delivery__state")
    return Counter(_state(state, delivered) for state, delivered in rows)


def _state(state: str, delivered: str | None) -> str:
    return delivered or (Recipient.State.LEFT_OUT.value if state == Recipient.State.LEFT_OUT else Delivery.State.QUEUED.value)
