"""The pages an answer rests on, and what the nightly look at them found."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.answers.models.answers import Answer


class Source(models.Model):
    """A page an answer rests on. `digest` is of its text as it was last seen; the first source is the one citizens are shown."""

    class Status(models.TextChoices):
        UNSEEN = "unseen", _("not looked at yet")
        SAME = "same", _("unchanged")
        CHANGED = "changed", _("changed")
        DEAD = "dead", _("cannot be reached")

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="sources")
    url = models.URLField(_("link"), max_length=500)
    title = models.CharField(_("title"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.UNSEEN)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    looked_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["answer", "url"], name="one_source_of_a_link")]

    def __str__(self) -> str:
        return self.title or self.url
