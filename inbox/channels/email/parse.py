"""A mail's bytes as what the desk takes in. Pure: no network, no database; whatever can be read is read.

Nothing that a sender writes is trusted: headers may lie, charsets may not exist, parts may be cut off.

Sources: RFC 5322 (messages), RFC 3834 (automatic replies), RFC 3464 (delivery status), RFC 8098 (read receipts), RFC 2369 and 2919 (lists).
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses, parseaddr, parsedate_to_datetime
from mimetypes import guess_type
from typing import Literal

from inbox.channels.base import File, Incoming, Item, Report, Sender, Unreadable
from inbox.channels.email import smime, tnef
from inbox.channels.words import text_of

RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
ABSENT = re.compile(
    r"^\W*((automatic reply|automatic response|auto(-|: ?)?(reply|response)|automatisch(e)? (antwoord|reactie)|réponse automatique|automatische antwort)\b"
    r"|(out of (the )?office|afwezigheid(sbericht)?|afwezig|absence( du bureau)?|absent(e)?( du bureau)?|abwesenheit(snotiz)?)\s*([:(–-]|$))",
    re.I,
)
BULK = {"bulk", "junk", "list", "auto_reply"}
MACHINES = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|ne-?pas-?repondre|niet-?beantwoorden|bounces?)([+.@-]|$)", re.I)
ANGLE_ID = re.compile(r"<[^<>\s]{3,240}>")
MOST_WRAPS = 3
GONE = ("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1")


def parse(raw: bytes, own: Sequence[str] = ()) -> list[Item]:
    """Return what a mail says: a message, or reports on mails of ours; raises Unreadable when nobody sent it.

    Parameters
    ----------
    own
        Our own addresses: what comes from there is never answered.
    """
    try:
        message = message_from_bytes(raw, policy=policy.default)
        return list(_reports(message)) or [_incoming(message, own)]
    except (LookupError, TypeError, AttributeError, UnicodeError, RecursionError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error


def _incoming(message: EmailMessage, own: Sequence[str]) -> Incoming:
    name, address = parseaddr(_header(message, "From"))
    if "@" not in address:
        name, address = parseaddr(_header(message, "Reply-To"))
    if "@" not in address:
        raise Unreadable("The mail has no sender's address.")
    subject, text, html, files = _header(message, "Subject"), *body(message), tuple(_files(message))
    text = text or ("" if html else next((packed for file in files if (packed := _packed(file)[0])), ""))
    return Incoming(
        external_id=_external_id(message, text or html, subject),
        sender=Sender(address.lower()[:320], name[:120]),
        text=text or text_of(html),
        html=html if not text else "",
        sent_at=_sent_at(message),
        attachments=(*files, *(one for file in files for one in _packed(file)[1])),
        subject=subject[:200],
        recipients=tuple(found.lower() for _name, found in getaddresses([_header(message, key) for key in RECIPIENTS]) if found),
        references=tuple(dict.fromkeys([*_ids(message, "References"), *_ids(message, "In-Reply-To")])),
        is_automatic=_is_automatic(message, subject, address) or address.lower() in {one.lower() for one in own if one},
    )


def _header(message: Message, name: str) -> str:
    """Return a header as text on one line; "" where it is missing or beyond reading."""
    try:
        value = message.get(name, "")
        return " ".join(str(value).split())
    except (ValueError, IndexError, AttributeError, LookupError, TypeError):
        return ""


def _ids(message: Message, name: str) -> list[str]:
    return ANGLE_ID.findall(_header(message, name))


def _external_id(message: Message, body: str, subject: str) -> str:
    """Return Message-ID and a digest: some senders give every mail the same id, some give none."""
    digest = hashlib.sha256("\0".join((_header(message, "From"), _header(message, "Date"), subject, body)).encode("utf-8", "replace")).hexdigest()
    return f"{(_ids(message, 'Message-ID') or [''])[0][:200]} {digest[:32]}".strip()


def _sent_at(message: Message) -> datetime:
    now = datetime.now(UTC)
    try:
        said = parsedate_to_datetime(_header(message, "Date"))
    except (ValueError, TypeError, IndexError):
        return now
    return min(said if said.tzinfo else said.replace(tzinfo=UTC), now)


def _is_automatic(message: Message, subject: str, address: str) -> bool:
    said = _header(message, "Auto-Submitted").lower()
    return (
        (bool(said) and said != "no")
        or _header(message, "Precedence").lower() in BULK
        or any(_header(message, name) for name in ("X-Autoreply", "X-Autorespond", "List-Id", "List-Unsubscribe"))
        or _header(message, "Return-Path") == "<>"
        or message.get_content_type() == "multipart/report"
        or bool(MACHINES.match(address))
        or bool(ABSENT.match(subject))
    )


def _reports(message: Message) -> Iterator[Report]:
    """Yield what a delivery status notification, or a receipt of reading, says of mails of ours."""
    if message.get_content_type() != "multipart/report":
        return
    status = reason = original = action = ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for block in _parts(part):
                status = status or _header(block, "Status")
                action = action or _header(block, "Action").lower()
                reason = reason or _header(block, "Diagnostic-Code").partition(";")[2].strip()
        elif kind == "message/disposition-notification":
            yield from _seen(part)
            return
        elif kind == "text/rfc822-headers":
            original = original or next(iter(re.findall(r"(?im)^message-id:\s*(<[^<>\s]+>)", _decoded(part))), "")
        elif kind == "message/rfc822" and _parts(part):
            original = original or next(iter(_ids(_parts(part)[0], "Message-ID")), "")
    if status:
        state: Literal["delivered", "failed"] = "delivered" if status.startswith("2") else "failed"
        is_final = status.startswith("5") or action == "failed"
        yield Report(original, state, f"{status} {reason}".strip(), is_permanent=is_final, is_unreachable=status.split()[0] in GONE)


def _seen(part: Message) -> Iterator[Report]:
    """Yield what a receipt of reading says: the mail arrived, and was shown or thrown away unread (RFC 8098)."""
    said = message_from_bytes(part.as_bytes().partition(b"\n\n")[2].strip(), policy=policy.default)
    if original := next(iter(_ids(said, "Original-Message-ID")), ""):
        is_read = "displayed" in _header(said, "Disposition").lower()
        yield Report(original, "read" if is_read else "delivered")


def _parts(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def body(message: EmailMessage | Message) -> tuple[str, str]:
    """Return the mail's text and HTML, whichever are there."""
    found = {"text/plain": "", "text/html": ""}
    for part in leaves(message):
        kind = _kind(part)
        if kind in found and not found[kind] and part.get_content_disposition() != "attachment":
            found[kind] = _decoded(part)
    return found["text/plain"].strip(), found["text/html"].strip()


