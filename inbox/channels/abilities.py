"""What a channel may be able to do beside sending: read, be called, be asked, stream, hide, find. The desk asks with isinstance."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import ClassVar, Protocol, runtime_checkable

from inbox.channels.base import Call, Fetched, File, Item, Outgoing, Receipt, Settings, Shown


@runtime_checkable
class Reader(Protocol):
    """A channel whose payloads are kept as they came and read afterwards."""

    def parse(self, payload: bytes, settings: Settings) -> list[Item]:
        """Return what a payload says; raises Unreadable. Pure."""
        ...


@runtime_checkable
class Hook(Reader, Protocol):
    """A channel whose network calls us."""

    def greet(self, call: Call, settings: Settings) -> str | None:
        """Return the answer to the network's handshake, or None when the call is none; raises Refused."""
        ...

    def verify(self, call: Call, settings: Settings) -> None:
        """Return when the call proves that it comes from the network; raises Refused."""
        ...


@runtime_checkable
class Poller(Reader, Protocol):
    """A channel that we ask. What was fetched is kept before the next one is asked for: a cut loses nothing."""

    def fetch(self, settings: Settings, cursor: str) -> Iterator[Fetched]:
        """Yield what came after `cursor`, oldest first; raises ChannelError."""
        ...


@runtime_checkable
class Marker(Protocol):
    """A channel whose network shows people which messages were dealt with."""

    def mark(self, settings: Settings, marks: Sequence[str]) -> None:
        """Show what lies at `marks` (of `Fetched`) as read; what is gone meanwhile is left out. Raises ChannelError."""
        ...


@runtime_checkable
class Waiter(Protocol):
    """A channel whose network tells at once that there is something to fetch.

    `waits_alone`: the network ends the waiting when somebody else fetches meanwhile.
    """

    waits_alone: ClassVar[bool]

    def wait(self, settings: Settings, cursor: str, timeout_s: float) -> bool:
        """Return whether there may be something new, at the latest after `timeout_s`; raises ChannelError."""
        ...


@runtime_checkable
class Checkable(Protocol):
    """A channel whose account can be tried out."""

    def check(self, settings: Settings) -> str:
        """Return who we are on the network; raises ChannelError."""
        ...


@runtime_checkable
class Installer(Protocol):
    """A channel whose network is told about us when an account is connected."""

    def install(self, settings: Settings) -> Settings:
        """Tell the network where we are; return what we learned of it, to be kept with the account. Raises ChannelError."""
        ...


@runtime_checkable
class Expiring(Protocol):
    """A channel whose keys are good for a time."""

    def expires_at(self, settings: Settings) -> datetime | None:
        """Return until when the account's key is good, None for ever; raises ChannelError."""
        ...


@runtime_checkable
class Streamer(Protocol):
    """A channel whose network pushes over a connection that stays open."""

    def listen(self, settings: Settings, keep: Callable[[bytes], None]) -> None:
        """Hand every payload to `keep` until the connection ends; raises ChannelError."""
        ...


@runtime_checkable
class Downloader(Protocol):
    """A channel whose files are fetched apart from the message."""

    def download(self, file: File, settings: Settings) -> File:
        """Return the file with its content; raises ChannelError."""
        ...


@runtime_checkable
class Finder(Protocol):
    """A channel that can be asked whether a message was taken."""

    def find(self, outgoing: Outgoing, settings: Settings) -> Receipt | None:
        """Return the receipt of a message the network has, None when it has none; raises ChannelError."""
        ...


@runtime_checkable
class Hider(Protocol):
    """A channel on which a public comment can be hidden."""

    def hide(self, external_id: str, settings: Settings) -> None:
        """Hide a comment from the public; raises ChannelError."""
        ...


@runtime_checkable
class Shower(Protocol):
    """A channel whose messages look like more than their text."""

    def show(self, payload: bytes) -> Shown:
        """Return a message as its sender made it. Pure."""
        ...


@runtime_checkable
class Reopener(Protocol):
    """A channel that may write to a person after the time for answers is over."""

    def can_reopen(self, settings: Settings) -> bool:
        """Tell whether this account is set up for that."""
        ...
