"""Ringing the worker: a task by name, after the commit. A bell that does not ring is logged, never raised: the sweep finds the row.

With a broker outside, one thread of this process rings, so that no page and no webhook waits for a broker that is down.
Work that is done for all rows that wait rings once a second, however many come.
"""

import logging
import threading
import time
from functools import lru_cache
from queue import Full, Queue

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)
MOST_WAITING = 1000
SOON_S = 1.0
Ring = tuple[str, tuple[int, ...]]
_rung_at: dict[str, float] = {}


def ring(task: str, pk: int) -> None:
    """Ask a worker to run `task` for a row, once the row is committed."""
    transaction.on_commit(lambda: _hand_over((task, (pk,))), robust=True)


def ring_soon(task: str) -> None:
    """Ask a worker to run `task`, which takes all rows that wait, a second after the first of them is committed."""
    transaction.on_commit(lambda: _once(task), robust=True)


def _once(task: str) -> None:
    now = time.monotonic()
    if now - _rung_at.get(task, float("-inf")) >= SOON_S:
        _rung_at[task] = now
        _hand_over((task, ()))


def _hand_over(bell: Ring) -> None:
    if settings.IS_EMBEDDED:
        _send(bell)
        return
    try:
        _waiting().put_nowait(bell)
    except Full:
        log.warning("Too many bells wait for the broker; the sweep finds the row.")


@lru_cache(maxsize=1)
def _waiting() -> "Queue[Ring]":
    """Return the queue of the ringing thread, started at the first bell."""
    waiting: Queue[Ring] = Queue(MOST_WAITING)
    threading.Thread(target=_ring_all, args=(waiting,), name="doorbell", daemon=True).start()
    return waiting


def _ring_all(waiting: "Queue[Ring]") -> None:
    while True:
        try:
            _send(waiting.get())
        except (OperationalError, OSError):
            log.warning("A bell did not ring: the broker does not answer.")


def _send(bell: Ring) -> None:
    task, args = bell
    current_app.send_task(task, args, countdown=None if args else SOON_S, retry=False)
