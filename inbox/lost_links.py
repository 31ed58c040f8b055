"""Mailing a citizen the links to his questions again: to the address he wrote from, and nowhere else."""

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from inbox import links
from inbox.models import Delivery, Message, Question

LINKS_SENT = 10


def send(email: str, language: str) -> None:
    """Queue one mail with the links of the newest questions of `email`; nothing when there are none."""
    questions = list(Question.objects.filter(identity__kind="email", identity__address=email.strip().lower()).order_by("-pk")[:LINKS_SENT])
    if not questions:
        return
    with translation.override(language):
        rows = [(question, links.url(question)) for question in questions]
        subject, _separator, text = render_to_string("mail/lost_link.txt", {"rows": rows}).strip().partition("\n")
    newest = questions[0]
    with transaction.atomic():
        message = Message.objects.create(
            question=newest, account_id=newest.account_id, kind=Message.Kind.AUTOMATIC, language=language, subject=subject, text=text.strip()
        )
        Delivery.objects.create(message=message)
