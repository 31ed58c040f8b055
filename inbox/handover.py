"""The administration's way to a question that was passed on: a mailed secret link, and what it opens.

The token is the referral, the link's version and a keyed digest of both; nothing secret is kept. The mail may go out twice when a
worker dies between sending and noting it: it is the same link, and harmless.
"""

import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac

from helpdesk.people.models import Language
from inbox import links, referrals
from inbox.models import Message, Question, Referral

log = logging.getLogger(__name__)
MOST_TRIES = 8
CLAIMED_FOR = timedelta(minutes=10)
OPENED = (*Referral.WITH_BODY, Referral.State.RETURNED, Referral.State.ANSWERED)


def _digest(pk: int, version: int) -> str:
    return salted_hmac("inbox.handover", f"{pk}:{version}", algorithm="sha256").hexdigest()[:40]


def token(row: Referral) -> str:
    """Return the secret token of a referral's current link."""
    return f"{row.pk}v{row.link_version}-{_digest(row.pk, row.link_version)}"


def language(row: Referral) -> str:
    """Return the language the administration is written to: the question's if it answers in it."""
    known = [code for code in row.body.languages if code in Language.values]
    return row.question.language if row.question.language in known or not known else known[0]


def path(row: Referral) -> str:
    """Return the path of the administration's page."""
    code = language(row)
    with translation.override(code):
        return reverse("handover", args=[code, token(row)])


def resolve(text: str) -> Referral | None:
    """Return the referral a token opens; None when it is unknown, taken back or expired, or when its question is kept by the desk."""
    head, _separator, digest = text.partition("-")
    pk, _v, version = head.partition("v")
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in (pk, version)):
        return None
    if not constant_time_compare(digest, _digest(int(pk), int(version))):
        return None
    rows = Referral.objects.select_related("body", "question__citizen", "question__account", "question__identity", "question__team")
    row = rows.filter(pk=int(pk), link_version=int(version), state__in=OPENED, expires_at__gt=timezone.now()).first()
    if row is None or referrals.is_kept(row.question) or row.question.is_withdrawn or row.question.state == Question.State.SPAM:
        return None
    return row


def thread(row: Referral) -> list[Message]:
    """Return what citizen and desk wrote to each other: no notes, no automatic message, and the citizen's own secret link blacked out."""
    kinds = (Message.Kind.INCOMING, Message.Kind.REPLY)
    messages = row.question.messages.filter(kind__in=kinds, removed_at=None).select_related("delivery").prefetch_related("attachments")
    shown = [message for message in messages if message.kind == Message.Kind.INCOMING or message.delivery.not_before <= timezone.now()]
    secret = links.token(row.question)
    for message in shown:
        message.text, message.html = message.text.replace(secret, "…"), message.html.replace(secret, "…")
    return shown


def mail(pk: int) -> bool:
    """Mail the administration its link, if that is due and nobody else does it now."""
    now = timezone.now()
    due = Referral.objects.filter(pk=pk, state=Referral.State.AGREED, mailed_at=None, mail_due_at__lte=now)
    if not due.update(mail_due_at=now + CLAIMED_FOR, mail_tries=F("mail_tries") + 1):
        return False
    row = Referral.objects.select_related("body", "question").get(pk=pk)
    try:
        _mail(row).send()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("A question could not be passed on: %s", error)
        again = now + CLAIMED_FOR * row.mail_tries if row.mail_tries < MOST_TRIES else None
        Referral.objects.filter(pk=pk).update(mail_due_at=again, mail_error=str(error)[:300])
        return False
    Referral.objects.filter(pk=pk).update(mailed_at=timezone.now(), mail_due_at=None, mail_error="")
    return True


def due() -> list[int]:
    """Return the referrals whose mail is due."""
    return list(Referral.objects.filter(state=Referral.State.AGREED, mail_due_at__lte=timezone.now()).values_list("pk", flat=True)[:100])


def _mail(row: Referral) -> EmailMessage:
    with translation.override(language(row)):
        context = {"referral": row, "question": row.question, "link": f"{settings.SITE_URL}{path(row)}", "desk_name": settings.DESK_NAME}
        subject, _separator, body = render_to_string("mail/handover.txt", context).strip().partition("\n")
    return EmailMessage(subject.strip(), body.strip(), None, [row.body.handover_email], headers={"Auto-Submitted": "auto-generated"})
