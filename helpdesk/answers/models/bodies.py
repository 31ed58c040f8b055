"""The directory of administrations: who is competent for what, how to reach them; every version kept with who and when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Body(models.Model):
    """One administration that citizens are referred to.

    `names`, `does`, `at_hand`, `web` and `forms` hold a text or an address by language code. `topics` are values of `Answer.Topic`,
    `languages` the ones it answers in. `email` is the public's; `handover_email` is where questions are passed on to once that was
    agreed with the administration, and without it none is.
    """

    class Level(models.TextChoices):
        FEDERAL = "federal", _("federal")
        REGION = "region", _("region")
        COMMUNITY = "community", _("community")
        MUNICIPAL = "municipal", _("municipal")
        OTHER = "other", _("other")

    key = models.SlugField(_("key"), max_length=40, unique=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, default=Level.FEDERAL)
    names = models.JSONField(default=dict)
    does = models.JSONField(default=dict)
    at_hand = models.JSONField(default=dict)
    web = models.JSONField(default=dict)
    forms = models.JSONField(default=dict)
    topics = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail for the public"), blank=True)
    handover_email = models.EmailField(_("e-mail that questions are passed on to"), blank=True)
    is_active = models.BooleanField(_("offered to agents"), default=True)
    checked_on = models.DateField(_("last checked on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["key"]
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        """Return the name in `language`, else in the first one there is."""
        return str(self.names.get(language) or next(iter(self.names.values()), self.key))


class BodyVersion(models.Model):
    """An administration as it was: rows are added, never changed. Nobody wrote what the desk loaded by itself."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    data = models.JSONField(default=dict)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["body", "number"], name="one_row_per_body_version")]

    def __str__(self) -> str:
        return f"{self.body_id} v{self.number}"
