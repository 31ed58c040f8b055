"""The Celery application: background work, in the web process (embedded) or in workers of its own.

The rows in the database are the truth; a task only rings the bell, and a sweep finds what no bell rang for.
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

app = Celery("helpdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"polling_interval": 0.02} if app.conf.broker_url == "memory://" else {},
    beat_schedule={
        "send due deliveries": {"task": "inbox.tasks.send_due", "schedule": 1.0, "options": {"expires": 5.0}},
        "sweep": {"task": "inbox.tasks.sweep", "schedule": 30.0},
        "poll": {"task": "inbox.tasks.poll", "schedule": 60.0, "options": {"expires": 60.0}},
        "look at sources": {"task": "inbox.tasks.look_at_sources", "schedule": crontab(hour=3, minute=10)},
        "remind owners": {"task": "inbox.tasks.remind_owners", "schedule": crontab(hour=6, minute=30)},
        "compare": {"task": "inbox.tasks.compare", "schedule": crontab(hour=4, minute=30)},
    },
)
app.set_default()
app.autodiscover_tasks(["inbox"])
