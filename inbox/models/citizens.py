"""A person, and that person on one channel: one citizen, many identities."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Citizen(models.Model):
    """A person who asks; known only by what he gave us."""

    name = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"


class Identity(models.Model):
    """A citizen on one kind of channel: an e-mail address, a Telegram user id. E-mail addresses are kept in lower case."""

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=20)
    address = models.CharField(max_length=320)
    display_name = models.CharField(max_length=120, blank=True)
    unreachable_since = models.DateTimeField(null=True, blank=True)
    unreachable_because = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["kind", "address"], name="one_identity_per_address")]

    def __str__(self) -> str:
        return self.display_name or self.address


class Merge(models.Model):
    """Two citizens were found to be one: `identities` moved from `absorbed` to `kept`. A merge can be undone."""

    class Proof(models.TextChoices):
        LINK = "link", _("the link mailed to the other address was opened")
        MAIL = "mail", _("a mail to the question's own reply address")
        AGENT = "agent", _("an agent saw that they are one person")

    kept = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="merges")
    absorbed = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="+")
    identities = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    proof = models.CharField(max_length=10, choices=Proof.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.absorbed_id} → {self.kept_id}"
