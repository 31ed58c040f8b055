"""From a question to numbers: TF-IDF of words and of characters, and the concepts the text mentions.

The arithmetic of scikit-learn's TfidfVectorizer (smooth idf, sublinear tf, l2 norm), done word by word: what a word is
made of is looked up once and remembered, so one text takes a fraction of a millisecond, a hundred thousand a few seconds,
and a web process need not load scikit-learn. A model file holds nothing but arrays and names.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import numpy as np

from classifier import concepts
from classifier.concepts import GLOSSARY, Mention
from classifier.reading import Reading, read

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

SOCIAL = "social"
CHAR_NGRAMS = (2, 5)
MOST = 60_000
REMEMBERED = 20_000
PART = 5_000
FAMILY = "family: "
FAMILY_FULL = 4
CONCEPT, FAMILY_STEP = 0.2, 0.22
SHARED = 2
Counts = dict[int, float]
Words = Sequence[str]


def kind_of(channel: str) -> str:
    """Return the kind a channel counts as: "form" (form and API), "email" or "social" (every network)."""
    return {"form": "form", "api": "form", "email": "email"}.get(channel, SOCIAL)


def words(singles: Sequence[str]) -> list[str]:
    """Return the word 1- and 2-grams of a text's words."""
    return [*singles, *(f"{a} {b}" for a, b in pairwise(singles))]


def chars(word: str) -> list[str]:
    """Return the character n-grams of one word, its borders included (scikit-learn's char_wb)."""
    low, high = CHAR_NGRAMS
    padded, grams = f" {word} ", []
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

    def known(self, grams: Iterable[str]) -> list[int]:
        """Return the columns of the n-grams it knows, as often as they come."""
        columns = self.columns
        return [columns[gram] for gram in grams if gram in columns]

    def weigh(self, known: Iterable[int]) -> Counts:
        """Return column -> weight of one text's n-grams; unit length."""
        raw = {column: (1 + math.log(count)) * float(self.idf[column]) for column, count in Counter(known).items()}
        norm = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        return {column: value / norm for column, value in raw.items()}

    def weigh_all(self, known: Sequence[Sequence[int]]) -> "csr_matrix":
        """Return texts x columns, each row what `weigh` returns for it."""
        counts = _rows(known, len(self.columns))
        counts.sum_duplicates()
        counts.data = ((1 + np.log(counts.data)) * self.idf[counts.indices]).astype(np.float32)
        norms = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
        counts.data /= np.repeat(np.where(norms > 0, norms, 1.0), np.diff(counts.indptr)).astype(np.float32)
        return counts


@dataclass(frozen=True)
class Space:
    """All columns a model reads: words first, then characters, then concepts and their families.

    `entries` are the numbers of the concepts' entries that count, None for all: see `corpus.Corpus.lesson`.
    """

    words: Vocabulary
    chars: Vocabulary
    concepts: tuple[str, ...]
    entries: frozenset[int] | None = None
    _of_word: dict[str, tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)
    _places: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def first_char(self) -> int:
        """Column of the first character n-gram."""
        return len(self.words.columns)

    @property
    def first_concept(self) -> int:
        """Column of the first concept."""
        return self.first_char + len(self.chars.columns)

    @property
    def size(self) -> int:
        """How many columns there are."""
        return self.first_concept + len(self.concepts)

    def columns(self, text: str) -> Counts:
        """Return column -> weight of one text."""
        return self.of(read(text))

    def of(self, reading: Reading) -> Counts:
        """Return column -> weight of a text that was read."""
        found = self.words.weigh(self.words.known(words(reading.singles))) if self.words.columns else {}
        first = self.first_char
        found |= {first + column: value for column, value in self.chars.weigh(self.chars_of(reading.singles)).items()}
        return found | self.concepts_of(reading)

    def chars_of(self, singles: Iterable[str]) -> list[int]:
        """Return the columns, counted from the first character n-gram, of the words' character n-grams."""
        return list(chain.from_iterable(map(self.of_word, singles)))

    def of_word(self, word: str) -> tuple[int, ...]:
        """Return the columns of one word's character n-grams, from memory where it came before."""
        known = self._of_word.get(word)
        if known is None:
            if len(self._of_word) >= REMEMBERED:
                self._of_word.clear()
            known = self._of_word[word] = tuple(self.chars.known(chars(word)))
        return known

    def concepts_of(self, reading: Reading) -> Counts:
        """Return column -> weight of the concepts a text mentions, and of their families."""
        if not self.concepts:
            return {}
        places = self.places
        mentioned = dict.fromkeys(mention.concept for mention in self.mentions(reading) if mention.concept in places)
        return {places[name]: value for name, value in weigh_concepts(mentioned).items() if name in places}

    @property
    def places(self) -> dict[str, int]:
        """Column of each concept and family."""
        if not self._places:
            first = self.first_concept
            self._places.update({name: first + i for i, name in enumerate(self.concepts)})
        return self._places

    def has_concept(self, columns: Counts) -> bool:
        """Tell whether a text mentions a concept that tells teams apart; "thanks" and others of the glossary do not."""
        first = self.first_concept
        return any(column >= first and not self.concepts[column - first].startswith((FAMILY, GLOSSARY)) for column in columns)

    def mentions(self, reading: Reading) -> list[Mention]:
        """Return every place where a text mentions a concept by an entry that counts."""
        return reading.mentions if self.entries is None else [mention for mention in reading.mentions if mention.entry in self.entries]

    def only(self, entries: frozenset[int]) -> "Space":
        """Return the same space in which only some of the concepts' entries count."""
        return replace(self, entries=entries)

    def matrix(self, readings: Sequence[Reading]) -> "csr_matrix":
        """Return texts x columns; what `of` returns for each, made for all at once."""
        from scipy.sparse import hstack

        singles = [reading.singles for reading in readings]
        mentioned = [self.concepts_of(reading) for reading in readings]
        of_concepts = _rows([[column - self.first_concept for column in row] for row in mentioned], len(self.concepts))
        of_concepts.data[:] = np.fromiter(chain.from_iterable(row.values() for row in mentioned), dtype=np.float32, count=of_concepts.nnz)
        return hstack(
            [
                self.words.weigh_all([self.words.known(words(row)) if self.words.columns else [] for row in singles]),
                self.chars.weigh_all([self.chars_of(row) for row in singles]),
                of_concepts,
            ],
            format="csr",
        )


