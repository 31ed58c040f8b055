"""An answer: one thing we say, in up to four languages, with an owner, a source and a life."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.people.models import Language


class Answer(models.Model):
    """One thing we say, in several languages.

    `source_language` is the wording that the others are translated from. Only a published answer is offered, until `valid_until`;
    one that was approved before `publish_at` is published then. `flag` says why somebody must look at it: since `flagged_at`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        REVIEW = "review", _("in review")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("retired")

    class Flag(models.TextChoices):
        SOURCE_CHANGED = "changed", _("a source changed")
        SOURCE_DEAD = "dead", _("a source cannot be reached")
        REVIEW_DUE = "review", _("its review date passed")
        VARIABLE = "variable", _("a variable in it stays empty in the help centre")

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
    source_language = models.CharField(_("written first in"), max_length=2, choices=Language.choices, default=Language.NL)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    is_public = models.BooleanField(_("in the public help centre"), default=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)
    publish_at = models.DateTimeField(_("publish on"), null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    flag = models.CharField(max_length=10, choices=Flag.choices, blank=True)
    flagged_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-updated_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "-updated_at", "-id"], name="answer_list")]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"


class AnswerEvent(models.Model):
    """A fact about an answer, in the order it happened: its timeline. `data` holds numbers, codes and names, never texts."""

    class Kind(models.TextChoices):
        WRITTEN = "written", _("text changed")
        DETAILS = "details", _("details changed")
        STATE = "state", _("state changed")
        APPROVED = "approved", _("approved")
        CONFIRMED = "confirmed", _("confirmed without change")
        FLAGGED = "flagged", _("to be checked")
        CHECKED = "checked", _("checked")
        COMMENT = "comment", _("comment")

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.kind}"
