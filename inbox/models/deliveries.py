"""The sending of one outgoing message, and each try of it as a row of its own."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inbox.models.messages import Message


class Delivery(models.Model):
    """The sending of one outgoing message. Whoever moves `state` from queued to sending owns the try.

    `parts` are the network's names of what was sent so far of a text cut into a thread; the last one is `external_id`. `report` is
    what the network said afterwards.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        UNKNOWN = "unknown", _("sent or not, we do not know")

    class Report(models.TextChoices):
        DELIVERED = "delivered", _("delivered")
        READ = "read", _("read")

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="delivery")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    not_before = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    external_id = models.CharField(max_length=255, blank=True)
    parts = models.JSONField(default=list, blank=True)
    report = models.CharField(max_length=10, choices=Report.choices, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["not_before", "id"], name="delivery_queue", condition=models.Q(state__in=["queued", "sending"])),
            models.Index(fields=["external_id"], name="delivery_external", condition=~models.Q(external_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.state}"


class Attempt(models.Model):
    """One try of a delivery; a try without an end was cut off."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    is_success = models.BooleanField(null=True, blank=True)
    is_permanent = models.BooleanField(default=False)
    error = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return f"{self.delivery_id} #{self.number}"
