"""What an incident's page shows in figures: questions over time, by language and channel, and what happened in its order."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helpdesk.people.models import Language
from inbox.channels import registry
from inbox.models import Broadcast, Incident, IncidentQuestion

MOST_BARS = 96
LEAST_BARS = 12
STEPS = (
    (timedelta(minutes=15), gettext_lazy("Questions per quarter hour")),
    (timedelta(hours=1), gettext_lazy("Questions per hour")),
    (timedelta(hours=6), gettext_lazy("Questions per six hours")),
    (timedelta(days=1), gettext_lazy("Questions per day")),
    (timedelta(days=30), gettext_lazy("Questions per thirty days")),
)
WIDTH, HEIGHT, ROOM = 720, 160, 4


@dataclass(frozen=True)
class Bar:
    """One bar of the plot: how many questions from a moment on, and where it is drawn."""

    at: datetime
    count: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Plot:
    """Questions over time, ready to draw; `title` says what one bar is."""

    title: str
    bars: list[Bar]
    most: int
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Share:
    """How many questions have something in common."""

    name: str
    count: int


def plot(moments: list[datetime]) -> Plot:
    """Return the bars of when questions came, in the finest steps that fit."""
    if not moments:
        return Plot("", [], 0)
    first, last = timezone.localtime(min(moments)), timezone.localtime(max(moments))
    day = first.replace(hour=0, minute=0, second=0, microsecond=0)
    step, title = next((one for one in STEPS if (last - first) / one[0] < MOST_BARS - 1), STEPS[-1])
    begin = day + (first - day) // step * step
    counts = Counter(int((moment - begin) / step) for moment in moments)
    size, most = max(counts) + 1, max(counts.values())
    wide = max(1, WIDTH // max(size, LEAST_BARS))
    tall = {place: max(2, (HEIGHT - ROOM) * count // most) for place, count in counts.items()}
    bars = [Bar(begin + place * step, counts[place], place * wide, HEIGHT - tall.get(place, 0), max(1, wide - 1), tall.get(place, 0)) for place in range(size)]
    return Plot(str(title), bars, most)


def counted(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    """Let each incident say how many questions are part of it (`count`), and when the last one joined (`last_at`)."""
    part = Q(members__out_at=None)
    return rows.annotate(count=Count("members", filter=part), last_at=Max("members__joined_at", filter=part))


def languages(incident: Incident) -> list[Share]:
    """Return how many questions are due an answer in each language, most first."""
    counts = Counter(inside(incident).values_list("question__language", flat=True))
    return [Share(str(Language(code).label), count) for code, count in counts.most_common()]


def channels(incident: Incident) -> list[Share]:
    """Return how many questions came by each channel, most first."""
    counts = Counter(inside(incident).values_list("question__account__kind", flat=True))
    return [Share(_(registry.get(kind).label), count) for kind, count in counts.most_common()]


def inside(incident: Incident) -> QuerySet[IncidentQuestion]:
    """Return the parts that still belong to an incident."""
    return IncidentQuestion.objects.filter(incident=incident, out_at=None)


@dataclass(frozen=True)
class Entry:
    """One line of an incident's timeline."""

    at: datetime
    text: str
    who: str = ""


def timeline(incident: Incident) -> list[Entry]:
    """Return what happened to an incident, newest first."""
    joined = Counter(timezone.localtime(at).replace(minute=0, second=0, microsecond=0) for at in _moments(incident))
    lines = [Entry(incident.opened_at, _("opened"), incident.opened_by.name)]
    for hour, count in joined.items():
        said = ngettext("%(count)d question joined in this hour", "%(count)d questions joined in this hour", count) % {"count": count}
        lines.append(Entry(max(hour, incident.opened_at), said))
    for part in IncidentQuestion.objects.filter(incident=incident, out_at__gt=incident.opened_at + timedelta(seconds=5)).select_related("question", "out_by"):
        lines.append(Entry(part.out_at or incident.opened_at, _("%(reference)s taken out") % {"reference": part.question.shown_reference}, _name(part)))
    for row in incident.broadcasts.select_related("written_by", "approved_by"):
        lines += _of_broadcast(row)
    if incident.closed_at:
        lines.append(Entry(incident.closed_at, _("closed"), incident.closed_by.name if incident.closed_by else ""))
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _moments(incident: Incident) -> list[datetime]:
    return list(inside(incident).exclude(how=IncidentQuestion.How.OPENED).values_list("joined_at", flat=True))


def _name(part: IncidentQuestion) -> str:
    return part.out_by.name if part.out_by else ""


def _of_broadcast(row: Broadcast) -> list[Entry]:
    kind = row.get_kind_display()
    lines = [Entry(row.written_at, _("%(kind)s written") % {"kind": kind}, row.written_by.name)]
    if row.approved_at and row.approved_by:
        lines.append(Entry(row.approved_at, _("%(kind)s approved") % {"kind": kind}, row.approved_by.name))
    return lines
