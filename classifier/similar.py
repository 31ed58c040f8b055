"""Questions that ask the same: which of the recent ones lie close together, and what they share. Plain dictionaries and NumPy.

A question becomes the set of its telling words: greetings, signatures, grammar and endings are gone. Words weigh by how rare
they usually are, so that what is new today counts and what every question says does not. Texts of different languages are
never compared by their words; `related` tells whether two groups name the same things.
"""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from classifier.examples import DATA, load
from classifier.text import MASKS, fold, normalise, tokens

ALIKE = 0.26
"""Cosine from which two questions are near-duplicates; measured, see docs/reference/surges.md."""
BELONGS = 0.25
"""Cosine to a group's centre from which a question belongs to it."""
RELATED = 0.15
SHARED_BY = 0.4
LEAST_SHARED = 2
STEM = 6
LEAST_LETTERS = 3
TELLING = 60
SHOWN_WORDS = 6
CHANCE = 1e-6
LINE_OF_ENDING = 60

_APOSTROPHE = re.compile("['’]")

Vector = Mapping[str, float]
Near = npt.NDArray[np.bool_]


@cache
def _lists() -> tuple[frozenset[str], tuple[str, ...]]:
    rows = tomllib.loads((DATA / "similar.toml").read_text(encoding="utf-8"))
    stops = frozenset(word for text in rows["words"].values() for word in text.split())
    return stops, tuple(ending for endings in rows["endings"].values() for ending in endings)


def without_ending(text: str) -> str:
    """Return a text up to the line that only says goodbye; all of it where nothing would be left."""
    lines, (_stops, endings) = text.splitlines(), _lists()
    for number, line in enumerate(lines):
        if number and len(line) <= LINE_OF_ENDING and fold(line).strip().startswith(endings):
            kept = "\n".join(lines[:number]).strip()
            return kept or text
    return text


def telling(text: str) -> dict[str, str]:
    """Return the telling words of a text: beginning of the folded word → the word as it was written.

    Parameters
    ----------
    text
        What a citizen wrote, without what his mail quotes.
    """
    stops, _endings = _lists()
    said = without_ending(text)
    written = {fold(word): word for word in _words(said.lower())}
    telling_ones = (word for word in _words(normalise(said)) if len(word) >= LEAST_LETTERS and word not in stops and word not in MASKS and not word.isdigit())
    found: dict[str, str] = {}
    for word in telling_ones:
        found.setdefault(word[:STEM], written.get(word, word))
    return dict(list(found.items())[:TELLING])


def _words(text: str) -> list[str]:
    """Return the words of a text as they stand in it; what an apostrophe joins counts apart."""
    return [word for token in tokens(text) for word in _APOSTROPHE.split(text[token.start : token.end])]


class Usual:
    """How often words usually occur: in how many of `total` earlier questions each one stands."""

    def __init__(self, documents: Iterable[Collection[str]] = ()) -> None:
        self.counts: Counter[str] = Counter()
        self.total = 0
        for words in documents:
            self.counts.update(set(words))
            self.total += 1

    def weight(self, word: str) -> float:
        """Return the weight of a word, 1 or more: the rarer, the heavier (smooth inverse document frequency)."""
        return math.log((1 + self.total) / (1 + self.counts[word])) + 1

    def vector(self, words: Collection[str]) -> dict[str, float]:
        """Return the words with their weights, of length 1."""
        weights = {word: self.weight(word) for word in words}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {word: weight / length for word, weight in weights.items()} if length else {}


@cache
def learnt(language: str) -> tuple[frozenset[str], ...]:
    """Return the telling words of the training questions in one language: what is usual before a desk has questions of its own."""
    return tuple(frozenset(telling(example.text)) for example in load("train") if example.language == language)


