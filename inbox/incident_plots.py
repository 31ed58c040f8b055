"""Plots of an incident's questions over time: bars with axes for its page, a line without any for the list.

Places across are shares of the width, so that a plot fills a phone and a wide window alike and its letters keep their size.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count
from django.db.models.functions import TruncMinute
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpdesk.formats import short_day
from inbox.models import Broadcast, Incident, IncidentQuestion

MOST_BARS = 96
LEAST_BARS = 8
STEPS = (
    (timedelta(minutes=15), gettext_lazy("Questions per quarter hour")),
    (timedelta(hours=1), gettext_lazy("Questions per hour")),
    (timedelta(hours=6), gettext_lazy("Questions per six hours")),
    (timedelta(days=1), gettext_lazy("Questions per day")),
    (timedelta(days=30), gettext_lazy("Questions per thirty days")),
)
LEFT, RIGHT, TOP, BOTTOM = 9.0, 3.0, 10.0, 86.0
GRID_LINES = 4
TENS = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
TIMES_SHOWN = 4
NAME_ROOM = 4.0
SPARK_STEPS, SPARK_WIDE, SPARK_HEIGHT, SPARK_EDGE = 12, 8, 28, 3


def _share(value: float) -> str:
    return f"{value:.2f}%"


@dataclass(frozen=True)
class Bar:
    """One bar: how many questions from a moment on, and where it is drawn."""

    at: datetime
    count: int
    x: str
    y: str
    width: str
    height: str


class Tick(NamedTuple):
    """A place on an axis and what is written there."""

    place: str
    text: str


class Mark(NamedTuple):
    """What colleagues did, as an upright line: `said` names it."""

    at: datetime
    said: str
    x: str


@dataclass(frozen=True)
class Plot:
    """Questions over time, ready to draw between `left`, `right`, `top` and `bottom`; `title` says what one bar is."""

    title: str
    bars: list[Bar]
    most: int
    counts: list[Tick] = field(default_factory=list)
    times: list[Tick] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    names: list[Tick] = field(default_factory=list)
    left: str = _share(LEFT)
    right: str = _share(100 - RIGHT)
    top: str = _share(TOP)
    bottom: str = _share(BOTTOM)


@dataclass(frozen=True)
class Spark:
    """A small line of how many questions came from `first` to `last`: `points` as SVG takes them."""

    points: str
    area: str
    first: datetime
    last: datetime
    width: int = SPARK_WIDE * (SPARK_STEPS - 1)
    height: int = SPARK_HEIGHT


def done(incident: Incident) -> list[tuple[datetime, str]]:
    """Return when an incident was opened, answered and closed, in its order."""
    moments = [(incident.opened_at, _("opened"))]
    out = incident.broadcasts.filter(state=Broadcast.State.OUT, approved_at__isnull=False)
    moments += [(row.approved_at, row.get_kind_display()) for row in out if row.approved_at]
    if incident.closed_at:
        moments.append((incident.closed_at, _("closed")))
    return sorted(moments)


def plot(moments: Sequence[datetime], acts: Sequence[tuple[datetime, str]] = ()) -> Plot:
    """Return the bars of when questions came, in the finest steps that fit, and beside them what colleagues did."""
    if not moments:
        return Plot("", [], 0)
    every = [timezone.localtime(moment) for moment in [*moments, *(at for at, _said in acts)]]
    first, last = min(every), max(every)
    day = first.replace(hour=0, minute=0, second=0, microsecond=0)
    step, title = next((one for one in STEPS if (last - first) / one[0] < MOST_BARS - 1), STEPS[-1])
    begin = day + (first - day) // step * step
    counts = Counter(int((moment - begin) / step) for moment in moments)
    size, most = max(LEAST_BARS, int((last - begin) / step) + 1), max(counts.values())
    top = _axis_end(most)
    wide = (100 - LEFT - RIGHT) / size
    bars = [_bar(begin + place * step, counts[place], LEFT + place * wide, wide, counts[place] / top) for place in range(size)]
    places = [LEFT + (at - begin) / step * wide for at, _said in acts]
    marks = [Mark(at, said, _share(place)) for (at, said), place in zip(acts, places, strict=True)]
    return Plot(str(title), bars, most, _counts(top), _times(bars, step), marks, _names(places))


def _names(places: Sequence[float]) -> list[Tick]:
    """Return the numbers of the marks, each above its own: those that stand too close share a place."""
    groups: list[list[int]] = []
    for number, place in enumerate(places):
        if groups and place - places[groups[-1][0]] < NAME_ROOM:
            groups[-1].append(number)
        else:
            groups.append([number])
    return [Tick(_share(places[group[0]]), ", ".join(str(number + 1) for number in group)) for group in groups]


def _bar(at: datetime, count: int, x: float, wide: float, tall: float) -> Bar:
    height = tall * (BOTTOM - TOP)
    return Bar(at, count, _share(x + wide * 0.06), _share(BOTTOM - height), _share(wide * 0.88), _share(height))


def _axis_end(most: int) -> int:
    """Return where the axis ends: whole steps of 1, 2 or 5, tens of them, and so on."""
    return -(-most // _grid_step(most)) * _grid_step(most)


def _grid_step(most: int) -> int:
    steps = (step * ten for ten in TENS for step in (1, 2, 5))
    return next(step for step in steps if step * GRID_LINES >= most)


def _counts(top: int) -> list[Tick]:
    values = range(0, top + 1, _grid_step(top))
    return [Tick(_share(BOTTOM - value / top * (BOTTOM - TOP)), formats.number_format(value)) for value in values]


def _times(bars: Sequence[Bar], step: timedelta) -> list[Tick]:
    """Return some moments under the axis: hours and minutes as long as the bars are shorter than a day."""
    every = -(-len(bars) // TIMES_SHOWN)
    is_short = bars[-1].at - bars[0].at < timedelta(days=1)

    def said(at: datetime) -> str:
        if step >= timedelta(days=1):
            return short_day(at)
        return formats.date_format(at, "H:i") if is_short else f"{short_day(at)} {formats.date_format(at, 'H:i')}"

    return [Tick(bar.x, said(bar.at)) for bar in bars[::every]]


def sparks(incidents: Iterable[Incident]) -> dict[int, Spark]:
    """Return for each incident, by its key, the line of when its questions came, up to its closing or now. One query for all."""
    listed = list(incidents)
    inside = IncidentQuestion.objects.filter(incident__in=[one.pk for one in listed], out_at=None)
    rows = inside.annotate(minute=TruncMinute("question__received_at")).values_list("incident", "minute").annotate(of=Count("id")).order_by("minute")
    counts: dict[int, list[tuple[datetime, int]]] = {}
    for incident, minute, count in rows:
        counts.setdefault(incident, []).append((minute, count))
    return {one.pk: _spark(counts[one.pk], one.closed_at or timezone.now()) for one in listed if one.pk in counts}


def _spark(counts: list[tuple[datetime, int]], until: datetime) -> Spark:
    first, last = counts[0][0], max(counts[-1][0], until)
    span = max(last - first, timedelta(minutes=SPARK_STEPS))
    heights = [0] * SPARK_STEPS
    for minute, count in counts:
        heights[min(int((minute - first) / span * SPARK_STEPS), SPARK_STEPS - 1)] += count
    most, room = max(heights), SPARK_HEIGHT - 2 * SPARK_EDGE
    points = " ".join(f"{SPARK_WIDE * place},{SPARK_HEIGHT - SPARK_EDGE - round(room * height / most)}" for place, height in enumerate(heights))
    floor = SPARK_HEIGHT - SPARK_EDGE
    return Spark(points, f"0,{floor} {points} {SPARK_WIDE * (SPARK_STEPS - 1)},{floor}", first, last)
