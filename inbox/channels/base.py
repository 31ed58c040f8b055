"""The contract every channel keeps: what comes in, what goes out, what a channel can do.

A channel speaks its network and nothing else: it knows no question, no team, no database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Literal, Protocol


@dataclass(frozen=True)
class File:
    """A file that travels with a message."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Sender:
    """Who wrote: `address` is unique on the channel's kind (an e-mail address, a user id)."""

    address: str
    name: str = ""


@dataclass(frozen=True)
class Incoming:
    """One message as it came. `external_id` is unique on its account: the same one twice is the same message."""

    external_id: str
    sender: Sender
    text: str
    sent_at: datetime
    thread_id: str = ""
    html: str = ""
    attachments: Sequence[File] = ()
    visibility: Literal["private", "public"] = "private"
    in_reply_to: str = ""


@dataclass(frozen=True)
class Outgoing:
    """One message to send. `message_id` stays the same over all tries, so that a network can tell a repeat."""

    recipient: str
    subject: str
    text: str
    html: str = ""
    message_id: str = ""
    thread_id: str = ""
    reply_to: str = ""
    in_reply_to: str = ""
    references: Sequence[str] = ()
    language: str = ""
    is_automatic: bool = False
    attachments: Sequence[File] = field(default=())


@dataclass(frozen=True)
class Receipt:
    """The network took the message; `external_id` is its own name for it."""

    external_id: str


class ChannelError(Exception):
    """A message could not be sent.

    Parameters
    ----------
    permanent
        Trying again cannot help (an address that does not exist).
    retry_after
        How long the network asks to wait, where it says so.
    """

    def __init__(self, message: str, *, permanent: bool, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.retry_after = retry_after


class Channel(Protocol):
    """What a channel offers; the class attributes are capabilities the composer reads."""

    kind: ClassVar[str]
    label: ClassVar[str]
    icon: ClassVar[str]
    intake: ClassVar[Literal["form", "hook", "poll", "stream"]]
    max_chars: ClassVar[int | None]
    markup: ClassVar[Literal["html", "plain"]]
    is_public_possible: ClassVar[bool]
    accepts_attachments: ClassVar[bool]
    reply_window: ClassVar[timedelta | None]
    identity_kind: ClassVar[str]

    def send(self, outgoing: Outgoing) -> Receipt:
        """Send one message; raise ChannelError when the network refuses or does not answer."""
        ...
