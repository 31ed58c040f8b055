"""Mastodon notifications and stream events as what the desk takes in. Pure. Source: Mastodon API, Notification and Status."""

import re
from typing import Any

from inbox.channels.base import Edit, File, Incoming, Item, Removal, Sender, Visibility
from inbox.channels.network import load, moment, need, rows, sub, text
from inbox.channels.words import text_of

LEADING_HANDLES = re.compile(r"^(\s*@[\w.\-]+(@[\w.\-]+)?)+\s*")


def parse(payload: bytes) -> list[Item]:
    """Return what a payload `{"event": …, "payload": …}` says; boosts, follows and favourites say nothing. Raises Unreadable."""
    said = load(payload)
    event = need(said, "event")
    if event == "delete":
        return [Removal(need(said, "payload"))]
    if event == "status.update":
        status = sub(said, "payload")
        return [Edit(_incoming(status), moment(status.get("edited_at")))]
    if event != "notification":
        return []
    notification = sub(said, "payload")
    status, kind = sub(notification, "status"), text(notification, "type")
    if kind == "update" and status:
        return [Edit(_incoming(status), moment(status.get("edited_at")))]
    return [_incoming(status)] if kind == "mention" and status else []


def _incoming(status: dict[str, Any]) -> Incoming:
    account = sub(status, "account")
    visibility: Visibility = "private" if text(status, "visibility") == "direct" else "public"
    warning = text(status, "spoiler_text")
    written = LEADING_HANDLES.sub("", text_of(text(status, "content")))
    language = text(status, "language")[:2]
    return Incoming(
        external_id=need(status, "id"),
        sender=Sender(need(account, "acct"), text(account, "display_name") or text(account, "username")),
        text=f"[{warning}]\n\n{written}" if warning else written,
        sent_at=moment(status.get("created_at")),
        attachments=tuple(_files(status)),
        visibility=visibility,
        in_reply_to=text(status, "in_reply_to_id"),
        language=language if language in {"nl", "fr", "de", "en"} else "",
    )


def _files(status: dict[str, Any]) -> list[File]:
    kinds = {"image": "image/jpeg", "video": "video/mp4", "gifv": "video/mp4", "audio": "audio/mpeg"}
    found = []
    for media in rows(status, "media_attachments"):
        address = text(media, "url", "remote_url")
        if address.startswith(("https://", "http://127.0.0.1")):
            found.append(File(address.rpartition("/")[2][:100] or "media", kinds.get(text(media, "type"), "application/octet-stream"), remote=address))
    return found
