"""A person, and that person on one channel: one citizen, many identities."""

from typing import ClassVar

from django.db import models


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
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["kind", "address"], name="one_identity_per_address")]

    def __str__(self) -> str:
        return self.display_name or self.address
