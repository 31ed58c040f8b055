"""Celery's edge: one thin task a verb. A lost or repeated task changes nothing: the rows are the truth."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from inbox import broadcasts, delivery, handover, health, polling, referrals, sources, watch
from inbox.models import Attachment, Presence, Question, Source

log = logging.getLogger(__name__)
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
def watch_question(question_id: int) -> None:
    """Look what a new question has in common with the others."""
    question = Question.objects.filter(pk=question_id).first()
    if question:
        watch.watch(question)


@shared_task
def look_for_surges() -> None:
    """Look for surges, also among questions no bell rang for."""
    watch.sweep()


@shared_task
def send_broadcasts() -> None:
    """Write the messages of broadcasts whose time has come."""
    broadcasts.send_due()


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
    """Find what no bell rang for: deliveries cut off by a crash, payloads kept and not taken in, silent accounts, uploads left behind."""
    for step in (delivery.mark_cut_off, delivery.ask_networks, send_due, take_due, mail_referrals, referrals.expire, health.raise_alarms, _clear):
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
    """Take in every kept payload whose time has come; one that breaks does not keep the others waiting."""
    for pk in sources.due():
        try:
            take(pk)
        except Exception:  # (a worker loop)
            log.exception("Payload %s could not be taken in.", pk)


def _clear() -> None:
    now = timezone.now()
    Presence.objects.filter(seen_at__lt=now - timedelta(minutes=5)).delete()
    for left in Attachment.objects.filter(message=None, created_at__lt=now - UPLOADS_KEPT_FOR)[:500]:
        left.file.delete(save=False)
        left.delete()
