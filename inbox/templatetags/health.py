"""How the ways in and out are, for every page of the desk."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from helpdesk.recent import Recent
from inbox import accounts
from inbox.models import Account, Source

register = template.Library()
COUNTED_TO = 100
KEPT_FOR_S = 5.0

_silent = Recent(lambda: list(accounts.alarming()), for_s=KEPT_FOR_S)
_unread = Recent(Source.objects.filter(state=Source.State.QUARANTINED)[:COUNTED_TO].count, for_s=KEPT_FOR_S)


@register.simple_tag
def silent_accounts() -> list[Account]:
    """Return the accounts that have been failing for too long, as they were a few seconds ago."""
    return _silent.get()


@register.simple_tag
def new_or_changed() -> SafeString:
    """Return the forms of what a screen reader hears, as data attributes: the number is put in by the page."""
    forms = [(name, ngettext("{count} question new or changed", "{count} questions new or changed", count)) for name, count in (("one", 1), ("other", 2))]
    return format_html_join(" ", 'data-{}="{}"', forms)


@register.simple_tag
def unread_sources() -> int:
    """Return how many payloads stood in quarantine a few seconds ago; counting stops at COUNTED_TO."""
    return _unread.get()
