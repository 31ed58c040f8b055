"""The worker inside the web process: a Celery worker and its clock on threads of their own, with an in-memory broker.

Only for the embedded mode; in full mode `celery -A helpdesk worker` and `celery -A helpdesk beat` run by themselves.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from celery.app import app_or_default
from celery.beat import EmbeddedService
from celery.worker import WorkController
from django.conf import settings

from inbox import delivery, polling

CONCURRENCY = 2
STOPS_WITHIN_S = 5.0


@contextmanager
def worker() -> Iterator[None]:
    """Run worker and clock beside the caller, and stop them when he is done; nothing in full mode."""
    if not settings.IS_EMBEDDED:
        yield
        return
    delivery.mark_cut_off(timedelta(0))  # Nobody else sends here: what is "sending" now was cut off when the last process died.
    polling.free_all()
    app = app_or_default()
    controller = WorkController(
        app=app, pool_cls="threads", concurrency=CONCURRENCY, without_gossip=True, without_mingle=True, without_heartbeat=True, quiet=True
    )
    clock: Any = EmbeddedService(app, thread=True, scheduler_cls="celery.beat:Scheduler")
    working = threading.Thread(target=controller.start, name="worker", daemon=True)
    listener = polling.Listener()
    working.start()
    clock.start()
    threading.Thread(target=listener.run, name="listener", daemon=True).start()
    app.send_task("inbox.tasks.sweep")  # The bells of the last process are gone: what it kept and did not read waits no longer.
    try:
        yield
    finally:
        listener.stop()
        clock.stop()
        controller.stop()
        working.join(STOPS_WITHIN_S)
