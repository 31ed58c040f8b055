"""Which channels there are; everything that depends on a channel asks here by kind."""

from collections.abc import Collection
from typing import cast

from inbox.channels.abilities import Finder, Hook, Poller, Reader
from inbox.channels.api.channel import ApiChannel
from inbox.channels.base import Channel
from inbox.channels.bluesky.channel import BlueskyChannel
from inbox.channels.email.channel import EmailChannel
from inbox.channels.facebook.channel import FacebookChannel
from inbox.channels.instagram.channel import InstagramChannel
from inbox.channels.mastodon.channel import MastodonChannel
from inbox.channels.partner.channel import PartnerChannel
from inbox.channels.telegram.channel import TelegramChannel
from inbox.channels.web.channel import WebChannel
from inbox.channels.whatsapp.channel import WhatsappChannel
from inbox.channels.x.channel import XChannel

ALL: tuple[Channel, ...] = (
    WebChannel(), EmailChannel(), ApiChannel(), TelegramChannel(), MastodonChannel(), BlueskyChannel(), FacebookChannel(), InstagramChannel(),
    WhatsappChannel(), XChannel(), PartnerChannel(),
)  # fmt: skip
CHANNELS: dict[str, Channel] = {channel.kind: channel for channel in ALL}


def get(kind: str) -> Channel:
    """Return the channel of `kind`; KeyError for one we do not speak."""
    return CHANNELS[kind]


def reader(kind: str) -> Reader:
    """Return the channel of `kind`, whose payloads are kept and read; KeyError for any other."""
    if not isinstance(CHANNELS[kind], Reader):
        raise KeyError(kind)
    return cast("Reader", CHANNELS[kind])


def hook(kind: str) -> Hook | None:
    """Return the channel of `kind` if its network calls us."""
    found = CHANNELS.get(kind)
    return found if isinstance(found, Hook) else None


def poller(kind: str) -> Poller | None:
    """Return the channel of `kind` if we ask its network."""
    found = CHANNELS.get(kind)
    return found if isinstance(found, Poller) else None


def polled() -> list[str]:
    """Return the kinds of channels that we ask."""
    return [kind for kind in CHANNELS if poller(kind)]


def connectable(without: Collection[str] = ()) -> list[Channel]:
    """Return the channels that people connect accounts of, but for the kinds `without`."""
    return [channel for channel in CHANNELS.values() if channel.needs and channel.kind not in without]


def findable() -> list[str]:
    """Return the kinds of channels whose networks can be asked whether they have a message of ours."""
    return [kind for kind, channel in CHANNELS.items() if isinstance(channel, Finder)]
