"""Webhooks of an Instagram account (comments, messages) as what the desk takes in. Pure. Source: Instagram Platform, Webhooks."""

from typing import Any

from inbox.channels.base import Incoming, Item, Post, Sender
from inbox.channels.graph import items_of_entries, messaging
from inbox.channels.network import load, moment, need, rows, sub, text


def parse(payload: bytes, own: str) -> list[Item]:
    """Return what a webhook says; what the account itself wrote says nothing. Raises Unreadable.

    Parameters
    ----------
    own
        The account's id.
    """
    found: list[Item] = []
    for entry in items_of_entries(load(payload)):
        found += messaging(entry, own)
        for change in rows(entry, "changes"):
            value = sub(change, "value")
            if text(change, "field") in {"comments", "live_comments"} and text(sub(value, "from"), "id") != own:
                found.append(_comment(value, entry))
    return found


def _comment(value: dict[str, Any], entry: dict[str, Any]) -> Incoming:
    author, media = sub(value, "from"), sub(value, "media")
    return Incoming(
        external_id=need(value, "id"),
        sender=Sender(need(author, "id"), text(author, "username")),
        text=text(value, "text"),
        sent_at=moment(entry.get("time")),
        visibility="public",
        in_reply_to=text(value, "parent_id"),
        post=Post(need(media, "id")) if media else None,
    )
