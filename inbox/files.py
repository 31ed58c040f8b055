"""Files of citizens and agents: what is taken, what is refused and why. The real type is read from the content, never from the name.

A file is kept under an upload key until its message is written; an agent's key is his draft's, and no form can name it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

import filetype
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from helpdesk.people.models import User
from inbox.models import Attachment, Message, Question

TAKEN = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "text/plain": "txt",
}
SNIFFED_BYTES = 8192
DRAFT = "draft-"
CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1b") | {127}


class FileRefused(Exception):
    """A file is not taken; the message is a sentence for the citizen, `code` names the cause."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: its shown name and its real type."""

    name: str
    content_type: str
    size: int


def check(name: str, head: bytes, size: int) -> CheckedFile:
    """Return the file's real type and shown name; raises FileRefused.

    Parameters
    ----------
    name
        As the browser gave it; path and control characters are taken off.
    head
        The first bytes of the content, at least SNIFFED_BYTES of them where there are as many.
    size
        In bytes.
    """
    shown = "".join(char for char in PurePath(name.replace("\\", "/")).name if char.isprintable())[-200:] or "file"
    if size == 0:
        raise FileRefused("empty", _("“%(name)s” is empty. Choose the file again, or go on without it.") % {"name": shown})
    if size > settings.ATTACHMENT_MAX_BYTES:
        said = {"name": shown, "limit": limits()["max_megabytes"]}
        raise FileRefused("size", _("“%(name)s” is larger than %(limit)d MB. Make it smaller or send another file.") % said)
    kind = _sniff(head)
    if kind is None:
        raise FileRefused("type", _("“%(name)s” is not a file we can take. Send a PDF, a picture, a text file or a Word document.") % {"name": shown})
    return CheckedFile(shown, kind, size)


def _sniff(head: bytes) -> str | None:
    guess = filetype.guess_mime(head)
    if guess is None:
        return "text/plain" if _is_text(head) else None
    return str(guess) if guess in TAKEN else None


def _is_text(head: bytes) -> bool:
    """Tell whether bytes are plain text for people; markup that a browser could run is not."""
    if any(byte in CONTROLS for byte in head):
        return False
    start = head.lstrip()[:256].lower()
    return not start.startswith((b"<", b"%!", b"#!", b"\xef\xbb\xbf<")) and b"<script" not in head.lower()


def keep(upload_key: str, uploads: Sequence[UploadedFile]) -> list[str]:
    """Keep checked files under `upload_key` until their question is sent; return a sentence for each file refused."""
    if not uploads:
        return []
    refused, room = [], settings.ATTACHMENTS_MAX - kept(upload_key).count()
    for upload in uploads:
        try:
            if room <= 0:
                raise FileRefused("count", _("You can add at most %(count)d files.") % {"count": settings.ATTACHMENTS_MAX})
            _keep_one(upload_key, upload)
            room -= 1
        except FileRefused as error:
            refused.append(str(error))
    return refused


def _keep_one(upload_key: str, upload: UploadedFile) -> Attachment:
    head = upload.read(SNIFFED_BYTES)
    checked = check(upload.name or "", head, upload.size or 0)
    digest = hashlib.sha256(head)
    for chunk in iter(lambda: upload.read(1 << 16), b""):
        digest.update(chunk)
    upload.seek(0)
    return Attachment.objects.create(
        upload_key=upload_key, file=upload, name=checked.name, content_type=checked.content_type, size=checked.size, sha256=digest.hexdigest()
    )


def limits() -> dict[str, int]:
    """Return what a page says of the limits: how many files, and megabytes each."""
    return {"max_files": settings.ATTACHMENTS_MAX, "max_megabytes": settings.ATTACHMENT_MAX_BYTES // 1024 // 1024}


def draft_key(question: Question, agent: User) -> str:
    """Return the key under which an agent's files wait for his reply; longer than any key that a citizen's form may send."""
    digest = salted_hmac("inbox.files.draft", f"{question.pk}/{agent.pk}", algorithm="sha256").hexdigest()
    return DRAFT + digest[: 64 - len(DRAFT)]


def attach(upload_key: str, message: Message) -> None:
    """Put the files kept under a key on the message they were chosen for."""
    kept(upload_key).update(message=message, upload_key="")


def detach(message: Message, upload_key: str) -> None:
    """Keep the files of a message that is taken back under a key again."""
    message.attachments.update(message=None, upload_key=upload_key)


def kept(upload_key: str) -> QuerySet[Attachment]:
    """Return the files kept for a form that was not sent yet."""
    return Attachment.objects.filter(upload_key=upload_key, message=None)


def drop(upload_key: str, ids: Sequence[str]) -> None:
    """Take kept files away again."""
    for row in kept(upload_key).filter(pk__in=[pk for pk in ids if pk.isascii() and pk.isdigit() and len(pk) < 19]) if ids else ():
        row.file.delete(save=False)
        row.delete()
