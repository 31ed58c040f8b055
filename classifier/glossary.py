"""What citizens call the matters of the portal: words of four languages that mean one thing, found by beginnings of words.

Unlike `concepts`, which tell the teams apart, these are for the search among answers and past questions: looked up word
by word in a table, because tens of thousands of texts are read.
"""

import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from classifier.examples import DATA

LONGEST_ENTRY = 3


@cache
def entries(file: Path = DATA / "glossary.toml") -> dict[str, list[tuple[tuple[str, ...], bool, str]]]:
    """Return by the first letters of an entry its words, whether the last one must end there, and the term it stands for."""
    found: dict[str, list[tuple[tuple[str, ...], bool, str]]] = {}
    for term, by_language in tomllib.loads(file.read_text(encoding="utf-8")).items():
        for entry in dict.fromkeys(entry for some in by_language.values() for entry in some):
            words = tuple(entry.rstrip(" .").split())
            found.setdefault(words[0][:2], []).append((words, entry != entry.rstrip(" ."), term))
    return found


def terms(words: Sequence[str]) -> dict[str, list[int]]:
    """Return the terms that folded `words` mention, each with the places of the words that mention it."""
    found: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        for entry, is_whole, term in _beginning(word):
            if _matches(words[place : place + len(entry)], entry, is_whole=is_whole):
                found.setdefault(term, []).extend(range(place, place + len(entry)))
    return found


def _matches(words: Sequence[str], entry: tuple[str, ...], *, is_whole: bool) -> bool:
    """Tell whether `words` are those of the entry; only the last one may go on."""
    if len(words) < len(entry) or tuple(words[:-1]) != entry[:-1]:
        return False
    return words[-1] == entry[-1] if is_whole else words[-1].startswith(entry[-1])


@lru_cache(maxsize=20_000)
def _beginning(word: str) -> tuple[tuple[tuple[str, ...], bool, str], ...]:
    """Return the entries whose first word `word` may be."""
    return tuple(row for row in entries().get(word[:2], ()) if (word.startswith(row[0][0]) if len(row[0]) == 1 else word == row[0][0]))
