"""The mail server by which one mailbox's answers leave. Without one of its own, they leave by the desk's.

Sources: RFC 6409 (submission), RFC 8314 (encryption), RFC 4954 (AUTH).
"""

import smtplib
from collections.abc import Sequence

from django.conf import settings as desk
from django.core.mail.backends.smtp import EmailBackend

from inbox.channels.base import ChannelError, Setting, Settings
from inbox.channels.mail import CarefulBackend, TokenBackend, refusal

GROUP = "Answers out"
SECURITY = (("tls", "TLS"), ("starttls", "STARTTLS"), ("none", "no encryption"))
NEEDS: Sequence[Setting] = (
    Setting("sender", "Sender of the answers", is_required=False, group=GROUP, help="Empty: the desk's own address; with an SMTP server, this mailbox's."),
    Setting("smtp_host", "SMTP server", is_required=False, group=GROUP, help="Empty: the desk's own mail server."),
    Setting("smtp_port", "SMTP port", default="587", group=GROUP),
    Setting("smtp_security", "Encryption of the SMTP server", default="starttls", group=GROUP, choices=SECURITY),
    Setting("smtp_user", "SMTP user", is_required=False, group=GROUP, help="Empty when the server asks for none."),
    Setting("smtp_password", "SMTP password", is_secret=True, is_required=False, group=GROUP, help="Empty with OAuth2: the token of the mailbox is used."),
)


def sender(settings: Settings) -> str | None:
    """Return the sender of an account's mails: a server of one's own sends under the mailbox's address, the desk's under the desk's."""
    own = settings.get("address", "") if settings.get("smtp_host") else ""
    return settings.get("sender") or (own if "@" in own else None)


def server(settings: Settings, token: str) -> EmailBackend | None:
    """Return the account's own mail server; None where it has none. Raises ChannelError for settings that make no sense.

    Parameters
    ----------
    token
        An access token, where the server wants one instead of a password.
    """
    if not settings.get("smtp_host"):
        return None
    port, security = settings.get("smtp_port", ""), settings.get("smtp_security", "")
    if not port.isdigit() or security not in dict(SECURITY):
        raise ChannelError("SMTP: the port is a number, the encryption is tls, starttls or none.", permanent=False, is_account_broken=True)
    return (TokenBackend if token else CarefulBackend)(
        host=settings["smtp_host"], port=int(port), username=settings.get("smtp_user", ""), password=token or settings.get("smtp_password", ""),
        use_tls=security == "starttls", use_ssl=security == "tls", timeout=desk.EMAIL_TIMEOUT,
    )  # fmt: skip


def check(own: EmailBackend) -> None:
    """Sign in at a mail server and leave again; raises ChannelError in its words."""
    try:
        try:
            own.open()
        finally:
            own.close()
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        found = refusal(error) if not isinstance(error, UnicodeError) else ChannelError(str(error), permanent=False, is_account_broken=True)
        raise ChannelError(f"SMTP: {found}", permanent=found.permanent, is_account_broken=found.is_account_broken) from error
