"""Sending, and what happens when it does not work."""

import smtplib
from datetime import timedelta
from typing import NoReturn

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from helpdesk.people.models import User
from inbox import delivery, replies
from inbox.models import Attempt, Delivery, Question


@pytest.fixture
def queued(question: Question, ana: User) -> Delivery:
    """A reply whose 15 seconds are over."""
    newest = question.events.last()
    message = replies.reply(question, ana, "Here is **the link**.", seen_event_id=newest.pk if newest else 0)
    Delivery.objects.exclude(message=message).update(state=Delivery.State.SENT)
    Delivery.objects.update(not_before=timezone.now())
    return message.delivery


def _break(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_args: object) -> NoReturn:
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", fail)


def test_a_reply_leaves_as_text_and_html_with_a_way_back(queued: Delivery) -> None:
    assert delivery.deliver(queued.pk) == Delivery.State.SENT
    sent = mail.outbox[0]
    assert isinstance(sent, mail.EmailMultiAlternatives)
    assert "<strong>the link</strong>" in str(sent.alternatives[0])
    assert sent.reply_to[0].startswith("reply+")
    assert sent.extra_headers["Message-ID"].endswith("@helpdesk.example>")


def test_a_delivery_is_sent_once(queued: Delivery) -> None:
    delivery.deliver(queued.pk)
    assert delivery.deliver(queued.pk) is None
    assert len(mail.outbox) == 1


def test_a_passing_fault_is_tried_again_later(queued: Delivery, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(monkeypatch, smtplib.SMTPServerDisconnected("gone"))
    assert delivery.deliver(queued.pk) == Delivery.State.QUEUED
    queued.refresh_from_db()
    assert queued.not_before > timezone.now()
    assert Attempt.objects.get().error == "gone"


def test_an_unknown_address_fails_for_good_and_says_why(queued: Delivery, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(monkeypatch, smtplib.SMTPRecipientsRefused({"carla@citizen.example": (550, b"no such user")}))
    assert delivery.deliver(queued.pk) == Delivery.State.FAILED
    queued.refresh_from_db()
    assert queued.error == "no such user"


def test_an_agent_can_try_a_failed_delivery_again(queued: Delivery, ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    Delivery.objects.filter(pk=queued.pk).update(state=Delivery.State.FAILED)
    assert replies.retry(queued, ana)
    assert delivery.deliver(queued.pk) == Delivery.State.SENT


def test_what_a_crash_left_in_sending_becomes_unknown(queued: Delivery) -> None:
    Delivery.objects.filter(pk=queued.pk).update(state=Delivery.State.SENDING, claimed_at=timezone.now() - timedelta(hours=1))
    assert delivery.mark_cut_off() == 1
    assert delivery.deliver(queued.pk) is None
    queued.refresh_from_db()
    assert queued.state == Delivery.State.UNKNOWN


def test_an_undone_reply_is_not_sent_before_its_time(question: Question, ana: User) -> None:
    newest = question.events.last()
    replies.reply(question, ana, "Soon", seen_event_id=newest.pk if newest else 0)
    assert delivery.due() == [row.pk for row in Delivery.objects.exclude(message__agent=ana)]
