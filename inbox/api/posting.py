"""Take in one question from the API: the same key is the same question, another body under it is refused."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import APIException

from inbox import intake, links
from inbox.api import uploads
from inbox.channels.base import Incoming, Sender
from inbox.models import Account, Message, Question


class KeyReused(APIException):
    """The key belongs to another body."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "key_reused"


def post(account: Account, key: str, fields: dict[str, Any]) -> tuple[Message, bool]:
    """Take the question in.

    Parameters
    ----------
    account
        The account the token posts for.
    key
        The idempotency key, unique within the account.
    fields
        The validated fields of QuestionIn or QuestionWithFilesIn.

    Returns
    -------
    tuple
        The citizen's message, and whether this request made it.

    Raises
    ------
    KeyReused
        The key was used before, for a question with another content.
    """
    attached: Sequence[UploadedFile] = fields.get("attachments", ())
    first = intake.known(account, key)
    now = timezone.now()
    if first is None:
        details = intake.Details(
            language=fields["language"],
            subject=fields["subject"],
            topic=fields["topic"],
            asker=fields["asker"],
            postcode=fields["postcode"],
            upload_key=uploads.keep(attached),
        )
        sender = Sender(address=fields["email"], name=fields["name"])
        first = intake.receive(account, Incoming(external_id=key, sender=sender, text=fields["text"], sent_at=now), details=details)
    if first.sent_at == now:
        return first, True
    if not _is_same(first, fields, attached):
        raise KeyReused(_("This idempotency key was used for another question. Take a new key for each question."))
    return first, False


def _is_same(message: Message, fields: dict[str, Any], attached: Sequence[UploadedFile]) -> bool:
    question = message.question
    stored = (message.text, question.subject, question.topic, question.asker, question.postcode, message.author_name, question.identity.address)
    sent = (fields["text"], fields["subject"], fields["topic"], fields["asker"], fields["postcode"], fields["name"], fields["email"].strip().lower())
    chosen = question.language if question.language_reason == Question.LanguageReason.CHOSEN else ""
    set_by_others = (Question.LanguageReason.AGENT, Question.LanguageReason.LAW)
    is_language_same = question.language_reason in set_by_others or chosen == fields["language"]
    return stored == sent and is_language_same and sorted(message.attachments.values_list("sha256", flat=True)) == uploads.digests(attached)


def answer(question: Question) -> dict[str, Any]:
    """Return what the citizen should be told."""
    return {
        "reference": question.shown_reference,
        "follow_up": links.url(question),
        "promised_on": question.promised_on,
        "language": question.language,
    }
