"""Our accounts on the networks: what connects them, how they are, and who is told when one falls silent."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from helpdesk.recent import Recent
from inbox import vault
from inbox.channels import registry
from inbox.channels.abilities import Checkable, Expiring, Installer
from inbox.channels.base import ChannelError
from inbox.models import Account, Delivery, Message, Source

ALARM_AFTER = timedelta(minutes=15)
EXPIRY_WARNING = timedelta(days=7)
NOTED_EVERY = timedelta(minutes=1)
FIRST_PAUSE = timedelta(minutes=1)
WELL: dict[str, object] = {"error": "", "failing_in": False, "failing_out": False, "failing_since": None, "alarmed_at": None, "paused_until": None}


def mailbox() -> Account:
    """Return the account of the desk's own mailbox."""
    return Account.objects.get_or_create(kind="email", address=settings.DEFAULT_FROM_EMAIL, defaults={"name": "E-mail"})[0]


def of(account: Account) -> dict[str, str]:
    """Return everything the channel needs to speak for an account; raises vault.Locked."""
    given = {need.name: need.default for need in registry.get(account.kind).needs if need.default}
    shown: dict[str, str] = account.settings
    return given | {"address": account.address, "hook": hook_of(account)} | shown | vault.open_(account.secrets)


def hook_of(account: Account) -> str:
    """Return the address at which the account's network calls us."""
    return f"{settings.SITE_URL}{reverse('hook', args=[account.pk])}" if account.pk else ""


def secrets_of(account: Account) -> dict[str, str]:
    """Return the secrets that are kept for an account; none when they cannot be read any more."""
    try:
        return vault.open_(account.secrets)
    except vault.Locked:
        return {}


def connect(kind: str, name: str, address: str, values: Mapping[str, str], *, forgotten: Collection[str] = ()) -> Account:
    """Make or change an account; secrets left empty stay as they were, except those to be forgotten."""
    secret = {need.name for need in registry.get(kind).needs if need.is_secret}
    account = Account.objects.filter(kind=kind, address=address).first() or Account(kind=kind, address=address)
    kept = {key: value for key, value in secrets_of(account).items() if key not in forgotten}
    account.name = name
    account.settings = {key: value for key, value in values.items() if key not in secret}
    account.secrets = vault.seal(kept | {key: value for key, value in values.items() if key in secret and value})
    account.is_active, account.polled_until = True, None
    for field, value in WELL.items():
        setattr(account, field, value)
    account.save()
    _named.drop()
    hurry(account)
    return account


def named(pk: int) -> Account:
    """Return an account's kind and name, at most a minute old: all that a row of a list says of it."""
    return _named.get().get(pk) or Account.objects.get(pk=pk)


_named = Recent(lambda: {account.pk: account for account in Account.objects.only("kind", "name")})


def rest(account: Account) -> None:
    """Leave an account alone until somebody goes on with it; what comes meanwhile is kept."""
    Account.objects.filter(pk=account.pk).update(**WELL, is_active=False)


def go_on(account: Account) -> None:
    """Ask and answer on an account again, at once."""
    Account.objects.filter(pk=account.pk).update(**WELL, is_active=True, polled_until=None)
    hurry(account)


def hurry(account: Account) -> None:
    """Send at once what an earlier failure put off."""
    held = Delivery.objects.filter(message__account=account, state=Delivery.State.QUEUED, tries__gt=0)
    held.update(not_before=timezone.now())


def install(account: Account) -> None:
    """Tell the network where we are and keep what we learn of it; raises ChannelError."""
    channel = registry.get(account.kind)
    if isinstance(channel, Installer):
        account.settings = account.settings | dict(channel.install(of(account)))
        account.save(update_fields=["settings"])
    note_expiry(account)


def note_expiry(account: Account) -> None:
    """Ask the network until when its key is good; raises ChannelError."""
    channel = registry.get(account.kind)
    if isinstance(channel, Expiring):
        account.token_expires_at = channel.expires_at(of(account))
        account.save(update_fields=["token_expires_at"])


def connected() -> QuerySet[Account]:
    """Return the accounts that can be asked for messages."""
    return Account.objects.filter(is_active=True, kind__in=registry.polled()).exclude(settings={}, secrets="").order_by("pk")


def polled() -> QuerySet[Account]:
    """Return the accounts that are asked for messages now."""
    now = timezone.now()
    return connected().filter(Q(polled_until=None) | Q(polled_until__lte=now))


