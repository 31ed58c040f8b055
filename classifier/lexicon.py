"""The language of the safety gate's lexicon (data/safety.toml): words, groups of words and rules, compiled for fast reading.

words      "dood" one word; "vermoord*" any word that begins so; "niet meer" words side by side; "#minor" an age below 18;
           "wil _ dood" with up to two words between; "." the end of a clause. Accents and case do not count; "ö" is also found as "oe".
groups     "@kill" stands for all words of the group of that name in the same language
rules      "@kill & @me / 6 & !menu": a word of each term near one of the first term, in any order, and none of the term
           after "!". "/ 6" is the window in words, for its term and those before it; 8, where nothing is said. A rule that
           begins with "~" speaks of a subject only: it is silent in a text that has a calm word. One that begins with "?"
           is besides vague: what kind of danger it is, it says only where no other rule speaks.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from classifier.text import fold

WINDOW = 8
LONG = 7
LONGEST_WORD = 40
CALM = "calm"
GAP = "_"
_UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"))
_AGE = re.compile(r"(\d{1,2})(?:j|jr|jaar|jarige?|ans|y|yo|yr|jahre)?")
_CHAT_FRENCH = re.compile(r"j[bcdfghklmnpqrstvwxz][a-z]{2,}")
_RUN = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True)
class Rule:
    """What raises an alarm: a term (by number), others near it, and those that must not be; each with its window in words."""

    kind: str
    anchor: int
    near: tuple[tuple[int, int], ...]
    never: tuple[tuple[int, int], ...]
    is_topic: bool
    is_vague: bool


@dataclass(frozen=True)
class Meaning:
    """What one word of a text may be: whole terms, and beginnings of phrases (the words that must follow, and the term)."""

    terms: tuple[int, ...]
    phrases: tuple[tuple[tuple[str, ...], int], ...]


@dataclass
class Lexicon:
    """The compiled lexicon."""

    rules: dict[int, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    calm: frozenset[int] = frozenset()
    spelled: dict[str, tuple[str, ...]] = field(default_factory=dict)
    correct: frozenset[str] = frozenset()
    _numbers: dict[tuple[str, ...], int] = field(default_factory=dict)
    _terms: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _phrases: dict[str, list[tuple[tuple[str, ...], int]]] = field(default_factory=lambda: defaultdict(list))
    _words: set[str] = field(default_factory=set)
    _shortened: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, kind: str, source: str, groups: Mapping[str, list[str]]) -> None:
        """Compile one rule of `kind`, written as the module says; `groups` are the words of its language.

        Raises
        ------
        KeyError
            The rule names a group that its language does not have.
        ValueError
            A window is no number.
        """
        near: list[tuple[int, int]] = []
        never: list[tuple[int, int]] = []
        window = WINDOW
        for part in reversed(source.lstrip("~?").split(" & ")):
            words, _, stated = part.strip().partition(" / ")
            window = int(stated or window)
            (never if words.startswith("!") else near).append((self.term(words.removeprefix("!").split("|"), groups), window))
        anchor, _ = near.pop()
        self.rules[anchor].append(Rule(kind, anchor, tuple(reversed(near)), tuple(never), source.startswith(("~", "?")), source.startswith("?")))

    def term(self, alternatives: Iterable[str], groups: Mapping[str, list[str]]) -> int:
        """Return the number of a term, given its alternatives: words, phrases and groups."""
        phrases = tuple(sorted({variant for phrase in _expanded(alternatives, groups) for variant in self._variants(phrase)}))
        if phrases not in self._numbers:
            number = self._numbers[phrases] = len(self._numbers)
            for phrase in phrases:
                self._learn(phrase.split(), number)
        return self._numbers[phrases]

    def _variants(self, phrase: str) -> set[str]:
        spelled_out = phrase.casefold()
        for umlaut, letters in _UMLAUTS:
            spelled_out = spelled_out.replace(umlaut, letters)
        folded = (ligatures(fold(spelling)).replace("-", " ").split() for spelling in (phrase, spelled_out))
        return {" ".join(part for word in words for part in self.parts(word)) for words in folded}

    def parts(self, word: str) -> Iterator[str]:
        """Yield a folded word as it is compared: chat spelling written out, apostrophes split, "jveux" as "j veux"."""
        if word in self.spelled:
            yield from self.spelled[word]
            return
        for piece in filter(None, word.split("'")):
            if _CHAT_FRENCH.fullmatch(piece) and piece not in self.spelled:
                yield from ("j", piece[1:])
            else:
                yield from self.spelled.get(piece, (piece,))

    def _learn(self, words: list[str], number: int) -> None:
        if len(words) == 1:
            self._terms[words[0]].add(number)
        else:
            self._phrases[words[0]].append((tuple(words[1:]), number))
        for word in words:
            self._words.add(word)
            stem = word.rstrip("*")
            if len(stem) >= LONG:
                for short in _shorter(stem):
                    self._shortened[short].add(word)

    def meaning(self, word: str) -> Meaning | None:
        """Return what a folded word of a text may be, or None when it says nothing to any rule."""
        known = self.matches(word)
        terms = tuple(sorted({number for entry in known for number in self._terms.get(entry, ())}))
        phrases = tuple(phrase for entry in sorted(known) for phrase in self._phrases.get(entry, ()))
        return Meaning(terms, phrases) if terms or phrases else None

    def matches(self, word: str) -> frozenset[str]:
        """Return the lexicon's words that a folded word is, begins with, or misspells."""
        spellings = {word, _RUN.sub(r"\1", word), _RUN.sub(r"\1\1", word)} if _RUN.search(word) else {word}
        found = {entry for spelling in spellings for entry in self._exact(spelling[:LONGEST_WORD])}
        if not found and LONG <= len(word) <= LONGEST_WORD and word not in self.correct:
            found = self._misspelled(word)
        return frozenset(found)

    def _exact(self, word: str) -> Iterable[str]:
        age = _AGE.fullmatch(word)
        candidates = [word, *(f"{word[:size]}*" for size in range(2, len(word) + 1))]
        if age and 3 <= int(age[1]) < 18:
            candidates.append("#minor")
        return [entry for entry in candidates if entry in self._words]

    def _misspelled(self, word: str) -> set[str]:
        found = set()
        for size in range(LONG - 1, len(word) + 1):
            start = word[:size]
            candidates = {entry for short in _shorter(start) for entry in self._shortened.get(short, ())}
            found |= {entry for entry in candidates if (size == len(word) or entry[-1] == "*") and _is_near(entry.rstrip("*"), start)}
        return found


