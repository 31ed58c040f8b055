"""The safety gate: does somebody need help now, or threaten? It reads all four languages at once, recall first.

The lexicon is data (data/safety.toml, its language in lexicon.py), so that the desk's leads can own it. A missed cry for help
weighs more than a false alarm. The gate needs no model: it works before the first training and when the model is broken.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from classifier import lexicon
from classifier.examples import DATA
from classifier.lexicon import GAP, Lexicon, Meaning, Rule
from classifier.text import LONGEST, fold

LEXICON = DATA / "safety.toml"
KINDS = ("self_harm", "child_at_risk", "emergency", "threat")
SHOWN = 5
_PIECE = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[.!?;:…\n]+|,")
_PAUSE = 3


@dataclass(frozen=True)
class Alarm:
    """What the gate found: its kind (the gravest of KINDS, in that order) and the words that raised it."""

    kind: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Read:
    """A text's words, and where each stands: the end of a sentence counts for several words."""

    words: list[str]
    places: list[int]


def check(text: str) -> Alarm | None:
    """Return the alarm a text raises, or None.

    Parameters
    ----------
    text
        As it was written, in any language; all of it is read, not only what a classifier would.
    """
    read = _read(text)
    hits = _hits(read)
    is_calm = not _lexicon().calm.isdisjoint(hits)
    clear: dict[str, list[str]] = defaultdict(list)
    vague: dict[str, list[str]] = defaultdict(list)
    for term in hits:
        for rule in _lexicon().rules.get(term, ()):
            if not (rule.is_topic and is_calm) and (span := _span(rule, hits, read)):
                (vague if rule.is_vague else clear)[rule.kind].append(span)
    found = clear or vague
    return next((Alarm(kind, tuple(dict.fromkeys(found[kind]))[:SHOWN]) for kind in KINDS if kind in found), None)


def _read(text: str) -> _Read:
    folded = lexicon.ligatures(fold(text[: LONGEST * 10].replace("’", "'")))
    words: list[str] = []
    places: list[int] = []
    place = 0
    for piece in _PIECE.findall(folded):
        is_stop = not piece[0].isalnum()
        for word in (".",) if is_stop else _lexicon().parts(piece):
            words.append(word)
            places.append(place)
            place += _PAUSE if is_stop and piece != "," else 1
    return _Read([*words, "."], [*places, place])


def _hits(read: _Read) -> Mapping[int, list[int]]:
    """Return for each term of the lexicon that occurs the indexes of the words where it begins, ascending."""
    hits: dict[int, list[int]] = defaultdict(list)
    for index, word in enumerate(read.words):
        meaning = _meaning(word)
        if meaning is None:
            continue
        for term in meaning.terms:
            hits[term].append(index)
        for rest, term in meaning.phrases:
            if _follows(read.words, index + 1, rest):
                hits[term].append(index)
    return hits


def _follows(words: Sequence[str], start: int, rest: Sequence[str]) -> bool:
    """Whether the words from `start` on are those of a phrase; a gap stands for up to two words of the same clause."""
    if not rest:
        return True
    if rest[0] == GAP:
        ends = range(start, min(start + 3, len(words)))
        return any("." not in words[start:end] and _follows(words, end, rest[1:]) for end in ends)
    return start < len(words) and (words[start] == rest[0] or rest[0] in _matches(words[start])) and _follows(words, start + 1, rest[1:])


def _span(rule: Rule, hits: Mapping[int, list[int]], read: _Read) -> str:
    """Return the words by which a text fulfils a rule, or ""."""
    if not all(term in hits for term, _ in rule.near):
        return ""
    for anchor in hits[rule.anchor]:
        near = [_nearest(hits[term], anchor, window, read.places) for term, window in rule.near]
        never = (_nearest(hits[term], anchor, window, read.places) for term, window in rule.never if term in hits)
        if None not in near and all(index is None for index in never):
            indexes = [anchor, *(index for index in near if index is not None)]
            return " ".join(read.words[min(indexes) : max(indexes) + 1])
    return ""


def _nearest(indexes: Sequence[int], anchor: int, window: int, places: Sequence[int]) -> int | None:
    """Return the index nearest to `anchor` that is not farther than `window` words, or None."""
    at = bisect_left(indexes, anchor)
    best = min(indexes[max(0, at - 1) : at + 1], key=lambda index: abs(places[index] - places[anchor]))
    return best if abs(places[best] - places[anchor]) <= window else None


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return lexicon.read(LEXICON)


@lru_cache(maxsize=50_000)
def _meaning(word: str) -> Meaning | None:
    return _lexicon().meaning(word)


@lru_cache(maxsize=50_000)
def _matches(word: str) -> frozenset[str]:
    return _lexicon().matches(word)
