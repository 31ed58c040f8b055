"""What a text talks about, in any of the desk's languages: "broken", "press", "own file" …, by word beginnings and phrases.

A concept is one feature for four languages, so that what was learnt from Dutch questions helps with German ones. The
lists stand in data/concepts.toml; matching reads a folded text and leads back to the original by offsets.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from classifier.examples import DATA
from classifier.text import LONGEST, Folded, fold_with_places

_GAP = r" (?:\\S+ ){1,3}"


@dataclass(frozen=True)
class Mention:
    """A concept and where the original text first mentions it."""

    concept: str
    start: int
    end: int


@cache
def patterns(file: Path = DATA / "concepts.toml") -> dict[str, re.Pattern[str]]:
    """Return for each concept the expression that finds it in a folded text."""
    rows = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: re.compile("|".join(dict.fromkeys(_expression(entry) for entries in by.values() for entry in entries))) for name, by in rows.items()}


def _expression(entry: str) -> str:
    whole = entry != entry.rstrip(" .")
    gaps = re.sub(r"\\ \\\*\\ ", _GAP, re.escape(entry.rstrip(" .")))
    return (r"\b" if entry[0].isalnum() else "") + gaps + (r"\b" if whole else "")


def mentions(text: str) -> list[Mention]:
    """Return each concept that `text` mentions, at its first mention."""
    folded: Folded = fold_with_places(text[:LONGEST])
    found = ((name, pattern.search(folded.text)) for name, pattern in patterns().items())
    return [Mention(name, folded.places[hit.start()], folded.places[hit.end() - 1] + 1) for name, hit in found if hit]
