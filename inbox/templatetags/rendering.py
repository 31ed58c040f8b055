"""Showing messages and moments: everything a person wrote passes the sanitizer on its way to a page."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from helpdesk.formats import short_day
from helpdesk.people.models import Team
from helpdesk.sanitize import clean, markdown, plain
from inbox import accounts, facets, personal_data, quoted
from inbox.channels import registry
from inbox.channels.abilities import Shower
from inbox.channels.base import LOCKED, LOCKED_TEXT
from inbox.models import Account, Decision, Message, Question

register = template.Library()
SECRET_LINK = re.compile(r"/q/[A-Z0-9]+-[0-9a-f]{32}/")


@register.filter
def body(message: Message) -> SafeString:
    """Return a message's text as clean HTML: ours is Markdown, a citizen's is plain or foreign HTML; a secret link is the citizen's alone."""
    if message.kind == Message.Kind.REPLY:
        return markdown(message.text)
    if message.kind == Message.Kind.AUTOMATIC:
        return plain(SECRET_LINK.sub("/q/…/", message.text))
    if message.is_public:
        return plain(personal_data.mask(quoted.warning(message.text)[1], is_public=True))
    return clean(quoted.split_html(message.html)[0]) if message.html else plain(quoted.split(message.text)[0])


@register.filter
def unmasked(message: Message) -> SafeString:
    """Return a public message with the personal data its citizen wrote."""
    return plain(quoted.warning(message.text)[1])


@register.filter
def warned(message: Message) -> str:
    """Return the content warning that a public message came with."""
    said = quoted.warning(message.text)[0] if message.is_public and message.kind == Message.Kind.INCOMING else ""
    return personal_data.mask(said, is_public=True)


@register.filter
def is_masked(message: Message) -> bool:
    """Tell whether a citizen's public message holds personal data that is not shown at once."""
    return message.kind == Message.Kind.INCOMING and message.is_public and bool(personal_data.find(message.text, is_public=True))


@register.filter
def repeated(message: Message) -> SafeString:
    """Return what a citizen's mail only repeats, as clean HTML; "" where it repeats nothing."""
    if message.kind != Message.Kind.INCOMING or message.is_public:
        return SafeString("")
    if message.html:
        return clean(quoted.split_html(message.html)[1])
    rest = quoted.split(message.text)[1]
    return plain(rest) if rest else SafeString("")


@register.filter
def tellable(reasons: list[dict[str, Any]], question: Question) -> list[dict[str, Any]]:
    """Return the reasons of a decision that repeat nothing of what is masked in a public question."""
    return [reason for reason in reasons if not question.is_public or not re.search(r"[\d@]", str(reason.get("text", "")))]


@register.filter
def in_hundred(share: float) -> str:
    """Return a probability in percent without the sign; nothing that is not certain is shown as 100 or 0."""
    whole = round(share * 100)
    if whole in (0, 100) and 0 < share < 1:
        return "< 1" if whole == 0 else "> 99"
    return str(whole)


@register.filter
def reason_text(reason: dict[str, Any]) -> str:
    """Return what a reason says: a word of the text, or by which kind of way the question came in."""
    return facets.way(reason["text"]) if reason.get("kind") == "channel" else str(reason["text"])


@register.filter
def has_page(message: Message) -> bool:
    """Tell whether a message looks like more than its text, and was kept as it came."""
    return message.kind == Message.Kind.INCOMING and isinstance(registry.get(accounts.named(message.account_id).kind), Shower) and bool(message.sources.all())


@register.filter
def is_locked(message: Message) -> bool:
    """Tell whether part of a citizen's message is encrypted, so that nobody here can read it."""
    kinds = {file.content_type for file in message.attachments.all()}
    return message.kind == Message.Kind.INCOMING and (bool(LOCKED & kinds) or LOCKED_TEXT in message.text)


@register.filter
def kind_icon(kind: str) -> str:
    """Return the name of the icon for a kind of identity."""
    return next((channel.icon for channel in registry.ALL if channel.identity_kind == kind and channel.intake != "form"), "person")


@register.filter
def moment(value: datetime) -> str:
    """Return a moment as a list shows it: the time today, the day this year, else the date."""
    local, now = timezone.localtime(value), timezone.localtime()
    if local.date() == now.date():
        return formats.date_format(local, "TIME_FORMAT")
    return short_day(local) if local.year == now.year else formats.date_format(local, "SHORT_DATE_FORMAT")


@register.filter
def day(value: datetime) -> str:
    """Return a moment's day, with the short name of its month."""
    return short_day(timezone.localtime(value))


@register.filter
def due(question: Question) -> str:
    """Return how an open question stands to its due time: "late", "soon" (today), or ""."""
    if question.is_overdue:
        return "late"
    return "soon" if question.is_open and timezone.localtime(question.due_at).date() == timezone.localdate() else ""


@register.filter
def channel_icon(account: Account) -> str:
    """Return the name of the icon of an account's channel."""
    return registry.get(account.kind).icon


@register.filter
def team_name(key: str, teams: Iterable[Team]) -> str:
    """Return the name of the team with `key` in the reader's language; the key itself for a team that is gone."""
    return next((str(team) for team in teams if team.key == key), key)


@register.filter
def facet_label(row: Question | Decision) -> str:
    """Return what a question is beside its team: "refer: taxes"; "" for an ordinary one."""
    return facets.label(row.facet, row.facet_detail)


@register.filter
def other_language_name(question: Question) -> str:
    """Return the name of a language that is none of ours, in the reader's language."""
    try:
        return str(get_language_info(question.other_language)["name_translated"])
    except KeyError:
        return _("another language")
