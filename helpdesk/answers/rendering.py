"""The variables of a wording and how they are filled when an agent inserts it; what a citizen chose stays text."""

import re
from collections.abc import Mapping
from datetime import date
from difflib import SequenceMatcher

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from helpdesk.sanitize import markdown

RUN = 3
LEAST_LEFT = 0.2
VARIABLES: dict[str, type] = {"citizen": str, "reference": str, "agent": str, "team": str, "promised_on": date, "today": date, "link": str}
IN_PUBLIC = ("citizen", "today")
FOLLOW_UP = "link"
_VARIABLE = re.compile(r"\{\s*([^\W\d]\w*)\s*\}")
_FILLED = re.compile(r"( ?)\{\s*([^\W\d]\w*)\s*\}")
_WORDS = re.compile(r"\w+")
_SPECIAL = re.compile(r"([\\`*_\[\]<>])")


def unknown(text: str) -> list[str]:
    """Return the names in braces that are no variable of ours, in order, once each."""
    return list(dict.fromkeys(name for name in _VARIABLE.findall(text) if name not in VARIABLES))


def left(text: str) -> list[str]:
    """Return our variables that still stand in a text that should be ready, in order, once each."""
    return list(dict.fromkeys(name for name in _VARIABLE.findall(text) if name in VARIABLES))


def only_in_replies(title: str, text: str) -> list[str]:
    """Return our variables that mean nothing to everybody, because they are about one question; in a title, which stands in lists, all of them."""
    return list(dict.fromkeys([*left(title), *(name for name in left(text) if name not in IN_PUBLIC)]))


def fill(text: str, values: Mapping[str, str | date], language: str = "en") -> str:
    """Return the Markdown `text` with its variables filled.

    A text is put in as plain text (Markdown marks in it are escaped, line breaks become spaces), a date is written out in
    `language`. A variable without a value vanishes with the space before it, so that "Dear {citizen}," becomes "Dear,".

    Parameters
    ----------
    text : str
        Markdown source of a wording or snippet.
    values : Mapping[str, str | date]
        By variable, each of the type that `VARIABLES` gives it.
    language : str, default "en"
        Code of the language that dates are written in.

    Raises
    ------
    TypeError
        When a value is not of its variable's type.
    """

    def put(match: re.Match[str]) -> str:
        space, name = match.groups()
        if name not in VARIABLES:
            return match.group()
        value = _written(name, values[name], language) if name in values else ""
        return space + value if value else ""

    return _FILLED.sub(put, text)


def _written(name: str, value: str | date, language: str) -> str:
    """Return a value as Markdown; an address stays as it is, so that it can be clicked."""
    if not isinstance(value, VARIABLES[name]):
        raise TypeError(f"{name} is no {VARIABLES[name].__name__}")
    if isinstance(value, date):
        with translation.override(language):
            return date_format(value, "DATE_FORMAT")
    return value if name == FOLLOW_UP else _SPECIAL.sub(r"\\\1", " ".join(value.split()))


def public(text: str, language: str) -> str:
    """Return the Markdown `text` for everybody: with today's date, without a name; what is about one question vanishes."""
    return fill(text, {"today": timezone.localdate()}, language)


def bare(text: str) -> str:
    """Return the Markdown `text` without its variables."""
    return fill(text, {})


def is_left(text: str, reply: str) -> bool:
    """Tell whether something of a wording's `text` is left in a reply: a fifth of its runs of three words, or all of a shorter one."""
    runs, left = _runs(text), _runs(reply)
    return bool(runs) and len(runs & left) >= LEAST_LEFT * len(runs)


def share_left(text: str, reply: str) -> float:
    """Return how much of a wording's `text` is left in a reply: the share of its words that stand there in their order, 0 to 1."""
    words, sent = (_WORDS.findall(_VARIABLE.sub(" ", each).casefold()) for each in (text, reply))
    blocks = SequenceMatcher(None, words, sent, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(words) if words else 0.0


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORDS.findall(_VARIABLE.sub(" ", text).casefold())
    return {tuple(words[i : i + RUN]) for i in range(max(len(words) - RUN + 1, 1))} if words else set()


def preview(text: str) -> SafeString:
    """Return the Markdown `text` as HTML with examples for its variables."""
    today = timezone.localdate()
    examples: dict[str, str | date] = {
        "citizen": _("Carla Example"), "reference": "K7MX4-PQD9R", "agent": _("Ana Example"), "team": _("Editorial"),
        "promised_on": today, "today": today, "link": "https://desk.example/q/…",
    }  # fmt: skip
    return markdown(fill(text, examples, translation.get_language() or "en"))
