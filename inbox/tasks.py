"""Celery's edge: one thin task a verb. A lost or repeated task changes nothing: the rows are the truth."""

import logging
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from helpdesk.answers import flags, life, presence, watching
from helpdesk.answers.models import ImportRun
from helpdesk.answers.transfer import runs
from inbox import broadcasts, delivery, doorbell, files, handover, health, polling, referrals, sources, watch
from inbox.learning import drift, labels, training
from inbox.models import Attachment, Presence, Source

log = logging.getLogger(__name__)
UPLOADS_KEPT_FOR = timedelta(hours=24)
DRAFTS_FILES_KEPT_FOR = timedelta(days=30)


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
def watch_new() -> None:
    """Look what new questions have in common with the others."""
    if watch.watch_new():
        watch_new.apply_async(countdown=doorbell.SOON_S)


@shared_task
def look_for_surges() -> None:
    """Look for surges, also among questions that were not watched yet."""
    watch.sweep()


@shared_task
def send_broadcasts() -> None:
    """Write the messages of broadcasts whose time has come."""
    broadcasts.send_due()


@shared_task
def look_at_sources() -> None:
    """Look at one source a host, and come back for the next ones a few seconds later."""
    if watching.look_round():
        look_at_sources.apply_async(countdown=watching.BETWEEN_ROUNDS_S)


@shared_task
def remind_owners() -> None:
    """Flag the answers that need somebody, and send each owner one mail about all his."""
    flags.flag_reviews()
    flags.flag_variables()
    flags.remind()


@shared_task
def import_answers(run_id: int) -> None:
    """Do the next piece of an import, then ring for the one after it."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run and runs.step(run):
        import_answers.delay(run_id)


@shared_task
def mail_referral(referral_id: int) -> None:
    """Mail an administration the link to a question that was passed on."""
    handover.mail(referral_id)


@shared_task
def mail_referrals() -> None:
    """Mail every link whose time has come."""
    for pk in handover.due():
        handover.mail(pk)


@shared_task
def sweep() -> None:
    """Find what no bell rang for: deliveries cut off by a crash, payloads kept and not taken in, silent accounts, uploads left behind, answers to publish."""
    mine = (delivery.mark_cut_off, delivery.ask_networks, send_due, take_due, mail_referrals, referrals.expire, health.raise_alarms, _clear)
    for step in (*mine, life.publish_due, presence.sweep, runs.sweep):
        try:
            step()
        except Exception:  # (a worker loop: one step's trouble is not another's)
            log.exception("A step of the sweep failed: %s", step.__name__)


@shared_task
def look() -> None:
    """Ask the networks whether they still know our accounts."""
    health.look()


@shared_task
def take_due() -> None:
    """Take in every kept payload whose time has come, until none is left; one that breaks does not keep the others waiting."""
    tried: set[int] = set()
    while fresh := [pk for pk in sources.due() if pk not in tried]:
        tried.update(fresh)
        for pk in fresh:
            try:
                take(pk)
            except Exception:  # (a worker loop)
                log.exception("Payload %s could not be taken in.", pk)


def _clear() -> None:
    now = timezone.now()
    Presence.objects.filter(seen_at__lt=now - timedelta(minutes=5)).delete()
    waiting = Attachment.objects.filter(message=None)
    forms = waiting.filter(created_at__lt=now - UPLOADS_KEPT_FOR).exclude(upload_key__startswith=files.DRAFT)
    for left in (forms | waiting.filter(created_at__lt=now - DRAFTS_FILES_KEPT_FOR))[:500]:
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
