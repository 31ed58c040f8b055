"""The Celery application: background work, in the web process (embedded) or in workers of its own.

The rows in the database are the truth; a task only rings the bell, and a sweep finds what no bell rang for.
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

# A bell that cannot ring must not keep a page or a webhook waiting: the sweep finds the row.
AT_ONCE = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.1, "socket_connect_timeout": 2.0}

app = Celery("helpdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"polling_interval": 0.02} if app.conf.broker_url == "memory://" else AT_ONCE,
    beat_schedule={
        "send due deliveries": {"task": "inbox.tasks.send_due", "schedule": 1.0, "options": {"expires": 5.0}},
        "look for surges": {"task": "inbox.tasks.look_for_surges", "schedule": 15.0, "options": {"expires": 15.0}},
        "send broadcasts": {"task": "inbox.tasks.send_broadcasts", "schedule": 2.0, "options": {"expires": 5.0}},
        "sweep": {"task": "inbox.tasks.sweep", "schedule": 30.0},
        "poll": {"task": "inbox.tasks.poll", "schedule": 60.0, "options": {"expires": 60.0}},
        "look": {"task": "inbox.tasks.look", "schedule": 3600.0, "options": {"expires": 3600.0}},
        "learn": {"task": "inbox.tasks.learn", "schedule": 60.0, "options": {"expires": 60.0}},
        "train": {"task": "inbox.tasks.train_nightly", "schedule": crontab(hour=2, minute=15)},
        "look at sources": {"task": "inbox.tasks.look_at_sources", "schedule": crontab(hour=3, minute=10)},
        "remind owners": {"task": "inbox.tasks.remind_owners", "schedule": crontab(hour=6, minute=30)},
        "compare": {"task": "inbox.tasks.compare", "schedule": crontab(hour=4, minute=30)},
    },
)
app.set_default()
app.autodiscover_tasks(["inbox"])
