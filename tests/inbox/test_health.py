"""How our accounts are: each way for itself, alarms once, keys in time, and a paused account loses nothing."""

from datetime import timedelta
from typing import NoReturn

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.people.models import User
from inbox import accounts, delivery, health, polling, sources, tasks, vault
from inbox.channels.base import ChannelError
from inbox.channels.email.channel import EmailChannel
from inbox.channels.mastodon.channel import MastodonChannel
from inbox.channels.whatsapp.channel import WhatsappChannel
from inbox.models import Account, Delivery, Message, Question, Source
from tests.channels.cases import MASTODON, SECRET, TELEGRAM, WHATSAPP
from tests.fakes.graph import Graph

BROKEN = ChannelError("The key was refused.", permanent=False, is_account_broken=True)


@pytest.fixture
def mailbox(db: None) -> Account:
    """The desk's mailbox."""
    return accounts.connect("email", "E-mail", "helpdesk@helpdesk.example", {"imap_host": "127.0.0.1", "password": "a demo password"})


@pytest.fixture
def whatsapp(db: None) -> Account:
    """A number whose network is asked nothing."""
    return accounts.connect("whatsapp", "WhatsApp", "+32", WHATSAPP.settings_at("http://127.0.0.1:9"))


def _now(account: Account) -> Account:
    account.refresh_from_db()
    return account


def test_answers_leave_while_the_mailbox_cannot_be_read(mailbox: Account) -> None:
    sources.receive(mailbox, b"From: carla@citizen.example\nMessage-ID: <a@b.example>\n\nWhere is it?")
    accounts.failed(mailbox, BROKEN)
    assert delivery.deliver(Delivery.objects.get().pk) == Delivery.State.SENT
    assert _now(mailbox).failing_since and mailbox.error == "The key was refused."


def test_an_account_is_well_once_both_ways_work(mailbox: Account) -> None:
    accounts.failed(mailbox, BROKEN)
    accounts.failed(mailbox, BROKEN, is_out=True)
    accounts.went_well(mailbox)
    assert _now(mailbox).failing_since
    accounts.went_well(mailbox, is_out=True)
    assert (_now(mailbox).failing_since, mailbox.error, mailbox.paused_until) == (None, "", None)


def test_leads_hear_of_a_silent_account_once(mailbox: Account, lena: User) -> None:
    accounts.failed(mailbox, BROKEN)
    Account.objects.update(failing_since=timezone.now() - timedelta(hours=1))
    assert (health.raise_alarms(), health.raise_alarms()) == (1, 0)
    assert [found.to for found in mail.outbox] == [[lena.email]]


def test_leads_hear_of_a_key_that_expires_once(whatsapp: Account, lena: User) -> None:
    Account.objects.update(token_expires_at=timezone.now() + timedelta(days=3))
    assert (health.warn_of_expiry(), health.warn_of_expiry()) == (1, 0)
    assert "WhatsApp" in mail.outbox[0].subject


def test_a_network_says_until_when_its_key_is_good(db: None) -> None:
    with Graph() as net:
        row = accounts.connect("whatsapp", "WhatsApp", "+32", WHATSAPP.settings_at(net.url))
        net.expires_at = 1_900_000_000
        health.look()
    until = _now(row).token_expires_at
    assert until and until.year == 2030


def test_a_refused_key_is_noticed_before_somebody_writes(whatsapp: Account) -> None:
    health.look()
    assert _now(whatsapp).failing_out


def _heard(account: Account, messages: int, days_ago: float) -> None:
    for number in range(messages):
        said = WHATSAPP.payloads["first"].replace(b'"w1"', f'"w{number}"'.encode())
        sources.receive(account, said)
    heard = timezone.now() - timedelta(days=days_ago)
    Account.objects.filter(pk=account.pk).update(last_in_at=heard)
    Message.objects.update(created_at=heard - timedelta(days=1))


@pytest.mark.parametrize(("messages", "days_ago", "is_quiet"), [(30, 5, True), (30, 2, False), (14, 5, False), (3, 60, False)])
def test_a_webhook_from_which_nothing_comes_any_more_is_noticed(whatsapp: Account, messages: int, days_ago: float, is_quiet: bool) -> None:
    _heard(whatsapp, messages, days_ago)
    health._note_quiet(_now(whatsapp))
    assert bool(_now(whatsapp).failing_since) == is_quiet


