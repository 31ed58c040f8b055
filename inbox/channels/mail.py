"""Sending e-mail through Django's mail API, so that any backend (SMTP, django-anymail) fits; an account may have a server of its own.

Source: RFC 5322 (References, In-Reply-To), RFC 3834 (Auto-Submitted).
"""

import smtplib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar, Literal

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from inbox.channels.base import ChannelError, Outgoing, Receipt, Setting, Settings, Uncertain

NO_SUCH_ADDRESS = (550, 551, 553)
POLICY = "5.7."
TOO_LARGE = 552


class AfterData(smtplib.SMTPException):
    """The connection ended after the mail had left and before the server said that it took it."""


class _Careful:
    """Tells a connection that ended after the mail had left from one that ended before."""

    def data(self, msg: Any) -> tuple[int, bytes]:
        try:
            return super().data(msg)  # type: ignore[misc,no-any-return]
        except smtplib.SMTPResponseException:
            raise
        except OSError as error:
            raise AfterData(str(error) or type(error).__name__) from error


class _Smtp(_Careful, smtplib.SMTP):
    pass


class _SmtpSsl(_Careful, smtplib.SMTP_SSL):
    pass


class CarefulBackend(EmailBackend):
    """Django's SMTP backend; a mail that may have been taken is never taken for one that was not."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The class of a connection."""
        return _SmtpSsl if self.use_ssl else _Smtp


class _ByToken:
    """Signs in with an access token (XOAUTH2) instead of a password."""

    def login(self: Any, user: str, password: str, **_more: Any) -> tuple[int, bytes]:
        self.ehlo_or_helo_if_needed()
        return self.auth("XOAUTH2", lambda refused=None: "" if refused else f"user={user}\1auth=Bearer {password}\1\1")  # type: ignore[no-any-return]


class _TokenSmtp(_ByToken, _Smtp):
    pass


class _TokenSmtpSsl(_ByToken, _SmtpSsl):
    pass


class TokenBackend(CarefulBackend):
    """The same with an access token as the password."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The class of a connection."""
        return _TokenSmtpSsl if self.use_ssl else _TokenSmtp


class MailSender:
    """Answers by e-mail; shared by every channel whose citizens are reached at an e-mail address."""

    max_chars: ClassVar[int | None] = None
    markup: ClassVar[Literal["html", "plain"]] = "html"
    is_public_possible: ClassVar[bool] = False
    accepts_attachments: ClassVar[bool] = True
    reply_window: ClassVar[timedelta | None] = None
    is_private_possible: ClassVar[bool] = True
    max_per_hour: ClassVar[int | None] = None
    identity_kind: ClassVar[str] = "email"
    needs: ClassVar[Sequence[Setting]] = ()

    def measure(self, text: str) -> int:
        """Return the length in characters."""
        return len(text)

    def server(self, settings: Settings) -> EmailBackend | None:
        """Return the mail server that an account's answers leave by; None for the desk's own."""
        return None

    def sender(self, settings: Settings) -> str | None:
        """Return the address that citizens see; None for the desk's own."""
        return settings.get("sender") or None

    def send(self, outgoing: Outgoing, settings: Settings) -> Receipt:
        """Send one mail; the Message-ID is ours, so that a repeat can be recognised."""
        headers = {"Message-ID": outgoing.message_id, "Content-Language": outgoing.language}
        if outgoing.in_reply_to:
            headers["In-Reply-To"] = outgoing.in_reply_to
        if outgoing.references:
            headers["References"] = " ".join(outgoing.references)
        if outgoing.is_automatic:
            headers |= {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
        mail = EmailMultiAlternatives(
            outgoing.subject, outgoing.text, self.sender(settings), to=[outgoing.recipient],
            reply_to=[outgoing.reply_to] if outgoing.reply_to else None, headers=headers, connection=self.server(settings),
        )  # fmt: skip
        if outgoing.html:
            mail.attach_alternative(outgoing.html, "text/html")
        for file in outgoing.attachments:
            mail.attach(file.name, file.content, file.content_type)
        try:
            mail.send()
        except (smtplib.SMTPException, OSError) as error:
            raise refusal(error) from error
        return Receipt(outgoing.message_id)


def refusal(error: smtplib.SMTPException | OSError) -> ChannelError:
    """Return what an error means: for the mail, for its reader, or for the account that sends."""
    if isinstance(error, AfterData):
        return Uncertain(str(error))
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return ChannelError(str(error), permanent=False, is_account_broken=True)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reason = next(iter(error.recipients.values()))
        return ChannelError(_words(reason), permanent=code >= 500, is_unreachable=_is_gone(code, _words(reason)))
    is_about_us = isinstance(error, (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused)) and error.smtp_code != TOO_LARGE
    if is_about_us and isinstance(error, smtplib.SMTPResponseException):
        return ChannelError(_words(error.smtp_error), permanent=False, is_account_broken=error.smtp_code >= 500)
    if isinstance(error, smtplib.SMTPResponseException):
        return ChannelError(_words(error.smtp_error), permanent=error.smtp_code >= 500)
    return ChannelError(str(error) or type(error).__name__, permanent=False)


def _words(reason: bytes | str) -> str:
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)


def _is_gone(code: int, reason: str) -> bool:
    """Tell an address that does not exist from a mail that the server does not want (RFC 3463, class 5.7)."""
    return code in NO_SUCH_ADDRESS and not reason.startswith(POLICY)
