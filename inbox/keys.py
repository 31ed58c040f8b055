"""Keys of the public API: made once, shown once, kept as a digest only, ended by date or by hand."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from helpdesk.people.models import User
from inbox.models import Account, ApiToken

USE_NOTED_EVERY = timedelta(minutes=1)


class Scope(models.TextChoices):
    """What a token may do."""

    WRITE = "questions:write", _("send questions")
    READ = "questions:read", _("read lists and details, without names, addresses or texts")
    TEXTS = "questions:texts", _("read the texts of questions and replies as well")


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def issue(name: str, *, scopes: Sequence[str], by: User, account: Account | None = None, expires_at: datetime | None = None) -> tuple[ApiToken, str]:
    """Make a token and return it with its key, which can never be shown again.

    Parameters
    ----------
    name
        What people call the program that uses it.
    scopes
        Values of Scope.
    account
        The API account it posts for; without one, an account of the same name is made. Two tokens of one account
        share their idempotency keys, so that a token can be replaced while a program repeats its requests.
    expires_at
        When it ends by itself; None for never.
    """
    prefix = secrets.token_hex(4)
    key = f"{prefix}.{secrets.token_urlsafe(32)}"
    account = account or Account.objects.create(kind="api", name=name, address=prefix)
    row = ApiToken.objects.create(name=name, prefix=prefix, digest=_digest(key), scopes=list(scopes), account=account, created_by=by, expires_at=expires_at)
    return row, key


def revoke(token: ApiToken) -> bool:
    """End a token at once; False when it had already ended."""
    return bool(ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()))


def find(key: str) -> ApiToken | None:
    """Return the live token of `key`; None for an unknown, expired or revoked one, or one of a closed account."""
    now = timezone.now()
    live = ApiToken.objects.select_related("account").filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None, account__is_active=True)
    token = live.filter(prefix=key.partition(".")[0]).first() if "\0" not in key else None
    return token if token and constant_time_compare(token.digest, _digest(key)) else None


def note_use(token: ApiToken) -> None:
    """Write down that the token is used, at most once a minute."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
