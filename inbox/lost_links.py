"""Mailing a citizen the links to his questions again: to the address he wrote from, and nowhere else."""

from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation

from helpdesk.people.models import User
from inbox import events, links, receipts
from inbox.models import Delivery, Event, Message, Question

LINKS_SENT = 10


def send(email: str, language: str) -> None:
    """Queue one mail with the links of the newest questions of `email`; nothing when there are none.

    A link that has expired is replaced by a new one: who reads the mailbox may read the question again, who kept the old link may not.
    """
    questions = list(Question.objects.filter(identity__kind="email", identity__address=email.strip().lower()).order_by("-pk")[:LINKS_SENT])
    if not questions:
        return
    _renew(questions)
    with translation.override(language):
        rows = [(question, links.url(question)) for question in questions]
        subject, _separator, text = render_to_string("mail/lost_link.txt", {"rows": rows}).strip().partition("\n")
    newest = questions[0]
    with transaction.atomic():
        message = Message.objects.create(
            question=newest, account_id=newest.account_id, kind=Message.Kind.AUTOMATIC, language=language, subject=subject, text=text.strip()
        )
        Delivery.objects.create(message=message)


def _renew(questions: list[Question]) -> None:
    for question in questions:
        Question.objects.filter(pk=question.pk).update(**links.renewed(question))
        question.refresh_from_db(fields=["link_version", "link_expires_at"])


def replace(question: Question, by: User) -> None:
    """Make every link given out so far unknown, and mail the citizen a new one."""
    with transaction.atomic():
        Question.objects.filter(pk=question.pk).update(**links.renewed(question) | {"link_version": F("link_version") + 1})
        question.refresh_from_db(fields=["link_version", "link_expires_at"])
        message = receipts.link_again(question)
        message.save()
        Delivery.objects.create(message=message)
        events.publish(question, Event.Kind.LINK, by, message=message.pk)
