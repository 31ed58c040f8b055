"""The wiring of the desk."""

from helpdesk.celery import app as celery_app

__all__ = ["celery_app"]
