"""Which language a text is in: one of the desk's four, another one by its name, or "not sure" for too little text.

Naive Bayes over words and characters, learnt from our own training questions when first asked (about a second), with the
form's language as prior. Other languages are told by their script, their letters and their commonest words. A greeting in
one language and the matter in another is Belgian: the matter decides, and the text is flagged as mixed.
"""

import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from classifier import foreign
from classifier.examples import LANGUAGES, Example, load
from classifier.features import REMEMBERED, chars
from classifier.text import MASKS, mask, pieces

LEAST_LETTERS = 3
SURE = 0.75
PRIOR_WEIGHT = 3.0
WORDS_READ = 120
STRANGE_SHARE = 0.45
KNOWN_WORDS_SHARE = 0.34
WORD_WEIGHT = 2.0
CHARS_WEIGHT = 0.3
LEAST_OF_CLAUSE = 4
FLAT = 0.35
_CLAUSE = re.compile(r"[.!?;:,\n()–—]+")


@dataclass(frozen=True)
class Language:
    """A code of the desk's or None (not sure, or none of ours), and how sure: 0 to 1.

    `other` is the code of a language that is none of ours, "" where nobody can tell; `is_mixed` says that a part is in another one of ours.
    """

    code: str | None
    confidence: float
    other: str = ""
    is_mixed: bool = False


class Word(NamedTuple):
    """One word: its log-likelihood in each language, its three-letter runs, those of a language of ours, and whether it is a word of ours."""

    scores: tuple[float, ...]
    runs: int
    runs_known: int
    is_known: bool


@dataclass(frozen=True)
class Profiles:
    """For each language the log-probability of words and of characters in words; `runs` are all three-letter runs it knows."""

    words: dict[str, dict[str, float]]
    chars: dict[str, dict[str, float]]
    floors: dict[str, tuple[float, float]]
    runs: frozenset[str]
    _read: dict[str, Word] = field(default_factory=dict, repr=False, compare=False)

    def scores(self, words: Iterable[str]) -> dict[str, float]:
        """Return the log-likelihood of some words in each language, flattened: n-grams that overlap are not independent."""
        sums = map(sum, zip(*(self.word(word).scores for word in words), strict=True))
        return dict.fromkeys(self.words, 0.0) | {code: FLAT * total for code, total in zip(self.words, sums, strict=False)}

    def knows(self, words: Sequence[str]) -> bool:
        """Tell whether the three-letter runs of a text, or enough of its words, come in a language of ours."""
        read = [self.word(word) for word in words]
        runs, known = sum(word.runs for word in read), sum(word.runs_known for word in read)
        return runs <= 8 or known >= runs * (1 - STRANGE_SHARE) or sum(word.is_known for word in read) >= len(words) * KNOWN_WORDS_SHARE

    def word(self, word: str) -> Word:
        """Return what there is to know of one word, from memory where it came before."""
        known = self._read.get(word)
        if known is None:
            if len(self._read) >= REMEMBERED:
                self._read.clear()
            known = self._read[word] = self._word(word)
        return known

    def _word(self, word: str) -> Word:
        grams, is_known = chars(word), any(word in mine for mine in self.words.values())
        runs = [gram for gram in grams if len(gram) == 3]
        scores = []
        for code, (least_word, least_gram) in self.floors.items():
            whole = WORD_WEIGHT * self.words[code].get(word, least_word) if is_known else 0.0
            scores.append(whole + CHARS_WEIGHT * sum(self.chars[code].get(gram, least_gram) for gram in grams))
        return Word(tuple(scores), len(runs), sum(run in self.runs for run in runs), is_known)


def identify(text: str, prior: str | None = None) -> Language:
    """Return the language of `text`; `prior` is the language of the page or account it came by."""
    words = words_of(text)
    if sum(len(word) for word in words) < LEAST_LETTERS:
        return Language(None, 0.0, foreign.script(text))
    profiles = _profiles()
    other = foreign.script(text) or foreign.named(text, words)
    if other or not profiles.knows(words):
        return Language(None, 0.0, other)
    matter, greeted = foreign.without_greetings(words)
    found = _best(profiles, matter or words, prior)
    languages = {code for code in (greeted, *_of_clauses(text, profiles)) if code}
    return replace(found, is_mixed=bool(found.code and languages - {found.code}))


def words_of(text: str) -> list[str]:
    """Return the folded words of a text that say something of its language: no numbers, no addresses."""
    found = (mask(piece.word) for piece in pieces(text[: WORDS_READ * 20]))
    return [word for word in found if word not in MASKS and any(char.isalpha() for char in word)][:WORDS_READ]


def _best(profiles: Profiles, words: Sequence[str], prior: str | None) -> Language:
    scores = profiles.scores(words)
    if prior in scores:
        scores[prior] += math.log(PRIOR_WEIGHT)
    best = max(scores, key=lambda code: scores[code])
    confidence = 1 / sum(math.exp(min(score - scores[best], 0.0)) for score in scores.values())
    return Language(best if confidence >= SURE else None, confidence)


def _of_clauses(text: str, profiles: Profiles) -> list[str | None]:
    """Return the language of each clause that is long enough to tell."""
    clauses = [words_of(part) for part in _CLAUSE.split(text[: WORDS_READ * 10])]
    return [_best(profiles, words, None).code for words in clauses if len(words) >= LEAST_OF_CLAUSE]


@lru_cache(maxsize=1)
def _profiles() -> Profiles:
    return learn(load("train"))


def learn(examples: Sequence[Example]) -> Profiles:
    """Return the profiles of the languages of `examples`."""
    words = {code: Counter(word for example in examples if example.language == code for word in words_of(example.text)) for code in LANGUAGES}
    words = {code: counts for code, counts in words.items() if counts}
    grams = {code: _grams(counts) for code, counts in words.items()}
    runs = frozenset(gram for counts in grams.values() for gram in counts if len(gram) == 3)
    floors = {code: (_floor(words[code]), _floor(grams[code])) for code in words}
    return Profiles({code: _log(counts) for code, counts in words.items()}, {code: _log(counts) for code, counts in grams.items()}, floors, runs)


def _grams(words: Counter[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word, times in words.items():
        for gram in chars(word):
            counts[gram] += times
    return counts


def _log(counts: Counter[str]) -> dict[str, float]:
    """Return the log-probabilities; equal strings and equal numbers are kept once, which halves the memory."""
    total = counts.total() + 0.5 * (len(counts) + 1)
    logs = {count: math.log((count + 0.5) / total) for count in set(counts.values())}
    return {sys.intern(gram): logs[count] for gram, count in counts.items()}


def _floor(counts: Counter[str]) -> float:
    return math.log(0.5 / (counts.total() + 0.5 * (len(counts) + 1)))
