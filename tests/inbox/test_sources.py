"""Mails at the door: kept first, on the right question, once; machines are not answered, strangers do not guess their way in."""

import io
import sys
from collections.abc import Iterator
from functools import partial
from typing import NoReturn

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from helpdesk.people.models import User
from inbox import accounts, delivery, outgoing, sources, tasks
from inbox.models import Delivery, Identity, Message, Question, Source
from tests.channels import mails


@pytest.fixture(autouse=True)
def _own_counter(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sources, "_limiter", MovingWindowRateLimiter(MemoryStorage()))
    yield


def _receive(raw: bytes) -> Source:
    return sources.receive(accounts.mailbox(), raw)


@pytest.fixture
def sent(question: Question) -> Message:
    """The confirmation, sent."""
    row = question.messages.get(kind=Message.Kind.AUTOMATIC)
    delivery.deliver(row.delivery.pk)
    return row


def test_a_mail_becomes_a_question(db: None) -> None:
    source = _receive(mails.PLAIN)
    assert source.state == Source.State.TAKEN and source.message
    assert (source.message.question.subject, source.message.question.identity.address) == ("Brückentage 2027", "carla@citizen.example")


def test_the_same_bytes_twice_are_one_question(db: None) -> None:
    assert _receive(mails.PLAIN) == _receive(mails.PLAIN)
    assert Question.objects.count() == 1


def test_a_reply_to_the_signed_address_finds_its_question_whoever_sends_it(question: Question) -> None:
    source = _receive(mails.mail(f"To: {outgoing.reply_address(question)}", sender="spouse@citizen.example"))
    assert source.message and source.message.question == question
    assert source.message.identity and source.message.identity.address == "spouse@citizen.example"


def test_a_changed_reply_address_finds_nothing(question: Question) -> None:
    wrong = outgoing.reply_address(question).replace(".", ".0", 1)
    source = _receive(mails.mail(f"To: {wrong}", sender="stranger@citizen.example"))
    assert source.message and source.message.question != question


def test_references_to_our_mail_find_the_question(question: Question, sent: Message) -> None:
    source = _receive(mails.mail(f"References: <x@y.example> {outgoing.message_id(sent)}"))
    assert source.message and source.message.question == question


@pytest.mark.parametrize(("sender", "is_known"), [("carla@citizen.example", True), ("stranger@citizen.example", False)])
def test_a_reference_in_the_subject_counts_for_its_own_citizen_only(question: Question, sender: str, is_known: bool) -> None:
    source = _receive(mails.mail(f"Subject: Re: Your question [{question.shown_reference}]", sender=sender))
    assert source.message and (source.message.question == question) == is_known


def test_an_automatic_mail_is_kept_and_neither_answered_nor_opened_again(question: Question) -> None:
    Question.objects.update(state=Question.State.CLOSED)
    source = _receive(mails.mail("Auto-Submitted: auto-replied", f"To: {outgoing.reply_address(question)}"))
    question.refresh_from_db()
    assert (source.state, question.state, Question.objects.count()) == (Source.State.IGNORED, Question.State.CLOSED, 1)


def test_a_lead_can_make_a_question_of_what_looked_automatic(client: Client, lena: User) -> None:
    source = _receive(mails.mail("Precedence: bulk"))
    client.force_login(lena)
    client.post(reverse("source_again", args=[source.pk]), {"letter": "1"})
    source.refresh_from_db()
    assert source.state == Source.State.TAKEN and source.message


def test_a_bounce_marks_its_delivery_and_the_dead_address(question: Question, sent: Message) -> None:
    source = _receive(mails.bounce(outgoing.message_id(sent)))
    row, identity = Delivery.objects.get(message=sent), Identity.objects.get(pk=question.identity_id)
    assert (source.state, row.state) == (Source.State.REPORT, Delivery.State.FAILED)
    assert identity.unreachable_since and "no such user" in row.error


def test_nothing_more_is_sent_to_a_dead_address(question: Question) -> None:
    delivery.mark_unreachable(question.identity, "550 no such user")
    row = Delivery.objects.get()
    assert delivery.deliver(row.pk) == Delivery.State.FAILED
    row.refresh_from_db()
    assert row.error == "550 no such user"


def test_a_forged_bounce_changes_nothing(question: Question, sent: Message) -> None:
    forged = outgoing.message_id(sent).replace("@", "0@")
    _receive(mails.bounce(forged))
    assert Delivery.objects.get(message=sent).state == Delivery.State.SENT


def test_what_cannot_be_read_waits_and_can_be_tried_again(client: Client, lena: User) -> None:
    source = _receive(mails.NO_SENDER)
    assert (source.state, source.error) == (Source.State.QUARANTINED, "The mail has no sender's address.")
    client.force_login(lena)
    assert "The mail has no sender" in client.get(reverse("sources")).content.decode()
    assert client.get(reverse("source", args=[source.pk])).content == mails.NO_SENDER
    client.post(reverse("source_again", args=[source.pk]))
    assert Source.objects.get().state == Source.State.QUARANTINED


def test_a_large_mail_is_kept_as_a_file(db: None) -> None:
    raw = mails.mail(text="A long story. " * 10_000)
    source = _receive(raw)
    assert source.file and sources.payload_of(source) == raw


def test_two_machines_that_answer_each_other_are_stopped(db: None) -> None:
    states = [_receive(mails.mail(number=number, text=f"No. {number}")).state for number in range(31)]
    assert states == [Source.State.TAKEN] * 30 + [Source.State.QUARANTINED]


def _pipe(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("receive_mail", stdout=io.StringIO(), stderr=io.StringIO())


def test_the_mail_servers_pipe_hands_over(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    _pipe(monkeypatch, mails.PLAIN)
    assert Question.objects.get().subject == "Brückentage 2027"


def test_the_mail_server_tries_later_when_the_disk_is_full(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    with pytest.raises(SystemExit) as ended:
        _pipe(monkeypatch, mails.mail(text="A long story. " * 10_000))
    assert ended.value.code == 75
    assert not Source.objects.exists()


def test_the_sweep_reads_whatever_waits_however_much_it_is(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        sources.keep(accounts.mailbox(), mails.mail(number=number, text=f"Question {number}", sender=f"c{number}@citizen.example"))
    monkeypatch.setattr(sources, "due", partial(sources.due, 2))
    tasks.take_due()
    assert not Source.objects.filter(state=Source.State.RECEIVED).exists()
