"""What the classifier learns from people: labelled examples, training runs, model versions, and every change of the model in use."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpdesk.people.models import Team
from inbox.models.decisions import Decision


class Example(models.Model):
    """The team that people found right for one decision. The text stays where it is: with the question's first message.

    `trusted_by` is a lead who looked at somebody else's label that contradicted the models, and found it right.
    """

    class Source(models.TextChoices):
        CORRECTED = "corrected", _("moved by a person")
        CONFIRMED = "confirmed", _("answered where it was sent")

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="example")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    labelled_at = models.DateTimeField()
    trusted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    trusted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["labelled_at", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["labelled_at", "id"], name="example_in_time")]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.team_id}"


class Bookmark(models.Model):
    """How far a reader of the events has come."""

    name = models.CharField(max_length=20, unique=True)
    event = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.event}"


class ModelVersion(models.Model):
    """A trained model whose file is kept, so that it can be used again. `cut_at`: it has seen no example labelled later."""

    name = models.CharField(max_length=64, unique=True)
    trained_at = models.DateTimeField()
    trained_on = models.PositiveIntegerField(default=0)
    learned_from = models.PositiveIntegerField(default=0)
    cut_at = models.DateTimeField(null=True, blank=True)
    threshold = models.FloatField(default=0)
    figures = models.JSONField(default=dict)
    is_kept = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return self.name


class TrainingRun(models.Model):
    """One training of a challenger and what became of it. Only one runs at a time; `beat_at` says that its process lives."""

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="running"), name="one_training_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.state}"


class ModelChange(models.Model):
    """What was decided about a model: who (nobody: the nightly run), when, why (a code and figures, or a person's words).

    The newest AIMED row says which precision is aimed at, whatever model is in use.
    """

    class Kind(models.TextChoices):
        ADOPTED = "adopted", _("put to use")
        PROMOTED = "promoted", _("promoted")
        REFUSED = "refused", _("not promoted")
        ROLLED_BACK = "rolled_back", _("rolled back")
        DRIFTED = "drifted", _("alarm: the questions have changed")
        AIMED = "aimed", _("precision target changed")
        TRUSTED = "trusted", _("labels found right")

    IN_USE = (Kind.ADOPTED, Kind.PROMOTED, Kind.ROLLED_BACK)
    ASIDE = (Kind.DRIFTED, Kind.AIMED, Kind.TRUSTED)

    kind = models.CharField(max_length=12, choices=Kind.choices)
    version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="changes")
    run = models.OneToOneField(TrainingRun, on_delete=models.CASCADE, null=True, blank=True, related_name="outcome")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=20, blank=True)
    because = models.CharField(max_length=300, blank=True)
    figures = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.version_id}"
