"""What the checker says of a text, as the pages show it: score, change since the text was opened, marks with a sentence each."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpdesk.answers.plain import AIM, Mark, Score, check, score

LABELS: dict[str, tuple[str | Promise, str | Promise]] = {
    "long_sentence": (_("Long sentence"), _("More than 20 words. Make two sentences of it.")),
    "long_word": (_("Long word"), _("Is there a shorter word, or can you explain it?")),
    "passive": (_("Passive"), _("Say who does it: “we check your file”, not “your file is checked”.")),
    "officialese": (_("Officialese"), _("Write it as you would say it.")),
    "address": (_("Form of address"), _("The desk addresses citizens formally, everywhere in the text.")),
    "acronym": (_("Acronym"), _("Write it in full the first time, with the acronym in brackets.")),
    "link": (_("Link"), _("The words of a link say where it leads, also when they are read on their own.")),
    "picture": (_("Picture without text"), _("Describe the picture between the square brackets for those who do not see it.")),
    "heading": (_("Heading"), _("Headings do not skip a level.")),
}


@dataclass(frozen=True)
class Remark:
    """A mark with what the page calls it and what it advises."""

    mark: Mark
    label: str | Promise
    advice: str | Promise


@dataclass(frozen=True)
class Piece:
    """A piece of the checked text; `kind` is empty where nothing is to be said."""

    text: str
    kind: str
    label: str | Promise


@dataclass(frozen=True)
class Checked:
    """The whole of what a page shows; `before` is the score of the text as it was opened, None where there was none."""

    now: Score
    before: int | None
    remarks: list[Remark]
    pieces: list[Piece]
    aim: int = AIM


def score_in(text: str) -> int | None:
    """Return the score that a page sent back, None where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 3 else None


def checked(text: str, language: str, before: int | None = None) -> Checked:
    """Return the score and the remarks on a Markdown text."""
    marks = check(text, language)
    return Checked(score(text, language), before, [Remark(mark, *LABELS[mark.kind]) for mark in marks], _pieces(text, marks))


def _pieces(text: str, marks: list[Mark]) -> list[Piece]:
    """Cut the text at its marks; inside a long sentence the smaller marks are shown, so that none hides another."""
    fine = [mark for mark in marks if mark.kind != "long_sentence"]
    long = [mark for mark in marks if mark.kind == "long_sentence" and not any(mark.start <= each.start < mark.end for each in fine)]
    found: list[Piece] = []
    at = 0
    for mark in sorted([*fine, *long], key=lambda each: each.start):
        if mark.start < at:
            continue
        found.append(Piece(text[at : mark.start], "", ""))
        found.append(Piece(text[mark.start : mark.end], mark.kind, LABELS[mark.kind][0]))
        at = mark.end
    return [piece for piece in [*found, Piece(text[at:], "", "")] if piece.text]
