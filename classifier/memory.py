"""What people corrected since the model was trained, so that one correction already helps the next similar question.

A nearest-neighbour memory beside the model: questions like a corrected one lean towards the corrected team. How far is bounded
(LEAN for one correction, LEAN_IN_ALL for many), and what is not similar does not move at all.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from classifier.features import SOCIAL, Space, kind_of
from classifier.text import mask, pieces

Key = TypeVar("Key", bound=Hashable)
SIMILAR_FROM = 0.25
SAME_FROM = 0.5
LEAN = 3.0
LEAN_IN_ALL = 6.0
LOOKED_AT = 3
STEM = 5
_LEAST = 1e-4
Vector = dict[str, float]


@dataclass(frozen=True)
class Weigher:
    """How telling a word or the beginning of a word is: its idf in the model's training questions, the highest for what they never said."""

    idf: Mapping[str, float]
    unknown: float

    @classmethod
    def of(cls, space: Space) -> "Weigher":
        """Return the weights that the model's own words have; a beginning weighs what its commonest word weighs."""
        idf = {gram: float(space.words.idf[column]) for gram, column in space.words.columns.items()}
        stems: dict[str, float] = {}
        for word, value in idf.items():
            if " " not in word:
                stems[_stem(word)] = min(value, stems.get(_stem(word), value))
        return cls(idf | stems, max(idf.values(), default=1.0))

    def vector(self, text: str) -> Vector:
        """Return the squared weight of each word and each beginning of a word; the whole has unit length."""
        words = [mask(piece.word) for piece in pieces(text)]
        raw = {gram: self.idf.get(gram, self.unknown) ** 2 for gram in dict.fromkeys([*words, *map(_stem, words)])}
        norm = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        return {gram: value / norm for gram, value in raw.items()}


def _stem(word: str) -> str:
    return f"{word[:STEM]}_"


@dataclass(frozen=True)
class Correction(Generic[Key]):
    """A corrected question: `key` finds it again, `team` is where people sent it, `vector` what it says."""

    key: Key
    team: str
    channel: str
    vector: Vector


@dataclass(frozen=True)
class Recalled(Generic[Key]):
    """A correction like the question at hand: how similar (0 to 1), and by how much the log-odds of its team rise."""

    key: Key
    team: str
    similarity: float
    lean: float


class Memory(Generic[Key]):
    """Corrections that can be asked for the ones most like a text. Made anew when a correction is added."""

    def __init__(self, corrections: Sequence[Correction[Key]] = ()) -> None:
        self.corrections = list(corrections)
        grams = dict.fromkeys(gram for one in self.corrections for gram in one.vector)
        self._columns = {gram: column for column, gram in enumerate(grams)}
        self._places = np.repeat(np.arange(len(self.corrections)), [len(one.vector) for one in self.corrections])
        self._index = np.array([self._columns[gram] for one in self.corrections for gram in one.vector], dtype=np.int64)
        self._values = np.array([value for one in self.corrections for value in one.vector.values()], dtype=np.float64)
        self._is_social = np.array([kind_of(one.channel) == SOCIAL for one in self.corrections], dtype=bool)

    def recall(self, asked: Vector, channel: str) -> list[Recalled[Key]]:
        """Return the corrections like a question, the most similar first.

        Parameters
        ----------
        asked
            Vector of the question.
        channel
            Kind of channel; a correction on a network says nothing about the form, and the other way round.
        """
        known = {column: value for gram, value in asked.items() if (column := self._columns.get(gram)) is not None}
        if not known:
            return []
        dense = np.zeros(len(self._columns))
        dense[list(known)] = list(known.values())
        alike = np.bincount(self._places, self._values * dense[self._index], len(self.corrections))
        scores = np.where(self._is_social == (kind_of(channel) == SOCIAL), alike, 0.0)
        best = np.argsort(-scores)[:LOOKED_AT]
        found = [(self.corrections[place], float(scores[place])) for place in best if scores[place] > SIMILAR_FROM]
        return [Recalled(one.key, one.team, score, lean(score)) for one, score in found]


def lean(similarity: float) -> float:
    """Return by how much one correction raises the log-odds of its team: 0 to LEAN."""
    return LEAN * min(max((similarity - SIMILAR_FROM) / (SAME_FROM - SIMILAR_FROM), 0.0), 1.0)


def adjust(probabilities: Mapping[str, float], recalled: Sequence[Recalled[Key]]) -> dict[str, float]:
    """Return the probabilities with what was recalled; they still add up to one. A team the model does not know yet is added."""
    leans: dict[str, float] = {}
    for one in recalled:
        leans[one.team] = min(leans.get(one.team, 0.0) + one.lean, LEAN_IN_ALL)
    raised = {team: max(share, _LEAST) * math.exp(leans.get(team, 0.0)) for team, share in (dict.fromkeys(leans, 0.0) | dict(probabilities)).items()}
    whole = sum(raised.values())
    return {team: value / whole for team, value in raised.items()}
