"""Messages of a partner's program (a chatbot, a call centre). Pure. Our own format: docs/reference/partner-channel.md."""

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from inbox.channels.base import Edit, File, Incoming, Item, Post, Removal, Report, Sender, Unreadable
from inbox.channels.network import load, moment, need, rows, sub, text


def parse(payload: bytes) -> list[Item]:
    """Return what `{"type": "message" | "edit" | "removal" | "delivered" | "read" | "failed", …}` says; raises Unreadable."""
    said = load(payload)
    kind = text(said, "type") or "message"
    number = need(said, "id")
    if kind == "message":
        return [_incoming(said, number)]
    if kind == "edit":
        return [Edit(_incoming(said, number), moment(said.get("edited_at") or said.get("sent_at")))]
    if kind == "removal":
        return [Removal(number)]
    if kind == "failed":
        return [Report(number, "failed", text(said, "error"), is_permanent=True)]
    if kind in ("delivered", "read"):
        return [Report(number, "read" if kind == "read" else "delivered")]
    raise Unreadable(f"We know no type “{kind[:50]}”.")


def _incoming(said: dict[str, Any], number: str) -> Incoming:
    sender, post, language = sub(said, "sender"), sub(said, "post"), text(said, "language")
    return Incoming(
        external_id=number,
        sender=Sender(need(sender, "id"), text(sender, "name")),
        text=text(said, "text"),
        sent_at=moment(said.get("sent_at")),
        thread_id=text(said, "thread_id"),
        visibility="public" if said.get("visibility") == "public" else "private",
        in_reply_to=text(said, "in_reply_to"),
        attachments=tuple(_files(said)),
        language=language if language in {"nl", "fr", "de", "en"} else "",
        post=Post(need(post, "id"), text=text(post, "text"), url=text(post, "url"), author=text(post, "author")) if post else None,
    )


def _files(said: dict[str, Any]) -> Iterator[File]:
    for row in rows(said, "attachments"):
        try:
            content = base64.b64decode(text(row, "content"), validate=True)
        except (binascii.Error, ValueError) as error:
            raise Unreadable("An attachment's content is no base64.") from error
        yield File(text(row, "name") or "file", text(row, "content_type") or "application/octet-stream", content)
