"""The nearest short documents to a text, by TF-IDF over words and characters; for suggesting answers and finding similar questions."""

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from classifier import features
from classifier.text import normalise

Key = TypeVar("Key", bound=Hashable)


class Index(Generic[Key]):
    """An index over (key, text) pairs, made once and read often; empty is allowed."""

    def __init__(self, documents: Sequence[tuple[Key, str]]) -> None:
        self.keys = [key for key, _text in documents]
        self._vectorizers = [
            TfidfVectorizer(analyzer=lambda text: features.words(normalise(text)), sublinear_tf=True),
            TfidfVectorizer(analyzer=lambda text: features.chars(normalise(text)), sublinear_tf=True, min_df=2 if len(documents) > 200 else 1),
        ]
        texts = [text for _key, text in documents]
        self._matrix = hstack([vectorizer.fit_transform(texts) for vectorizer in self._vectorizers]).tocsc() if any(map(normalise, texts)) else None

    def query(self, text: str, count: int = 3) -> list[tuple[Key, float]]:
        """Return at most `count` keys with their scores (0 to 1), best first; documents that share nothing are left out."""
        if self._matrix is None:
            return []
        vector = hstack([vectorizer.transform([text]) for vectorizer in self._vectorizers]).tocsr()
        scores = np.asarray((self._matrix[:, vector.indices] @ vector.data) / 2).ravel()
        best = np.argsort(-scores)[:count]
        return [(self.keys[i], float(scores[i])) for i in best if scores[i] > 0]
