"""From a question to numbers: TF-IDF of words and of characters, the kind of channel and whether it is public.

The same arithmetic as scikit-learn's TfidfVectorizer (sublinear tf, l2 norm), done on plain dictionaries: one text takes
well under a millisecond, and a model file holds nothing but arrays.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from classifier.text import normalise

SOCIAL = "social"
PRIVATE_KINDS = ("form", "email", "api")
WORD_NGRAMS = (1, 2)
CHAR_NGRAMS = (2, 5)


def kind_of(channel: str) -> str:
    """Return the kind a channel counts as: "form" (form and API), "email" or "social" (every network)."""
    return {"form": "form", "api": "form", "email": "email"}.get(channel, SOCIAL)


def extras(channel: str, is_public: bool) -> dict[str, float]:
    """Return the features beside the text."""
    return {f"channel={kind_of(channel)}": 1.0, "is_public": float(is_public)}


def words(text: str) -> list[str]:
    """Return the word 1- and 2-grams of a normalised text."""
    singles = text.split()
    return singles + [f"{a} {b}" for a, b in pairwise(singles)]


def chars(text: str) -> list[str]:
    """Return the character n-grams inside word boundaries of a normalised text (scikit-learn's char_wb)."""
    low, high = CHAR_NGRAMS
    grams: list[str] = []
    for word in text.split():
        padded = f" {word} "
        for size in range(low, high + 1):
            if size >= len(padded):
                grams.append(padded)
                break
            grams += [padded[i : i + size] for i in range(len(padded) - size + 1)]
    return grams


@dataclass(frozen=True)
class Vocabulary:
    """Columns and idf weights of one kind of n-gram."""

    columns: dict[str, int]
    idf: np.ndarray

    def weigh(self, grams: Sequence[str]) -> dict[int, float]:
        """Return column -> weight of one text's n-grams; unit length."""
        counts = Counter(column for gram in grams if (column := self.columns.get(gram)) is not None)
        raw = {column: (1 + math.log(count)) * float(self.idf[column]) for column, count in counts.items()}
        norm = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        return {column: value / norm for column, value in raw.items()}


def learn(texts: Sequence[str], analyser: "object", *, min_df: int) -> tuple[Vocabulary, csr_matrix]:
    """Fit one vocabulary on raw texts; return it with the texts' matrix (texts x columns)."""
    vectorizer = TfidfVectorizer(analyzer=lambda text: analyser(normalise(text)), min_df=min_df, sublinear_tf=True)  # type: ignore[operator]
    matrix = vectorizer.fit_transform(texts)
    return Vocabulary({gram: int(column) for gram, column in vectorizer.vocabulary_.items()}, np.asarray(vectorizer.idf_)), matrix
