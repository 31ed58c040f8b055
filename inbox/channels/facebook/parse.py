"""Webhooks of a Facebook Page (feed, Messenger) as what the desk takes in. Pure. Source: Graph API, Webhooks for Pages."""

from collections.abc import Iterator
from typing import Any

from inbox.channels.base import Edit, File, Incoming, Item, Post, Removal, Sender
from inbox.channels.graph import items_of_entries, messaging
from inbox.channels.network import load, moment, need, sub, text
from inbox.channels.network import rows as rows_of


def parse(payload: bytes, own: str) -> list[Item]:
    """Return what a webhook says; likes, shares and what the Page itself wrote say nothing. Raises Unreadable.

    Parameters
    ----------
    own
        The Page's id.
    """
    found: list[Item] = []
    for entry in items_of_entries(load(payload)):
        found += messaging(entry, own)
        for change in rows_of(entry, "changes"):
            if text(change, "field") == "feed":
                found += _feed(sub(change, "value"), own)
    return found


def _feed(value: dict[str, Any], own: str) -> Iterator[Item]:
    item, verb, author = text(value, "item"), text(value, "verb"), sub(value, "from")
    number = text(value, "comment_id") if item == "comment" else text(value, "post_id")
    if item not in {"comment", "post", "status", "photo", "video"} or text(author, "id") == own or not number:
        return
    if verb == "remove":
        yield Removal(number)
        return
    incoming = _incoming(value, number, author, is_comment=item == "comment")
    if verb == "add":
        yield incoming
    elif verb in {"edited", "edit"}:
        yield Edit(incoming, moment(value.get("created_time")))


def _incoming(value: dict[str, Any], number: str, author: dict[str, Any], *, is_comment: bool) -> Incoming:
    above, parent = text(value, "post_id"), text(value, "parent_id")
    pictures = [address for address in [text(value, "photo")] if address.startswith("http")]
    return Incoming(
        external_id=number,
        sender=Sender(need(author, "id"), text(author, "name")),
        text=text(value, "message"),
        sent_at=moment(value.get("created_time")),
        visibility="public",
        attachments=tuple(File("photo.jpg", "image/jpeg", remote=address) for address in pictures),
        in_reply_to=parent if parent != above else "",
        post=Post(above, text=text(sub(value, "post"), "message"), url=text(sub(value, "post"), "permalink_url")) if is_comment and above else None,
    )
