"""Celery's edge: one thin task a verb. A lost or repeated task changes nothing: the rows are the truth."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from helpdesk.answers import flags, life, presence, watching
from helpdesk.answers.models import ImportRun
from helpdesk.answers.transfer import runs
from inbox import accounts, delivery, polling, sources
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
def look_at_sources() -> None:
    """Look at one source a host, and come back for the next ones a few seconds later."""
    if watching.look_round():
        look_at_sources.apply_async(countdown=watching.BETWEEN_ROUNDS_S)


@shared_task
def remind_owners() -> None:
    """Flag the answers whose review date passed, and send each owner one mail about all that need him."""
    flags.flag_reviews()
    flags.remind()


@shared_task
def import_answers(run_id: int) -> None:
    """Do the next piece of an import, then ring for the one after it."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run and runs.step(run):
        import_answers.delay(run_id)


@shared_task
def sweep() -> None:
    """Find what no bell rang for: deliveries cut off by a crash, payloads kept and not taken in, silent accounts, uploads left behind, answers to publish."""
    delivery.mark_cut_off()
    delivery.ask_networks()
    send_due()
    for pk in sources.due():
        take(pk)
    accounts.raise_alarms()
    life.publish_due()
    presence.sweep()
    runs.sweep()
    now = timezone.now()
    Presence.objects.filter(seen_at__lt=now - timedelta(minutes=5)).delete()
    for left in Attachment.objects.filter(message=None, created_at__lt=now - UPLOADS_KEPT_FOR)[:500]:
        left.file.delete(save=False)
        left.delete()
