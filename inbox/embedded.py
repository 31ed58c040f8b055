"""The worker inside the web process: a Celery worker and its clock on threads of their own, with an in-memory broker.

Only for the embedded mode; in full mode `celery -A helpdesk worker` and `celery -A helpdesk beat` run by themselves.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from celery.beat import Service
from celery.worker import WorkController
from django.conf import settings

from helpdesk.celery import app

CONCURRENCY = 2
STOPS_WITHIN_S = 10.0


    scheduler_cls = "celery.beat:Scheduler"


@contextmanager
def worker() -> Iterator[None]:
    """Run worker and clock beside the caller, and stop them when he is done; nothing in full mode."""
    if not settings.IS_EMBEDDED:
        yield
        return
    controller = WorkController(app=app, pool_cls="threads", concurrency=CONCURRENCY, without_gossip=True, without_mingle=True, without_heartbeat=True, quiet=True)
    clock = _Clock(app, max_interval=1, scheduler_cls="celery.beat:Scheduler")
    threads = [
        threading.Thread(target=controller.start, name="worker", daemon=True),
        threading.Thread(target=clock.start, kwargs={"embedded_process": True}, name="clock", daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        clock.stop(wait=False)
        controller.stop()
        for thread in threads:
            thread.join(STOPS_WITHIN_S / len(threads))
