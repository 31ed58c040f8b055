"""An import of answers: the file taken apart into rows, each with what it would do, and what became of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.answers.models.answers import Answer


class ImportRun(models.Model):
    """One file. It is checked first, and written only when its editor says so; `done` of `total` rows are through."""

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked, nothing written yet")
        WRITING = "writing", _("being written")
        DONE = "done", _("written")

    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


class ImportRow(models.Model):
    """One answer of the file. `problem` is a code with `about`, what it is about; `changes` names what differs, by language."""

    class Effect(models.TextChoices):
        WAITING = "waiting", _("waiting")
        NEW = "new", _("new")
        CHANGED = "changed", _("changes")
        SAME = "same", _("as it stands")
        BAD = "bad", _("cannot be taken over")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=200)
    data = models.JSONField(default=dict)
    effect = models.CharField(max_length=8, choices=Effect.choices, default=Effect.WAITING)
    changes = models.JSONField(default=list)
    problem = models.CharField(max_length=20, blank=True)
    about = models.CharField(max_length=300, blank=True)
    answer = models.ForeignKey(Answer, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_written = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["run", "number"], name="one_row_of_an_import")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.place}: {self.effect}"
