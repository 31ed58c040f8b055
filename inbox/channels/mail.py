"""Sending e-mail through Django's mail API, so that any backend (SMTP, django-anymail) fits.

Source: RFC 5322 (References, In-Reply-To), RFC 3834 (Auto-Submitted).
"""

import smtplib
from datetime import timedelta
from typing import ClassVar, Literal

from django.core.mail import EmailMultiAlternatives

from inbox.channels.base import ChannelError, Outgoing, Receipt


class MailSender:
    """Answers by e-mail; shared by every channel whose citizens are reached at an e-mail address."""

    max_chars: ClassVar[int | None] = None
    markup: ClassVar[Literal["html", "plain"]] = "html"
    is_public_possible: ClassVar[bool] = False
    accepts_attachments: ClassVar[bool] = True
    reply_window: ClassVar[timedelta | None] = None
    identity_kind: ClassVar[str] = "email"

    def send(self, outgoing: Outgoing) -> Receipt:
        """Send one mail; the Message-ID is ours, so that a repeat can be recognised."""
        headers = {"Message-ID": outgoing.message_id, "Content-Language": outgoing.language}
        if outgoing.in_reply_to:
            headers["In-Reply-To"] = outgoing.in_reply_to
        if outgoing.references:
            headers["References"] = " ".join(outgoing.references)
        if outgoing.is_automatic:
            headers |= {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
        mail = EmailMultiAlternatives(
            outgoing.subject, outgoing.text, to=[outgoing.recipient], reply_to=[outgoing.reply_to] if outgoing.reply_to else None, headers=headers
        )
        if outgoing.html:
            mail.attach_alternative(outgoing.html, "text/html")
        for file in outgoing.attachments:
            mail.attach(file.name, file.content, file.content_type)
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = next(iter(error.recipients.values()))
            raise ChannelError(_words(reason), permanent=code >= 500) from error
        except smtplib.SMTPResponseException as error:
            raise ChannelError(_words(error.smtp_error), permanent=error.smtp_code >= 500) from error
        except (smtplib.SMTPException, OSError) as error:
            raise ChannelError(str(error) or type(error).__name__, permanent=False) from error
        return Receipt(outgoing.message_id)


def _words(reason: bytes | str) -> str:
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
