"""What a text talks about, in any of the desk's languages: "broken", "press release", "tax" …, by word beginnings and phrases.

A concept is one feature for four languages, so that what was learnt from Dutch questions helps with German ones. The
lists stand in data/concepts/, a file for each family; each family is a feature, too, so that a word nobody trained on
still says "technical". The glossary of the search (data/glossary.toml) is one more family, of the matters citizens ask
about. Matching goes word by word and leads back to the original by offsets.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from classifier.examples import DATA
from classifier.text import Token, pieces

GAP = 4
SHORTEST_BEGINNING = 2
GLOSSARY = "glossary"


class Entry(NamedTuple):
    """One line of a concept's list; `number` tells it from all others."""

    concept: str
    number: int


@dataclass(frozen=True)
class Mention:
    """A concept, one place where the original text mentions it, and the number of the entry it was found by."""

    concept: str
    start: int
    end: int
    entry: int


@dataclass(frozen=True)
class Phrase:
    """Several words: all but the last must stand there whole; None is a gap of at most GAP words."""

    entry: Entry
    words: tuple[str | None, ...]
    last: str
    is_whole: bool


@dataclass
class Lexicon:
    """All entries, ordered for looking up: by word, by beginning, by a part of a word, by a phrase's first word."""

    concepts: dict[str, str] = field(default_factory=dict)
    whole: dict[str, list[Entry]] = field(default_factory=dict)
    beginnings: dict[str, list[Entry]] = field(default_factory=dict)
    inside: list[tuple[str, Entry]] = field(default_factory=list)
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    size: int = 0

    def add(self, concept: str, line: str) -> None:
        """Take in one line of a list; with an apostrophe it is found without it, too."""
        entry, self.size = Entry(concept, self.size), self.size + 1
        self._add(entry, line)
        if "'" in line:
            self._add(entry, line.replace("'", ""))

    def _add(self, entry: Entry, line: str) -> None:
        is_whole, anywhere = line.endswith(" ."), line.startswith("~")
        words = [word for part in line.split() for word in ([None] if part == "*" else _words(part))]
        head, last = words[:-1], words[-1]
        assert last is not None, line
        if head:
            first = head[0]
            assert first is not None, line
            self.phrases.setdefault(first, []).append(Phrase(entry, tuple(head[1:]), last, is_whole))
        elif anywhere:
            self.inside.append((last, entry))
        else:
            (self.whole if is_whole else self.beginnings).setdefault(last, []).append(entry)


def _words(part: str) -> list[str | None]:
    return [piece.word for piece in pieces(part)]


@cache
def lexicon(folder: Path = DATA) -> Lexicon:
    """Return the lexicon of a folder's concepts/ and glossary; `concepts` maps each concept to its family, in the order of the files."""
    found = Lexicon()
    for file in sorted((folder / "concepts").glob("*.toml")):
        _read(found, file, "")
    _read(found, folder / "glossary.toml", f"{GLOSSARY}: ")
    return found


def _read(found: Lexicon, file: Path, prefix: str) -> None:
    for concept, by_language in tomllib.loads(file.read_text(encoding="utf-8")).items():
        name = prefix + concept
        found.concepts[name] = file.stem
        for line in dict.fromkeys(line for lines in by_language.values() for line in lines):
            found.add(name, line)


@lru_cache(maxsize=50_000)
def of_word(word: str) -> tuple[Entry, ...]:
    """Return the entries that one folded word matches by itself."""
    known = lexicon()
    found = [*known.whole.get(word, ())]
    for size in range(SHORTEST_BEGINNING, len(word) + 1):
        found += known.beginnings.get(word[:size], ())
    found += [entry for part, entry in known.inside if part in word]
    return tuple(dict.fromkeys(found))


def mentions(tokens: Sequence[Token]) -> list[Mention]:
    """Return every place where a text mentions a concept, in the order of the text."""
    return list(_mentions(tokens))


def _mentions(tokens: Sequence[Token]) -> Iterator[Mention]:
    phrases = lexicon().phrases
    for place, token in enumerate(tokens):
        for entry in of_word(token.word):
            yield Mention(entry.concept, token.start, token.end, entry.number)
        for phrase in phrases.get(token.word, ()):
            end = _end(phrase, tokens, place + 1)
            if end is not None:
                yield Mention(phrase.entry.concept, token.start, tokens[end].end, phrase.entry.number)


def _end(phrase: Phrase, tokens: Sequence[Token], place: int) -> int | None:
    """Return where a phrase that began before `place` ends, or None when it does not go on there."""
    for word in phrase.words:
        if word is None:
            return _after_gap(phrase, tokens, place)
        if place >= len(tokens) or tokens[place].word != word:
            return None
        place += 1
    return place if place < len(tokens) and _fits(tokens[place].word, phrase) else None


def _after_gap(phrase: Phrase, tokens: Sequence[Token], place: int) -> int | None:
    rest = Phrase(phrase.entry, phrase.words[phrase.words.index(None) + 1 :], phrase.last, phrase.is_whole)
    ends = (_end(rest, tokens, start) for start in range(place, min(place + GAP + 1, len(tokens))))
    return next((end for end in ends if end is not None), None)


def _fits(word: str, phrase: Phrase) -> bool:
    return word == phrase.last if phrase.is_whole else word.startswith(phrase.last)