def went_well(account: Account, *, is_out: bool = False) -> None:
    """Note a success of one way, in or out."""
    Account.objects.filter(pk=account.pk).update(**{"last_out_at" if is_out else "last_in_at": timezone.now()})
    recovered(account, is_out=is_out)


def recovered(account: Account, *, is_out: bool = False) -> None:
    """Note that one way works; what was wrong is over once both do."""
    mine, other = ("failing_out", "failing_in") if is_out else ("failing_in", "failing_out")
    Account.objects.filter(**{"pk": account.pk, mine: True}).update(**{mine: False})
    Account.objects.filter(**{"pk": account.pk, other: False}).exclude(failing_since=None, error="").update(**WELL)


def was_heard(account: Account) -> None:
    """Note that a network called; at most once a minute, storms write no rows."""
    if account.last_in_at is None or account.failing_since or account.last_in_at < timezone.now() - NOTED_EVERY:
        went_well(account)


def failed(account: Account, error: ChannelError, *, is_out: bool = False) -> None:
    """Note a failure of the account itself: that way is left alone for a while, longer the longer it fails.

    A mailbox that cannot be read still sends; when the network itself asks to wait, nothing leaves either.
    """
    now = timezone.now()
    row = Account.objects.get(pk=account.pk)
    since = row.failing_since or now
    until = now + (error.retry_after or min(max(FIRST_PAUSE, (now - since) / 2), timedelta(hours=1)))
    way = {"failing_out": True, "paused_until": until} if is_out else {"failing_in": True, "polled_until": until}
    Account.objects.filter(pk=account.pk).update(error=str(error)[:1000], failing_since=since, **way)
    if error.retry_after:
        pause(account, error.retry_after)


def pause(account: Account, wait: timedelta) -> None:
    """Send nothing for an account until the network's own waiting time is over."""
    until = timezone.now() + wait
    Account.objects.filter(Q(paused_until=None) | Q(paused_until__lt=until), pk=account.pk).update(paused_until=until)


def state(account: Account, now: datetime | None = None) -> str:
    """Return how an account is: "off", "failing", "waiting", "expiring" or "well"."""
    now = now or timezone.now()
    if not account.is_active:
        return "off"
    if account.failing_since:
        return "failing"
    if account.paused_until and account.paused_until > now:
        return "waiting"
    if account.token_expires_at and account.token_expires_at < now + EXPIRY_WARNING:
        return "expiring"
    return "well"


def alarming() -> QuerySet[Account]:
    """Return the accounts that have been failing for too long."""
    return Account.objects.filter(is_active=True, failing_since__lte=timezone.now() - ALARM_AFTER).order_by("pk")


def check(account: Account, given: Mapping[str, str] | None = None) -> str:
    """Return who we are on the network; raises ChannelError, and vault.Locked when the secrets cannot be read."""
    channel = registry.get(account.kind)
    said = channel.check(given or of(account)) if isinstance(channel, Checkable) else ""
    Account.objects.filter(pk=account.pk).update(last_checked_at=timezone.now(), polled_until=None)
    return said


def with_latest() -> QuerySet[Account]:
    """Return the accounts with the moments of their last message in (`heard_at`) and out (`spoke_at`)."""
    heard = Message.objects.filter(account=OuterRef("pk"), kind=Message.Kind.INCOMING).order_by("-pk")
    spoke = Delivery.objects.filter(message__account=OuterRef("pk"), state=Delivery.State.SENT).order_by("-pk")
    return Account.objects.annotate(heard_at=Subquery(heard.values("created_at")[:1]), spoke_at=Subquery(spoke.values("sent_at")[:1]))


def backlog() -> dict[int, dict[str, int]]:
    """Return by account how many messages wait to be sent, how many failed, and how many payloads wait to be read."""
    found: dict[int, dict[str, int]] = {}
    for state, name in ((Delivery.State.QUEUED, "out"), (Delivery.State.FAILED, "failed"), (Delivery.State.UNKNOWN, "unknown")):
        rows = Delivery.objects.filter(state=state).values_list("message__account").annotate(count=Count("pk"))
        for pk, count in rows:
            found.setdefault(pk, {})[name] = count
    waiting = Source.objects.filter(state__in=[Source.State.RECEIVED, Source.State.QUARANTINED])
    for pk, count in waiting.values_list("account").annotate(count=Count("pk")):
        found.setdefault(pk, {})["in"] = count
    return found
