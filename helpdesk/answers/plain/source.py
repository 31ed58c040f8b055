"""What a reader sees of a Markdown text, at the same places: marks become blanks, so that every finding can be shown in the source."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tomllib import loads
from typing import Any

_BLANKED = (
    re.compile(r"!\[[^\]]*\]\([^)]*\)"),
    re.compile(r"(?<=\])\([^)\s]*(?:\s+\"[^\"]*\")?\)"),
    re.compile(r"`[^`\n]*`"),
    re.compile(r"https?://\S+|\b(?:[\w-]+\.)+(?:be|eu|org|com|gov)\b(?:/\S*)?"),
    re.compile(r"^\s{0,3}(?:#{1,6}\s|>\s?|[-*+]\s|\d+[.)]\s)", re.M),
    re.compile(r"[*_\[\]{}|~]"),
)
_END = re.compile(r"[.!?…]+[\"'»”)]*(?=\s|$)|\n\s*\n|\n(?=\s{0,3}(?:#{1,6}\s|>\s?|[-*+]\s|\d+[.)]\s))")
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")


@dataclass(frozen=True)
class Span:
    """A piece of a text: its place in the source, and the piece."""

    start: int
    end: int
    text: str


@cache
def lists(language: str) -> dict[str, Any]:
    """Return the word lists of a language: abbreviations, officialese, passive, address, links, acronyms."""
    return loads((Path(__file__).parent / "words" / f"{language}.toml").read_text(encoding="utf-8"))


def visible(text: str) -> str:
    """Return `text` as long as it is, with all that a reader does not see turned into blanks."""
    for pattern in _BLANKED:
        text = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)
    return text


def sentences(text: str, language: str) -> list[Span]:
    """Return the sentences of a Markdown text; a list item, a heading and a paragraph end one, too."""
    source, seen = text, visible(text)
    short = tuple(lists(language)["abbreviations"])
    starts, ends = [0], []
    for end in _END.finditer(source):
        if source[: end.end()].lower().endswith(short):
            continue
        ends.append(end.end())
        starts.append(end.end())
    ends.append(len(source))
    found = (_trimmed(seen, start, end) for start, end in zip(starts, ends, strict=True))
    return [span for span in found if words(span.text)]


def words(text: str) -> list[str]:
    """Return the words of a text without its marks."""
    return _WORD.findall(text)


def word_spans(span: Span) -> list[Span]:
    """Return the words of a span with their places in the source."""
    return [Span(span.start + found.start(), span.start + found.end(), found.group()) for found in _WORD.finditer(span.text)]


def _trimmed(seen: str, start: int, end: int) -> Span:
    piece = seen[start:end]
    left = len(piece) - len(piece.lstrip())
    return Span(start + left, start + left + len(piece.strip()), piece.strip())
