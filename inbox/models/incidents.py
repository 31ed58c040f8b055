"""Many people, one matter: fingerprints of questions, surges, incidents, what is sent to all, and one matter asked twice."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inbox.models.messages import Message
from inbox.models.questions import Question
from inbox.models.recalls import Recall


class Fingerprint(models.Model):
    """The telling words of a question, made after it came in and kept two weeks: `words` maps a word's beginning to the word."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, primary_key=True, related_name="fingerprint")
    language = models.CharField(max_length=2)
    words = models.JSONField(default=dict)
    received_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["language", "-received_at"], name="fingerprint_recent")]

    def __str__(self) -> str:
        return f"{self.question_id}: {len(self.words)}"


class Incident(models.Model):
    """One cause that many people ask about. `keys` holds for each language the words that tell its questions, and of how many they were made."""

    name = models.CharField(_("name"), max_length=120)
    keys = models.JSONField(default=dict)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return self.name


class Surge(models.Model):
    """Unusually many similar questions, as the last look found them. Counts and words are kept for each language.

    `is_live` as long as looks find it; put aside by a lead, it comes back only when it has doubled.
    """

    keys = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    questions = models.JSONField(default=list)
    count = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(default=timezone.now)
    is_live = models.BooleanField(default=True, db_index=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dismissed_count = models.PositiveIntegerField(default=0)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, null=True, blank=True, related_name="surges")

    class Meta:
        ordering: ClassVar[list[str]] = ["-count", "id"]

    def __str__(self) -> str:
        return f"{self.count}: {self.words}"


class IncidentQuestion(models.Model):
    """A question's part in an incident. Taken out, the row stays: the question never joins that incident by itself again."""

    class How(models.TextChoices):
        OPENED = "opened", _("chosen when the incident was opened")
        MATCHED = "matched", _("joined by itself")
        HAND = "hand", _("put in by hand")

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="members")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="memberships")
    how = models.CharField(max_length=10, choices=How.choices)
    joined_at = models.DateTimeField(default=timezone.now)
    out_at = models.DateTimeField(null=True, blank=True)
    out_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["incident", "question"], name="one_part_per_incident"),
            models.UniqueConstraint(fields=["question"], condition=models.Q(out_at=None), name="one_incident_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} in {self.incident_id}"


class Broadcast(models.Model):
    """What all citizens of an incident, or of a recall, are told in several languages: written by one, approved by a lead, gone out once.

    `leaves_at` lies fifteen seconds after the approval: until then it can be taken back. The messages bear the name of who wrote it.
    """

    class Kind(models.TextChoices):
        HOLDING = "holding", _("holding answer")
        CLOSING = "closing", _("closing answer")
        CORRECTION = "correction", _("correction")

    class State(models.TextChoices):
        DRAFT = "draft", _("waits for approval")
        APPROVED = "approved", _("approved")
        OUT = "out", _("goes out")

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, null=True, blank=True, related_name="broadcasts")
    recall = models.OneToOneField(Recall, on_delete=models.CASCADE, null=True, blank=True, related_name="broadcast")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    texts = models.JSONField(default=dict)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    leaves_at = models.DateTimeField(null=True, blank=True)
    are_contacts_meant = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["incident", "kind"], condition=models.Q(state="draft"), name="one_draft_of_a_kind"),
            models.CheckConstraint(condition=models.Q(incident=None) ^ models.Q(recall=None), name="about_one_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id or self.recall_id} {self.kind}"

    @property
    def about(self) -> Incident | Recall:
        """What the broadcast is about: its incident, or its recall."""
        about = self.incident or self.recall
        assert about is not None, "The database holds one of the two."
        return about


class Recipient(models.Model):
    """One question that a broadcast goes to, or is kept from and why. There is one row each, and whoever moves it from waiting writes the message."""

    class State(models.TextChoices):
        WAITING = "waiting", _("queued")
        WRITTEN = "written", _("written")
        LEFT_OUT = "left_out", _("left out")

    class Reason(models.TextChoices):
        RESTRICTED = "restricted", _("care first or restricted: a person answers")
        WITHDRAWN = "withdrawn", _("withdrawn by the citizen")
        SPAM = "spam", _("marked as spam")
        CLOSED = "closed", _("closed already")
        TWIN = "twin", _("joined with another question, answered there")
        LANGUAGE = "language", _("no text in the citizen's language")
        PERSONAL = "personal", _("asked in public, and the text holds personal data")
        WINDOW = "window", _("the network takes no answer so long after the citizen wrote")
        UNREACHABLE = "unreached", _("cannot be reached there any more")
        OUT = "out", _("taken out of the incident")
        UNSENT = "unsent", _("the wrong answer never reached them")

    broadcast = models.ForeignKey(Broadcast, on_delete=models.CASCADE, related_name="recipients")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    message = models.OneToOneField(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="broadcast")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["broadcast", "question"], name="each_told_once")]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["id"], name="recipient_waiting", condition=models.Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.broadcast_id} → {self.question_id}: {self.state}"


class Twin(models.Model):
    """One matter that a citizen asked twice: `question` is closed and answered where `kept` is. It can be undone."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="twins")
    kept = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="absorbed")
    state_before = models.CharField(max_length=10)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    parted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["question"], condition=models.Q(parted_at=None), name="joined_with_one"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} → {self.kept_id}"
