"""Webhooks of a WhatsApp number (messages, statuses) as what the desk takes in. Pure. Source: WhatsApp Cloud API, Webhooks."""

from collections.abc import Iterator
from typing import Any

from inbox.channels.base import Edit, File, Incoming, Item, Removal, Report, Sender
from inbox.channels.graph import UNREACHABLE, UNSUPPORTED, items_of_entries
from inbox.channels.network import load, moment, need, rows, sub, text

MEDIA = ("image", "document", "audio", "video", "sticker")
SILENT = {"reaction", "system", "request_welcome"}


def parse(payload: bytes) -> list[Item]:
    """Return what a webhook says; reactions and a changed number say nothing. Raises Unreadable."""
    found: list[Item] = []
    for entry in items_of_entries(load(payload)):
        for change in rows(entry, "changes"):
            value = sub(change, "value")
            names = {text(contact, "wa_id"): text(sub(contact, "profile"), "name") for contact in rows(value, "contacts")}
            found += [_item(message, names) for message in rows(value, "messages") if text(message, "type") not in SILENT]
            found += [report for status in rows(value, "statuses") for report in _status(status)]
    return found


def _item(message: dict[str, Any], names: dict[str, str]) -> Item:
    kind = text(message, "type")
    if kind == "revoke":
        return Removal(need(sub(message, "revoke"), "original_message_id"))
    if kind == "edit":
        edit = sub(message, "edit")
        changed = sub(edit, "message") | {"id": need(edit, "original_message_id"), "from": text(message, "from")}
        return Edit(_message(changed, names), moment(text(message, "timestamp")))
    return _message(message, names)


def _message(message: dict[str, Any], names: dict[str, str]) -> Incoming:
    person = need(message, "from")
    files = tuple(_files(message))
    return Incoming(
        external_id=need(message, "id"),
        sender=Sender(person, names.get(person, "")),
        text=_text(message) or ("" if files else _unsupported(message)),
        sent_at=moment(text(message, "timestamp")),
        thread_id=f"m:{person}",
        attachments=files,
        in_reply_to=text(sub(message, "context"), "id"),
    )


def _text(message: dict[str, Any]) -> str:
    kind = text(message, "type")
    if place := sub(message, "location"):
        return f"📍 {place.get('latitude')}, {place.get('longitude')} {text(place, 'name')}".strip()
    if kind == "interactive":
        return text(sub(message, "interactive", "button_reply"), "title") or text(sub(message, "interactive", "list_reply"), "title")
    if kind == "contacts":
        return " ".join(f"👤 {text(sub(contact, 'name'), 'formatted_name')}" for contact in rows(message, "contacts"))
    return text(sub(message, kind), "body", "caption", "text")


def _unsupported(message: dict[str, Any]) -> str:
    """Return what WhatsApp says of a message that it does not hand over (a poll, a picture to be seen once)."""
    reason = next((text(error, "title", "message") for error in rows(message, "errors")), "")
    return f"{UNSUPPORTED} {reason}".strip()


def _files(message: dict[str, Any]) -> Iterator[File]:
    kind = text(message, "type")
    media = sub(message, kind) if kind in MEDIA else {}
    if media:
        yield File(text(media, "filename") or kind, text(media, "mime_type").partition(";")[0] or "application/octet-stream", remote=need(media, "id"))


def _status(status: dict[str, Any]) -> Iterator[Report]:
    state = text(status, "status")
    errors = rows(status, "errors")
    code = errors[0].get("code") if errors else None
    reason = f"{code}: {text(errors[0], 'title', 'message')}" if errors else ""
    key = text(status, "biz_opaque_callback_data")
    if state == "failed":
        yield Report(need(status, "id"), "failed", reason, is_permanent=True, is_unreachable=code in UNREACHABLE, key=key)
    elif state == "delivered":
        yield Report(need(status, "id"), "delivered", key=key)
    elif state == "read":
        yield Report(need(status, "id"), "read", key=key)
    elif state == "sent" and key:
        yield Report(need(status, "id"), "sent", key=key)
