"""Which documents fit a text: BM25 over words, pieces of words and terms that four languages share; and which words decided.

Documents of all languages stand in one index. A word finds its own language; a term of the glossary finds the others; a
document in another language than the reader's counts less. Reading takes no lock: writers swap whole states.
"""

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

import numpy as np

from classifier import postings, terms
from classifier.examples import LANGUAGES
from classifier.postings import Document, Piece

Key = TypeVar("Key", bound=Hashable)
SATURATION = 1.2
BY_LENGTH = 0.5
USUAL = {terms.WORD: 110.0, terms.PART: 420.0, terms.TERM: 30.0}
HEAD = 3.0
KINDS = {terms.WORD: 1.0, terms.PART: 0.3, terms.TERM: 3.0}
OTHER_LANGUAGE = 0.7
LEAST_IDF = 0.05
CANDIDATES = 64
LONGEST = 2_000
SHOWN_WORDS = 3
LEAST_SHARE = 0.12


@dataclass(frozen=True)
class Hit(Generic[Key]):
    """A document that fits: its key, its group, and how much of what the text says it holds, 0 to 1."""

    key: Key
    group: int
    score: float


class Asked:
    """A text made ready for looking up, once for all indexes."""

    def __init__(self, text: str) -> None:
        self.text = text[:LONGEST]
        self.found = terms.read(self.text)


class Index(Generic[Key]):
    """Documents in several languages, changed one by one and read meanwhile; empty is allowed."""

    def __init__(self, weights: Mapping[str, float] | None = None) -> None:
        self.weights = weights or KINDS
        self._pieces: tuple[Piece[Key], ...] = ()
        self._lock = Lock()

    def __len__(self) -> int:
        return sum(part.living for part in self._pieces)

    @property
    def size_bytes(self) -> int:
        """Memory of the arrays."""
        return sum(part.size_bytes for part in self._pieces)

    def put(self, documents: Sequence[Document[Key]]) -> None:
        """Add documents; one whose key is known replaces it."""
        self.change(documents, [document.key for document in documents])

    def remove(self, keys: Iterable[Key]) -> None:
        """Take documents out; unknown keys are nothing."""
        self.change([], keys)

    def change(self, documents: Sequence[Document[Key]], gone: Iterable[Key]) -> None:
        """Take out the documents `gone` and add `documents`, in one step for whoever reads."""
        unwanted = set(gone)
        with self._lock:
            rest = [_without(part, unwanted) for part in self._pieces] if unwanted else list(self._pieces)
            self._pieces = postings.joined([*rest, postings.piece(documents)] if documents else rest)

    def query(self, asked: Asked, language: str, count: int = 10) -> list[Hit[Key]]:
        """Return the best document of each of the `count` best groups, best first.

        Parameters
        ----------
        asked : Asked
            The text.
        language : str
            Code of the language that counts in full.
        """
        best: dict[int, Hit[Key]] = {}
        for part, scores in self._scored(asked, language):
            for slot in _top(scores):
                score, group = float(scores[slot]), int(part.groups[slot])
                if group not in best or best[group].score < score:
                    best[group] = Hit(part.keys[slot], group, score)
        return sorted(best.values(), key=lambda hit: -hit.score)[:count]

    def votes(self, asked: Asked, language: str, least: float) -> dict[int, tuple[int, float]]:
        """Return for each group how many of its documents score at least `least`, and the sum of their scores."""
        found: dict[int, tuple[int, float]] = {}
        for part, scores in self._scored(asked, language):
            for slot in np.flatnonzero(scores >= least):
                count, total = found.get(int(part.groups[slot]), (0, 0.0))
                found[int(part.groups[slot])] = (count + 1, total + float(scores[slot]))
        return found

    def why(self, asked: Asked, key: Key) -> list[str]:
        """Return the words of the text that weighed most for the document, as the citizen wrote them, in his order."""
        pieces = self._pieces
        part = next((part for part in pieces if (slot := part.places.get(key)) is not None and part.alive[slot]), None)
        if part is None:
            return []
        slot = part.places[key]
        by_place: dict[int, float] = {}
        for term, weight in self._weigh(asked, pieces).items():
            value = weight * _value(part, slot, term)
            places = asked.found.keys[term]
            for place in places if value else ():
                by_place[place] = by_place.get(place, 0.0) + value / len(places)
        return _strongest(asked, by_place)

    def _scored(self, asked: Asked, language: str) -> Iterator[tuple[Piece[Key], np.ndarray]]:
        """Yield each piece with the scores of its documents, as shares of the best a text could have."""
        pieces = self._pieces
        weighed = self._weigh(asked, pieces)
        whole = sum(weighed.values()) * (SATURATION + 1) or 1.0
        factors = np.array([1.0 if code == language else OTHER_LANGUAGE for code in LANGUAGES]) / whole
        for part in pieces:
            yield part, _scores(part, weighed) * factors[part.tags] * part.alive

    def _weigh(self, asked: Asked, pieces: Sequence[Piece[Key]]) -> dict[str, float]:
        """Return for each term of the text that any document holds what it counts: its kind's weight times how rare it is."""
        total = sum(part.living for part in pieces)
        weighed = {}
        for term in asked.found.keys:
            known_in = sum(span.stop - span.start for part in pieces if (span := part.span(term)))
            if known_in:
                weighed[term] = self.weights[term[0]] * _idf(term, known_in, total)
        return weighed


