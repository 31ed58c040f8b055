"""Ringing open desks through the channel layer. A bell that does not ring is logged, never raised: browsers catch up by themselves.

With Redis one thread of this process keeps one connection and rings from there, so that no page waits for it. The in-memory
layer lives on the server's own loop and is rung in place.
"""

import asyncio
import logging
import threading
from concurrent.futures import Future
from functools import lru_cache
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings

log = logging.getLogger(__name__)


def ring(group: str, message: dict[str, Any]) -> None:
    """Send `message` to the sockets in `group`."""
    if settings.REDIS_URL:
        asyncio.run_coroutine_threadsafe(_send(group, message), _loop()).add_done_callback(_told)
        return
    try:
        async_to_sync(_send)(group, message)
    except OSError:
        log.warning("A bell did not ring: the channel layer does not answer.", exc_info=True)


async def _send(group: str, message: dict[str, Any]) -> None:
    await get_channel_layer().group_send(group, message)


@lru_cache(maxsize=1)
def _loop() -> asyncio.AbstractEventLoop:
    """Return the loop of the ringing thread, started at the first bell."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="bell", daemon=True).start()
    return loop


def _told(done: "Future[None]") -> None:
    if error := done.exception():
        log.warning("A bell did not ring: %s", error)
