"""Triage decisions: what the model said, why, and what a person made of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.people.models import Team
from inbox.models.questions import Question


class Decision(models.Model):
    """One triage of a question.

    `team` is where the question went (none: To sort, and `held` says why), `best_team` the model's best guess even below its threshold.
    `probabilities` maps team keys to probabilities; `reasons` lists `{text, weight, team, start, end, kind}`.
    `facet` says what else it is, `facet_detail` which theme, service or protocol; `facet_confidence` is the calibrated probability.
    `recalled` is the question whose correction spoke along.
    `corrected_to` keeps a person's choice beside the model's: every correction is a labelled example.
    """

    class Held(models.TextChoices):
        UNSURE = "unsure", _("Too unsure for a team: a person sorts this one.")
        LITTLE = "little", _("The text says too little for a team: a person sorts this one.")
        LANGUAGE = "language", _("Not in one of our languages: a person sorts this one.")
        CARE = "care", _("Care first goes to no team by itself: a person takes it at once.")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="decisions")
    model_version = models.CharField(max_length=64, blank=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    held = models.CharField(max_length=10, choices=Held.choices, blank=True)
    best_team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confidence = models.FloatField(null=True, blank=True)
    probabilities = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    recalled = models.ForeignKey(Question, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    error = models.CharField(max_length=300, blank=True)
    facet = models.CharField(max_length=10, choices=Question.Facet.choices, blank=True)
    facet_detail = models.CharField(max_length=30, blank=True)
    facet_confidence = models.FloatField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    corrected_to = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    corrected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-corrected_at"], name="decision_corrected", condition=models.Q(corrected_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.team_id} ({self.confidence})"
