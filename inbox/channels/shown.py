"""Looking for a message of ours among those a network shows of a conversation.

What was written before the first try is another message with the same words. A list that ends before that moment proves nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from inbox.channels.base import ChannelError, Outgoing, Receipt

CLOCKS_DIFFER = timedelta(minutes=1)


@dataclass(frozen=True)
class Written:
    """One message as the network shows it; `files` counts what hangs on it."""

    external_id: str
    text: str
    at: datetime
    is_ours: bool
    files: int = 0


def since(outgoing: Outgoing) -> datetime | None:
    """Return the moment before which nothing is this message; None when its first try is not known."""
    return outgoing.tried_since and outgoing.tried_since - CLOCKS_DIFFER


def find(outgoing: Outgoing, newest_first: Iterable[Written], *, is_all: bool) -> Receipt | None:
    """Return the receipt of a private message that was written since its first try, None when it is not there.

    Parameters
    ----------
    newest_first
        The conversation, from its end back.
    is_all
        Nothing older was left out.

    Raises
    ------
    ChannelError
        When older messages were left out that may hold it.
    """
    wanted = _plain(outgoing.text), len(outgoing.attachments)
    begin = since(outgoing)
    for row in newest_first:
        if (begin and row.at < begin) or (row.external_id and row.external_id == outgoing.in_reply_to):
            return None
        if row.is_ours and row.external_id and (_plain(row.text), row.files) == wanted:
            return Receipt(row.external_id)
    if not is_all:
        raise ChannelError("The network does not show messages that are as old as this one.", permanent=True)
    return None


def _plain(text: str) -> str:
    return "".join(text.split())
