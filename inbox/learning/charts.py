"""Plots as shapes with whole-number places: a template draws them as SVG with classes, so that colours follow the theme."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from classifier.coverage import Point
from classifier.intervals import Measured
from helpdesk.formats import short_day
from inbox.learning.figures import Bin, Row

WIDTH, HEIGHT = 400, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 12, 34
ROW = 34
DATES_SHOWN = 6
LETTER = 7
LONGEST_NAME = 26


@dataclass(frozen=True)
class Line:
    """A straight line; `kind` is its class: "grid", "guide", "interval"."""

    x1: int
    y1: int
    x2: int
    y2: int
    kind: str


@dataclass(frozen=True)
class Label:
    """A text in the plot; `anchor` is its class: "start", "middle", "end"."""

    x: int
    y: int
    text: str
    anchor: str


@dataclass
class Plot:
    """What is to be drawn in a box of `width` x `height`."""

    width: int = WIDTH
    height: int = HEIGHT
    lines: list[Line] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    dots: list[tuple[int, int]] = field(default_factory=list)
    band: str = ""
    path: str = ""


def _scale(low: float, high: float, start: int, end: int) -> Callable[[float], int]:
    span = high - low or 1.0
    return lambda value: round(start + (min(max(value, low), high) - low) / span * (end - start))


def _floor(values: Sequence[float]) -> float:
    """Return where an axis of shares begins: a round tenth that no value lies below, 80 % at most."""
    return min(0.8, int(min(values, default=0.0) * 10) / 10)


def _ticks(low: float) -> list[float]:
    step = 0.1 if low >= 0.5 else 0.2
    return [round(1 - step * place, 1) for place in range(int((1 - low) / step + 1e-9) + 1)]


def _percent(value: float) -> str:
    return f"{round(value * 100)} %"


def _with_y_axis(low: float) -> tuple[Plot, Callable[[float], int]]:
    plot, y = Plot(), _scale(low, 1.0, HEIGHT - BOTTOM, TOP)
    for tick in _ticks(low):
        plot.lines.append(Line(LEFT, y(tick), WIDTH - RIGHT, y(tick), "grid"))
        plot.labels.append(Label(LEFT - 6, y(tick) + 4, _percent(tick), "end"))
    return plot, y


def calibration(bins: Sequence[Bin]) -> Plot:
    """Return confidence against the share that was right; the dashed line is perfect honesty."""
    low = _floor([value for one in bins for value in (one.said, one.was.low)])
    plot, y = _with_y_axis(low)
    x = _scale(low, 1.0, LEFT, WIDTH - RIGHT)
    plot.labels += [Label(x(tick), HEIGHT - BOTTOM + 18, _percent(tick), "middle" if tick < 1 else "end") for tick in _ticks(low)]
    plot.lines.append(Line(x(low), y(low), x(1.0), y(1.0), "guide"))
    plot.lines += [Line(x(one.said), y(one.was.low), x(one.said), y(one.was.high), "interval") for one in bins]
    plot.dots = [(x(one.said), y(one.was.value)) for one in bins]
    return plot


def trade(curve: Sequence[tuple[float, float]], aimed: Point) -> Plot:
    """Return the share sent to a team (across) against the share of it that was right (upwards); the dashed line is the precision aimed at."""
    plot, y = _with_y_axis(_floor([share for _coverage, share in curve] + [aimed.precision]))
    x = _scale(0.0, 1.0, LEFT, WIDTH - RIGHT)
    plot.labels += [Label(x(tick), HEIGHT - BOTTOM + 18, _percent(tick), "middle" if tick < 1 else "end") for tick in _ticks(0.0)]
    plot.path = " ".join(f"{x(coverage)},{y(share)}" for coverage, share in curve)
    plot.lines.append(Line(x(0.0), y(aimed.precision), x(1.0), y(aimed.precision), "guide"))
    if aimed.coverage:
        plot.dots = [(x(aimed.coverage), y(aimed.reached))]
    return plot


def weeks(rows: Sequence[Row]) -> Plot:
    """Return the accuracy of each week as a line in the band of its intervals; a week without questions leaves its place empty."""
    plot, y = _with_y_axis(_floor([row.accuracy.low for row in rows]))
    mondays = [date.fromisoformat(row.name) for row in rows]
    count = (mondays[-1] - mondays[0]).days // 7 + 1 if mondays else 0
    x = _scale(0, max(count - 1, 1), LEFT + 12, WIDTH - RIGHT - 12)
    points = [(x((monday - mondays[0]).days / 7), row.accuracy) for monday, row in zip(mondays, rows, strict=True)]
    upper, lower = [f"{at},{y(one.high)}" for at, one in points], [f"{at},{y(one.low)}" for at, one in reversed(points)]
    plot.band, plot.path = " ".join([*upper, *lower]), " ".join(f"{at},{y(one.value)}" for at, one in points)
    plot.dots = [(at, y(one.value)) for at, one in points]
    shown = range(0, count, -(-count // DATES_SHOWN) or 1)
    plot.labels += [Label(x(place), HEIGHT - BOTTOM + 18, day((mondays[0] + timedelta(weeks=place)).isoformat()), "middle") for place in shown]
    return plot


def parts(rows: Sequence[tuple[str, Measured]]) -> Plot:
    """Return the shares of named parts, one above the other, each with its interval."""
    low = _floor([one.low for _name, one in rows])
    beside = max((len(name) for name, _one in rows), default=0) * LETTER + 16
    plot, x = Plot(height=ROW * len(rows) + BOTTOM), _scale(low, 1.0, max(LEFT + 46, min(beside, WIDTH // 2)), WIDTH - RIGHT - 8)
    for tick in _ticks(low):
        plot.lines.append(Line(x(tick), 4, x(tick), plot.height - BOTTOM, "grid"))
        plot.labels.append(Label(x(tick), plot.height - BOTTOM + 18, _percent(tick), "middle" if tick < 1 else "end"))
    for place, (name, one) in enumerate(rows):
        middle = ROW * place + ROW // 2
        plot.labels.append(Label(2, middle + 4, name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…", "start"))
        plot.lines.append(Line(x(one.low), middle, x(one.high), middle, "interval"))
        plot.dots.append((x(one.value), middle))
    return plot


def day(iso: str) -> str:
    """Return the first day of a week in the reader's language."""
    return short_day(date.fromisoformat(iso))
