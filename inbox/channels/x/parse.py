"""Posts and direct messages of X (API v2) as what the desk takes in. Pure.

An edited post is a new post there, under a number of its own: it joins the question of the earlier one as a further message, so that
the answer goes to the post that people see. Source: X API v2, Post, Media and Direct Message objects; "Edit posts".
"""

import re
from typing import Any

from inbox.channels.base import File, Incoming, Item, Sender
from inbox.channels.network import load, moment, need, rows, sub, text
from inbox.channels.network import number as quantity

KINDS = {"photo", "video", "animated_gif"}
LEADING_HANDLES = re.compile(r"^(\s*@\w+)+\s*")


def parse(payload: bytes, own: str) -> list[Item]:
    """Return what `{"post": …, "author": …, "media": […]}` or `{"message": …, "author": …, "media": […]}` says. Raises Unreadable.

    Parameters
    ----------
    own
        Our user id: what we wrote says nothing.
    """
    said = load(payload)
    author = sub(said, "author")
    sender = Sender(need(author, "id"), text(author, "name") or text(author, "username"))
    if sender.address == own:
        return []
    files = tuple(_files(said))
    if message := sub(said, "message"):
        place = need(message, "dm_conversation_id")
        return [Incoming(need(message, "id"), sender, text(message, "text"), moment(message.get("created_at")), thread_id=place, attachments=files)]
    post = sub(said, "post")
    answered = next((text(row, "id") for row in rows(post, "referenced_tweets") if text(row, "type") == "replied_to"), "") or _earlier(post)
    language = text(post, "lang")
    return [
        Incoming(
            external_id=need(post, "id"),
            sender=sender,
            text=LEADING_HANDLES.sub("", text(post, "text")),
            sent_at=moment(post.get("created_at")),
            visibility="public",
            in_reply_to=answered,
            attachments=files,
            language=language if language in {"nl", "fr", "de", "en"} else "",
        )
    ]


def _earlier(post: dict[str, Any]) -> str:
    """Return the number that an edited post had before; "" for one that was never changed."""
    history = post.get("edit_history_tweet_ids")
    numbers = [str(one) for one in history if isinstance(one, (str, int))] if isinstance(history, list) else []
    own = text(post, "id")
    return numbers[numbers.index(own) - 1][:250] if own in numbers[1:] else ""


def _files(said: dict[str, Any]) -> list[File]:
    found = []
    for number, media in enumerate(rows(said, "media"), 1):
        kind = text(media, "type")
        films = [row for row in rows(media, "variants") if text(row, "content_type") == "video/mp4"]
        address = text(max(films, key=lambda row: quantity(row, "bit_rate")), "url") if films else text(media, "url", "preview_image_url")
        name, content_type = (f"film-{number}.mp4", "video/mp4") if films else (f"picture-{number}.jpg", "image/jpeg")
        if kind in KINDS and address.startswith(("https://", "http://127.0.0.1")):
            found.append(File(name, content_type, remote=address))
    return found