def document(key: Key, group: int, language: str, head: str, body: str = "") -> Document[Key]:
    """Return a document ready to index; what stands in the head counts more, and only its words are also read in pieces."""
    held = terms.weights([(head, HEAD if body else 1.0), (body, 1.0)])
    lengths = dict.fromkeys(KINDS, 0.0)
    for term, weight in held.items():
        lengths[term[0]] += weight
    spread = {kind: SATURATION * (1 - BY_LENGTH + BY_LENGTH * length / USUAL[kind]) for kind, length in lengths.items()}
    tag = LANGUAGES.index(language) if language in LANGUAGES else 0
    return Document(key, group, tag, {term: weight * (SATURATION + 1) / (weight + spread[term[0]]) for term, weight in held.items()})


def _idf(term: str, known_in: int, total: int) -> float:
    """Return how rare a term is; a word among the documents of one language, a term of the glossary among all."""
    among = total if term[0] == terms.TERM else max(total / len(LANGUAGES), 1.0)
    return max(math.log(1 + (among - known_in + 0.5) / (known_in + 0.5)), LEAST_IDF) if known_in < among else LEAST_IDF


def _scores(part: Piece[Key], weighed: Mapping[str, float]) -> np.ndarray:
    found = [(span, weight) for term, weight in weighed.items() if (span := part.span(term))]
    if not found:
        return np.zeros(len(part.keys))
    slots = np.concatenate([part.slots[span] for span, _weight in found])
    values = np.concatenate([part.values[span] * np.float32(weight) for span, weight in found])
    return np.bincount(slots, values, minlength=len(part.keys))


def _top(scores: np.ndarray) -> list[int]:
    """Return the slots of the best scores above nothing."""
    if len(scores) > CANDIDATES:
        best = np.argpartition(scores, -CANDIDATES)[-CANDIDATES:]
        return [int(slot) for slot in best if scores[slot] > 0]
    return [int(slot) for slot in np.flatnonzero(scores)]


def _value(part: Piece[Key], slot: int, term: str) -> float:
    """Return what `term` weighs in one document."""
    span = part.span(term)
    if span is None:
        return 0.0
    place = int(np.searchsorted(part.slots[span], slot)) + span.start
    return float(part.values[place]) if place < span.stop and part.slots[place] == slot else 0.0


def _strongest(asked: Asked, by_place: Mapping[int, float]) -> list[str]:
    words: dict[str, tuple[float, int]] = {}
    for place, value in by_place.items():
        token = asked.found.words[place]
        known, first = words.get(token.word, (0.0, place))
        words[token.word] = (known + value, min(first, place))
    total = sum(value for value, _place in words.values())
    best = sorted((row for row in words.values() if row[0] >= LEAST_SHARE * total), reverse=True)[:SHOWN_WORDS]
    shown = [asked.found.words[place] for place in sorted(place for _value, place in best)]
    return [asked.text[token.start : token.end] for token in shown]


def _without(part: Piece[Key], unwanted: set[Key]) -> Piece[Key]:
    dead = [slot for key in unwanted if (slot := part.places.get(key)) is not None and part.alive[slot]]
    return part.without(dead) if dead else part
