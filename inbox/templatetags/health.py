"""How the ways in and out are, for every page of the desk."""

from django import template
from django.db.models import QuerySet

from inbox import accounts
from inbox.models import Account, Source

register = template.Library()
COUNTED_TO = 100


@register.simple_tag
def silent_accounts() -> QuerySet[Account]:
    """Return the accounts that have been failing for too long."""
    return accounts.alarming()


@register.simple_tag
def unread_sources() -> int:
    """Return how many payloads stand in quarantine; counting stops at COUNTED_TO."""
    return Source.objects.filter(state=Source.State.QUARANTINED)[:COUNTED_TO].count()
