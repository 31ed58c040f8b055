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
    """Some documents by term: term -> row; the slots and values of a row are `slots[starts[row]:starts[row + 1]]`, slots rising."""

    keys: list[Key]
    places: dict[Key, int]
    groups: np.ndarray
    tags: np.ndarray
    alive: np.ndarray
    rows: dict[str, int]
    starts: np.ndarray
    slots: np.ndarray
    values: np.ndarray

    @property
    def living(self) -> int:
        """How many documents are not replaced or removed."""
        return int(self.alive.sum())

    @property
    def size_bytes(self) -> int:
        """Memory of the arrays; the terms themselves come on top."""
        return sum(array.nbytes for array in (self.groups, self.tags, self.alive, self.starts, self.slots, self.values))

    def span(self, term: str) -> slice | None:
        """Return where the postings of `term` stand, or None."""
        row = self.rows.get(term)
        return None if row is None else slice(int(self.starts[row]), int(self.starts[row + 1]))

    def without(self, dead: Sequence[int]) -> "Piece[Key]":
        """Return the piece with the documents in slots `dead` marked as gone."""
        alive = self.alive.copy()
        alive[list(dead)] = False
        return replace(self, alive=alive)


def piece(documents: Sequence[Document[Key]]) -> Piece[Key]:
    """Return the index of `documents`."""
    rows: dict[str, int] = {}
    terms = np.array([rows.setdefault(term, len(rows)) for document in documents for term in document.terms], dtype=np.int32)
    slots = np.repeat(np.arange(len(documents), dtype=np.int32), [len(document.terms) for document in documents])
    values = np.array([value for document in documents for value in document.terms.values()], dtype=np.float32)
    groups = np.array([document.group for document in documents], dtype=np.int64)
    tags = np.array([document.tag for document in documents], dtype=np.int8)
    return _sorted([document.key for document in documents], groups, tags, rows, terms, slots, values)


def join(first: Piece[Key], second: Piece[Key]) -> Piece[Key]:
    """Return one piece with the living documents of both."""
    rows: dict[str, int] = {}
    keys: list[Key] = []
    terms, slots, values = [], [], []
    for part in (first, second):
        place = np.cumsum(part.alive) - 1 + len(keys)
        kept = part.alive[part.slots]
        here = np.fromiter((rows.setdefault(term, len(rows)) for term in part.rows), dtype=np.int32, count=len(part.rows))
        terms.append(np.repeat(here, np.diff(part.starts))[kept])
        slots.append(place[part.slots][kept].astype(np.int32))
        values.append(part.values[kept])
        keys += [key for key, alive in zip(part.keys, part.alive, strict=True) if alive]
    groups = np.concatenate([part.groups[part.alive] for part in (first, second)])
    tags = np.concatenate([part.tags[part.alive] for part in (first, second)])
    return _sorted(keys, groups, tags, rows, np.concatenate(terms), np.concatenate(slots), np.concatenate(values))


def _sorted(
    keys: list[Key], groups: np.ndarray, tags: np.ndarray, rows: dict[str, int], terms: np.ndarray, slots: np.ndarray, values: np.ndarray
) -> Piece[Key]:
    """Return a piece with its postings in order of term and, within one, of slot."""
    order = np.argsort(terms, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(terms, minlength=len(rows)))]).astype(np.int64)
    places = {key: slot for slot, key in enumerate(keys)}
    return Piece(keys, places, groups, tags, np.ones(len(keys), dtype=bool), rows, starts, slots[order], values[order])


def joined(pieces: Sequence[Piece[Key]]) -> tuple[Piece[Key], ...]:
    """Return the pieces with small neighbours joined: each is a few times larger than the next, so there are few of them."""
    kept = [part for part in pieces if part.living]
    while len(kept) > 1 and kept[-2].living < JOIN_BELOW * kept[-1].living:
        last = kept.pop()
        kept[-1] = join(kept[-1], last)
    return tuple(kept)
