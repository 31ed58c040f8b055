"""The words of an answer: a wording for each language, every version kept with who and when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.answers.models.answers import Answer
from helpdesk.people.models import Language


class Wording(models.Model):
    """The text of an Answer in one language as it is offered and read; Markdown source.

    `version` is the number of the newest version, `approved` of the one that was approved last. The words here are the newest ones, unless the
    answer is published and a change of it waits for a second person: then they are the approved ones. `short_text` is what goes out where
    there is room for a few lines only. `rests_on` is the version of the source wording that these words say the same as: the versions since
    are what they are behind by, since `behind_since`.
    """

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    short_text = models.CharField(_("short text"), max_length=500, blank=True)
    keywords = models.CharField(_("keywords"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    rests_on = models.PositiveIntegerField(null=True, blank=True)
    behind_since = models.DateTimeField(null=True, blank=True)
    approved = models.PositiveIntegerField(null=True, blank=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["language"]
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["answer", "language"], name="one_wording_per_language")]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    @property
    def is_waiting(self) -> bool:
        """Whether the newest version was not approved yet."""
        return self.approved != self.version


class WordingVersion(models.Model):
    """A wording as it was: rows are added, their words never changed. `rests_on` is the version of the source that they say the same as."""

    wording = models.ForeignKey(Wording, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    short_text = models.CharField(max_length=500, blank=True)
    keywords = models.CharField(max_length=300, blank=True)
    rests_on = models.PositiveIntegerField(null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["wording", "number"], name="one_row_per_version")]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"
