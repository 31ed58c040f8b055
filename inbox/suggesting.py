"""Suggesting answers for a question, and telling the answers what was sent for which: read from the messages, stored nowhere else.

What an agent set aside is not suggested for that question again; it teaches nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from classifier.recommend import USES_KEPT, Use
from helpdesk.answers import suggestions
from helpdesk.answers.models import Answer
from helpdesk.answers.suggestions import Suggestion
from helpdesk.people.models import User
from inbox import replies
from inbox.models import Insertion, Message, Question, SetAside

SUGGESTED = 3


@dataclass(frozen=True)
class Offer:
    """The answers that may fit a question, and whether an agent set others aside for it."""

    suggested: list[Suggestion]
    has_aside: bool


def offer(question: Question, said: str, *, has_aside: bool = True) -> Offer:
    """Return the answers that may fit what the citizen wrote last (`asked`), without those set aside for this question; for care first none.

    Pass `has_aside=False` where it is known that none were.
    """
    if question.alarm:
        return Offer([], has_aside=False)
    aside = set(question.set_aside.values_list("answer", flat=True)) if has_aside else set()
    return Offer(suggestions.suggest(said, question.language, SUGGESTED, without=aside), bool(aside))


def asked(question: Question) -> str:
    """Return the text to find answers for: the subject and what the citizen wrote last."""
    return said_in(question, question.messages.filter(kind=Message.Kind.INCOMING, removed_at=None).order_by("-pk")[:1])


def said_in(question: Question, thread: Iterable[Message]) -> str:
    """Return the same from messages that were read already, in any order."""
    said = [message for message in thread if message.kind == Message.Kind.INCOMING and message.removed_at is None]
    return f"{question.subject}\n{max(said, key=lambda message: message.pk).text if said else question.excerpt}"


def set_aside(question: Question, answer: Answer, by: User) -> None:
    """Suggest the answer for this question no more; setting it aside twice changes nothing."""
    SetAside.objects.get_or_create(question=question, answer=answer, defaults={"agent": by})


def put_back(question: Question) -> None:
    """Suggest again what was set aside for this question."""
    question.set_aside.all().delete()


def uses(after: int) -> Iterator[Use]:
    """Yield the questions that were answered with a reusable answer, oldest first, each with the answer.

    Only what went out counts: a text put in and deleted again is no insertion, and one that can still be taken back is not
    read yet.

    Parameters
    ----------
    after : int
        Key of the newest use already known; 0 for none.
    """
    said = Message.objects.filter(question=OuterRef("message__question"), kind=Message.Kind.INCOMING, removed_at=None, pk__lt=OuterRef("message")).order_by(
        "-pk"
    )
    rows = (
        Insertion.objects.filter(pk__gt=after, message__created_at__lt=timezone.now() - replies.UNDO_FOR)
        .annotate(said=Subquery(said.values("text")[:1]))
        .order_by("-pk")
        .values_list("pk", "version__wording__answer", "message__question__language", "message__question__subject", "said")
    )
    for pk, answer, language, subject, text in reversed(rows[:USES_KEPT]):
        if text and text.strip():
            yield Use(pk, answer, language, f"{subject}\n{text}")
