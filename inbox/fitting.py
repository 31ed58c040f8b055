"""How a reply fits its network: its length as the network counts, the parts it becomes, a short form with a link, until when it may go. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from helpdesk.answers.models import WordingVersion
from helpdesk.people.models import User
from inbox import accounts, cutting, outgoing, vault
from inbox.channels import registry
from inbox.channels.abilities import Reopener
from inbox.models import Question

LEAST_ROOM = 40


@dataclass(frozen=True)
class Size:
    """How long a reply is, how long one message may be, and how many messages it becomes."""

    length: int
    most: int
    parts: int


@dataclass(frozen=True)
class Window:
    """Until when the network takes an answer, and whether something can be sent after it."""

    closes_at: datetime
    is_over: bool
    can_reopen: bool


def limit(question: Question) -> int | None:
    """Return how long one message may be, as the network counts; None where it does not matter."""
    own = question.account.settings.get("max_chars")
    return int(own) if own else registry.get(question.account.kind).max_chars


def size(question: Question, by: User, text: str, *, is_public: bool) -> Size | None:
    """Return how `text` fits; None where the network knows no limit."""
    most = limit(question)
    if most is None:
        return None
    measure = registry.get(question.account.kind).measure
    parts = outgoing.pieces(question, by, text, is_public=is_public, most=most) if text.strip() else []
    return Size(sum(measure(part.text) for part in parts) + max(len(parts) - 1, 0), most, len(parts))


def shortened(question: Question, by: User, text: str, insertions: Sequence[int], *, is_public: bool) -> str:
    """Return the beginning of a text that is too long and the address of the page where the rest stands.

    Returns
    -------
    str
        "" where the text fits, or where no answer that was put in has a page.
    """
    fits = size(question, by, text, is_public=is_public)
    versions = WordingVersion.objects.filter(pk__in=list(insertions)).exclude(wording__answer__sources=None)
    address = versions.order_by("-pk", "wording__answer__sources__position").values_list("wording__answer__sources__url", flat=True).first()
    if fits is None or fits.parts < 2 or not address:
        return ""
    measure = registry.get(question.account.kind).measure
    room = fits.most - measure(f" … {address}") - (0 if is_public else measure(f"\n\n– {by.name}"))
    return f"{cutting.cut(text, room, measure)[0]} … {address}" if room >= LEAST_ROOM else ""


def window(question: Question) -> Window | None:
    """Return until when the network takes a private answer; None where there is no such time."""
    channel = registry.get(question.account.kind)
    if channel.reply_window is None or question.is_public:
        return None
    closes_at = question.last_incoming_at + channel.reply_window
    try:
        can_reopen = isinstance(channel, Reopener) and channel.can_reopen(accounts.of(question.account))
    except vault.Locked:
        can_reopen = False
    return Window(closes_at, closes_at < timezone.now(), can_reopen)
