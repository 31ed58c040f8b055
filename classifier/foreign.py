"""Languages that are none of the desk's, told by script, letters and commonest words (data/languages.toml); and greetings of ours."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from classifier.examples import DATA

LEAST_SHARE = 0.5
LEAST_HITS = 2
LETTER = 1.5
LEAD = 1.0


def script(text: str) -> str:
    """Return the language whose script most letters of `text` are in, "" for Latin."""
    letters = [char for char in text[:2000] if char.isalpha()]
    for code, (low, high) in _tables()["scripts"].items():
        mine = [char for char in letters if low <= ord(char) <= high]
        if len(mine) >= 2 and len(mine) > len(letters) * LEAST_SHARE:
            return _closer(code, {char.casefold() for char in mine})
    return ""


def _closer(code: str, letters: set[str]) -> str:
    own = {"ru": ("uk", "bg"), "ar": ("fa",), "zh": ()}.get(code, ())
    return next((name for name in own if letters & set(_tables()["cyrillic"][name])), code)


def named(text: str, words: Sequence[str]) -> str:
    """Return the language of other people's whose words and letters stand out in a Latin text, "" when none does.

    Parameters
    ----------
    words
        The folded words of the text.
    """
    ours = max(sum(word in mine for word in words) for mine in _ours().values())
    letters = set(text[:2000].casefold())
    scores = {code: _score(code, words, letters) for code in _tables()["words"]}
    best = max(scores, key=lambda code: scores[code])
    hits = sum(word in _words(best) for word in words)
    enough = hits >= LEAST_HITS or (hits and scores[best] > hits)
    return best if enough and scores[best] >= ours + LEAD and hits >= len(words) * 0.15 else ""


def _score(code: str, words: Sequence[str], letters: set[str]) -> float:
    return sum(word in _words(code) for word in words) + LETTER * len(letters & set(_tables()["letters"].get(code, "")))


def without_greetings(words: Sequence[str]) -> tuple[list[str], str]:
    """Return the words between greeting and farewell, and the language of the greeting ("" without one)."""
    start, end = 0, len(words)
    while start < end and words[start] in _greetings():
        start += 1
    while end > start and words[end - 1] in _greetings():
        end -= 1
    greeted = [*words[:start], *words[end:]]
    tables = _tables()["greetings"]
    counts = {code: sum(word in mine for word in greeted) for code, mine in tables.items()}
    best = max(counts, key=lambda code: counts[code])
    alone = sorted(counts.values())[-2] < counts[best]
    return list(words[start:end]), best if greeted and alone else ""


@cache
def _greetings() -> frozenset[str]:
    return frozenset(word for mine in _tables()["greetings"].values() for word in mine)


@cache
def _ours() -> dict[str, frozenset[str]]:
    """Return the commonest words of the desk's languages, so that "de" or "me" alone never says Romanian."""
    return {code: frozenset(words) for code, words in _tables()["ours"].items()}


@cache
def _words(code: str) -> frozenset[str]:
    return frozenset(_tables()["words"][code])


@cache
def _tables(file: Path = DATA / "languages.toml") -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
