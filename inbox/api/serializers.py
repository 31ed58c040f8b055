"""The shapes of the API: what may be sent in, what comes out. No rules of the desk live here."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from helpdesk.answers.models import Answer
from helpdesk.people.models import Language
from inbox.models import Message, Question

TEXT_MAX = 20_000
KEY_MAX = 120


class QuestionIn(serializers.Serializer[Any]):
    """A citizen's question, as another site's form sends it."""

    text = serializers.CharField(max_length=TEXT_MAX, help_text="The question in the citizen's own words.")
    email = serializers.EmailField(max_length=200, help_text="Where the confirmation and the answer go.")
    name = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    subject = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    language = serializers.ChoiceField(Language.choices, required=False, default="", help_text="Language of the answer; left out: the language of the text.")
    topic = serializers.ChoiceField(Answer.Topic.choices, required=False, default="")
    asker = serializers.ChoiceField(Question.Asker.choices, required=False, default=Question.Asker.CITIZEN)
    postcode = serializers.CharField(
        required=False, default="", allow_blank=True, validators=[RegexValidator(r"^(\d{4})?\Z", _("Give the four digits of the postcode, or leave it out."))]
    )
    idempotency_key = serializers.CharField(
        max_length=KEY_MAX, required=False, help_text="The same as the header Idempotency-Key, where headers cannot be set."
    )

    def to_internal_value(self, data: Any) -> Any:
        """Name fields that do not exist instead of passing over them."""
        unknown = sorted(set(data) - set(self.fields)) if hasattr(data, "keys") else []
        if unknown:
            raise serializers.ValidationError({name: [_("This field does not exist. Look up the fields in the schema.")] for name in unknown})
        return super().to_internal_value(data)


class QuestionWithFilesIn(QuestionIn):
    """The same with attachments, as a multipart form."""

    attachments = serializers.ListField(
        child=serializers.FileField(max_length=200, allow_empty_file=True), max_length=settings.ATTACHMENTS_MAX, required=False, default=list
    )


class AcceptedOut(serializers.Serializer[Any]):
    """What the citizen should be told."""

    reference = serializers.CharField(help_text="In two groups of five, as people read it out.")
    follow_up = serializers.URLField(help_text="The citizen's secret page. Give it to the citizen and keep it nowhere.")
    promised_on = serializers.DateField(help_text="The day by which the desk promises an answer.")
    language = serializers.ChoiceField(Language.choices)


class ErrorOut(serializers.Serializer[Any]):
    """Why a request was refused, as a sentence."""

    detail = serializers.CharField()


class FieldErrorsOut(serializers.Serializer[Any]):
    """Field name -> sentences that say what to change; `detail` when the body could not be read at all."""

    detail = serializers.CharField(required=False)


class MessageOut(serializers.ModelSerializer[Message]):
    """One message of the thread; never who wrote it."""

    class Meta:
        model = Message
        fields = ("kind", "language", "text", "created_at")


class QuestionOut(serializers.ModelSerializer[Question]):
    """A question as reporting needs it: no name, no address, no text."""

    reference = serializers.CharField(source="shown_reference")
    team = serializers.CharField(source="team.key", allow_null=True, default=None, help_text="Key of the team; null: still to sort.")
    channel = serializers.CharField(source="account.kind")

    class Meta:
        model = Question
        fields: ClassVar[tuple[str, ...]] = (
            "reference", "state", "team", "confidence", "channel", "language", "topic", "asker", "is_public", "is_solved",
            "received_at", "promised_on", "first_replied_at", "closed_at",
        )  # fmt: skip


class QuestionDetailOut(QuestionOut):
    """One question; with the scope questions:texts also its subject and messages (never notes, never restricted ones)."""

    subject = serializers.CharField(required=False)
    messages = MessageOut(many=True, required=False)

    class Meta(QuestionOut.Meta):
        fields = (*QuestionOut.Meta.fields, "subject", "messages")


class ListFilter(serializers.Serializer[Any]):
    """What a list can be narrowed by."""

    state = serializers.ChoiceField(Question.State.choices, required=False)
    team = serializers.SlugField(required=False, help_text="Key of a team, or `none` for questions still to sort.")
    language = serializers.ChoiceField(Language.choices, required=False)
    received_since = serializers.DateTimeField(required=False, help_text="ISO 8601 with a zone.")