def test_what_comes_while_an_account_is_paused_is_kept_and_read_afterwards(whatsapp: Account, client: Client) -> None:
    Account.objects.update(is_active=False)
    body = WHATSAPP.payloads["first"]
    assert WHATSAPP.proof
    proof = {f"HTTP_{key.upper().replace('-', '_')}": value for key, value in WHATSAPP.proof(body).items()}
    answer = client.post(reverse("hook", args=[whatsapp.pk]), body, content_type="application/json", **proof)  # type: ignore[arg-type]
    tasks.take_due()
    assert (answer.status_code, Source.objects.get().state, Question.objects.count()) == (200, Source.State.RECEIVED, 0)
    Account.objects.update(is_active=True)
    tasks.take_due()
    assert Question.objects.count() == 1


def test_a_paused_account_sends_nothing(mailbox: Account) -> None:
    sources.receive(mailbox, b"From: carla@citizen.example\nMessage-ID: <a@b.example>\n\nWhere is it?")
    Account.objects.update(is_active=False)
    assert delivery.deliver(Delivery.objects.get().pk) is None


def test_a_reply_waits_for_as_long_as_its_account_is_broken(whatsapp: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    sources.receive(whatsapp, WHATSAPP.payloads["first"])
    row = Delivery.objects.get()

    def refuse(*_args: object) -> None:
        raise BROKEN

    monkeypatch.setattr(WhatsappChannel, "send", refuse)
    for _try in range(len(delivery.WAITS) + 3):
        Account.objects.update(paused_until=None)
        Delivery.objects.update(not_before=timezone.now())
        assert delivery.deliver(row.pk) == Delivery.State.QUEUED
    accounts.connect("whatsapp", "WhatsApp", "+32", WHATSAPP.settings_at("http://127.0.0.1:9"))
    assert delivery.due() == [row.pk]


def test_an_unexpected_word_of_a_network_keeps_no_other_account_waiting(mailbox: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    def strange(*_args: object) -> None:
        raise KeyError("uid")

    monkeypatch.setattr(EmailChannel, "fetch", strange)
    assert polling.poll_all() == 0
    assert _now(mailbox).error == "KeyError: 'uid'"


def test_secrets_under_a_lost_key_keep_no_other_payload_waiting(whatsapp: Account, mailbox: Account) -> None:
    sources.keep(whatsapp, WHATSAPP.payloads["first"])
    sources.keep(mailbox, b"From: carla@citizen.example\nMessage-ID: <a@b.example>\n\nWhere is it?")
    Account.objects.filter(pk=whatsapp.pk).update(secrets="sealed by another key")
    tasks.take_due()
    assert set(Source.objects.values_list("state", "account")) == {("received", whatsapp.pk), ("taken", mailbox.pk)}


def test_secrets_are_sealed_and_sealed_again(whatsapp: Account, settings: object) -> None:
    assert SECRET not in whatsapp.secrets and SECRET not in str(whatsapp.settings)
    settings.SECRETS_KEYS = ["new", "old"]  # type: ignore[attr-defined]
    old = vault._key("old").encrypt(b'{"token": "t"}').decode()
    again = vault.again(old)
    settings.SECRETS_KEYS = ["new"]  # type: ignore[attr-defined]
    assert vault.open_(again) == {"token": "t"}
    with pytest.raises(vault.Locked):
        vault.open_(old)


def test_only_one_asks_telegram_at_a_time(db: None) -> None:
    row = accounts.connect("telegram", "Telegram", "desk", TELEGRAM.settings_at("http://127.0.0.1:9"))
    assert polling._hold(row, timedelta(minutes=1))
    assert polling.poll(row) == 0
    assert not _now(row).error


def test_a_refused_stream_is_no_alarm_while_asking_works(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> NoReturn:
        raise ChannelError("Streaming is switched off here.", permanent=True, is_account_broken=True)

    monkeypatch.setattr(MastodonChannel, "fetch", lambda *_given: iter(()))
    monkeypatch.setattr(MastodonChannel, "listen", refuse)
    monkeypatch.setattr(polling, "STREAMS_AGAIN_AFTER_S", 0)
    account = accounts.connect("mastodon", "Mastodon", "@desk", MASTODON.settings_at("http://127.0.0.1:9"))
    polling.poll(account)
    polling.Listener()._stream(MastodonChannel(), account)
    assert (_now(account).failing_since, account.error) == (None, "")
