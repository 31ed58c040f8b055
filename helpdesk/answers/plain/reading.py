"""How easy a text is to read: the Flesch family, one formula a language, 0 (hard) to 100 (easy).

Sources: nl Douma 1960; fr Kandel and Moles 1958; de Amstad 1978; en Flesch 1948. Syllables are counted at the hyphenation points
of pyphen (the dictionaries of LibreOffice), a word having one at least.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from pyphen import Pyphen

from helpdesk.answers.plain.source import sentences, words

AIM = 60
LEAST_WORDS = 10
FORMULAS: dict[str, Callable[[float, float], float]] = {
    "nl": lambda length, syllables: 206.84 - 0.93 * length - 77 * syllables,
    "fr": lambda length, syllables: 207 - 1.015 * length - 73.6 * syllables,
    "de": lambda length, syllables: 180 - length - 58.5 * syllables,
    "en": lambda length, syllables: 206.835 - 1.015 * length - 84.6 * syllables,
}
DICTIONARIES = {"nl": "nl_NL", "fr": "fr_FR", "de": "de_DE", "en": "en_US"}


@dataclass(frozen=True)
class Score:
    """The reading ease of a text. `value` is None where it is too short to tell (fewer than ten words)."""

    value: int | None
    words: int
    sentences: int
    words_per_sentence: float
    syllables_per_word: float

    @property
    def is_easy(self) -> bool:
        """Whether the text reaches the aim of 60."""
        return self.value is not None and self.value >= AIM


def score(text: str, language: str) -> Score:
    """Return the reading ease of a Markdown text.

    Parameters
    ----------
    text
        Markdown; links count with their words, addresses and code do not.
    language
        nl, fr, de or en.
    """
    found = sentences(text, language)
    said = [word for sentence in found for word in words(sentence.text)]
    if not said:
        return Score(None, 0, 0, 0.0, 0.0)
    length, heavy = len(said) / len(found), sum(syllables(word, language) for word in said) / len(said)
    value = round(min(100.0, max(0.0, FORMULAS[language](length, heavy))))
    return Score(value if len(said) >= LEAST_WORDS else None, len(said), len(found), round(length, 1), round(heavy, 2))


@lru_cache(maxsize=20_000)
def syllables(word: str, language: str) -> int:
    """Return the number of syllables of a word, 1 at least."""
    return sum(len(_dictionary(language).positions(part.lower())) + 1 for part in word.replace("’", "'").replace("'", "-").split("-") if part)


@cache
def _dictionary(language: str) -> Pyphen:
    return Pyphen(lang=DICTIONARIES[language], left=1, right=1)
