"""The editors' work on an answer: who approves, what is typed and not saved, who has it open, what they tell each other."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpdesk.answers.models.answers import Answer
from helpdesk.people.models import Language


class TopicRule(models.Model):
    """What holds for the answers of one topic; a topic without a row needs a second person."""

    topic = models.CharField(_("topic"), max_length=20, choices=Answer.Topic.choices, unique=True)
    needs_second_person = models.BooleanField(_("a second person approves"), default=True)

    def __str__(self) -> str:
        return f"{self.topic}: {self.needs_second_person}"


class AnswerDraft(models.Model):
    """What an editor typed into one wording and has not saved; `opened_version` is the version it began from."""

    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, null=True, blank=True, related_name="drafts")
    language = models.CharField(max_length=2, choices=Language.choices)
    words = models.JSONField(default=dict)
    opened_version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["editor", "answer", "language"], condition=models.Q(answer__isnull=False), name="one_draft_of_a_wording"),
            models.UniqueConstraint(fields=["editor", "language"], condition=models.Q(answer=None), name="one_draft_of_a_new_wording"),
        ]

    def __str__(self) -> str:
        return f"{self.editor_id} {self.answer_id} {self.language}"


class AnswerPresence(models.Model):
    """An editor who has an answer open in the editor; old rows mean nothing."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="presences")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["answer", "editor"], name="one_presence_of_an_editor")]

    def __str__(self) -> str:
        return f"{self.editor_id} {self.answer_id}"


class Comment(models.Model):
    """What editors tell each other about an answer, until it is settled."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.text[:40]}"
