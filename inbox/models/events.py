"""Facts about questions, in the order they were written; the timeline and the live pages read them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from inbox.models.questions import Question


class Event(models.Model):
    """A fact about a question. `id` is the sequence number browsers ask from; `data` holds ids and names, never message texts."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("question received")
        MESSAGE = "message", _("citizen wrote")
        TRIAGED = "triaged", _("routed")
        MOVED = "moved", _("moved to another team")
        ASSIGNED = "assigned", _("assigned")
        RELEASED = "released", _("released")
        STATE = "state", _("state changed")
        NOTE = "note", _("note added")
        REPLIED = "replied", _("reply written")
        UNDONE = "undone", _("reply taken back")
        DELIVERY = "delivery", _("delivery changed")
        TAGGED = "tagged", _("tags changed")
        RATED = "rated", _("citizen rated the answer")
        WITHDRAWN = "withdrawn", _("citizen withdrew the question")
        LINK = "link", _("follow-up link changed")
        LANGUAGE = "language", _("language changed")
        PROMISE = "promise", _("promised date moved")
        ASKED = "asked", _("another service was asked")
        EDITED = "edited", _("citizen changed a message")
        REMOVED = "removed", _("citizen removed a message")
        HIDDEN = "hidden", _("comment hidden")
        REVEALED = "revealed", _("personal data looked at")
        MERGED = "merged", _("citizens joined")
        PARTED = "parted", _("citizens parted again")
        INCIDENT = "incident", _("part of an incident")
        TAKEN_OUT = "taken_out", _("taken out of the incident")
        TWIN = "twin", _("joined with another question")
        UNTWINNED = "untwinned", _("parted from the other question")
        REFERRAL = "referral", _("another administration")
        CARE = "care", _("care first changed")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-created_at"], name="event_moved", condition=models.Q(kind="moved"))]

    def __str__(self) -> str:
        return f"{self.question_id} {self.kind}"
