"""How the ways in and out are, for every page of the desk."""

from django import template
from django.db.models import QuerySet
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from inbox import accounts
from inbox.models import Account, Source

register = template.Library()
COUNTED_TO = 100


@register.simple_tag
def silent_accounts() -> QuerySet[Account]:
    """Return the accounts that have been failing for too long."""
    return accounts.alarming()


@register.simple_tag
def new_or_changed() -> SafeString:
    """Return the forms of what a screen reader hears, as data attributes: the number is put in by the page."""
    forms = [(name, ngettext("{count} question new or changed", "{count} questions new or changed", count)) for name, count in (("one", 1), ("other", 2))]
    return format_html_join(" ", 'data-{}="{}"', forms)


@register.simple_tag
def unread_sources() -> int:
    """Return how many payloads stand in quarantine; counting stops at COUNTED_TO."""
    return Source.objects.filter(state=Source.State.QUARANTINED)[:COUNTED_TO].count()
