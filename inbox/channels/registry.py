"""Which channels there are; everything that depends on a channel asks here by kind."""

from inbox.channels.api.channel import ApiChannel
from inbox.channels.base import Channel
from inbox.channels.email.channel import EmailChannel
from inbox.channels.web.channel import WebChannel

CHANNELS: dict[str, Channel] = {channel.kind: channel for channel in (WebChannel(), EmailChannel(), ApiChannel())}


def get(kind: str) -> Channel:
    """Return the channel of `kind`; KeyError for one we do not speak."""
    return CHANNELS[kind]
