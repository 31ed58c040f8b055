"""Normalising citizens' texts: the same words look the same, whatever was typed. Offsets lead back to the original."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 20_000
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


@dataclass(frozen=True)
class Folded:
    """A folded text on one line, and for each of its characters the place of the original it came from."""

    text: str
    places: list[int]


def fold_with_places(text: str) -> Folded:
    """Return `text` folded, with straight apostrophes and single spaces, and the way back to the original."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        folded = _folded(char)
        if folded == " " and chars[-1:] == [" "]:
            continue
        chars += folded
        places += [place] * len(folded)
    return Folded("".join(chars), places)


def _folded(char: str) -> str:
    if char.isspace():
        return " "
    if char == "’":
        return "'"
    return char.lower() if char.isascii() else fold(char)


def normalise(text: str) -> str:
    """Return what the models read: folded, without control characters, addresses and numbers masked, at most LONGEST characters."""
    clean = "".join(char if char.isprintable() else " " for char in text[:LONGEST])
    folded = fold(clean)
    for pattern, mask in zip(_MASKED, MASKS, strict=True):
        folded = pattern.sub(mask if mask == "0" else f" {mask} ", folded)
    return " ".join(folded.split())


def tokens(text: str) -> list[Token]:
    """Return the words of `text`, folded, each with its place in the original."""
    return [Token(fold(found.group()), found.start(), found.end()) for found in _WORD.finditer(text[:LONGEST])]
