"""What the pages of the reusable answers read: the list, paged by key, one answer, and the history of a wording."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from helpdesk.answers.behind import by_changes
from helpdesk.answers.models import Answer, Reading, Wording, WordingVersion
from helpdesk.people.models import Language

PAGE = 30
SOON = timedelta(days=30)
WEIGHTS = {"used": "sent", "disliked": "did_not_help"}
WAITING = (Answer.State.REVIEW, Answer.State.PUBLISHED)


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; empty means everything. `person` is who looks."""

    state: str = ""
    topic: str = ""
    missing: str = ""
    show: str = ""
    words: str = ""
    person: int | None = None


@dataclass(frozen=True)
class Row:
    """An answer in the list: its title in the reader's language or another one, and by language whether it has it and what it is behind by."""

    answer: Answer
    title: str
    title_language: str
    languages: list[tuple[str, bool, int]]
    weight: int = 0
    is_waiting: bool = False


@dataclass(frozen=True)
class Page:
    """Rows and the key the next page begins after, empty on the last one."""

    rows: list[Row]
    after: str


def listed(filters: Filters, *, language: str, after: str = "") -> Page:
    """Return one page of answers: changed last first, or by what is asked to be shown.

    Parameters
    ----------
    filters : Filters
        State, topic, missing language, what to show, words, and who looks.
    language : str
        The reader's language, for the titles.
    after : str
        The key a page gave; a key that cannot be read begins at the start.
    """
    rows = _filtered(filters).prefetch_related("wordings")
    rows = _weighed(rows, after, WEIGHTS[filters.show]) if filters.show in WEIGHTS else _latest(rows, after)
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page([_row(answer, language) for answer in found[:PAGE]], _key_of(last) if last else "")


def history(wording: Wording) -> QuerySet[WordingVersion]:
    """Return the versions of a wording, newest first, with who wrote them."""
    return wording.versions.select_related("written_by")


def _filtered(filters: Filters) -> QuerySet[Answer]:
    rows = Answer.objects.all()
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.topic:
        rows = rows.filter(topic=filters.topic)
    mine = Wording.objects.filter(answer=OuterRef("pk"))
    if filters.missing:
        rows = rows.filter(~Exists(mine.filter(language=filters.missing)))
    rows = _shown(filters, rows, mine)
    for word in filters.words.split()[:8]:
        rows = rows.filter(Exists(mine.filter(Q(title__icontains=word) | Q(keywords__icontains=word) | Q(text__icontains=word))))
    return rows


def _shown(filters: Filters, rows: QuerySet[Answer], mine: QuerySet[Wording]) -> QuerySet[Answer]:
    soon = timezone.localdate() + SOON
    readings = Reading.objects.filter(wording__answer=OuterRef("pk"))
    narrowed: dict[str, Callable[[], QuerySet[Answer]]] = {
        "mine": lambda: rows.filter(owner=filters.person),
        "behind": lambda: rows.filter(Exists(mine.exclude(behind_since=None))),
        "expiring": lambda: rows.filter(Q(valid_until__lte=soon) | Q(review_on__lte=soon)),
        "flagged": lambda: rows.exclude(flagged_at=None),
        "waiting": lambda: rows.filter(Exists(mine.exclude(approved=F("version"), approved__isnull=False)), state__in=WAITING),
        "used": lambda: rows.filter(Exists(readings.filter(sent__gt=0))),
        "unused": lambda: rows.filter(~Exists(readings.filter(sent__gt=0)), state=Answer.State.PUBLISHED),
        "disliked": lambda: rows.filter(Exists(readings.filter(did_not_help__gt=0))),
    }
    return narrowed[filters.show]() if filters.show in narrowed else rows


def _latest(rows: QuerySet[Answer], after: str) -> QuerySet[Answer]:
    if key := _key(after):
        moment, pk = key
        rows = rows.filter(Q(updated_at__lt=moment) | Q(updated_at=moment, pk__lt=pk))
    return rows.order_by("-updated_at", "-pk")


def _weighed(rows: QuerySet[Answer], after: str, counted: str) -> QuerySet[Answer]:
    """Order by how often something was counted in the readings, most first."""
    sums = Reading.objects.filter(wording__answer=OuterRef("pk")).values("wording__answer").annotate(n=Sum(counted)).values("n")
    rows = rows.annotate(weight=Coalesce(Subquery(sums), 0))
    weight, _tilde, pk = after.partition("~")
    if weight.isdecimal() and pk.isdecimal():
        rows = rows.filter(Q(weight__lt=int(weight)) | Q(weight=int(weight), pk__lt=int(pk)))
    return rows.order_by("-weight", "-pk")


def _row(answer: Answer, language: str) -> Row:
    wordings = {wording.language: wording for wording in answer.wordings.all()}
    shown = wordings.get(language) or next(iter(wordings.values()), None)
    source = wordings.get(answer.source_language)
    languages = [(code, code in wordings, by_changes(wordings[code], source) if code in wordings else 0) for code in Language.values]
    is_waiting = answer.state in WAITING and any(wording.is_waiting for wording in wordings.values())
    return Row(answer, shown.title if shown else "", shown.language if shown else "", languages, getattr(answer, "weight", 0), is_waiting)


def _key_of(answer: Answer) -> str:
    return f"{getattr(answer, 'weight', answer.updated_at.isoformat())}~{answer.pk}"


def _key(after: str) -> tuple[datetime, int] | None:
    moment, _tilde, pk = after.partition("~")
    try:
        return datetime.fromisoformat(moment), int(pk)
    except ValueError:
        return None
