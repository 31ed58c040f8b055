"""What the public did with the answers, and what it looked for in vain: sums by day, nobody's name."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpdesk.answers.models.answers import Answer
from helpdesk.answers.models.wordings import Wording
from helpdesk.people.models import Language


class Reading(models.Model):
    """How often a wording was read in the help centre and sent by agents on one day, and how many said that it helped or did not."""

    wording = models.ForeignKey(Wording, on_delete=models.CASCADE, related_name="readings")
    day = models.DateField()
    read = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    helped = models.PositiveIntegerField(default=0)
    did_not_help = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["wording", "day"], name="one_reading_a_day")]

    def __str__(self) -> str:
        return f"{self.wording_id} {self.day}: {self.read}"


class Gap(models.Model):
    """Something people needed and did not find; `count` is how often.

    A search holds the folded words, numbers and addresses masked; a form or a language names the answer that did not do.
    """

    class Kind(models.TextChoices):
        SEARCH = "search", _("searched, nothing found")
        FORM = "form", _("read, and asked all the same")
        LANGUAGE = "language", _("needed in a language that is missing")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    language = models.CharField(max_length=2, choices=Language.choices)
    words = models.CharField(max_length=120, blank=True)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, null=True, blank=True, related_name="gaps")
    count = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "language", "words"], condition=models.Q(answer=None), name="one_gap_of_words"),
            models.UniqueConstraint(fields=["kind", "language", "answer"], condition=models.Q(answer__isnull=False), name="one_gap_of_an_answer"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-count", "-id"], name="gap_open", condition=models.Q(done_at=None))]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} {self.words or self.answer_id}"
