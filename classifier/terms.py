"""From a text to what a search looks up: beginnings of words, pieces of words, and terms that four languages share."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from classifier import glossary
from classifier.text import Token, tokens

STEM = 7
PIECE = 4
WORD, PART, TERM = "w", "p", "t"


@dataclass(frozen=True)
class Found:
    """The keys of a text by kind, and for each key the places of the words it comes from."""

    words: list[Token]
    keys: dict[str, list[int]]


def read(text: str, *, with_parts: bool = True) -> Found:
    """Return what `text` is looked up by: "w" and a stem, "p" and a piece of a word, "t" and a term of the glossary."""
    words = tokens(text)
    keys: dict[str, list[int]] = {}
    for place, token in enumerate(words):
        for key in _of_word(token.word, with_parts=with_parts):
            keys.setdefault(key, []).append(place)
    for term, places in glossary.terms([token.word for token in words]).items():
        keys[TERM + term] = places
    return Found(words, keys)


def weights(parts: Iterable[tuple[str, float]], *, parts_of: int = 1) -> dict[str, float]:
    """Return key -> how much of it several texts hold, each text with its weight; pieces only of the first `parts_of` texts."""
    total: dict[str, float] = {}
    for place, (text, weight) in enumerate(parts):
        for key, places in read(text, with_parts=place < parts_of).keys.items():
            total[key] = total.get(key, 0.0) + weight * len(places)
    return total


@lru_cache(maxsize=50_000)
def _of_word(word: str, *, with_parts: bool) -> tuple[str, ...]:
    """Return the keys of one folded word; a number and a word of one letter have none."""
    if len(word) < 2 or word.isdigit():
        return (WORD + word,) if word.isdigit() and len(word) == 3 else ()
    keys = [WORD + word[:STEM]]
    if with_parts and len(word) >= PIECE:
        padded = f" {word} "
        keys += [PART + padded[i : i + PIECE] for i in range(len(padded) - PIECE + 1)]
    return tuple(keys)
