"""Which published answers fit a text: for the citizen who writes, the agent who replies, and whoever searches by words.

Retrieval runs on indexes kept in the process and rebuilt when the answers changed. What is returned is read from the
database again, so a stale index never shows a retired or outdated answer. A missing language is said, never replaced.
"""

import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from classifier.nearest import Index
from helpdesk.answers.models import Answer, Wording
from helpdesk.people.models import Language

CHECK_EVERY_S = 2.0
ENOUGH_FOR_CITIZENS = 0.14
ENOUGH_FOR_SEARCH = 0.1
ENOUGH_FOR_AGENTS = 0.05
NEAR_THE_BEST = 0.6
CANDIDATES = 20


@dataclass(frozen=True)
class Suggestion:
    """An answer that may fit, through one of its wordings.

    Attributes
    ----------
    wording : Wording
        The wording in the language asked for, else the one that matched.
    score : float
        Similarity, 0 to 1; for a search by words, the share of words found in title and keywords.
    in_language : bool
        False when the answer has no wording in the language asked for.
    """

    wording: Wording
    score: float
    in_language: bool


@dataclass(frozen=True)
class _Shelf:
    """The published wordings as one process knows them."""

    stamp: Any = None
    indexes: dict[str, Index[int]] = field(default_factory=dict)
    answers: dict[int, int] = field(default_factory=dict)
    heads: dict[int, str] = field(default_factory=dict)
    bodies: dict[int, str] = field(default_factory=dict)


_lock = Lock()
_shelf = _Shelf()
_checked_at = float("-inf")


def published(text: str, language: str, limit: int = 3, *, enough: float = ENOUGH_FOR_CITIZENS) -> list[Wording]:
    """Return the published answers nearest to what a citizen writes, in his language only, best first.

    Rather none than a wrong one: an answer must be near enough by itself and not far behind the best.
    """
    scores = _scores(text, [language], enough)
    floor = NEAR_THE_BEST * max(scores.values(), default=0.0)
    current = offered().filter(answer__is_public=True).in_bulk([pk for pk, score in scores.items() if score >= floor])
    return [current[pk] for pk in scores if pk in current][:limit]


def suggest(text: str, language: str, limit: int = 3) -> list[Suggestion]:
    """Return the answers nearest to `text`, best first.

    An answer is found through its wording in any language (citizens mix them); shown is its wording in `language`.

    Parameters
    ----------
    text : str
        What the citizen wrote.
    language : str
        Code of the language the reply goes out in.
    limit : int, default 3
        At most so many answers.
    """
    return _in(language, _scores(text, Language.values, ENOUGH_FOR_AGENTS))[:limit]


def search(words: str, language: str, limit: int = 20) -> list[Suggestion]:
    """Return the published answers that hold every one of `words` in one wording; accents, case and endings left open.

    Without words: the answers in order of title. Answers with a wording in `language` come first.
    """
    wanted = fold(words).split()
    shelf = _fresh()
    found: dict[int, float] = {}
    for pk, head in shelf.heads.items():
        if all(word in head or word in shelf.bodies[pk] for word in wanted):
            found[pk] = sum(word in head for word in wanted) / len(wanted) if wanted else 0.0
    hits = _in(language, found)
    return sorted(hits, key=lambda hit: (not hit.in_language, -hit.score, fold(hit.wording.title)))[:limit]


def forget() -> None:
    """Have the next call look whether the answers changed; called by every verb that changes one."""
    global _checked_at  # noqa: PLW0603  (one shelf a process)
    _checked_at = float("-inf")


def fold(text: str) -> str:
    """Return `text` in small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _scores(text: str, languages: Iterable[str], enough: float) -> dict[int, float]:
    """Return score by wording id, best first, from the indexes of `languages`."""
    if not text.strip():
        return {}
    indexes = _fresh().indexes
    hits = [hit for code in languages if code in indexes for hit in indexes[code].query(text, CANDIDATES)]
    return dict(sorted(((pk, score) for pk, score in hits if score >= enough), key=lambda hit: -hit[1]))


def _in(language: str, scores: dict[int, float]) -> list[Suggestion]:
    """Turn scored wordings into one suggestion an answer, in `language` where the answer has it; order kept."""
    answers = _fresh().answers
    best: dict[int, int] = {}
    for pk, score in scores.items():
        mine = answers.get(pk)
        if mine is not None and (mine not in best or score > scores[best[mine]]):
            best[mine] = pk
    rows = list(offered().filter(answer__in=list(best)))
    by_pk = {row.pk: row for row in rows}
    in_language = {row.answer_id: row for row in rows if row.language == language}
    return [
        Suggestion(in_language.get(answer) or by_pk[pk], scores[pk], answer in in_language)
        for answer, pk in best.items()
        if answer in in_language or pk in by_pk
    ]


def offered() -> QuerySet[Wording]:
    """Return the wordings that may be offered today. The one place that decides it.

    The answer is published, still valid, and not flagged for longer than FLAG_DAYS; the wording is not behind for longer than BEHIND_DAYS.
    """
    now = timezone.now()
    valid = Q(answer__valid_until=None) | Q(answer__valid_until__gte=timezone.localdate())
    checked = Q(answer__flagged_at=None) | Q(answer__flagged_at__gt=now - timedelta(days=settings.FLAG_DAYS))
    level = Q(behind_since=None) | Q(behind_since__gt=now - timedelta(days=settings.BEHIND_DAYS))
    return Wording.objects.filter(valid, checked, level, answer__state=Answer.State.PUBLISHED).select_related("answer")


def _fresh() -> _Shelf:
    """Return the shelf, rebuilt if the answers changed; the database is asked at most every few seconds."""
    global _shelf, _checked_at  # noqa: PLW0603  (one shelf a process)
    if time.monotonic() - _checked_at < CHECK_EVERY_S:
        return _shelf
    with _lock:
        if time.monotonic() - _checked_at >= CHECK_EVERY_S:
            _checked_at = time.monotonic()
            stamp = Answer.objects.aggregate(count=Count("pk"), last=Max("updated_at"), highest=Max("pk"))
            if stamp != _shelf.stamp:
                _shelf = _build(stamp)
    return _shelf


def _build(stamp: Any) -> _Shelf:
    """Read the published wordings and index them by language."""
    rows = list(offered())
    documents: dict[str, list[tuple[int, str]]] = {}
    for row in rows:
        documents.setdefault(row.language, []).append((row.pk, f"{row.title}\n{row.title}\n{row.keywords}\n{row.text}"))
    return _Shelf(
        stamp=stamp,
        indexes={code: Index(texts) for code, texts in documents.items()},
        answers={row.pk: row.answer_id for row in rows},
        heads={row.pk: fold(f"{row.title} {row.keywords}") for row in rows},
        bodies={row.pk: fold(row.text) for row in rows},
    )
