"""Which published answers fit a text: for the citizen who writes, the agent who replies, and whoever searches by words.

What was learnt from sent answers counts for agents only. What is returned is read from the database again, so a shelf that
is behind never shows a retired or outdated answer. A missing language is said, never replaced.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from classifier import holding
from classifier.recommend import Ranked
from classifier.retrieval import Asked
from classifier.text import fold
from helpdesk.answers import shelf
from helpdesk.answers.models import Wording
from helpdesk.answers.shelf import forget, learn_from, offered
from helpdesk.people.models import Language

__all__ = ["Suggestion", "fold", "forget", "learn_from", "offered", "published", "search", "suggest"]

ENOUGH_FOR_CITIZENS = 0.35
ENOUGH_FOR_SEARCH = 0.15
ENOUGH_FOR_AGENTS = 0.12
NEAR_THE_BEST = 0.6
CANDIDATES = 20
HELD = 200


@dataclass(frozen=True)
class Suggestion:
    """An answer that may fit, through one of its wordings.

    Attributes
    ----------
    wording : Wording
        The wording in the language asked for, else the one that matched.
    score : float
        How well it fits: at most a little over 1; for a search by words, the share of words found in title and keywords.
    in_language : bool
        False when the answer has no wording in the language asked for.
    words : tuple of str
        The question's own words that led to it.
    uses : int
        How often it was sent for questions like this one.
    """

    wording: Wording
    score: float
    in_language: bool
    words: tuple[str, ...] = ()
    uses: int = 0


def published(text: str, language: str, limit: int = 3, *, enough: float = ENOUGH_FOR_CITIZENS) -> list[Wording]:
    """Return the published answers nearest to what a citizen writes, in his language only, best first.

    Rather none than a wrong one: an answer must be near enough by itself and not far behind the best. What agents sent to
    others does not count here.
    """
    return _read_by_all(_near(text, language, enough), limit)


def found(words: str, language: str, limit: int) -> list[Wording]:
    """Return what the public finds by words, in its language only: first the answers that hold every word, then those whose letters are nearest."""
    wanted, known = holding.words(words), shelf.fresh()
    held = [row for row in known.words.holding(wanted, language, HELD) if row.key in known.texts and known.texts[row.key].language == language]
    held.sort(key=lambda row: (-row.score, known.texts[row.key].head))
    return _read_by_all([*(row.key for row in held), *_near(words, language, ENOUGH_FOR_SEARCH)] if wanted else [], limit)


def _near(text: str, language: str, enough: float) -> list[int]:
    """Return the wordings in `language` nearest to a text, best first: near enough by themselves, and not far behind the best."""
    if not text.strip():
        return []
    known = shelf.fresh()
    hits = known.recommender.wordings.query(Asked(text), language, CANDIDATES)
    floor = max(enough, NEAR_THE_BEST * hits[0].score) if hits else 0.0
    near = [known.languages.get(hit.group, {}).get(language) for hit in hits if hit.score >= floor]
    return [key for key in near if key]


def _read_by_all(keys: Iterable[int], limit: int) -> list[Wording]:
    """Return the first of these wordings that everybody may read today, order kept."""
    ordered, found = list(dict.fromkeys(keys)), list[Wording]()
    for begin in range(0, len(ordered), 2 * limit):
        some = ordered[begin : begin + 2 * limit]
        rows = offered().filter(pk__in=some, answer__is_public=True).order_by().in_bulk()
        found += [rows[key] for key in some if key in rows]
        if len(found) >= limit:
            break
    return found[:limit]


def suggest(text: str, language: str, limit: int = 3, *, without: Collection[int] = ()) -> list[Suggestion]:
    """Return the answers nearest to `text`, best first.

    An answer is found through its wording in any language (citizens mix them) and through the questions it was sent for;
    shown is its wording in `language`.

    Parameters
    ----------
    text : str
        What the citizen wrote.
    language : str
        Code of the language the reply goes out in.
    limit : int, default 3
        At most so many answers.
    without : collection of int
        Ids of answers that were found not useful for this question.
    """
    if not text.strip():
        return []
    asked, recommender = Asked(text), shelf.fresh().recommender
    ranked = [row for row in recommender.rank(asked, language, CANDIDATES + len(without)) if row.score >= ENOUGH_FOR_AGENTS and row.answer not in without]
    return [replace(hit, words=tuple(recommender.why(asked, row)), uses=row.uses) for row, hit in _shown(language, ranked, limit)]


def search(words: str, language: str, limit: int = 20) -> list[Suggestion]:
    """Return the published answers that hold every one of `words` in one wording; accents, case and endings left open.

    Without words: the answers in order of title. Answers with a wording in `language` come first.
    """
    wanted, known = holding.words(words), shelf.fresh()
    if not wanted:
        return _by_title(language, limit)
    found: dict[int, Ranked] = {}
    for held in known.words.holding(wanted, language, HELD):
        if held.group not in found or held.score > found[held.group].score:
            found[held.group] = Ranked(held.group, held.score, held.key, 0)
    ordered = sorted(found.values(), key=lambda row: _order(known, row, language))
    return [hit for _row, hit in _shown(language, ordered, limit)]


def _by_title(language: str, limit: int) -> list[Suggestion]:
    own = [Suggestion(row, 0.0, in_language=True) for row in offered().filter(language=language).order_by("title")[:limit]]
    if len(own) == limit:
        return own
    others: dict[int, Wording] = {}
    for row in offered().exclude(answer__wordings__language=language).order_by("title")[: len(Language.values) * limit]:
        others.setdefault(row.answer_id, row)
    return [*own, *(Suggestion(row, 0.0, in_language=False) for row in others.values())][:limit]


def _order(known: shelf.Shelf, row: Ranked, language: str) -> tuple[bool, float, str]:
    """Return what search results are sorted by: the language asked for first, then the best, then by title."""
    languages = known.languages.get(row.answer, {})
    text = known.texts.get(languages.get(language, row.wording or 0))
    return language not in languages, -row.score, text.head if text else ""


def _shown(language: str, ranked: Sequence[Ranked], limit: int) -> list[tuple[Ranked, Suggestion]]:
    """Return `limit` suggestions, one an answer, in `language` where the answer has it, else as it was found; order kept."""
    shown: list[tuple[Ranked, Suggestion]] = []
    for begin in range(0, len(ranked), limit):
        some = ranked[begin : begin + limit]
        rows: dict[int, dict[str, Wording]] = {}
        for row in offered().filter(pk__in=_wordings(some, language)):
            rows.setdefault(row.answer_id, {})[row.language] = row
        for found in some:
            wordings = rows.get(found.answer, {})
            if wordings:
                shown.append((found, Suggestion(wordings.get(language) or next(iter(wordings.values())), found.score, language in wordings)))
        if len(shown) >= limit:
            break
    return shown[:limit]


def _wordings(ranked: Iterable[Ranked], language: str) -> set[int]:
    """Return for each answer the wording in `language`, and the one that was found, else the first known."""
    languages, keys = shelf.fresh().languages, set[int]()
    for row in ranked:
        known = languages.get(row.answer, {})
        found = row.wording or next(iter(known.values()), None)
        keys |= {key for key in (known.get(language), found) if key}
    return keys
