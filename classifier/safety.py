"""The safety gate: does somebody need help now, or threaten? It reads all four languages at once, recall first.

The lexicon is data (data/safety.toml), so that the desk's leads can own it. A missed cry for help weighs more than a false alarm.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from classifier.text import LONGEST, fold

LEXICON = Path(__file__).parent / "data" / "safety.toml"
KINDS = ("self_harm", "child_at_risk", "emergency", "threat")


@dataclass(frozen=True)
class Alarm:
    """What the gate found: its kind (the gravest of KINDS, in that order) and the words that raised it."""

    kind: str
    words: tuple[str, ...]


def check(text: str) -> Alarm | None:
    """Return the alarm a text raises, or None.

    Parameters
    ----------
    text
        As it was written, in any language; all of it is read, not only what a classifier would.
    """
    folded = " ".join(fold(text[: LONGEST * 10].replace("’", "'")).split())
    for kind, pattern in _patterns().items():
        found = tuple(match.group() for match in pattern.finditer(folded))
        if found:
            return Alarm(kind, found[:5])
    return None


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    lexicon = tomllib.loads(LEXICON.read_text(encoding="utf-8"))
    return {kind: re.compile("|".join(f"(?:{entry})" for entries in lexicon[kind].values() for entry in entries)) for kind in KINDS}
