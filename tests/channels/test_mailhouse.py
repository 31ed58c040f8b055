"""E-mail through real servers: Postfix and Dovecot on loopback; there, back, bounced, cut off."""

import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any, NoReturn

import pytest
from django.conf import LazySettings
from django.db import OperationalError

from inbox import accounts, delivery, intake, polling, replies, sources
from inbox.channels.base import ChannelError
from inbox.channels.email.channel import EmailChannel
from inbox.models import Account, Delivery, Identity, Message, Question, Source
from tests.channels import mailhouse, mails
from tests.channels.mailhouse import PASSWORD, MailHouse

pytestmark = pytest.mark.skipif(not mailhouse.is_possible(), reason="Postfix and Dovecot want to be installed, and root.")


@pytest.fixture
def house(settings: LazySettings) -> Iterator[MailHouse]:
    """Mail servers of the test's own."""
    settings.EMAIL_BACKEND = "inbox.channels.mail.CarefulBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = "127.0.0.1", False, ""
    with MailHouse() as running:
        settings.EMAIL_PORT = running.smtp
        yield running


def _settings(house: MailHouse, **more: str) -> dict[str, str]:
    return {"imap_host": "127.0.0.1", "imap_port": str(house.imap), "security": "none", "user": "helpdesk", "password": PASSWORD, "folder": "INBOX"} | more


@pytest.fixture
def mailbox(db: None, house: MailHouse) -> Account:
    """The desk's mailbox."""
    return accounts.connect("email", "E-mail", "helpdesk@helpdesk.example", _settings(house))


def _arrive(house: MailHouse, raw: bytes, count: int = 1, to: str = "helpdesk@helpdesk.example") -> None:
    house.send(raw, to)
    house.wait_for_mail("helpdesk", count)


def test_a_mail_comes_in_is_answered_and_the_answer_is_answered(house: MailHouse, mailbox: Account, ana: Any) -> None:
    _arrive(house, mails.PLAIN)
    assert polling.poll(mailbox) == 1
    question = Question.objects.get()
    assert house.is_read("helpdesk") == [True]
    replies.reply(question, ana, "Hier ist die Liste.", seen_event_id=question.events.last().pk, meant=replies.Meant(departure=True))  # type: ignore[union-attr]
    for row in Delivery.objects.order_by("pk"):
        Delivery.objects.filter(pk=row.pk).update(not_before=row.created_at)
        assert delivery.deliver(row.pk) == Delivery.State.SENT
    answer = message_from_bytes(house.wait_for_mail("carla", 2)[-1], policy=policy.default)
    assert "<one@citizen.example>" in answer["References"]
    _arrive(house, mails.mail(f"To: {answer['Reply-To']}", "Subject: Re"), 2, to=str(answer["Reply-To"]))
    assert polling.poll(mailbox) == 1
    assert [row.kind for row in question.messages.all()] == ["incoming", "automatic", "reply", "incoming"]


def test_a_mail_that_cannot_be_taken_in_yet_stays_unread_until_it_is(house: MailHouse, mailbox: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object, **_more: object) -> NoReturn:
        raise OperationalError("the database is being restarted")

    _arrive(house, mails.PLAIN)
    monkeypatch.setattr(intake, "receive", fail)
    polling.poll(mailbox)
    assert house.is_read("helpdesk") == [False]
    monkeypatch.undo()
    sources.take(Source.objects.get())
    polling.poll(mailbox)
    assert house.is_read("helpdesk") == [True]
    assert Question.objects.count() == 1


def test_a_mail_that_stands_in_quarantine_is_read(house: MailHouse, mailbox: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EmailChannel, "parse", lambda *_given: 1 / 0)
    _arrive(house, mails.PLAIN)
    polling.poll(mailbox)
    assert (Source.objects.get().state, house.is_read("helpdesk")) == (Source.State.QUARANTINED, [True])


def test_a_mail_to_nobody_comes_back_and_stops_further_mail(house: MailHouse, mailbox: Account) -> None:
    sources.receive(mailbox, mails.mail(sender="nobody@citizen.example"))
    row = Delivery.objects.get()
    assert delivery.deliver(row.pk) == Delivery.State.SENT
    house.wait_for_mail("helpdesk", 1)
    polling.poll(mailbox)
    row.refresh_from_db()
    assert row.state == Delivery.State.FAILED and "5.1.1" in row.error
    assert Identity.objects.get(address="nobody@citizen.example").unreachable_since


def test_two_mailboxes_are_read_apart(house: MailHouse, mailbox: Account) -> None:
    other = accounts.connect("email", "Press", "carla@citizen.example", _settings(house, user="carla"))
    _arrive(house, mails.PLAIN)
    house.send(mails.mail(sender="press@citizen.example"), "carla@citizen.example")
    house.wait_for_mail("carla", 1)
    assert polling.poll_all() == 2
    assert set(Question.objects.values_list("account", flat=True)) == {mailbox.pk, other.pk}


def test_a_cut_in_the_middle_of_a_fetch_loses_nothing_and_repeats_nothing(house: MailHouse, mailbox: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        _arrive(house, mails.mail(number=number, text=f"Question {number}", sender=f"c{number}@citizen.example"), number + 1)
    taken = sources.take

    def cut(source: Source) -> Source:
        if source.pk % 3 == 0:
            house.cut()
        return taken(source)

    monkeypatch.setattr(sources, "take", cut)
    polling.poll(mailbox)
    mailbox.refresh_from_db()
    assert mailbox.failing_since
    monkeypatch.undo()
    Account.objects.update(polled_until=None)
    polling.poll(mailbox)
    assert Question.objects.count() == 6
    polling.poll(mailbox)
    assert Question.objects.count() == 6
    mailbox.refresh_from_db()
    assert mailbox.failing_since is None


def test_what_somebody_read_by_hand_is_found_by_the_daily_comparison(house: MailHouse, mailbox: Account) -> None:
    _arrive(house, mails.PLAIN)
    for path in (house.home / "mail/helpdesk/new").glob("*"):
        path.rename(house.home / "mail/helpdesk/cur" / f"{path.name}:2,S")
    assert polling.poll(mailbox) == 0
    assert polling.compare() == 1
    assert polling.compare() == 0
    assert Question.objects.count() == 1


def test_a_mail_that_comes_rings_at_once(house: MailHouse) -> None:
    heard: list[bool] = []
    ear = threading.Thread(target=lambda: heard.append(EmailChannel().wait(_settings(house), "", 15)))
    ear.start()
    while ear.is_alive():
        house.send(mails.PLAIN)
        ear.join(0.5)
    assert heard == [True]


def test_a_wrong_password_is_said_in_words(house: MailHouse) -> None:
    with pytest.raises(ChannelError) as raised:
        EmailChannel().check(_settings(house, password="wrong"))
    assert raised.value.is_account_broken


def test_a_server_that_says_no_for_now_is_tried_again(house: MailHouse, mailbox: Account) -> None:
    sources.receive(mailbox, mails.PLAIN)
    house._postfix("stop")
    row = Delivery.objects.get()
    assert delivery.deliver(row.pk) == Delivery.State.QUEUED
    house._postfix("start")
    house._wait_for(house.smtp)
    Delivery.objects.update(not_before=row.created_at)
    assert delivery.deliver(row.pk) == Delivery.State.SENT
    assert Message.objects.filter(kind=Message.Kind.AUTOMATIC).count() == 1