def weigh_concepts(mentioned: Iterable[str]) -> dict[str, float]:
    """Return the weight of each mentioned concept, and of each family by how many of its concepts are mentioned."""
    known = concepts.lexicon().concepts
    families = Counter(known[name] for name in mentioned if name in known)
    return dict.fromkeys(mentioned, CONCEPT) | {FAMILY + name: FAMILY_STEP * min(count, FAMILY_FULL) for name, count in families.items()}


def learn(
    readings: Sequence[Reading],
    groups: Sequence[str] = (),
    *,
    use_words: bool = True,
    use_chars: bool = True,
    use_concepts: bool = True,
    min_df: int = 2,
    most: int = MOST,
) -> Space:
    """Return the space of some texts; a part that is not used has no columns.

    Parameters
    ----------
    readings
        The texts.
    groups
        What each text is about. An n-gram that fewer than SHARED groups share is left out: it tells the model nothing about others.
    min_df
        Character n-grams in fewer texts are left out; of words only those beyond `most`.
    most
        Each kind keeps so many n-grams, the most frequent.
    """
    singles = [reading.singles for reading in readings]
    known = concepts.lexicon().concepts if use_concepts else {}
    return Space(
        _vocabulary(_shared(singles, groups, _words_in), len(singles), least=1, most=most) if use_words else _NOTHING,
        _vocabulary(_shared(singles, groups, _chars_in), len(singles), least=min_df, most=most) if use_chars else _NOTHING,
        (*known, *dict.fromkeys(FAMILY + family for family in known.values())),
    )


def _shared(singles: Sequence[Words], groups: Sequence[str], count: Callable[[Sequence[Sequence[Words]]], Counter[str]]) -> Counter[str]:
    """Return in how many texts each n-gram stands, without those that fewer than SHARED groups share."""
    in_texts = count([[row] for row in singles])
    if not groups:
        return in_texts
    together: dict[str, list[Words]] = {}
    for row, group in zip(singles, groups, strict=True):
        together.setdefault(group, []).append(row)
    in_groups = in_texts if len(together) == len(singles) else count(list(together.values()))
    return Counter({gram: known_in for gram, known_in in in_texts.items() if in_groups[gram] >= SHARED})


def _words_in(documents: Sequence[Sequence[Words]]) -> Counter[str]:
    return Counter(gram for rows in documents for gram in {gram for row in rows for gram in words(row)})


def _chars_in(documents: Sequence[Sequence[Words]]) -> Counter[str]:
    return _in_texts([list(chain.from_iterable(rows)) for rows in documents], chars)


def _in_texts(singles: Sequence[Sequence[str]], analyser: Callable[[str], list[str]]) -> Counter[str]:
    """Return in how many texts each n-gram of their words stands; every word is taken apart once."""
    names = {word: place for place, word in enumerate(dict.fromkeys(chain.from_iterable(singles)))}
    grams: dict[str, int] = {}
    parts = [[grams.setdefault(gram, len(grams)) for gram in set(analyser(word))] for word in names]
    made_of = _rows(parts, len(grams))
    counted = np.zeros(len(grams), dtype=np.int64)
    for first in range(0, len(singles), PART):
        rows = _rows([[names[word] for word in set(row)] for row in singles[first : first + PART]], len(names))
        counted += np.bincount((rows @ made_of).indices, minlength=len(grams))
    return Counter(dict(zip(grams, counted.tolist(), strict=True)))


def _rows(rows: Sequence[Sequence[int]], width: int) -> "csr_matrix":
    from scipy.sparse import csr_matrix

    starts = np.cumsum([0, *map(len, rows)])
    index = np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=starts[-1])
    return csr_matrix((np.ones(len(index), dtype=np.float32), index, starts), shape=(len(rows), width))


def _vocabulary(in_texts: Counter[str], count: int, *, least: int, most: int) -> Vocabulary:
    if len(in_texts) > most:
        frequent = sorted(in_texts.items(), key=lambda item: (-item[1], item[0]))[:most]
        in_texts = Counter(dict(frequent))
    grams = sorted(gram for gram, known_in in in_texts.items() if known_in >= least)
    frequencies = np.array([in_texts[gram] for gram in grams])
    return Vocabulary({gram: column for column, gram in enumerate(grams)}, np.log((1 + count) / (1 + frequencies)) + 1)


_NOTHING = Vocabulary({}, np.zeros(0))
