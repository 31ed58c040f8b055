"""Recalls: versions of an answer that turned out to be wrong, and are taken back from everybody who got them."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from helpdesk.answers.models import Answer, WordingVersion


class Recall(models.Model):
    """Versions of an answer that were wrong, sent from `since` on (None: ever). Who got them is read from the messages."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="+")
    versions: "models.ManyToManyField[WordingVersion, Any]" = models.ManyToManyField(WordingVersion, related_name="+")
    since = models.DateField(null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.answer_id} recalled"
