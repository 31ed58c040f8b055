"""Looking after our accounts: those that nobody polls are asked whether they still know us, and the leads are told what is wrong."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone, translation

from helpdesk.people.models import User
from inbox import accounts, vault
from inbox.channels import registry
from inbox.channels.abilities import Checkable
from inbox.channels.base import ChannelError
from inbox.models import Account, Message

USUAL_DAYS = 14
LEAST_MESSAGES = 14
LEAST_QUIET = timedelta(days=3)
MISSED_MESSAGES = 8


def look() -> None:
    """Check every account that is not polled, notice who fell quiet, learn when keys expire and say so in time."""
    for account in Account.objects.filter(is_active=True).exclude(settings={}, secrets=""):
        if registry.get(account.kind).intake == "hook":
            _check(account)
            _note_quiet(account)
    warn_of_expiry()


def _check(account: Account) -> None:
    if not isinstance(registry.get(account.kind), Checkable):
        return
    try:
        accounts.check(account)
        accounts.note_expiry(account)
    except (ChannelError, vault.Locked) as error:
        accounts.failed(account, error if isinstance(error, ChannelError) else ChannelError(str(error), permanent=False), is_out=True)
    else:
        accounts.recovered(account, is_out=True)


def _note_quiet(account: Account) -> None:
    """Take an account for failing when messages should have come: so many were usual that at least eight are missing."""
    heard, now = account.last_in_at, timezone.now()
    if heard is None or now - heard < LEAST_QUIET or account.failing_since:
        return
    usual = Message.objects.filter(account=account, kind=Message.Kind.INCOMING, created_at__gt=heard - timedelta(days=USUAL_DAYS)).count()
    if usual >= LEAST_MESSAGES and now - heard >= timedelta(days=USUAL_DAYS * MISSED_MESSAGES / usual):
        said = f"Nothing came any more; before, {usual} messages in {USUAL_DAYS} days were usual. Perhaps the webhook is no longer subscribed."
        Account.objects.filter(pk=account.pk, failing_since=None).update(failing_in=True, failing_since=heard, error=said)


def raise_alarms() -> int:
    """Mail the leads, once an outage, about accounts that fell silent; return how many accounts."""
    count = 0
    for account in accounts.alarming().filter(alarmed_at=None):
        if Account.objects.filter(pk=account.pk, alarmed_at=None).update(alarmed_at=timezone.now()):
            _tell_leads(account, "mail/account_silent.txt")
            count += 1
    return count


def warn_of_expiry() -> int:
    """Mail the leads, once a key, about keys that expire within a week; return how many."""
    now, count = timezone.now(), 0
    soon = Account.objects.filter(is_active=True, token_expires_at__gt=now, token_expires_at__lte=now + accounts.EXPIRY_WARNING)
    for account in soon:
        if account.settings.get("warned_of") != _named(account.token_expires_at):
            account.settings = account.settings | {"warned_of": _named(account.token_expires_at)}
            account.save(update_fields=["settings"])
            _tell_leads(account, "mail/key_expires.txt")
            count += 1
    return count


def _named(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _tell_leads(account: Account, template: str) -> None:
    for lead in User.objects.filter(is_active=True, is_lead=True):
        with translation.override(lead.language):
            text = render_to_string(template, {"account": account, "site": settings.SITE_URL, "lead": lead})
        subject, _, body = text.strip().partition("\n")
        send_mail(subject.strip(), body.strip(), None, [lead.email], fail_silently=True)
