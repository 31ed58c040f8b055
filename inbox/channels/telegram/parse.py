"""Telegram updates as what the desk takes in. Pure. Source: Telegram Bot API, Update and Message."""

from typing import Any

from inbox.channels.base import Departure, Edit, File, Greeting, Incoming, Item, Sender, Unreadable
from inbox.channels.network import load, moment, need, number, rows, sub, text

LARGEST_FILE = 20 * 1024 * 1024
MEDIA = {"document": "application/octet-stream", "voice": "audio/ogg", "audio": "audio/mpeg", "video": "video/mp4", "video_note": "video/mp4"}
GONE = {"kicked", "left"}
SERVICE = {"pinned_message", "message_auto_delete_timer_changed", "chat_background_set", "users_shared", "chat_shared", "write_access_allowed"}


def parse(payload: bytes) -> list[Item]:
    """Return what an update says; groups and channels are not ours to answer. Raises Unreadable."""
    update = load(payload)
    need(update, "update_id")
    for key in ("message", "edited_message"):
        if message := sub(update, key):
            return _message(message, is_edit=key == "edited_message")
    if change := sub(update, "my_chat_member"):
        status = text(sub(change, "new_chat_member"), "status")
        return [Departure(need(sub(change, "from"), "id"), is_back=status not in GONE)]
    return []


def _message(message: dict[str, Any], *, is_edit: bool) -> list[Item]:
    chat, person = sub(message, "chat"), sub(message, "from")
    if text(chat, "type") != "private":
        return []
    place = need(chat, "id")
    sender = Sender(need(person, "id"), " ".join(filter(None, (text(person, "first_name"), text(person, "last_name")))) or text(person, "username"))
    written = text(message, "text", "caption") or _other(message)
    language = text(person, "language_code")[:2]
    if written.split(maxsplit=1)[:1] == ["/start"]:
        return [Greeting(sender.address, place, language)]
    files = tuple(_files(message))
    if not written and not files:
        if SERVICE & set(message):
            return []
        raise Unreadable("This kind of Telegram message is not known here.")
    answered = text(sub(message, "reply_to_message"), "message_id")
    incoming = Incoming(
        external_id=f"{place}:{need(message, 'message_id')}",
        sender=sender,
        text=written,
        sent_at=moment(message.get("date")),
        thread_id=place,
        attachments=files,
        in_reply_to=f"{place}:{answered}" if answered else "",
        language=language if language in {"nl", "fr", "de", "en"} else "",
    )
    return [Edit(incoming, moment(message.get("edit_date")))] if is_edit else [incoming]


def _other(message: dict[str, Any]) -> str:
    """Return words for what is neither text nor a file."""
    if place := sub(message, "location"):
        return f"📍 {place.get('latitude')}, {place.get('longitude')}"
    if contact := sub(message, "contact"):
        return f"👤 {text(contact, 'first_name')} {text(contact, 'phone_number')}"
    if poll := sub(message, "poll"):
        return "\n".join(f"📊 {line}" for line in (text(poll, "question"), *(text(option, "text") for option in rows(poll, "options"))))
    return text(sub(message, "sticker"), "emoji") or text(sub(message, "dice"), "emoji")


def _files(message: dict[str, Any]) -> list[File]:
    found = []
    if sizes := rows(message, "photo"):
        largest = max(sizes, key=lambda size: number(size, "file_size"))
        found.append(File("photo.jpg", "image/jpeg", remote=need(largest, "file_id")))
    for key, kind in MEDIA.items():
        if media := sub(message, key):
            found.append(File(text(media, "file_name") or key, text(media, "mime_type") or kind, remote=need(media, "file_id")))
    return found
