"""What became of the answers, in figures: how often each was sent and changed, whether it helped, and which demand has none.

Sums over rows, a page of answers at a time; no names and no texts of citizens.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from helpdesk.answers.models import Answer, Gap, Reading
from helpdesk.people.models import Language
from inbox.models import Insertion, Message, Question

PAGE = 50
PERIODS = (30, 90, 365)
WHOLE = 0.999


@dataclass(frozen=True)
class Figures:
    """What became of one answer; shares lie between 0 and 1 and are None where nothing was counted."""

    answer: Answer
    title: str
    language: str
    inserted: int = 0
    edited: int = 0
    left: float | None = None
    rated: int = 0
    solved: int = 0
    read: int = 0
    helped: int = 0
    did_not_help: int = 0

    @property
    def kept(self) -> int | None:
        """How much of its words agents left in on average, in percent."""
        return None if self.left is None else round(100 * self.left)


@dataclass(frozen=True)
class Cover:
    """How many answered questions of one theme and language went out with a reusable answer, and how many languages agents missed."""

    language: str
    answered: int = 0
    covered: int = 0
    missed: int = 0

    @property
    def percent(self) -> int | None:
        """The share that was covered, in percent; None where nothing was asked."""
        return round(100 * self.covered / self.answered) if self.answered else None


def begin(days: int) -> datetime | None:
    """Return when a period of so many days began; None for all time."""
    return timezone.now() - timedelta(days=days) if days in PERIODS else None


def listed(since: datetime | None) -> QuerySet[Answer]:
    """Return the answers, most sent and most read first; each carries `inserted` and `read`."""
    sent = _sent(since).filter(version__wording__answer=OuterRef("pk")).order_by().values("version__wording__answer")
    seen = _readings(since).filter(wording__answer=OuterRef("pk")).order_by().values("wording__answer")
    return Answer.objects.annotate(inserted=_or_none(sent.annotate(sum=Count("pk"))), read=_or_none(seen.annotate(sum=Sum("read")))).order_by(
        "-inserted", "-read", "-pk"
    )


def of(answers: list[Answer], since: datetime | None, language: str) -> list[Figures]:
    """Return the figures of some answers, in their order; three queries however many they are."""
    sent = {row.pop("answer"): row for row in _of_messages(answers, since)}
    seen = {row.pop("answer"): row for row in _of_readers(answers, since)}
    titles: dict[int, dict[str, str]] = {}
    for answer, code, title in Answer.objects.filter(pk__in=[one.pk for one in answers]).values_list("pk", "wordings__language", "wordings__title"):
        titles.setdefault(answer, {})[code or ""] = title or ""
    made = []
    for one in answers:
        code = language if language in titles[one.pk] else next(iter(titles[one.pk]))
        made.append(Figures(one, titles[one.pk][code], code, **sent.get(one.pk, {}), **seen.get(one.pk, {})))
    return made


def everything(since: datetime | None, language: str) -> Iterator[Figures]:
    """Yield the figures of all answers, a page of them at a time."""
    keys = list(listed(since).values_list("pk", flat=True))
    for place in range(0, len(keys), PAGE):
        rows = Answer.objects.in_bulk(keys[place : place + PAGE])
        yield from of([rows[key] for key in keys[place : place + PAGE] if key in rows], since, language)


def coverage(since: datetime | None) -> list[tuple[str, list[Cover]]]:
    """Return for each theme that was asked about, by language, how much of what was answered a reusable answer covered."""
    replied = Message.objects.filter(question=OuterRef("pk"), kind=Message.Kind.REPLY)
    asked = Question.objects.filter(Exists(replied))
    if since:
        asked = asked.filter(received_at__gte=since)
    used = Insertion.objects.filter(message__question=OuterRef("pk"))
    rows = (
        asked.annotate(is_covered=Exists(used))
        .order_by()
        .values("topic", "language")
        .annotate(answered=Count("pk"), covered=Count("pk", filter=Q(is_covered=True)))
    )
    found = {(row["topic"], row["language"]): (row["answered"], row["covered"]) for row in rows}
    gaps = Gap.objects.filter(kind=Gap.Kind.LANGUAGE, done_at=None).order_by().values_list("answer__topic", "language").annotate(Sum("count"))
    missed = {(topic, code): count for topic, code, count in gaps}
    topics = {topic for topic, _code in (*found, *missed)}
    names = [(code, str(label)) for code, label in (*Answer.Topic.choices, ("", "")) if code in topics]
    return [
        (label, [Cover(code, *found.get((topic, code), (0, 0)), missed=missed.get((topic, code), 0)) for code in Language.values]) for topic, label in names
    ]


def _sent(since: datetime | None) -> QuerySet[Insertion]:
    rows = Insertion.objects.all()
    return rows.filter(message__sent_at__gte=since) if since else rows


def _readings(since: datetime | None) -> QuerySet[Reading]:
    return Reading.objects.filter(day__gte=timezone.localdate(since)) if since else Reading.objects.all()


def _or_none(rows: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(rows.values("sum")[:1], output_field=IntegerField()), 0)


def _of_messages(answers: list[Answer], since: datetime | None) -> list[dict[str, Any]]:
    asked, rows = "message__question", _sent(since).filter(version__wording__answer__in=answers)
    sums = rows.order_by().values(answer=F("version__wording__answer")).annotate(
        inserted=Count("pk"),
        edited=Count("pk", filter=Q(left__lt=WHOLE)),
        left=Avg("left"),
        rated=Count(asked, distinct=True, filter=Q(message__question__rated_at__isnull=False)),
        solved=Count(asked, distinct=True, filter=Q(message__question__is_solved=True)),
    )  # fmt: skip
    return [dict(row) for row in sums]


def _of_readers(answers: list[Answer], since: datetime | None) -> list[dict[str, Any]]:
    rows = _readings(since).filter(wording__answer__in=answers).order_by().values(answer=F("wording__answer"))
    return [dict(row) for row in rows.annotate(read=Sum("read"), helped=Sum("helped"), did_not_help=Sum("did_not_help"))]
