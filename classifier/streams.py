"""Invented streams of questions with a surge inside, made from the training questions by seed, and how well a finder finds it."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from classifier import minhash, similar
from classifier.examples import LANGUAGES, Example, load

LEAST = 8
DROPPED = 0.3
MISTYPED = 0.08
WITH_MORE = 0.5
OPENINGS = {
    "nl": ("", "Goedendag,\n", "Beste,\n", "Geachte heer, mevrouw,\n"), "fr": ("", "Bonjour,\n", "Madame, Monsieur,\n", "Bonsoir, "),
    "de": ("", "Guten Tag,\n", "Sehr geehrte Damen und Herren,\n"), "en": ("", "Hello,\n", "Dear Sir or Madam,\n"),
}  # fmt: skip
CLOSINGS = {
    "nl": ("", "\nMet vriendelijke groeten\nJan Voorbeeld", "\nMvg"), "fr": ("", "\nCordialement\nJeanne Exemple", "\nMerci d'avance"),
    "de": ("", "\nMit freundlichen Grüßen\nHans Beispiel"), "en": ("", "\nKind regards\nJo Example", "\nMany thanks"),
}  # fmt: skip

Finder = Callable[[Sequence[str], similar.Usual], list[list[int]]]


@dataclass(frozen=True)
class Figures:
    """What a finder made of many streams: shares from 0 to 1, and the longest processor time for one stream in seconds."""

    found: float
    precision: float
    recall: float
    slowest_s: float


@cache
def _matters() -> tuple[list[str], list[str]]:
    """Return the archetypes in two halves: those that fill the stream and make up the usual, and those that surge."""
    names = sorted({example.archetype for example in load("train")})
    random.Random(90).shuffle(names)
    return names[: len(names) // 2], names[len(names) // 2 :]


def of(language: str, *, surging: bool) -> list[Example]:
    """Return the training questions of one half in one language."""
    wanted = set(_matters()[surging])
    return [example for example in load("train") if example.archetype in wanted and example.language == language]


def retold(text: str, language: str, chance: random.Random, more: Sequence[str]) -> str:
    """Return a text as somebody else would send it: words left out and mistyped, a sentence of his own, a greeting, a signature."""
    words = [_mistyped(word, chance) for word in text.split() if chance.random() > DROPPED]
    own = chance.choice(more).partition(". ")[0] + ". " if more and chance.random() < WITH_MORE else ""
    said = [own, " ".join(words) or text]
    chance.shuffle(said)
    return chance.choice(OPENINGS[language]) + " ".join(said) + chance.choice(CLOSINGS[language])


def _mistyped(word: str, chance: random.Random) -> str:
    if len(word) < 4 or chance.random() > MISTYPED:
        return word
    place = chance.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def varied(count: int, seed: int) -> list[tuple[str, str]]:
    """Return `count` different questions with their languages, as a busy desk gets them without a surge."""
    chance, lines = random.Random(seed), load("train")
    chance.shuffle(lines)
    return [(line.text, line.language) for line in lines[:count]]


def stream(language: str, size: int, others: int, seed: int, *, in_own_words: bool) -> tuple[list[str], set[int]]:
    """Return the texts of one language and which of them are the surge.

    Parameters
    ----------
    size
        How many ask the same; `others` (as many as there are, but for a quarter) ask something else.
    in_own_words
        Each starts from any wording of the matter, else all retell one.
    """
    chance = random.Random(f"{language}{size}{seed}{in_own_words}")
    fill, matter = of(language, surging=False), of(language, surging=True)
    base = chance.choice(matter)
    wordings = [example.text for example in matter if example.archetype == base.archetype] if in_own_words else [base.text]
    more = [example.text for example in fill[others:]]
    asked = [(retold(chance.choice(wordings), language, chance, more), True) for _ in range(size)]
    asked += [(example.text, False) for example in fill[:others]]
    chance.shuffle(asked)
    return [text for text, _is_surge in asked], {place for place, (_text, is_surge) in enumerate(asked) if is_surge}


def by_tfidf(texts: Sequence[str], usual: similar.Usual) -> list[list[int]]:
    """Find groups as the desk does."""
    return similar.alike([set(similar.telling(text)) for text in texts], usual, LEAST)


def by_minhash(texts: Sequence[str], usual: similar.Usual) -> list[list[int]]:  # noqa: ARG001  (finders are called alike)
    """Find groups by MinHash."""
    return similar.groups(minhash.near(texts), LEAST)


FINDERS: dict[str, Finder] = {"TF-IDF": by_tfidf, "MinHash": by_minhash}


def usual(language: str) -> similar.Usual:
    """Return the usual words without those of the surging half."""
    return similar.Usual(set(similar.telling(example.text)) for example in of(language, surging=False))


def measure(find: Finder, *, size: int, others: int, rounds: int, in_own_words: bool) -> Figures:
    """Return how well `find` finds surges of one size in all languages, over `rounds` streams each."""
    hits, surges, said, asked, seen, slowest = 0, 0, 0, 0, 0, 0.0
    for language in LANGUAGES:
        words = usual(language)
        for seed in range(rounds):
            texts, surge = stream(language, size, others, seed, in_own_words=in_own_words)
            begun = time.process_time()
            found = {one for group in find(texts, words) for one in group}
            slowest = max(slowest, time.process_time() - begun)
            hits, said, asked = hits + len(found & surge), said + len(found), asked + size
            surges, seen = surges + 1, seen + (len(found & surge) >= LEAST)
    return Figures(seen / surges, hits / said if said else 1.0, hits / asked, slowest)
