"""Normalising citizens' texts: the same words look the same, whatever was typed. Offsets lead back to the original."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 20_000
_MARKS = "\u0300-\u036f"
_PIECE = re.compile(rf"https?://\S+|www\.\S+|[^\s@]+@[^\s@]+\.\w+|(?:[^\W_]|[{_MARKS}])+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
MASKS = ("xxurl", "xxmail", "0")
_MASKED = tuple(map(re.compile, (r"(?:https?://|www\.)\S+", r"\S+@\S+\.\w+", r"\d+")))


@dataclass(frozen=True)
class Token:
    """A folded word and where it stands in the original text."""

    word: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return `text` in lower case without accents: "Été" becomes "ete"."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def normalise(text: str) -> str:
    """Return what the models read: folded, without control characters, addresses and numbers masked, at most LONGEST characters."""
    clean = "".join(char if char.isprintable() else " " for char in text[:LONGEST])
    folded = fold(clean)
    for pattern, mask in zip(_MASKED, MASKS, strict=True):
        folded = pattern.sub(mask if mask == "0" else f" {mask} ", folded)
    return " ".join(folded.split())


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """Return one word folded; remembered, because texts repeat their words."""
    return fold(word)


@lru_cache(maxsize=100_000)
def mask(word: str) -> str:
    """Return what a model reads for one folded word: addresses and numbers masked."""
    if "://" in word or word.startswith("www."):
        return MASKS[0]
    return MASKS[1] if "@" in word else _MASKED[2].sub(MASKS[2], word)


def pieces(text: str) -> list[Token]:
    """Return the words and addresses of `text`, folded, each with its place in the original; "s'ouvre" is two words."""
    return [Token(fold_word(found.group()), found.start(), found.end()) for found in _PIECE.finditer(text[:LONGEST])]


def tokens(text: str) -> list[Token]:
    """Return the words of `text`, folded, each with its place in the original."""
    return [Token(fold(found.group()), found.start(), found.end()) for found in _WORD.finditer(text[:LONGEST])]
