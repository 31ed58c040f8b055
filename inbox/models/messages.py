"""Messages in and out of a question, notes only agents see, and what hangs on them."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpdesk.answers.models import Answer, WordingVersion
from helpdesk.people.models import Language
from inbox.models.accounts import Account
from inbox.models.citizens import Identity
from inbox.models.questions import Question


class Message(models.Model):
    """One piece in or out of a question. `html` is kept as it came and cleaned only when shown.

    `edited_at` and `removed_at` say what the citizen did to it on his network, `hidden_at` what we did.
    (account, external_id) is what makes taking in the same thing twice a no-op.
    """

    class Kind(models.TextChoices):
        INCOMING = "incoming", _("from the citizen")
        REPLY = "reply", _("reply")
        NOTE = "note", _("internal note")
        AUTOMATIC = "automatic", _("automatic message")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="messages")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    external_id = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001  (NULL: not unique)
    identity = models.ForeignKey(Identity, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")
    author_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField()
    html = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)
    in_reply_to = models.CharField(max_length=255, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["account", "external_id"], name="same_message_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


def upload_path(attachment: "Attachment", name: str) -> str:  # noqa: ARG001  (Django calls it so)
    """Return an unguessable path; the citizen's file name is never part of it."""
    token = secrets.token_hex(16)
    return f"{timezone.now():%Y/%m}/{token[:2]}/{token}"


class Attachment(models.Model):
    """A file on a message, or (no message yet) one kept for a form that was shown again, under `upload_key`."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments")
    upload_key = models.CharField(max_length=64, blank=True, db_index=True)
    file = models.FileField(upload_to=upload_path)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.name


class Draft(models.Model):
    """What an agent has typed and not yet sent. `insertions` lists the ids of wording versions put in.

    `is_private` keeps his choice that a reply to a public post goes to the citizen alone.
    """

    class Kind(models.TextChoices):
        REPLY = "reply", _("reply")
        NOTE = "note", _("internal note")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="drafts")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.REPLY)
    text = models.TextField(blank=True)
    insertions = models.JSONField(default=list, blank=True)
    is_private = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["question", "agent", "kind"], name="one_draft_per_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Insertion(models.Model):
    """Which version of which wording went into a message; `left` is the share of its words that the agent left in, None where nobody measured."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="insertions")
    version = models.ForeignKey(WordingVersion, on_delete=models.PROTECT, related_name="+")
    left = models.FloatField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["message", "version"], name="one_insertion_per_version")]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.version_id}"


class SetAside(models.Model):
    """An answer that an agent found not useful for one question: it is not suggested there again, and nothing is learnt from it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="set_aside")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="+")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["question", "answer"], name="set_aside_once")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.answer_id}"


class Mention(models.Model):
    """A colleague named with @ in a note."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["message", "user"], name="one_mention_per_person")]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.user_id}"
