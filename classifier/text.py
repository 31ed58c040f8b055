"""Normalising citizens' texts: the same words look the same, whatever was typed. Offsets lead back to the original."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 20_000
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MASKS = (
    (re.compile(r"(?:https?://|www\.)\S+"), " xxurl "),
    (re.compile(r"\S+@\S+\.\w+"), " xxmail "),
    (re.compile(r"\d+"), "0"),
)


@dataclass(frozen=True)
class Token:
    """A folded word and where it stands in the original text."""

    word: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return `text` in lower case without accents: "Été" becomes "ete"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def normalise(text: str) -> str:
    """Return what the models read: folded, without control characters, addresses and numbers masked, at most LONGEST characters."""
    clean = "".join(char if char.isprintable() else " " for char in text[:LONGEST])
    folded = fold(clean)
    for pattern, mask in _MASKS:
        folded = pattern.sub(mask, folded)
    return " ".join(folded.split())


def tokens(text: str) -> list[Token]:
    """Return the words of `text`, folded, each with its place in the original."""
    return [Token(fold(found.group()), found.start(), found.end()) for found in _WORD.finditer(text[:LONGEST])]
