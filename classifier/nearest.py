"""The nearest short documents to a text, by TF-IDF over words and characters; for suggesting answers and finding similar questions."""

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

import numpy as np

from classifier import features
from classifier.reading import read

Key = TypeVar("Key", bound=Hashable)
MANY = 200


class Index(Generic[Key]):
    """An index over (key, text) pairs, made once and read often; empty is allowed."""

    def __init__(self, documents: Sequence[tuple[Key, str]]) -> None:
        readings = [read(text) for _key, text in documents]
        self.keys = [key for key, _text in documents]
        self._space = features.learn(readings, use_concepts=False, min_df=2 if len(documents) > MANY else 1)
        self._matrix = self._space.matrix(readings).tocsc()

    def query(self, text: str, count: int = 3) -> list[tuple[Key, float]]:
        """Return at most `count` keys with their scores (0 to 1), best first; documents that share nothing are left out."""
        columns = self._space.columns(text)
        if not columns:
            return []
        scores = np.asarray(self._matrix[:, list(columns)] @ np.array(list(columns.values()))).ravel() / 2
        best = np.argsort(-scores)[:count]
        return [(self.keys[i], float(scores[i])) for i in best if scores[i] > 0]
