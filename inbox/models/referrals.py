"""What became of referring a question: told to the citizen, or passed on to an administration with his consent."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpdesk.answers.models import Body
from inbox.models.messages import Message
from inbox.models.questions import Question


class Referral(models.Model):
    """One administration that a question was referred to.

    A told one is a text in a reply: `message` is the reply once it is sent. A passed-on one goes from asked to agreed or declined, and
    on to what the administration does with it. `link_version` and `expires_at` belong to the administration's secret link;
    `mailed_at` says when that went out.
    """

    class State(models.TextChoices):
        TOLD = "told", _("referred in a reply")
        ASKED = "asked", _("the citizen is asked")
        DECLINED = "declined", _("the citizen said no")
        AGREED = "agreed", _("passed on")
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned")
        ANSWERED = "answered", _("answered")
        REVOKED = "revoked", _("taken back")

    WITH_BODY = (State.AGREED, State.ACCEPTED)
    PENDING = (State.ASKED, *WITH_BODY)

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="referrals")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    consented_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    link_version = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField(null=True, blank=True)
    mail_due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    mail_error = models.CharField(max_length=300, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["question"], condition=models.Q(state__in=["asked", "agreed", "accepted"]), name="passed_on_once_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.body_id}: {self.state}"
