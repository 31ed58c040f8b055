"""Bluesky notifications and chat messages as what the desk takes in. Pure. Source: AT Protocol lexicons app.bsky and chat.bsky."""

import re
from typing import Any

from inbox.channels.base import File, Incoming, Item, Post, Sender
from inbox.channels.network import load, moment, need, rows, sub, text

ASKING = {"mention", "reply", "quote"}
LEADING_HANDLES = re.compile(r"^(\s*@[\w.\-]+)+\s*")


def parse(payload: bytes) -> list[Item]:
    """Return what `{"notification": …}` or `{"message": …, "sender": …}` says; likes and follows say nothing. Raises Unreadable."""
    said = load(payload)
    if message := sub(said, "message"):
        return [_chat(message, sub(said, "sender"))]
    notification = sub(said, "notification")
    need(notification, "uri")
    return [_post(notification)] if text(notification, "reason") in ASKING else []


def _sender(author: dict[str, Any]) -> Sender:
    return Sender(need(author, "did"), text(author, "displayName") or text(author, "handle"))


def _post(notification: dict[str, Any]) -> Incoming:
    record = sub(notification, "record")
    languages = record.get("langs")
    language = str(languages[0])[:2] if isinstance(languages, list) and languages else ""
    parent, root = text(sub(record, "reply", "parent"), "uri"), text(sub(record, "reply", "root"), "uri")
    return Incoming(
        external_id=need(notification, "uri"),
        sender=_sender(sub(notification, "author")),
        text=LEADING_HANDLES.sub("", text(record, "text")),
        sent_at=moment(record.get("createdAt")),
        visibility="public",
        in_reply_to=parent,
        attachments=tuple(_files(record, notification)),
        language=language if language in {"nl", "fr", "de", "en"} else "",
        post=Post(root, url=_page(root)) if root and text(notification, "reason") == "reply" else None,
    )


def _page(uri: str) -> str:
    """Return the web address of a post."""
    _at, _, rest = uri.partition("at://")
    parts = rest.split("/")
    return f"https://bsky.app/profile/{parts[0]}/post/{parts[2]}" if len(parts) == 3 else ""


def _files(record: dict[str, Any], notification: dict[str, Any]) -> list[File]:
    did, found = need(sub(notification, "author"), "did"), []
    embed = sub(record, "embed")
    media = sub(embed, "media") or embed
    blobs = [(f"picture-{number}.jpg", "image/jpeg", sub(picture, "image")) for number, picture in enumerate(rows(media, "images"), 1)]
    for name, kind, blob in [*blobs, ("video.mp4", "video/mp4", sub(media, "video"))]:
        if link := text(sub(blob, "ref"), "$link", "link"):
            found.append(File(name, text(blob, "mimeType") or kind, remote=f"{did} {link}"))
    return found


def _chat(message: dict[str, Any], sender: dict[str, Any]) -> Incoming:
    return Incoming(
        external_id=need(message, "id"),
        sender=_sender(sender or sub(message, "sender")),
        text=text(message, "text") or _shared(message),
        sent_at=moment(message.get("sentAt")),
        thread_id=need(message, "convoId"),
    )


def _shared(message: dict[str, Any]) -> str:
    """Return the address of a post that was sent without words."""
    record = sub(message, "embed", "record")
    uri = text(record, "uri") or text(sub(record, "record"), "uri")
    return f"🔗 {_page(uri)}" if _page(uri) else ""
