"""What an incident's page shows in figures: questions by language and channel, and what happened in its order."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpdesk.people.models import Language
from inbox.channels import registry
from inbox.models import Broadcast, Incident, IncidentQuestion


@dataclass(frozen=True)
class Share:
    """How many questions have something in common."""

    name: str
    count: int


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
