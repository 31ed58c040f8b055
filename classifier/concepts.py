"""What a text talks about, in any of the desk's languages: "broken", "press release", "tax" …, by word beginnings and phrases.

A concept is one feature for four languages, so that what was learnt from Dutch questions helps with German ones. The
lists stand in data/concepts/, a file for each family; each family is a feature, too, so that a word nobody trained on
still says "technical". Matching goes word by word and leads back to the original by offsets.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from classifier.examples import DATA
from classifier.text import Token, pieces

GAP = 4
SHORTEST_BEGINNING = 2


@dataclass(frozen=True)
class Mention:
    """A concept and one place where the original text mentions it."""

    concept: str
    start: int
    end: int


@dataclass(frozen=True)
class Phrase:
    """Several words: all but the last must stand there whole; None is a gap of at most GAP words."""

    concept: str
    words: tuple[str | None, ...]
    last: str
    is_whole: bool


@dataclass
class Lexicon:
    """All entries, ordered for looking up: by word, by beginning, by a part of a word, by a phrase's first word."""

    concepts: dict[str, str] = field(default_factory=dict)
    whole: dict[str, list[str]] = field(default_factory=dict)
    beginnings: dict[str, list[str]] = field(default_factory=dict)
    inside: list[tuple[str, str]] = field(default_factory=list)
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)

    def add(self, concept: str, entry: str) -> None:
        """Take in one entry of a list."""
        is_whole, anywhere = entry.endswith(" ."), entry.startswith("~")
        words = [word for part in entry.split() for word in ([None] if part == "*" else _words(part))]
        head, last = words[:-1], words[-1]
        assert last is not None, entry
        if head:
            first = head[0]
            assert first is not None, entry
            self.phrases.setdefault(first, []).append(Phrase(concept, tuple(head[1:]), last, is_whole))
        elif anywhere:
            self.inside.append((last, concept))
        else:
            (self.whole if is_whole else self.beginnings).setdefault(last, []).append(concept)


def _words(part: str) -> list[str | None]:
    return [piece.word for piece in pieces(part)]


@cache
def lexicon(folder: Path = DATA / "concepts") -> Lexicon:
    """Return the lexicon of a folder; `concepts` maps each concept to its family, in the order of the files."""
    found = Lexicon()
    for file in sorted(folder.glob("*.toml")):
        for concept, by_language in tomllib.loads(file.read_text(encoding="utf-8")).items():
            found.concepts[concept] = file.stem
            for entry in dict.fromkeys(entry for entries in by_language.values() for entry in entries):
                found.add(concept, entry)
                if "'" in entry:
                    found.add(concept, entry.replace("'", ""))
    return found


@lru_cache(maxsize=50_000)
def of_word(word: str) -> tuple[str, ...]:
    """Return the concepts that one folded word names by itself."""
    known = lexicon()
    found = [*known.whole.get(word, ())]
    for size in range(SHORTEST_BEGINNING, len(word) + 1):
        found += known.beginnings.get(word[:size], ())
    found += [concept for part, concept in known.inside if part in word]
    return tuple(dict.fromkeys(found))


def mentions(tokens: Sequence[Token]) -> list[Mention]:
    """Return every place where a text mentions a concept, in the order of the text."""
    return list(_mentions(tokens))


def _mentions(tokens: Sequence[Token]) -> Iterator[Mention]:
    phrases = lexicon().phrases
    for place, token in enumerate(tokens):
        for concept in of_word(token.word):
            yield Mention(concept, token.start, token.end)
        for phrase in phrases.get(token.word, ()):
            end = _end(phrase, tokens, place + 1)
            if end is not None:
                yield Mention(phrase.concept, token.start, tokens[end].end)


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
    rest = Phrase(phrase.concept, phrase.words[phrase.words.index(None) + 1 :], phrase.last, phrase.is_whole)
    ends = (_end(rest, tokens, start) for start in range(place, min(place + GAP + 1, len(tokens))))
    return next((end for end in ends if end is not None), None)


def _fits(word: str, phrase: Phrase) -> bool:
    return word == phrase.last if phrase.is_whole else word.startswith(phrase.last)
