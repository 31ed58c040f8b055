"""What an agent puts into a reply: a wording or a snippet, its variables filled, as the question's network shows it. Reads only.

Networks with markup get the Markdown; the others readable plain text. Where the full text does not fit into one message
the short one goes in, with the address of the public answer. A secret link is never filled in for everybody to read.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from helpdesk.answers import centre, rendering
from helpdesk.answers import snippets as kept
from helpdesk.answers.models import Snippet, Wording
from helpdesk.people.models import User
from helpdesk.sanitize import markdown
from inbox import cutting, fitting, links
from inbox.channels import registry, words
from inbox.models import Question

_MARKS = re.compile(r"([\\*`<]|(?<=\])\()")
_LINE_MARKS = re.compile(r"(?m)^(#|>|\+ )")


@dataclass(frozen=True)
class Inserted:
    """The text that is put in, and whether it is the short one."""

    text: str
    is_short: bool = False


class Offered(NamedTuple):
    """A snippet as the composer's menu offers it; `label` is empty where it has no text in the question's language."""

    pk: int
    key: str
    kind: str
    label: str


def values(question: Question, by: User, *, is_public: bool) -> dict[str, str | date]:
    """Return what the variables are filled with; in public `{link}` stays in the text, which stops the send."""
    return {
        "citizen": question.citizen.name,
        "reference": question.shown_reference,
        "agent": by.name,
        "team": question.team.name_in(question.language) if question.team else "",
        "promised_on": question.promised_on,
        "today": timezone.localdate(),
        rendering.FOLLOW_UP: f"{{{rendering.FOLLOW_UP}}}" if is_public else links.url(question),
    }


def wording(question: Question, by: User, row: Wording, form: str = "", *, is_public: bool) -> Inserted:
    """Return a wording as it goes into the reply.

    Parameters
    ----------
    form
        "full" or "short", as the agent chose; otherwise the full text, or the short one where the full one is too long.
    """
    filled = values(question, by, is_public=is_public)
    full = _shown(question, rendering.fill(row.text, filled, row.language))
    if not row.short_text or form == "full":
        return Inserted(full)
    fits = fitting.size(question, by, full, is_public=is_public)
    if form != "short" and (fits is None or fits.parts < 2):
        return Inserted(full)
    short = _shown(question, rendering.fill(row.short_text, filled, row.language))
    return Inserted(_with_address(question, by, row, short, is_public=is_public), is_short=True)


def snippet(question: Question, by: User, row: Snippet, *, is_public: bool) -> str:
    """Return a snippet's text in the question's language as it goes into the reply; "" where it has none."""
    text = row.texts.get(question.language, "")
    return _shown(question, rendering.fill(text, values(question, by, is_public=is_public), question.language))


def snippets(language: str) -> tuple[Offered, ...]:
    """Return the snippets that agents are offered for a reply in `language`, in the order of a letter: greetings first, closings last."""
    return tuple(Offered(row.pk, row.key, row.kind, _label(row.texts.get(language, ""))) for row in kept.offered())


@lru_cache(maxsize=512)
def _label(text: str) -> str:
    return " ".join(words.text_of(markdown(rendering.bare(text))).split())


def _shown(question: Question, text: str) -> str:
    """Return Markdown as the network takes it: as it is, or as plain text that means nothing else when it is read as Markdown again."""
    if registry.get(question.account.kind).markup == "html":
        return text
    plain = words.text_of(markdown(text), is_with_links=True, link_as=": {}")
    return _LINE_MARKS.sub(r"\\\1", _MARKS.sub(r"\\\1", plain))


def _with_address(question: Question, by: User, row: Wording, text: str, *, is_public: bool) -> str:
    """Return a short text and where the rest stands, if everybody may read it there; cut so that both fit into one message."""
    if not row.answer.is_public:
        return text
    address = f"{settings.SITE_URL}{centre.path(row)}"
    whole, most, measure = f"{text} {address}", fitting.limit(question), registry.get(question.account.kind).measure
    signature = "" if is_public else f"\n\n– {by.name}"
    if most is None or measure(whole + signature) <= most:
        return whole
    room = most - measure(f" … {address}{signature}")
    return f"{cutting.cut(text, room, measure)[0]} … {address}" if room >= fitting.LEAST_ROOM else whole
