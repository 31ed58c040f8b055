"""What came in as it came: kept before anything is read, so that what cannot be read is not lost."""

import secrets
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inbox.models.accounts import Account
from inbox.models.messages import Message


def source_path(source: "Source", name: str) -> str:  # noqa: ARG001  (Django calls it so)
    """Return an unguessable path."""
    return f"source/{timezone.now():%Y/%m}/{secrets.token_hex(16)}"


class Source(models.Model):
    """One mail or payload as it came, and what became of it. The same bytes twice are one row.

    Small payloads stand in `body`, large ones in `file`.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        TAKEN = "taken", _("taken in")
        IGNORED = "ignored", _("kept, not answered")
        REPORT = "report", _("a report on a message of ours")
        QUARANTINED = "quarantine", _("could not be read")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sources")
    digest = models.CharField(max_length=64)
    body = models.BinaryField(blank=True, default=b"")
    file = models.FileField(upload_to=source_path, blank=True)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    sender = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="sources")
    mark = models.CharField(max_length=64, blank=True)
    marked_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["account", "digest"], name="same_source_once")]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["not_before", "id"], name="source_queue", condition=models.Q(state="received")),
            models.Index(fields=["account"], name="source_unmarked", condition=models.Q(marked_at=None) & ~models.Q(mark="")),
            models.Index(fields=["-id"], name="source_shown", condition=~models.Q(state="taken")),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"
