"""Two texts side by side: word by word, or sentence by sentence with only those that changed."""

import difflib
import re
from dataclasses import dataclass

from helpdesk.answers.plain.source import sentences as spans


@dataclass(frozen=True)
class Part:
    """A piece of a comparison: kept, added or removed words."""

    kind: str
    text: str


@dataclass(frozen=True)
class Sentence:
    """A place where sentences changed: what stood there, what stands there, and the words that differ."""

    old: str
    new: str
    parts: list[Part]


def words(old: str, new: str) -> list[Part]:
    """Return `new` against `old` word by word."""
    before, now = _words(old), _words(new)
    parts: list[Part] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(Part("kept", "".join(now[c:d])))
            continue
        if b > a:
            parts.append(Part("removed", "".join(before[a:b])))
        if d > c:
            parts.append(Part("added", "".join(now[c:d])))
    return parts


def sentences(old: str, new: str, language: str) -> list[Sentence]:
    """Return the places where the sentences of `new` differ from those of `old`; what stayed is left out."""
    before, now = _sentences(old, language), _sentences(new, language)
    found: list[Sentence] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        paired = b - a == d - c
        pairs = zip(before[a:b], now[c:d], strict=True) if paired else [(" ".join(before[a:b]), " ".join(now[c:d]))]
        found += [Sentence(was, stands, words(was, stands)) for was, stands in pairs]
    return found


def _sentences(text: str, language: str) -> list[str]:
    """Return the sentences as they are written, marks included, so that a changed address of a link shows too."""
    found = spans(text, language)
    starts = [0, *(span.start for span in found[1:])]
    ends = [*starts[1:], len(text)]
    return [" ".join(text[start:end].split()) for start, end in zip(starts, ends, strict=True)] if found else []


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", text)
