"""Every read for a list, a page or a counter of the desk. Lists are paged by key, never by counting rows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from helpdesk.people.models import User
from helpdesk.people.permissions import visible
from inbox.models import Attachment, Attempt, Event, IncidentQuestion, Insertion, Mention, Message, Question, Source, Surge

PAGE = 30
SHOWN = (
    "reference", "subject", "excerpt", "language", "written_in", "is_public", "state", "priority", "facet", "facet_detail", "confidence", "received_at",
    "due_at", "closed_at", "account", "team",
)  # fmt: skip
COUNTED_TO = 100
LARGEST_ID = 2**63 - 1
VIEWS = {
    "mine": _("Mine"),
    "team": _("My team"),
    "sort": _("To sort"),
    "everyone": _("Everyone"),
    "closed": _("Closed"),
    "mentions": _("Mentions"),
}
COUNTED = ("mine", "team", "sort", "everyone", "mentions")


@dataclass(frozen=True)
class Page:
    """One page of a list and the key the next one starts after ("" at the end)."""

    questions: list[Question]
    after: str


def _of(view: str, user: User) -> QuerySet[Question]:
    seen = visible(user, Question.objects.all())
    if view == "closed":
        return seen.filter(state__in=[Question.State.CLOSED, Question.State.SPAM])
    if view == "mentions":
        return seen.filter(Exists(Mention.objects.filter(message__question=OuterRef("pk"), user=user, seen_at=None)))
    is_open = seen.filter(state__in=Question.OPEN_STATES)
    if view == "mine":
        return is_open.filter(assignee=user)
    if view == "team":
        return is_open.filter(team__in=user.teams.all())
    if view == "sort":
        return is_open.filter(team=None)
    return is_open


def page(view: str, user: User, after: str = "") -> Page:
    """Return a page of a view: open questions by care and due time, closed ones newest first."""
    sql, params = _paging(view, user, after, user.is_active, user.is_agent, user.is_lead)
    found = list(Question.objects.raw(sql, params))
    questions = found[:PAGE]
    return Page(questions, _key(view, questions[-1]) if len(found) > PAGE else "")


@lru_cache(maxsize=512)
def _paging(view: str, user: User, after: str, *_rights: bool) -> tuple[str, tuple[Any, ...]]:
    """Return the query of `page` and its parameters; building it costs more than running it, and it depends on these alone."""
    rows = listed(_of(view, user))
    rows = rows.order_by("-closed_at", "-pk") if view == "closed" else rows.order_by("priority", "due_at", "pk")
    return (rows.filter(_beyond(view, after)) if after else rows)[: PAGE + 1].query.sql_with_params()


def listed(rows: QuerySet[Question]) -> QuerySet[Question]:
    """Read of each question what a list shows, with more columns: `citizen_name`, `assignee_name`, and the incident it is part of.

    The incident is `incident_pk` and `incident_name`, None for most. Team and account are a few rows that every process knows.
    """
    part = IncidentQuestion.objects.filter(question=OuterRef("pk"), out_at=None)
    names = {"citizen_name": F("citizen__name"), "assignee_name": F("assignee__name")}
    return rows.only(*SHOWN).annotate(**names, incident_pk=Subquery(part.values("incident")[:1]), incident_name=Subquery(part.values("incident__name")[:1]))


def of_incident(user: User, incident_pk: int) -> QuerySet[Question]:
    """Return the questions of an incident that `user` may see, newest first."""
    part = IncidentQuestion.objects.filter(question=OuterRef("pk"), incident=incident_pk, out_at=None)
    return listed(visible(user, Question.objects.filter(Exists(part)))).order_by("-pk")


def _key(view: str, question: Question) -> str:
    moment = question.closed_at if view == "closed" else question.due_at
    return f"{question.priority}_{moment.isoformat() if moment else ''}_{question.pk}"


def _beyond(view: str, after: str) -> Q:
    """Return the condition for rows after a key; a key that makes no sense starts the list anew."""
    try:
        priority, raw, pk = after.split("_")
        moment, number, rank = datetime.fromisoformat(raw), int(pk), int(priority)
    except ValueError:
        return Q()
    if moment.tzinfo is None or max(number, rank) > LARGEST_ID:
        return Q()
    if view == "closed":
        return Q(closed_at__lt=moment) | Q(closed_at=moment, pk__lt=number)
    later = Q(due_at__gt=moment) | Q(due_at=moment, pk__gt=number)
    return Q(priority__gt=rank) | (Q(priority=rank) & later)


@dataclass(frozen=True)
class Desk:
    """How the desk stands: questions in each open view (counted up to COUNTED_TO), its newest event (0 for none), whether a surge is on."""

    counters: dict[str, int]
    newest_event: int
    is_surging: bool


def desk(user: User) -> Desk:
    """Return how the desk stands for `user`, in one statement."""
    with connection.cursor() as cursor:
        sql, params = _counting(user, COUNTED_TO, user.is_active, user.is_agent, user.is_lead)
        cursor.execute(sql, params)
        *counts, newest, surging = cursor.fetchone()
    return Desk(dict(zip(COUNTED, counts, strict=True)), newest or 0, bool(surging))


@lru_cache(maxsize=256)
def _counting(user: User, most: int, *_rights: bool) -> tuple[str, list[Any]]:
    """Return the query of `desk` and its parameters; building it costs more than running it, and it depends on the person and his rights alone."""
    views = [_of(view, user).order_by().values("pk")[:most].query.sql_with_params() for view in COUNTED]
    newest = Event.objects.order_by("-pk").values("pk")[:1].query.sql_with_params()
    surging = live_surges().order_by().values("pk")[:1].query.sql_with_params()
    counts = [f"(SELECT COUNT(*) FROM ({sql}) AS counted)" for sql, _params in views]  # noqa: S608  (our own queries, with parameters)
    asked = ", ".join([*counts, f"({newest[0]})", f"EXISTS({surging[0]})"])
    return f"SELECT {asked}", [value for _sql, params in [*views, newest, surging] for value in params]


def live_surges() -> QuerySet[Surge]:
    """Return the surges to show: found by the last look, not put aside, and no incident yet."""
    return Surge.objects.filter(is_live=True, dismissed_at=None, incident=None)


def question(user: User, reference: str) -> Question | None:
    """Return one question with what its page shows, if `user` may see it."""
    rows = Question.objects.select_related("citizen", "identity", "team", "assignee", "account", "post")
    return visible(user, rows).filter(reference=reference).first()


def asked(row: Question) -> str:
    """Return what the classifier read of a question: its subject and first message."""
    first = row.messages.filter(kind=Message.Kind.INCOMING).order_by("pk").first()
    text = first.text if first else ""
    return f"{row.subject}\n{text}" if row.subject else text


def thread(row: Question, having: Collection[str]) -> QuerySet[Message]:
    """Return a question's messages and notes, oldest first; only what the question has (`extras.of`) is read with them."""
    parts: dict[str, QuerySet[Any]] = {
        "attachments": Attachment.objects.all(),
        "insertions": Insertion.objects.select_related("version__wording"),
        "sources": Source.objects.defer("body").order_by("pk"),
        "attempts": Attempt.objects.all(),
    }
    paths = {"attempts": "delivery__attempts"}
    kept = [Prefetch(paths.get(name, name), rows if name in having else rows.none()) for name, rows in parts.items()]
    return row.messages.select_related("delivery").prefetch_related(*kept).order_by("pk")


def timeline(row: Question) -> QuerySet[Event]:
    """Return what happened to a question, newest first."""
    return row.events.select_related("actor").order_by("-pk")[:200]


def others(user: User, row: Question) -> QuerySet[Question]:
    """Return the citizen's other questions, newest first."""
    rows = visible(user, Question.objects.filter(citizen=row.citizen_id)).exclude(pk=row.pk).select_related("account")
    return rows.only("reference", "excerpt", "language", "state", "received_at", "account__kind", "account__name").order_by("-pk")[:10]


def under_post(user: User, row: Question) -> QuerySet[Question]:
    """Return what other people asked under the same public post, newest first."""
    if row.post_id is None:
        return Question.objects.none()
    return visible(user, Question.objects.filter(post=row.post_id)).exclude(pk=row.pk).select_related("citizen").order_by("-pk")[:20]
