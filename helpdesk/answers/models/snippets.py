"""Snippets: the greeting, the closing and the paragraphs that agents put around an answer, one row with a text per language."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Snippet(models.Model):
    """A piece of a reply, in several languages; Markdown with the variables of `rendering`.

    `texts` holds the text by language code; a language without one is left out, never empty. `version` counts the changes.
    """

    class Kind(models.TextChoices):
        GREETING = "greeting", _("greeting")
        REFERRAL = "referral", _("referral paragraph")
        OTHER = "other", _("other paragraph")
        CLOSING = "closing", _("closing")

    key = models.SlugField(_("key"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    texts = models.JSONField(_("texts"), default=dict)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("offered to agents"), default=True)
    version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "key"]

    def __str__(self) -> str:
        return self.key
