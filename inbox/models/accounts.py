"""Our presence on a network, and the tokens of those who post for citizens."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

GIVEN_NAMES = (gettext_noop("Contact form"), gettext_noop("E-mail"))


class Account(models.Model):
    """Our presence on one network: "the contact form", "Telegram @desk". `kind` names the channel.

    `settings` can be shown, `secrets` is their encrypted rest (`inbox.vault`). `cursor` is where fetching goes on, and nobody
    else fetches before `polled_until`. While `paused_until` lies ahead nothing is sent: the network asked us to be quiet, or refused
    us. `failing_in` and `failing_out` say which way does not work, `failing_since` since when: reading a mailbox may fail while
    its answers leave.
    """

    kind = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=100)
    address = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    settings = models.JSONField(default=dict, blank=True)
    secrets = models.TextField(blank=True)
    cursor = models.TextField(blank=True)
    polled_until = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    last_in_at = models.DateTimeField(null=True, blank=True)
    last_out_at = models.DateTimeField(null=True, blank=True)
    last_checked_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    failing_in = models.BooleanField(default=False)
    failing_out = models.BooleanField(default=False)
    failing_since = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)
    token_expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["kind", "address"], name="one_account_per_address")]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """The name; one that the desk gave itself, in the reader's language."""
        return gettext(self.name) if self.name in GIVEN_NAMES else self.name


class ApiToken(models.Model):
    """A key for the public API: only its digest is kept; `prefix` lets people tell tokens apart."""

    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(max_length=8, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
