"""An inverted index in pieces that never change: a change adds a small piece and marks what it replaces; small pieces are joined.

So a reader needs no lock, one changed answer costs a piece of a few documents, and no change reads all documents again.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import numpy as np

Key = TypeVar("Key", bound=Hashable)
JOIN_BELOW = 4


@dataclass(frozen=True)
class Document(Generic[Key]):
    """What is indexed: `key` is its own, `group` what several documents share, `tag` a small number to weigh by; terms with weights."""

    key: Key
    group: int
    tag: int
    terms: Mapping[str, float]


@dataclass(frozen=True)
class Piece(Generic[Key]):
    """Some documents by term. A term is kept as its hash in this process; the slots and values of the term at `hashes[row]`
    are those from `starts[row]` to `starts[row + 1]`, slots rising.
    """

    keys: list[Key]
    places: dict[Key, int]
    groups: np.ndarray
    tags: np.ndarray
    alive: np.ndarray
    hashes: np.ndarray
    starts: np.ndarray
    slots: np.ndarray
    values: np.ndarray

    @property
    def living(self) -> int:
        """How many documents are not replaced or removed."""
        return int(self.alive.sum())

    @property
    def size_bytes(self) -> int:
        """Memory of the arrays."""
        return sum(array.nbytes for array in (self.groups, self.tags, self.alive, self.hashes, self.starts, self.slots, self.values))

    def span(self, term: str) -> slice | None:
        """Return where the postings of `term` stand, or None."""
        wanted = hash(term)
        row = int(self.hashes.searchsorted(wanted))
        if row == len(self.hashes) or self.hashes[row] != wanted:
            return None
        return slice(int(self.starts[row]), int(self.starts[row + 1]))

    def without(self, dead: Sequence[int]) -> "Piece[Key]":
        """Return the piece with the documents in slots `dead` marked as gone."""
        alive = self.alive.copy()
        alive[list(dead)] = False
        return replace(self, alive=alive)


def piece(documents: Sequence[Document[Key]]) -> Piece[Key]:
    """Return the index of `documents`."""
    hashes = np.array([hash(term) for document in documents for term in document.terms], dtype=np.int64)
    slots = np.repeat(np.arange(len(documents), dtype=np.int32), [len(document.terms) for document in documents])
    values = np.array([value for document in documents for value in document.terms.values()], dtype=np.float32)
    groups = np.array([document.group for document in documents], dtype=np.int64)
    tags = np.array([document.tag for document in documents], dtype=np.int8)
    return _sorted([document.key for document in documents], groups, tags, hashes, slots, values)


def join(first: Piece[Key], second: Piece[Key]) -> Piece[Key]:
    """Return one piece with the living documents of both."""
    keys: list[Key] = []
    hashes, slots, values = [], [], []
    for part in (first, second):
        place = np.cumsum(part.alive) - 1 + len(keys)
        kept = part.alive[part.slots]
        hashes.append(np.repeat(part.hashes, np.diff(part.starts))[kept])
        slots.append(place[part.slots][kept].astype(np.int32))
        values.append(part.values[kept])
        keys += [key for key, alive in zip(part.keys, part.alive, strict=True) if alive]
    groups = np.concatenate([part.groups[part.alive] for part in (first, second)])
    tags = np.concatenate([part.tags[part.alive] for part in (first, second)])
    return _sorted(keys, groups, tags, np.concatenate(hashes), np.concatenate(slots), np.concatenate(values))


def _sorted(keys: list[Key], groups: np.ndarray, tags: np.ndarray, hashes: np.ndarray, slots: np.ndarray, values: np.ndarray) -> Piece[Key]:
    """Return a piece with its postings in order of term and, within one, of slot."""
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])) if len(ordered) else np.zeros(0, dtype=np.int64)
    places = {key: slot for slot, key in enumerate(keys)}
    alive = np.ones(len(keys), dtype=bool)
    return Piece(keys, places, groups, tags, alive, ordered[starts], np.append(starts, len(ordered)), slots[order], values[order])


def joined(pieces: Sequence[Piece[Key]]) -> tuple[Piece[Key], ...]:
    """Return the pieces with small neighbours joined: each is a few times larger than the next, so there are few of them."""
    kept = [part for part in pieces if part.living]
    while len(kept) > 1 and kept[-2].living < JOIN_BELOW * kept[-1].living:
        last = kept.pop()
        kept[-1] = join(kept[-1], last)
    return tuple(kept)
