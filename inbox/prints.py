"""Fingerprints: the telling words of questions, made after they came in, read to find those that ask the same.

Nothing here is read while a question is taken in. Restricted questions get no fingerprint.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from classifier import similar
from classifier.examples import LANGUAGES
from helpdesk.recent import Recent
from inbox import quoted
from inbox.models import Fingerprint, IncidentQuestion, Message, Question

WINDOW = timedelta(minutes=90)
KEPT_FOR = timedelta(days=14)
MOST_RECENT = 1500
MOST_PAST = 5000
MOST_MISSED = 200


class Print(NamedTuple):
    """One question's fingerprint."""

    question: int
    citizen: int
    words: dict[str, str]
    received_at: datetime


class Past:
    """What questions in one language usually say: their words, and how many windows of 90 minutes the earlier ones fill."""

    def __init__(self, language: str) -> None:
        now = timezone.now()
        earlier = Fingerprint.objects.filter(language=language, received_at__lt=now - WINDOW, received_at__gte=now - KEPT_FOR)
        rows = list(earlier.order_by("-received_at").values_list("words", "received_at")[:MOST_PAST])
        self.documents = [frozenset(words) for words, _at in rows]
        self.windows = max(1.0, (now - WINDOW - rows[-1][1]) / WINDOW) if rows else 1.0
        learnt = similar.learnt(language) if language in LANGUAGES else ()
        self.usual = similar.Usual([*learnt, *self.documents])


_past = Recent(Past)


def past(language: str) -> Past:
    """Return what is usual in a language, at most a minute old."""
    return _past.get(language)


def make(question: Question) -> Fingerprint | None:
    """Make a question's fingerprint, once; None for a question without telling words, or that only few may see."""
    first = question.messages.filter(kind=Message.Kind.INCOMING).order_by("id").values_list("text", flat=True).first()
    if first is None or question.is_restricted:
        return None
    words = similar.telling(f"{question.subject}\n{quoted.split(first)[0]}")
    values = {"language": question.written_in or question.language, "words": words, "received_at": question.received_at}
    return Fingerprint.objects.get_or_create(question=question, defaults=values)[0]


def missing(now: datetime) -> QuerySet[Question]:
    """Return the first recent questions that have no fingerprint yet."""
    unread = Question.objects.filter(fingerprint=None, received_at__gte=now - WINDOW, is_restricted=False)
    return unread.order_by("received_at")[:MOST_MISSED]


def sweep(now: datetime) -> None:
    """Forget fingerprints that are too old to compare with."""
    Fingerprint.objects.filter(received_at__lt=now - KEPT_FOR).delete()


def seen() -> QuerySet[Fingerprint]:
    """Return the fingerprints that count: not of restricted questions, spam, or withdrawn ones."""
    return Fingerprint.objects.filter(question__is_restricted=False, question__is_withdrawn=False).exclude(question__state=Question.State.SPAM)


def recent(language: str, now: datetime) -> list[Print]:
    """Return the newest fingerprints of the window in one language, without questions that an incident already holds."""
    rows = seen().filter(language=language, received_at__gte=now - WINDOW, received_at__lte=now)
    held = IncidentQuestion.objects.filter(question=OuterRef("question"), out_at=None)
    free = rows.filter(~Exists(held)).order_by("-received_at", "-pk")
    return [Print(*row) for row in free.values_list("question_id", "question__citizen_id", "words", "received_at")[:MOST_RECENT]]


def vector(language: str, words: Iterable[str]) -> dict[str, float]:
    """Return words with their weights, of length 1."""
    return past(language).usual.vector(list(words))


def key(language: str, documents: list[dict[str, str]]) -> dict[str, Any]:
    """Return what tells questions like these: the words of their centre, and how many they are."""
    centre = similar.centre([vector(language, words) for words in documents])
    return {"words": {word: round(weight, 4) for word, weight in centre.items()}, "of": len(documents)}
