"""Celery's edge: one thin task a verb. A lost or repeated task changes nothing: the rows are the truth."""

import subprocess
import sys
from contextlib import suppress
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from inbox import accounts, delivery, polling, sources
from inbox.learning import drift, labels, training
from inbox.models import Attachment, Presence, Source

UPLOADS_KEPT_FOR = timedelta(hours=24)


@shared_task
def deliver(delivery_id: int) -> None:
    """Send one delivery."""
    delivery.deliver(delivery_id)


@shared_task
def send_due() -> None:
    """Send every delivery whose time has come."""
    for pk in delivery.due():
        delivery.deliver(pk)


@shared_task
def take(source_id: int) -> None:
    """Take in one kept payload."""
    source = Source.objects.select_related("account").filter(pk=source_id, state=Source.State.RECEIVED).first()
    if source:
        sources.take(source)


@shared_task
def poll() -> None:
    """Ask every account's network for what is new."""
    polling.poll_all()


@shared_task
def compare() -> None:
    """Compare the mailboxes with the database."""
    polling.compare()


@shared_task
def sweep() -> None:
    """Find what no bell rang for: deliveries cut off by a crash, payloads kept and not taken in, silent accounts, uploads left behind."""
    delivery.mark_cut_off()
    delivery.ask_networks()
    send_due()
    for pk in sources.due():
        take(pk)
    accounts.raise_alarms()
    now = timezone.now()
    Presence.objects.filter(seen_at__lt=now - timedelta(minutes=5)).delete()
    for left in Attachment.objects.filter(message=None, created_at__lt=now - UPLOADS_KEPT_FOR)[:500]:
        left.file.delete(save=False)
        left.delete()


@shared_task
def train(run_id: int) -> None:
    """Train a challenger in a process of its own, so that pages stay quick and its memory is given back."""
    subprocess.run([sys.executable, str(settings.BASE_DIR / "manage.py"), "retrain", "--run", str(run_id)], check=False)  # noqa: S603  (our own command)


@shared_task
def train_nightly() -> None:
    """Look whether the questions have changed, then train a challenger if people taught anything new."""
    drift.check()
    if training.is_worth_it():
        with suppress(training.AlreadyRunning):
            training.ask()


@shared_task
def learn() -> None:
    """Read what people taught since the last time, and ring for trainings that were cut off."""
    labels.collect()
    training.resume()
