"""From a question to numbers: TF-IDF of words and of characters, and the concepts the text mentions.

The arithmetic of scikit-learn's TfidfVectorizer (smooth idf, sublinear tf, l2 norm), done on plain dictionaries: one text
takes about a millisecond, a model file holds nothing but arrays, and a web process need not load scikit-learn.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_matrix

from classifier import concepts
from classifier.text import normalise

SOCIAL = "social"
CHAR_NGRAMS = (2, 5)
Analyser = Callable[[str], list[str]]


def kind_of(channel: str) -> str:
    """Return the kind a channel counts as: "form" (form and API), "email" or "social" (every network)."""
    return {"form": "form", "api": "form", "email": "email"}.get(channel, SOCIAL)


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

    def weigh(self, grams: Iterable[str]) -> dict[int, float]:
        """Return column -> weight of one text's n-grams; unit length."""
        counts = Counter(column for gram in grams if (column := self.columns.get(gram)) is not None)
        raw = {column: (1 + math.log(count)) * float(self.idf[column]) for column, count in counts.items()}
        norm = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        return {column: value / norm for column, value in raw.items()}


@dataclass(frozen=True)
class Space:
    """All columns a model reads: words first, then characters, then concepts."""

    words: Vocabulary
    chars: Vocabulary
    concepts: tuple[str, ...]

    @property
    def first_char(self) -> int:
        """Column of the first character n-gram."""
        return len(self.words.columns)

    @property
    def first_concept(self) -> int:
        """Column of the first concept."""
        return self.first_char + len(self.chars.columns)

    def columns(self, text: str) -> dict[int, float]:
        """Return column -> weight of one text."""
        normal, mentioned = normalise(text), {mention.concept for mention in concepts.mentions(text)} if self.concepts else set()
        found = self.words.weigh(words(normal))
        found |= {self.first_char + column: value for column, value in self.chars.weigh(chars(normal)).items()}
        return found | {self.first_concept + i: 1.0 for i, name in enumerate(self.concepts) if name in mentioned}

    def matrix(self, texts: Sequence[str]) -> csr_matrix:
        """Return texts x columns."""
        rows = [self.columns(text) for text in texts]
        starts = np.cumsum([0, *(len(row) for row in rows)])
        index = [column for row in rows for column in row]
        values = [value for row in rows for value in row.values()]
        return csr_matrix((values, index, starts), shape=(len(texts), self.first_concept + len(self.concepts)))


def learn(texts: Sequence[str], *, use_words: bool = True, use_chars: bool = True, use_concepts: bool = True, min_df: int = 2) -> Space:
    """Return the space of `texts`; a part that is not used has no columns. Character n-grams in fewer than `min_df` texts are left out."""
    normal = [normalise(text) for text in texts]
    return Space(
        _vocabulary(normal, words, min_df=1) if use_words else _NOTHING,
        _vocabulary(normal, chars, min_df=min_df) if use_chars else _NOTHING,
        tuple(concepts.patterns()) if use_concepts else (),
    )


def _vocabulary(normal: Sequence[str], analyser: Analyser, *, min_df: int) -> Vocabulary:
    known_in = Counter(gram for text in normal for gram in set(analyser(text)))
    grams = sorted(gram for gram, count in known_in.items() if count >= min_df)
    frequencies = np.array([known_in[gram] for gram in grams])
    return Vocabulary({gram: column for column, gram in enumerate(grams)}, np.log((1 + len(normal)) / (1 + frequencies)) + 1)


_NOTHING = Vocabulary({}, np.zeros(0))
