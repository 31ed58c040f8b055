"""The mailbox of a desk that is tried out: each mail is a file in DATA_DIR/mailbox, read by the page /dev/mail (DEBUG only)."""

from collections.abc import Sequence
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMail
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class MailboxBackend(BaseEmailBackend):
    """Keeps every mail as one `.eml` file, written whole or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each mail and return how many were written."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            name = f"{datetime.now():%Y%m%d-%H%M%S-%f}-{uuid4().hex[:8]}.eml"
            part = folder / f".{name}"
            part.write_bytes(mail.message().as_bytes())
            part.rename(folder / name)
        return len(email_messages)


def mails(limit: int = 100) -> list[tuple[str, ParsedMail]]:
    """Return the newest mails, newest first, each with its file's name."""
    folder = Path(settings.EMAIL_FILE_PATH)
    names = sorted((path.name for path in folder.glob("[!.]*.eml")), reverse=True)[:limit] if folder.is_dir() else []
    return [(name, _parsed(folder / name)) for name in names]


def mail(name: str) -> ParsedMail | None:
    """Return the mail kept under `name`, or None."""
    path = Path(settings.EMAIL_FILE_PATH) / Path(name).name
    return _parsed(path) if path.suffix == ".eml" and path.is_file() else None


def _parsed(path: Path) -> ParsedMail:
    parsed: ParsedMail = message_from_bytes(path.read_bytes(), policy=policy.default)
    return parsed
