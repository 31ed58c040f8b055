"""Whom a broadcast reaches: the questions of its incident or recall, in which language, and who is left out and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from inbox import personal_data, recalls, replies
from inbox.channels import registry
from inbox.models import Broadcast, Incident, IncidentQuestion, Question, Recall, Recipient, Twin


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


def members(about: Incident | Recall) -> QuerySet[Question]:
    """Return the questions that are part of an incident, or got what is recalled."""
    inside: QuerySet[Any, Any] = (
        recalls.insertions(about).values("message__question")
        if isinstance(about, Recall)
        else IncidentQuestion.objects.filter(incident=about, out_at=None).values("question")
    )
    return Question.objects.filter(pk__in=inside).select_related("account", "identity", "citizen", "team").order_by("pk")


def plan(broadcast: Broadcast) -> Plan:
    """Return whom a broadcast would reach now."""
    made = Plan()
    for question, reason in reasons(broadcast, members(broadcast.about)):
        if reason:
            made.left_out.append((question, reason))
            made.missing[question.language] += reason == Recipient.Reason.LANGUAGE
        else:
            made.languages[question.language] += 1
            made.public[question.language] += is_read_by_all(broadcast, question)
    made.missing, made.has_contacts = +made.missing, has_contacts(broadcast, made)
    return made


def has_contacts(broadcast: Broadcast, made: Plan) -> bool:
    """Tell whether a text that somebody would read in public holds a telephone number or an address, and nothing worse."""
    read = {question.language for question, reason in made.left_out if reason == Recipient.Reason.PERSONAL} | set(+made.public)
    kinds = {one.kind for language in read for one in personal_data.find(broadcast.texts.get(language, ""), is_public=True)}
    return bool(kinds) and kinds <= set(replies.CONTACTS)


def reasons(broadcast: Broadcast, questions: Iterable[Question]) -> list[tuple[Question, Recipient.Reason | None]]:
    """Return for each question why it gets nothing from a broadcast; None when it does."""
    rows = list(questions)
    left_out = _of_recall(broadcast.recall, rows) if broadcast.recall else dict.fromkeys(twins(rows), Recipient.Reason.TWIN)
    return [(row, why_not(broadcast, row, known=left_out.get(row.pk))) for row in rows]


def _of_recall(recall: Recall, questions: list[Question]) -> dict[int, Recipient.Reason]:
    """Return which questions the wrong answer never reached; a joined question is told for itself, for it got the answer itself."""
    reached = set(recalls.reached(recall).filter(message__question__in=questions).values_list("message__question", flat=True))
    return {one.pk: Recipient.Reason.UNSENT for one in questions if one.pk not in reached}


def is_read_by_all(broadcast: Broadcast, question: Question) -> bool:
    """Tell whether a question is told in public: where it was asked so and, of a recall, where the wrong answer was read so."""
    if not question.is_public or broadcast.recall is None:
        return question.is_public
    return recalls.insertions(broadcast.recall).filter(message__question=question, message__is_public=True).exists()


def twins(questions: Iterable[Question]) -> set[int]:
    """Return which of these questions are answered with another one."""
    return set(Twin.objects.filter(parted_at=None, question__in=[one.pk for one in questions]).values_list("question", flat=True))


def misplaced(broadcast: Broadcast) -> list[tuple[str, str]]:
    """Return the languages whose text is surely in another one, and which: a text in the wrong field."""
    looks = [(code, replies.other_language(Question(language=code), text)) for code, text in broadcast.texts.items()]
    return [(code, other) for code, other in looks if other]


def why_not(broadcast: Broadcast, question: Question, *, known: Recipient.Reason | None = None) -> Recipient.Reason | None:
    """Return why a question gets nothing from a broadcast, `known` being what was read for many at once; None when it does."""
    is_public = is_read_by_all(broadcast, question)
    window = registry.get(question.account.kind).reply_window
    is_late = window is not None and not is_public and question.last_incoming_at < timezone.now() - window
    text = broadcast.texts.get(question.language, "")
    found = {one.kind for one in personal_data.find(text, is_public=True)} if is_public else set()
    is_over = question.state == Question.State.CLOSED and broadcast.kind != Broadcast.Kind.CORRECTION
    rules: tuple[tuple[object, Recipient.Reason | None], ...] = (
        (question.is_restricted or question.priority == Question.Priority.CARE_FIRST, Recipient.Reason.RESTRICTED),
        (question.is_withdrawn, Recipient.Reason.WITHDRAWN),
        (question.state == Question.State.SPAM, Recipient.Reason.SPAM),
        (known, known),
        (is_over, Recipient.Reason.CLOSED),
        (question.identity.unreachable_since, Recipient.Reason.UNREACHABLE),
        (is_late, Recipient.Reason.WINDOW),
        (not text, Recipient.Reason.LANGUAGE),
        (found - (set(replies.CONTACTS) if broadcast.are_contacts_meant else set()), Recipient.Reason.PERSONAL),
    )
    return next((reason for is_so, reason in rules if is_so), None)
