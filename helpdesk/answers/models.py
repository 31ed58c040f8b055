"""Reusable answers: one Answer, its Wordings in up to four languages, every version kept with who and when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.people.models import Language


class Answer(models.Model):
    """One thing we say, in several languages."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("retired")

    class Topic(models.TextChoices):
        FAMILY = "family", _("Family")
        JUSTICE = "justice", _("Justice")
        MOBILITY = "mobility", _("Mobility")
        HEALTH = "health", _("Health")
        HOUSING = "housing", _("Housing")
        ENVIRONMENT = "environment", _("Environment")
        TAXES = "taxes", _("Taxes")
        EMPLOYMENT = "employment", _("Employment")
        SOCIAL_SECURITY = "social_security", _("Social security")
        ECONOMY = "economy", _("Economy")
        EDUCATION = "education", _("Education")
        INTERNATIONAL = "international", _("International")
        BELGIUM = "belgium", _("About Belgium")
        ONLINE_SERVICES = "online_services", _("Online services")

    topic = models.CharField(_("topic"), max_length=20, choices=Topic.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-updated_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "-updated_at", "-id"], name="answer_list")]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"


class Wording(models.Model):
    """The text of an Answer in one language, as it stands now; Markdown source."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    keywords = models.CharField(_("keywords"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["language"]
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["answer", "language"], name="one_wording_per_language")]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class WordingVersion(models.Model):
    """A wording as it was: rows are added, never changed."""

    wording = models.ForeignKey(Wording, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    keywords = models.CharField(max_length=300, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["wording", "number"], name="one_row_per_version")]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"