def cosine(one: Vector, other: Vector) -> float:
    """Return the cosine of two vectors of length 1, 0 to 1."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return sum(weight * long.get(word, 0.0) for word, weight in short.items())


def centre(vectors: Sequence[Vector]) -> dict[str, float]:
    """Return the mean direction of vectors, of length 1; words that hardly anybody uses are left out."""
    total: Counter[str] = Counter()
    users: Counter[str] = Counter()
    for vector in vectors:
        total.update(vector)
        users.update(vector.keys())
    least = max(1.0, len(vectors) * SHARED_BY / 4)
    kept = {word: weight for word, weight in total.items() if users[word] >= least}
    length = math.sqrt(sum(weight * weight for weight in kept.values()))
    return {word: weight / length for word, weight in kept.items()} if length else {}


def near(documents: Sequence[Collection[str]], usual: Usual, alike: float = ALIKE) -> Near:
    """Return which documents of one language are near-duplicates of which, by TF-IDF.

    Parameters
    ----------
    documents
        The telling words of each question, shape (n,).
    usual
        How often words usually occur; the documents themselves are not part of it.
    alike
        Cosine from which two documents are near, 0 to 1.

    Returns
    -------
    array of bool, shape (n, n), symmetric; nobody is his own neighbour.
    """
    often = Counter(word for words in documents for word in words)
    columns = {word: column for column, word in enumerate(word for word, count in often.items() if count > 1)}
    matrix = np.zeros((len(documents), max(len(columns), 1)), dtype=np.float32)
    for row, words in enumerate(documents):
        for word, weight in usual.vector(words).items():
            if word in columns:
                matrix[row, columns[word]] = weight
    close = np.asarray(matrix @ matrix.T >= alike, dtype=bool)
    np.fill_diagonal(close, val=False)
    return close


def groups(close: Near, least: int) -> list[list[int]]:
    """Return the dense groups of a neighbourhood: cores with `least` - 1 neighbours, and who is near to one (DBSCAN).

    Source: Ester, Kriegel, Sander, Xu, "A density-based algorithm for discovering clusters", KDD 1996.
    """
    cores = close.sum(axis=1) >= least - 1
    free, found = cores.copy(), []
    for seed in np.flatnonzero(cores):
        if not free[seed]:
            continue
        members, edge = np.zeros(len(close), dtype=bool), [int(seed)]
        members[seed], free[seed] = True, False
        while edge:
            reached = close[edge].any(axis=0) & ~members
            members |= reached
            edge = [int(one) for one in np.flatnonzero(reached & free)]
            free[edge] = False
        found.append([int(one) for one in np.flatnonzero(members)])
    return sorted(found, key=len, reverse=True)


def shared(documents: Sequence[Collection[str]], usual: Usual) -> list[str]:
    """Return the words that at least two in five of the documents use, those that tell most first."""
    often = Counter(word for words in documents for word in set(words))
    common = [word for word, count in often.items() if count >= max(2, SHARED_BY * len(documents))]
    return sorted(common, key=lambda word: (-often[word] * usual.weight(word), word))[:SHOWN_WORDS]


def alike(documents: Sequence[Collection[str]], usual: Usual, least: int) -> list[list[int]]:
    """Return the groups of at least `least` documents that ask the same, largest first: dense around a centre, and with words they share.

    A chain of neighbours is no group: whoever lies far from the centre leaves, and whoever lies near it joins.
    """
    vectors = [usual.vector(words) for words in documents]
    taken: set[int] = set()
    found = []
    for dense in groups(near(documents, usual), least):
        middle = centre([vectors[one] for one in dense])
        members = [one for one, vector in enumerate(vectors) if one not in taken and cosine(vector, middle) >= BELONGS]
        if len(members) >= least and len(shared([documents[one] for one in members], usual)) >= LEAST_SHARED:
            taken.update(members)
            found.append(members)
    return found


def related(one: Vector, other: Vector) -> bool:
    """Tell whether two groups of different languages name the same things: names and numbers of forms are the same in all."""
    return cosine(one, other) >= RELATED


def is_unusual(count: int, expected: float) -> bool:
    """Tell whether `count` questions are more than chance makes of a usual rate: below one in a million windows (Poisson)."""
    if count <= expected:
        return False
    rate = max(expected, 1e-9)
    below = sum(math.exp(k * math.log(rate) - rate - math.lgamma(k + 1)) for k in range(count))
    return 1 - below < CHANCE
