"""The question: one citizen's matter, from first message to closed."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpdesk.answers.models import Answer
from helpdesk.people.models import Language, Team
from inbox.models.accounts import Account
from inbox.models.citizens import Citizen, Identity


class Tag(models.Model):
    """A word agents put on questions."""

    name = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A public post: many people write under it, and each one's matter is a question of his own."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    external_id = models.CharField(max_length=255)
    author = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    url = models.URLField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["account", "external_id"], name="same_post_once")]

    def __str__(self) -> str:
        return self.text[:60] or self.external_id


class Question(models.Model):
    """One citizen's matter: the thread that messages, decisions, deliveries and events hang on.

    `reference` is what the citizen reads out on the phone (ten characters without look-alikes, shown in two groups).
    `link_version` is part of the signed follow-up link: raising it revokes every link given out before.
    `other_language` names a language that is none of ours, `is_mixed` says that parts are in two of ours.
    `excerpt`, `confidence`, `facet` and the `last_…` times repeat what stands in other rows, so that a list needs no joins.
    """

    class State(models.TextChoices):
        NEW = "new", _("new")
        OPEN = "open", _("open")
        WAITING = "waiting", _("waiting for citizen")
        CLOSED = "closed", _("closed")
        SPAM = "spam", _("spam")

    class Asker(models.TextChoices):
        CITIZEN = "citizen", _("citizen")
        COMPANY = "company", _("company")

    class LanguageReason(models.TextChoices):
        CHOSEN = "chosen", _("chosen by the citizen")
        USED = "used", _("the language the citizen wrote in")
        LAW = "law", _("the language the law prescribes")
        AGENT = "agent", _("set by an agent")

    class Priority(models.IntegerChoices):
        CARE_FIRST = 0, _("care first")
        NORMAL = 1, _("normal")

    class Rating(models.TextChoices):
        YES = "yes", _("yes")
        PARTLY = "partly", _("partly")
        NO = "no", _("no")

    class Facet(models.TextChoices):
        REFER = "refer", _("refer")
        SERVICE = "service", _("another service")
        SPAM = "spam", _("looks like spam")
        CARE = "care", _("care first")

    OPEN_STATES = (State.NEW, State.OPEN, State.WAITING)

    reference = models.CharField(max_length=10, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="questions")
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="questions")
    identity = models.ForeignKey(Identity, on_delete=models.PROTECT, related_name="questions")
    thread_id = models.CharField(max_length=255, blank=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="questions")
    subject = models.CharField(max_length=200, blank=True)
    excerpt = models.CharField(max_length=200, blank=True)
    topic = models.CharField(max_length=20, choices=Answer.Topic.choices, blank=True)
    asker = models.CharField(max_length=10, choices=Asker.choices, default=Asker.CITIZEN)
    postcode = models.CharField(max_length=4, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices)
    language_reason = models.CharField(max_length=10, choices=LanguageReason.choices, default=LanguageReason.USED)
    written_in = models.CharField(max_length=2, blank=True)
    other_language = models.CharField(max_length=3, blank=True)
    is_mixed = models.BooleanField(default=False)
    is_public = models.BooleanField(default=False)

    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    is_withdrawn = models.BooleanField(default=False)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    is_restricted = models.BooleanField(default=False)
    alarm = models.CharField(max_length=20, blank=True)
    facet = models.CharField(max_length=10, choices=Facet.choices, blank=True)
    facet_detail = models.CharField(max_length=30, blank=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="questions")
    confidence = models.FloatField(null=True, blank=True)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="assigned_questions")
    tags: "models.ManyToManyField[Tag, Any]" = models.ManyToManyField(Tag, blank=True, related_name="questions")

    received_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    promised_on = models.DateField()
    promise_moved_because = models.CharField(max_length=300, blank=True)
    asked_service = models.CharField(max_length=120, blank=True)
    first_replied_at = models.DateTimeField(null=True, blank=True)
    last_incoming_at = models.DateTimeField(default=timezone.now)
    last_message_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    link_version = models.PositiveSmallIntegerField(default=1)
    link_expires_at = models.DateTimeField()

    is_solved = models.BooleanField(null=True, blank=True)
    was_clear = models.CharField(max_length=6, choices=Rating.choices, blank=True)
    knows_what_next = models.CharField(max_length=6, choices=Rating.choices, blank=True)
    rating_text = models.TextField(blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["team", "priority", "due_at", "id"], name="question_team", condition=models.Q(state__in=["new", "open", "waiting"])),
            models.Index(fields=["assignee", "priority", "due_at", "id"], name="question_mine", condition=models.Q(state__in=["new", "open", "waiting"])),
            models.Index(fields=["priority", "due_at", "id"], name="question_all", condition=models.Q(state__in=["new", "open", "waiting"])),
            models.Index(fields=["-closed_at", "-id"], name="question_closed", condition=models.Q(state__in=["closed", "spam"])),
            models.Index(fields=["citizen", "-id"], name="question_citizen"),
            models.Index(fields=["account", "thread_id", "-id"], name="question_thread", condition=~models.Q(thread_id="")),
        ]

    def __str__(self) -> str:
        return self.shown_reference

    @property
    def shown_reference(self) -> str:
        """The reference in two groups, as people read it out: `K7MX4-PQD9R`."""
        return f"{self.reference[:5]}-{self.reference[5:]}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something: agent or citizen."""
        return self.state in self.OPEN_STATES

    @property
    def is_overdue(self) -> bool:
        """Whether an agent's answer is late."""
        return self.state in (self.State.NEW, self.State.OPEN) and self.due_at < timezone.now()


class Presence(models.Model):
    """Who looks at or writes on a question right now; rows older than a minute count as gone."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_writing = models.BooleanField(default=False)
    seen_at: "models.DateTimeField[str | datetime, datetime]" = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["question", "user"], name="one_presence_per_person")]

    def __str__(self) -> str:
        return f"{self.user_id}@{self.question_id}"
