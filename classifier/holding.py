"""Which documents hold every one of some words: as they stand, or inside longer ones; accents, case and endings left open.

An index beside that of `retrieval`, for whoever knows what he looks for. Reading takes no lock: writers swap whole states.
"""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

import numpy as np

from classifier import postings
from classifier.examples import LANGUAGES
from classifier.postings import Document, Piece
from classifier.text import fold

Key = TypeVar("Key", bound=Hashable)
INSIDE_FROM = 3
MOST_WORDS = 12
IN_HEAD, IN_BODY = 2.0, 1.0
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Held(Generic[Key]):
    """A document that holds all words; `score` is the share of them that stands in its head."""

    key: Key
    group: int
    score: float


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order, once each."""
    return list(dict.fromkeys(_WORD.findall(fold(text))))


def document(key: Key, group: int, language: str, head: str, body: str) -> Document[Key]:
    """Return a document ready to index: each of its words once, with the better place it stands at."""
    tag = LANGUAGES.index(language) if language in LANGUAGES else 0
    return Document(key, group, tag, dict.fromkeys(words(body), IN_BODY) | dict.fromkeys(words(head), IN_HEAD))


@dataclass(frozen=True)
class _Vocabulary:
    """Every word that a document ever held: in one string, each after a line break, to be searched at once; where each begins; its hash."""

    text: str = ""
    starts: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    hashes: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def with_words(self, new: Sequence[str]) -> "_Vocabulary":
        """Return the vocabulary with `new`, none of which it has."""
        starts = np.cumsum([len(self.text), *(len(word) + 1 for word in new[:-1])])
        hashes = np.array([hash(word) for word in new], dtype=np.int64)
        return _Vocabulary(self.text + "".join(f"\n{word}" for word in new), np.concatenate([self.starts, starts]), np.concatenate([self.hashes, hashes]))

    def holding(self, word: str) -> np.ndarray:
        """Return the hashes of the words that hold `word`; a short one only at their beginning."""
        pattern = re.escape(word) if len(word) >= INSIDE_FROM else f"\n{re.escape(word)}"
        places = [found.start() for found in re.finditer(pattern, self.text)]
        rows = np.unique(self.starts.searchsorted(places, side="right") - 1) if places else np.zeros(0, dtype=np.int64)
        return self.hashes[rows]


class Words(Generic[Key]):
    """The words of many documents, changed one by one and read meanwhile."""

    def __init__(self) -> None:
        self._pieces: tuple[Piece[Key], ...] = ()
        self._vocabulary = _Vocabulary()
        self._known: set[str] = set()
        self._lock = Lock()

    def change(self, documents: Sequence[Document[Key]], gone: Iterable[Key]) -> None:
        """Take out the documents `gone` and add `documents`, in one step for whoever reads."""
        unwanted = set(gone)
        with self._lock:
            new = {word for each in documents for word in each.terms} - self._known
            if new:
                self._known |= new
                self._vocabulary = self._vocabulary.with_words(sorted(new))
            rest = [_without(part, unwanted) for part in self._pieces] if unwanted else list(self._pieces)
            self._pieces = postings.joined([*rest, postings.piece(documents)] if documents else rest)

    def holding(self, wanted: Sequence[str], language: str, count: int) -> list[Held[Key]]:
        """Return at most `count` documents that hold every word: those in `language` first, then by how many stand in their heads.

        Parameters
        ----------
        wanted : sequence of str
            Folded words, as `words` returns them; a word of three letters or more is found inside others, too, a shorter one at
            their beginning. Without words every document counts.
        language : str
            Code of the language that comes first.
        count : int
            At most so many.
        """
        hashes = [self._vocabulary.holding(word) for word in wanted[:MOST_WORDS]]
        tag = LANGUAGES.index(language) if language in LANGUAGES else -1
        found: list[tuple[float, Held[Key]]] = []
        for part in self._pieces:
            scores = _scores(part, hashes)
            ranks, best = scores + 2.0 * (part.tags == tag), np.flatnonzero(scores >= 0)
            if len(best) > count:
                best = best[np.argpartition(ranks[best], -count)[-count:]]
            found += [(float(ranks[slot]), Held(part.keys[slot], int(part.groups[slot]), float(scores[slot]))) for slot in best]
        return [held for _rank, held in sorted(found, key=lambda row: -row[0])[:count]]


def _scores(part: Piece[Key], hashes: Sequence[np.ndarray]) -> np.ndarray:
    """Return for each document the share of the words that stands in its head, -1 where one is missing."""
    is_held, in_head = part.alive.copy(), np.zeros(len(part.keys))
    for wanted in hashes:
        best = np.zeros(len(part.keys), dtype=np.float32)
        places = np.minimum(part.hashes.searchsorted(wanted), len(part.hashes) - 1)
        for row in places[part.hashes[places] == wanted]:
            span = slice(int(part.starts[row]), int(part.starts[row + 1]))
            slots = part.slots[span]
            best[slots] = np.maximum(best[slots], part.values[span])
        is_held &= best > 0
        in_head += best == IN_HEAD
    return np.where(is_held, in_head / max(len(hashes), 1), -1.0)


def _without(part: Piece[Key], unwanted: set[Key]) -> Piece[Key]:
    dead = [slot for key in unwanted if (slot := part.places.get(key)) is not None and part.alive[slot]]
    return part.without(dead) if dead else part
