"""How right the desk's routing is, counted by the database from what people did. A page reads groups of rows, never the rows."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from django.db.models import Avg, BooleanField, Case, Count, ExpressionWrapper, F, Max, Q, QuerySet, When
from django.db.models.functions import Floor, TruncWeek
from django.utils import timezone

from classifier import intervals
from classifier.intervals import Measured
from inbox.learning.moves import meant
from inbox.models import Decision, Event, Example

LEAST_SHOWN = 20
LISTED = 10
BIN = 0.05


@dataclass(frozen=True)
class Cell:
    """How many questions have all this in common: `truth` is the team people found right, `best` the classifier's; `language` is what was written."""

    week: date
    language: str
    channel: str
    truth: str
    best: str
    is_routed: bool
    count: int


@dataclass(frozen=True)
class Row:
    """Figures of one part: all, a language, a channel, a week. `coverage`: sent to a team; `precision`: rightly, of those."""

    name: str
    accuracy: Measured
    coverage: Measured
    precision: Measured


@dataclass(frozen=True)
class Bin:
    """Questions with about the same confidence: the mean of it, and the share that was right."""

    said: float
    was: Measured


@dataclass(frozen=True)
class Figures:
    """What the leads' page shows of a period."""

    count: int
    whole: Row
    macro_f1: Measured
    calibration_error: Measured
    curve: tuple[Bin, ...]
    teams: tuple[str, ...]
    confusion: tuple[tuple[str, tuple[int, ...]], ...]
    languages: tuple[Row, ...]
    channels: tuple[Row, ...]
    weeks: tuple[Row, ...]


def measure(weeks: int) -> Figures:
    """Return the figures of the last `weeks` weeks; two queries, whatever the number of questions."""
    since = timezone.now() - timedelta(weeks=weeks)
    cells, bins = _cells(since), _bins(since)
    teams = tuple(sorted({cell.truth for cell in cells} | {cell.best for cell in cells}))
    pairs: Counter[tuple[str, str]] = Counter()
    for cell in cells:
        pairs[cell.truth, cell.best] += cell.count
    table = np.array([[pairs[truth, best] for best in teams] for truth in teams] or [[0]])
    return Figures(
        count=sum(cell.count for cell in cells),
        whole=_row("", cells),
        macro_f1=intervals.macro_f1(table),
        calibration_error=intervals.calibration_error([(said, right, count) for said, right, count in bins]),
        curve=tuple(Bin(said, intervals.share(right, count)) for said, right, count in bins),
        teams=teams,
        confusion=tuple((truth, tuple(int(count) for count in table[place])) for place, truth in enumerate(teams)),
        languages=_rows(cells, lambda cell: cell.language),
        channels=_rows(cells, lambda cell: cell.channel),
        weeks=_rows(cells, lambda cell: cell.week.isoformat()),
    )


def _labelled(since: datetime) -> QuerySet[Example]:
    return Example.objects.filter(labelled_at__gt=since, decision__best_team__isnull=False, decision__confidence__isnull=False).order_by()


def _cells(since: datetime) -> list[Cell]:
    is_routed = ExpressionWrapper(Q(decision__team__isnull=False), output_field=BooleanField())
    named = {
        "week": TruncWeek("labelled_at"),
        "language": Case(When(decision__question__written_in="", then=F("decision__question__language")), default=F("decision__question__written_in")),
        "channel": F("decision__question__account__kind"),
        "truth": F("team__key"),
        "best": F("decision__best_team__key"),
        "is_routed": is_routed,
    }
    rows = _labelled(since).values(**named).annotate(count=Count("pk")).values_list(*named, "count")
    return [Cell(timezone.localtime(week).date(), *rest) for week, *rest in rows]


def _bins(since: datetime) -> list[tuple[float, int, int]]:
    """Return (mean confidence, right, count) of each BIN of confidence."""
    rows = _labelled(since).values(bin=Floor(F("decision__confidence") / BIN))
    found = rows.annotate(said=Avg("decision__confidence"), count=Count("pk"), right=Count("pk", filter=Q(team=F("decision__best_team")))).order_by("bin")
    return [(float(row["said"]), row["right"], row["count"]) for row in found]


def _rows(cells: Iterable[Cell], of: Callable[[Cell], str]) -> tuple[Row, ...]:
    parts: dict[str, list[Cell]] = {}
    for cell in cells:
        parts.setdefault(of(cell), []).append(cell)
    return tuple(_row(name, parts[name]) for name in sorted(parts))


def _row(name: str, cells: Iterable[Cell]) -> Row:
    count, right, routed, rightly = 0, 0, 0, 0
    for cell in cells:
        is_right = cell.truth == cell.best
        count, right = count + cell.count, right + cell.count * is_right
        routed, rightly = routed + cell.count * cell.is_routed, rightly + cell.count * (is_right and cell.is_routed)
    return Row(name, intervals.share(right, count), intervals.share(routed, count), intervals.share(rightly, routed))


def corrections() -> QuerySet[Decision]:
    """Return the last corrections, newest first; a question that was moved back to where the classifier sent it is none."""
    rows = Decision.objects.filter(~Q(team=F("corrected_to"), team__isnull=False), corrected_at__isnull=False, corrected_to__isnull=False)
    return rows.select_related("question", "best_team", "team", "corrected_to", "corrected_by").order_by("-corrected_at")[:LISTED]


@dataclass(frozen=True)
class Wandered:
    """A question that was moved more than once: its moves, and the decision that began it."""

    decision: Decision
    moves: tuple[Event, ...]


def wandered(weeks: int) -> list[Wandered]:
    """Return the questions moved twice or more in the last weeks, the newest move first."""
    since = timezone.now() - timedelta(weeks=weeks)
    often = Event.objects.filter(kind=Event.Kind.MOVED, created_at__gt=since).order_by().values("question").annotate(count=Count("pk")).filter(count__gte=2)
    newest = list(often.annotate(last=Max("pk")).order_by("-last").values_list("question", flat=True)[:LISTED])
    moves: dict[int, list[Event]] = {}
    for event in Event.objects.filter(kind=Event.Kind.MOVED, question__in=newest).select_related("actor").order_by("pk"):
        moves.setdefault(event.question_id, []).append(event)
    first = {row.question_id: row for row in Decision.objects.filter(question__in=newest).select_related("question", "team")}
    return [Wandered(first[pk], tuple(told)) for pk in newest if pk in first and len(told := meant(moves[pk])) > 1]
