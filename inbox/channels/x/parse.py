"""Posts and direct messages of X (API v2) as what the desk takes in. Pure. Source: X API v2, Tweet and Direct Message objects."""

import re

from inbox.channels.base import Incoming, Item, Sender
from inbox.channels.network import load, moment, need, rows, sub, text

LEADING_HANDLES = re.compile(r"^(\s*@\w+)+\s*")


def parse(payload: bytes, own: str) -> list[Item]:
    """Return what `{"post": …, "author": …}` or `{"message": …, "author": …}` says. Raises Unreadable.

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
    if message := sub(said, "message"):
        return [Incoming(need(message, "id"), sender, text(message, "text"), moment(message.get("created_at")), thread_id=need(message, "dm_conversation_id"))]
    post = sub(said, "post")
    answered = next((text(row, "id") for row in rows(post, "referenced_tweets") if text(row, "type") == "replied_to"), "")
    language = text(post, "lang")
    return [
        Incoming(
            external_id=need(post, "id"),
            sender=sender,
            text=LEADING_HANDLES.sub("", text(post, "text")),
            sent_at=moment(post.get("created_at")),
            visibility="public",
            in_reply_to=answered,
            language=language if language in {"nl", "fr", "de", "en"} else "",
        )
    ]
