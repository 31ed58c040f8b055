"""The contract every channel keeps: what comes in, what goes out, what a channel can do.

A channel speaks its network and nothing else: it knows no question, no team, no database. `parse` is pure and total: any bytes
give items or Unreadable, never another error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Literal, Protocol

RECENT = "recent"
"""A cursor that asks for the last days again, to find what was missed."""

LOCKED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
"""Content types of files that say: part of this message is encrypted, or packed so that it could not be opened."""
LOCKED_TEXT = "-----BEGIN PGP MESSAGE-----"

Visibility = Literal["private", "public"]
Settings = Mapping[str, str]
"""What connects an account: addresses, names, keys; secret ones are kept encrypted."""


@dataclass(frozen=True)
class File:
    """A file that travels with a message; `remote` names one that the channel has yet to fetch from its network."""

    name: str
    content_type: str
    content: bytes = b""
    remote: str = ""


@dataclass(frozen=True)
class Sender:
    """Who wrote: `address` is unique on the channel's kind (an e-mail address, a user id)."""

    address: str
    name: str = ""


@dataclass(frozen=True)
class Post:
    """The public thing under which people write: everybody's message about it is a question of his own."""

    external_id: str
    text: str = ""
    url: str = ""
    author: str = ""


@dataclass(frozen=True)
class Incoming:
    """One message as it came. `external_id` is unique on its account: the same one twice is the same message.

    `recipients` and `references` help a mail to find its question; `is_automatic` was written by a machine and is never answered.
    """

    external_id: str
    sender: Sender
    text: str
    sent_at: datetime
    thread_id: str = ""
    html: str = ""
    attachments: Sequence[File] = ()
    visibility: Visibility = "private"
    in_reply_to: str = ""
    subject: str = ""
    recipients: Sequence[str] = ()
    references: Sequence[str] = ()
    is_automatic: bool = False
    language: str = ""
    post: Post | None = None


@dataclass(frozen=True)
class Edit:
    """The sender changed a message; `incoming` is the message as it is since `edited_at`."""

    incoming: Incoming
    edited_at: datetime


@dataclass(frozen=True)
class Removal:
    """The sender took a message away."""

    external_id: str


@dataclass(frozen=True)
class Report:
    """What the network says of a message of ours after it took it.

    `key` is the `message_id` we gave it, on networks that bring it back: it names a message whose receipt we never saw.
    """

    external_id: str
    state: Literal["sent", "delivered", "read", "failed"]
    error: str = ""
    is_permanent: bool = False
    is_unreachable: bool = False
    key: str = ""


@dataclass(frozen=True)
class Departure:
    """A person cannot be reached any more, or (`is_back`) can be again: the bot was blocked, the mailbox is gone."""

    address: str
    is_back: bool = False


@dataclass(frozen=True)
class Greeting:
    """Somebody opened a conversation and asked nothing yet; `language` as his program says it."""

    address: str
    thread_id: str
    language: str = ""


Item = Incoming | Edit | Removal | Report | Departure | Greeting


class Unreadable(ValueError):
    """A payload says nothing that we understand; it goes to quarantine with the reason."""


class Refused(Exception):
    """A request did not prove that it comes from the network."""


@dataclass(frozen=True)
class Call:
    """A request at the desk's door for webhooks. Header names are in lower case."""

    method: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Fetched:
    """One payload from a network, where to go on after it once it is kept, and where it lies on networks that show what was read."""

    payload: bytes
    cursor: str
    mark: str = ""


@dataclass(frozen=True)
class Shown:
    """A message as its sender made it: foreign HTML or else text, and the pictures that stand in it by name."""

    html: str = ""
    text: str = ""
    pictures: Mapping[str, File] = field(default_factory=dict)


@dataclass(frozen=True)
class Setting:
    """One thing to fill in when an account is connected. Labels, `help` and `group` are English and translated where they are shown.

    Those of one `group` stand together under its name. `choices` are the values to choose from with their labels, where not everything goes.
    """

    name: str
    label: str
    is_secret: bool = False
    is_required: bool = True
    default: str = ""
    help: str = ""
    group: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Outgoing:
    """One message to send. `message_id` stays the same over all tries, so that a network can tell a repeat.

    A mail carries all its files; on a network each is a message of its own, without text. `tried_since` is known where we look for
    a message that may have arrived: when its first try began.
    """

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
    visibility: Visibility = "private"
    last_incoming_at: datetime | None = None
    attachments: Sequence[File] = field(default=())
    tried_since: datetime | None = None


@dataclass(frozen=True)
class Receipt:
    """The network took the message; `external_id` is its own name for it."""

    external_id: str


class ChannelError(Exception):
    """A message could not be sent, or an account could not be read.

    Parameters
    ----------
    permanent
        Trying again cannot help (an address that does not exist).
    retry_after
        How long the network asks the whole account to wait, where it says so.
    is_unreachable
        The person cannot be reached any more by this way (the bot is blocked).
    is_account_broken
        Not this message, the account is the trouble: its key was refused.
    """

    def __init__(
        self, message: str, *, permanent: bool, retry_after: timedelta | None = None, is_unreachable: bool = False, is_account_broken: bool = False
    ) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.retry_after = retry_after
        self.is_unreachable = is_unreachable
        self.is_account_broken = is_account_broken


class Uncertain(ChannelError):
    """The connection ended after the message had left: nobody knows whether the network took it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=False)


class Channel(Protocol):
    """What a channel offers; the class attributes are capabilities the composer and the pages read."""

    kind: ClassVar[str]
    label: ClassVar[str]
    icon: ClassVar[str]
    intake: ClassVar[Literal["form", "hook", "poll", "stream"]]
    max_chars: ClassVar[int | None]
    markup: ClassVar[Literal["html", "plain"]]
    is_public_possible: ClassVar[bool]
    is_private_possible: ClassVar[bool]
    accepts_attachments: ClassVar[bool]
    reply_window: ClassVar[timedelta | None]
    max_per_hour: ClassVar[int | None]
    identity_kind: ClassVar[str]
    needs: ClassVar[Sequence[Setting]]

    def measure(self, text: str) -> int:
        """Return the length of a text as the network counts it, in the unit of `max_chars`."""
        ...

    def send(self, outgoing: Outgoing, settings: Settings) -> Receipt:
        """Send one message; raise ChannelError when the network refuses or does not answer."""
        ...