def leaves(message: Message, wraps: int = 0) -> Iterator[Message]:
    """Walk the parts, also those that were signed as one block, but not into forwarded mails: those are files."""
    if message.is_multipart() and message.get_content_maintype() == "multipart":
        for part in _parts(message):
            yield from leaves(part, wraps)
    elif wraps < MOST_WRAPS and (signed := _signed(message)):
        yield from leaves(message_from_bytes(signed, policy=policy.default), wraps + 1)
    else:
        yield message


def _signed(part: Message) -> bytes | None:
    """Return the mail inside a part that was signed as one block; None for any other part."""
    if part.get_content_type() not in smime.KINDS and not _file_name(part, 0).lower().endswith(smime.ENDING):
        return None
    payload = part.get_payload(decode=True)
    return smime.content(payload) if isinstance(payload, bytes) else None


def _kind(part: Message) -> str:
    """Return a leaf's type; one that says it has parts and has none was badly made, and is read as text."""
    return "text/plain" if part.get_content_maintype() == "multipart" else part.get_content_type()


def _decoded(part: Message) -> str:
    """Return a part's text; an unknown charset is read as UTF-8, else as Western."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else str(part.get_payload()).encode("utf-8", "replace")
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return content.decode(charset).replace("\0", "")
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("cp1252", "replace").replace("\0", "")


def _files(message: Message) -> Iterator[File]:
    body_seen = set()
    for number, part in enumerate(leaves(message)):
        kind = _kind(part)
        is_body = kind in {"text/plain", "text/html"} and kind not in body_seen and part.get_content_disposition() != "attachment"
        body_seen.add(kind)
        if is_body or kind == "message/delivery-status":
            continue
        if part.is_multipart():
            content = b"".join(map(bytes, _parts(part)))
        else:
            payload = part.get_payload(decode=True)
            content = payload if isinstance(payload, bytes) else b""
        yield File(_file_name(part, number), kind, content)


def _packed(file: File) -> tuple[str, list[File]]:
    """Return text and files of a winmail.dat, which few programs open; of any other file nothing."""
    if file.content_type not in tnef.KINDS and file.name.lower() != "winmail.dat":
        return "", []
    text, found = tnef.unpack(file.content)
    named = [(_shown(name) or f"file-{number}", content) for number, (name, content) in enumerate(found, 1)]
    return text.strip(), [File(name, guess_type(name)[0] or "application/octet-stream", content) for name, content in named]


def _shown(name: str) -> str:
    """Return a file's name without folders and without what cannot be shown."""
    return "".join(char for char in name.replace("\\", "/").rpartition("/")[2] if char.isprintable())[-200:]


def _file_name(part: Message, number: int) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        name = ""
    return _shown(name) or f"part-{number}{'.eml' if part.get_content_type() == 'message/rfc822' else ''}"
