"""What makes a text hard, at its place in the source: long sentences and words, the passive, officialese, mixed forms of address,
acronyms nobody explained, links that do not say where they lead, pictures without a text, headings that skip a level.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from helpdesk.answers.plain.reading import syllables
from helpdesk.answers.plain.source import Span, lists, sentences, visible, word_spans

LONGEST_SENTENCE = 20
LONG_WORD = {"nl": 5, "fr": 5, "de": 6, "en": 5}
LONG_LETTERS = {"nl": 16, "fr": 14, "de": 20, "en": 14}
PASSIVE_WITHIN = 9
MOST = 60

_ACRONYM = re.compile(r"\b[A-ZÀ-Ý]{2,6}s?\b")
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
_BARE = re.compile(r"(?<![(\w/])https?://\S+")
_PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s", re.M)


@dataclass(frozen=True)
class Mark:
    """One finding. `kind` names the rule, `start` and `end` the place in the Markdown source, `instead` what to write."""

    start: int
    end: int
    kind: str
    text: str
    instead: str = ""


def check(text: str, language: str) -> list[Mark]:
    """Return what makes a Markdown text hard to read, in the order of the text, 60 at most."""
    spans, seen = sentences(text, language), visible(text)
    found = [*_sentences(spans), *_words(spans, language), *_passive(spans, language), *_officialese(seen, language)]
    found += [*_address(seen, language), *_acronyms(seen, language), *_links(text, language), *_pictures(text), *_headings(text)]
    return sorted(found, key=lambda mark: (mark.start, -mark.end))[:MOST]


def _mark(kind: str, span: Span, instead: str = "") -> Mark:
    return Mark(span.start, span.end, kind, span.text, instead)


def _sentences(spans: list[Span]) -> Iterator[Mark]:
    return (_mark("long_sentence", span) for span in spans if len(word_spans(span)) > LONGEST_SENTENCE)


def _words(spans: list[Span], language: str) -> Iterator[Mark]:
    for word in (word for span in spans for word in word_spans(span)):
        is_name = word.text[1:] != word.text[1:].lower()
        if not is_name and len(word.text) >= LONG_LETTERS[language] and syllables(word.text, language) >= LONG_WORD[language]:
            yield _mark("long_word", word)


def _passive(spans: list[Span], language: str) -> Iterator[Mark]:
    """Find a form of the auxiliary with a participle near it, before it or after it as the language does."""
    said = lists(language)["passive"]
    participle, never = re.compile(said["participle"], re.I), set(said["never"])
    for span in spans:
        found = word_spans(span)
        for i, word in enumerate(found):
            if word.text.lower() not in said["auxiliaries"]:
                continue
            near = found[i + 1 : i + 1 + said.get("within", PASSIVE_WITHIN)]
            hit = next((other for other in near if participle.fullmatch(other.text) and other.text.lower() not in never), None)
            if hit:
                start, end = min(word.start, hit.start), max(word.end, hit.end)
                yield Mark(start, end, "passive", f"{word.text} … {hit.text}" if hit.start - word.end > 1 else f"{word.text} {hit.text}")


def _officialese(seen: str, language: str) -> Iterator[Mark]:
    for pattern, instead in _replacements(language):
        yield from (Mark(found.start(), found.end(), "officialese", found.group(), instead) for found in pattern.finditer(seen))


@cache
def _replacements(language: str) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(rf"\b{re.escape(phrase)}\b", re.I), instead) for phrase, instead in lists(language)["officialese"].items()]


def _address(seen: str, language: str) -> Iterator[Mark]:
    """Find the familiar form; in a text that keeps to it, too: the desk says u, vous, Sie."""
    familiar = lists(language)["address"]
    if familiar:
        yield from (Mark(found.start(), found.end(), "address", found.group()) for found in re.finditer(familiar, seen))


def _acronyms(seen: str, language: str) -> Iterator[Mark]:
    """Find acronyms that stand nowhere in brackets, nor before an explanation in brackets."""
    known, told = set(lists(language)["acronyms"]), set()
    for found in _ACRONYM.finditer(seen):
        name = found.group().rstrip("s")
        explained = re.search(rf"\(\s*{re.escape(name)}\s*\)|\b{re.escape(name)}\s*\(", seen)
        if name not in known and name not in told and not explained and not seen.isupper():
            told.add(name)
            yield Mark(found.start(), found.end(), "acronym", found.group())


def _links(text: str, language: str) -> Iterator[Mark]:
    vague = set(lists(language)["links"])
    for found in _LINK.finditer(text):
        label = found[1].strip().strip("*_").lower().rstrip(".!:")
        if not label or label in vague or label.startswith(("http://", "https://")):
            yield Mark(found.start(), found.end(), "link", found[1] or found[2])
    pieces = _LINK.sub(lambda found: " " * len(found.group()), text)
    yield from (Mark(found.start(), found.end(), "link", found.group()) for found in _BARE.finditer(pieces))


def _pictures(text: str) -> Iterator[Mark]:
    return (Mark(found.start(), found.end(), "picture", found.group()) for found in _PICTURE.finditer(text) if not found[1].strip())


def _headings(text: str) -> Iterator[Mark]:
    before = 1
    for found in _HEADING.finditer(text):
        level = len(found[1])
        if level > before + 1:
            yield Mark(found.start(1), text.find("\n", found.start(1)) if "\n" in text[found.start(1) :] else len(text), "heading", found[1])
        before = level
