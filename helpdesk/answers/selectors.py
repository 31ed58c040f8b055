"""What the pages of the reusable answers read: the list, paged by key, one answer, and the history of a wording."""

import difflib
import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from helpdesk.answers.models import Answer, Wording, WordingVersion
from helpdesk.people.models import Language

PAGE = 30


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; empty means everything."""

    state: str = ""
    topic: str = ""
    missing: str = ""
    words: str = ""


@dataclass(frozen=True)
class Row:
    """An answer in the list: its title in the reader's language or another one, and which languages it has."""

    answer: Answer
    title: str
    title_language: str
    languages: list[tuple[str, bool]]


@dataclass(frozen=True)
class Page:
    """Rows and the key the next page begins after, empty on the last one."""

    rows: list[Row]
    after: str


@dataclass(frozen=True)
class Part:
    """A piece of a comparison: kept, added or removed words."""

    kind: str
    text: str


def listed(filters: Filters, *, language: str, after: str = "") -> Page:
    """Return one page of answers, changed last first.

    Parameters
    ----------
    filters : Filters
        State, topic, missing language and words.
    language : str
        The reader's language, for the titles.
    after : str
        The key a page gave; a key that cannot be read begins at the start.
    """
    rows = _filtered(filters).prefetch_related("wordings").order_by("-updated_at", "-pk")
    if key := _key(after):
        moment, pk = key
        rows = rows.filter(Q(updated_at__lt=moment) | Q(updated_at=moment, pk__lt=pk))
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page([_row(answer, language) for answer in found[:PAGE]], f"{last.updated_at.isoformat()}~{last.pk}" if last else "")


def history(wording: Wording) -> QuerySet[WordingVersion]:
    """Return the versions of a wording, newest first, with who wrote them."""
    return wording.versions.select_related("written_by")


def compare(old: str, new: str) -> list[Part]:
    """Return `new` against `old` word by word."""
    before, now = _words(old), _words(new)
    parts: list[Part] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(Part("kept", "".join(now[c:d])))
            continue
        if b > a:
            parts.append(Part("removed", "".join(before[a:b])))
        if d > c:
            parts.append(Part("added", "".join(now[c:d])))
    return parts


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def _filtered(filters: Filters) -> QuerySet[Answer]:
    rows = Answer.objects.all()
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.topic:
        rows = rows.filter(topic=filters.topic)
    mine = Wording.objects.filter(answer=OuterRef("pk"))
    if filters.missing:
        rows = rows.filter(~Exists(mine.filter(language=filters.missing)))
    for word in filters.words.split()[:8]:
        rows = rows.filter(Exists(mine.filter(Q(title__icontains=word) | Q(keywords__icontains=word) | Q(text__icontains=word))))
    return rows


def _row(answer: Answer, language: str) -> Row:
    wordings = {wording.language: wording for wording in answer.wordings.all()}
    shown = wordings.get(language) or next(iter(wordings.values()), None)
    languages = [(code, code in wordings) for code in Language.values]
    return Row(answer, shown.title if shown else "", shown.language if shown else "", languages)


def _key(after: str) -> tuple[datetime, int] | None:
    moment, _tilde, pk = after.partition("~")
    try:
        return datetime.fromisoformat(moment), int(pk)
    except ValueError:
        return None