def read(file: Path) -> Lexicon:
    """Return the lexicon that a file holds, compiled."""
    rows: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    spelled = {fold(word): tuple(fold(meant).split()) for word, meant in rows.pop("spelled").items()}
    lexicon = Lexicon(spelled=spelled, correct=frozenset(map(fold, rows.pop("correct"))))
    calm = set()
    for language in rows.values():
        calm.add(lexicon.term(language["words"][CALM], language["words"]))
        for kind, rules in language["rules"].items():
            for rule in rules:
                lexicon.add(kind, rule, language["words"])
    lexicon.calm = frozenset(calm)
    return lexicon


def _expanded(alternatives: Iterable[str], groups: Mapping[str, list[str]]) -> Iterable[str]:
    for phrase in map(str.strip, alternatives):
        yield from _expanded(groups[phrase[1:]], groups) if phrase.startswith("@") else [phrase]


def ligatures(text: str) -> str:
    """Return a folded text with "œ" and "æ" written as two letters."""
    return text.replace("œ", "oe").replace("æ", "ae")


def _shorter(word: str) -> Iterable[str]:
    """Return `word` and each way to leave out one letter but the first."""
    return [word, *(word[:place] + word[place + 1 :] for place in range(1, len(word)))]


def _is_near(one: str, other: str) -> bool:
    """Whether one letter too many, too few, wrong or two letters swapped make one word of the other."""
    if len(one) > len(other):
        one, other = other, one
    place = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[place:] == other[place + 1 :]
    swapped = one[:place] + one[place + 1 : place + 2] + one[place : place + 1] + one[place + 2 :]
    return one[place + 1 :] == other[place + 1 :] or swapped == other
