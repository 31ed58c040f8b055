"""Personal data in a question that becomes a reusable answer: found, and blacked out unless a person says that it is right to keep.

Beside the numbers of `personal_data`: the names of the case, addresses and number plates. It finds what looks like it; who saves
the draft reads it through.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from inbox import personal_data
from inbox.personal_data import Found

BLACK = "█████"
SHORTEST_NAME = 3
STREETS = "straat|laan|weg|plein|steenweg|dreef|kaai|lei|baan|stra(?:ß|ss)e|platz|allee|gasse"
ADDRESS = re.compile(
    rf"\b(?:(?:rue|avenue|av\.|boulevard|bd|chaussée|place|quai|allée|chemin|square)\s+[^\n,.;:?!\d]{{2,40}},?\s*\d+[a-z]?\b"
    rf"|[^\W\d]+(?:[- ]?)(?:{STREETS})\s+\d+[a-z]?\b|\d+[a-z]?\s+[^\W\d]+\s+(?:street|road|lane)\b)"
    r"(?:\s*(?:bus|boîte|bte|box)\s*\w+)?(?:,?\s+[1-9]\d{3}\s+[^\W\d][\w-]+)?",
    re.I,
)
PLATE = re.compile(r"\b(?:[1-9][- ]?[A-Z]{3}[- ]?\d{3}|[A-Z]{3}[- ]\d{3})\b")


class Piece(NamedTuple):
    """A piece of a text: `kind` is "" for what is harmless."""

    text: str
    kind: str = ""

    @property
    def key(self) -> str:
        """What a person says yes to: the words on one line, the same wherever they stand."""
        return " ".join(self.text.split())


def find(text: str, names: Iterable[str]) -> list[Found]:
    """Return the personal data in `text`, in order, none overlapping another; `names` are those of the case's people."""
    found = personal_data.find(text, is_public=True)
    for new in (*_matches(ADDRESS, "address", text), *_matches(PLATE, "plate", text), *_named(text, names)):
        if all(new.end <= old.start or new.start >= old.end for old in found):
            found.append(new)
    return sorted(found, key=lambda one: one.start)


def pieces(text: str, names: Iterable[str]) -> list[Piece]:
    """Return a text cut where personal data begins and ends."""
    cut, at = list[Piece](), 0
    for one in find(text, names):
        cut += [Piece(text[at : one.start]), Piece(text[one.start : one.end], one.kind)]
        at = one.end
    return [*cut, Piece(text[at:])]


def blacked(cut: Iterable[Piece], kept: Iterable[str] = ()) -> str:
    """Return the text with every finding blacked out but those whose keys are `kept`."""
    right = set(kept)
    return "".join(BLACK if piece.kind and piece.key not in right else piece.text for piece in cut)


def _matches(pattern: re.Pattern[str], kind: str, text: str) -> Iterator[Found]:
    for hit in pattern.finditer(text):
        yield Found(kind, *hit.span())


def _named(text: str, names: Iterable[str]) -> Iterator[Found]:
    """Yield whole names first, then their parts: a citizen signs with his first name alone."""
    whole = [" ".join(name.split()) for name in names if name.strip()]
    parts = [part for name in whole for part in name.split() if len(part) >= SHORTEST_NAME]
    for name in dict.fromkeys([*sorted(whole, key=len, reverse=True), *parts]):
        yield from _matches(re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.I), "name", text)
