"""A mailbox with a mail server of its own: Postfix with sign-in and encryption, and one that wants a token."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from helpdesk.people.models import User
from inbox import accounts, delivery, sources
from inbox.channels.base import ChannelError, Outgoing
from inbox.channels.email import channel
from inbox.channels.email.channel import EmailChannel
from inbox.models import Account, Delivery
from tests.channels import mailhouse, mails
from tests.channels.mailhouse import PASSWORD, MailHouse
from tests.channels.test_oauth2 import Tokens
from tests.pages.smtp import MailServer

needs_servers = pytest.mark.skipif(not mailhouse.is_possible(), reason="Postfix and Dovecot want to be installed, and root.")


@pytest.fixture
def house(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailHouse]:
    """Mail servers of the test's own, trusted by this process; the desk's own server is none that answers."""
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = "inbox.channels.mail.CarefulBackend", "127.0.0.1", 9
    with MailHouse() as running:
        monkeypatch.setenv("SSL_CERT_FILE", str(running.certificate))
        yield running


def _given(house: MailHouse, **more: str) -> dict[str, str]:
    reading = {"imap_host": "127.0.0.1", "imap_port": str(house.imap), "security": "none", "user": "helpdesk", "password": PASSWORD, "folder": "INBOX"}
    sending = {"smtp_host": "127.0.0.1", "smtp_port": str(house.submission), "smtp_security": "starttls"}
    return reading | sending | {"smtp_user": "helpdesk", "smtp_password": PASSWORD} | more


def _outgoing(to: str = "carla@citizen.example") -> Outgoing:
    return Outgoing(recipient=to, subject="Uw vraag", text="Hier staat het.", message_id="<own.1@helpdesk.example>", language="nl")


@needs_servers
def test_an_answer_leaves_by_the_mailboxes_own_server(db: None, house: MailHouse) -> None:
    row = accounts.connect("email", "Press", "helpdesk@helpdesk.example", _given(house))
    sources.receive(row, mails.PLAIN)
    made = Delivery.objects.get()
    assert delivery.deliver(made.pk) == Delivery.State.SENT, made.attempts.get().error
    (mail,) = house.wait_for_mail("carla", 1)
    assert b"From: helpdesk@helpdesk.example" in mail
    assert b"with ESMTPSA" in mail


@needs_servers
def test_a_mailbox_without_one_uses_the_desks(house: MailHouse) -> None:
    with pytest.raises(ChannelError) as raised:
        EmailChannel().send(_outgoing(), _given(house, smtp_host=""))
    assert not raised.value.permanent
    assert "refused" in str(raised.value)


@needs_servers
def test_the_password_is_kept_encrypted(db: None, house: MailHouse) -> None:
    row = accounts.connect("email", "Press", "helpdesk@helpdesk.example", _given(house))
    row.refresh_from_db()
    assert PASSWORD not in f"{row.settings} {row.secrets}"
    assert accounts.of(row)["smtp_password"] == PASSWORD


@needs_servers
@pytest.mark.parametrize(
    "more", [{"smtp_password": "wrong"}, {"smtp_port": "many"}, {"smtp_security": "a little"}], ids=["wrong password", "no port", "no such encryption"]
)
def test_what_the_server_does_not_take_is_the_accounts_trouble(house: MailHouse, more: dict[str, str]) -> None:
    with pytest.raises(ChannelError) as raised:
        EmailChannel().send(_outgoing(), _given(house, **more))
    assert (raised.value.permanent, raised.value.is_account_broken) == (False, True)


@needs_servers
def test_a_server_that_nobody_vouches_for_gets_no_password(house: MailHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(ChannelError, match=r"SMTP: .*certificate"):
        EmailChannel().check(_given(house))


@needs_servers
def test_the_pages_connect_test_and_give_it_up_again(client: Client, lena: User, house: MailHouse) -> None:
    client.force_login(lena)
    named = {"name": "Press", "address": "helpdesk@helpdesk.example"}
    refused = client.post(reverse("connect_account", args=["email"]), named | _given(house, smtp_password="wrong"))
    assert (refused.status_code, "SMTP: " in refused.content.decode(), Account.objects.filter(name="Press").exists()) == (422, True, False)
    client.post(reverse("connect_account", args=["email"]), named | _given(house))
    row = Account.objects.get(name="Press")
    page = client.get(reverse("account", args=[row.pk])).content.decode()
    assert "<legend>Answers out</legend>" in page and PASSWORD not in page
    client.post(reverse("test_account", args=[row.pk]), {"to": "carla@citizen.example"})
    assert b"Lena Example" in house.wait_for_mail("carla", 1)[0]
    client.post(reverse("account", args=[row.pk]), named | _given(house, smtp_host="", password="", smtp_password=""))
    assert EmailChannel().server(accounts.of(Account.objects.get(pk=row.pk))) is None


@pytest.fixture
def tokens(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tokens]:
    """The provider on loopback; nothing was bought yet."""
    monkeypatch.setattr(channel, "_tokens", {})
    with Tokens() as running:
        yield running


def _by_token(server: MailServer, tokens: Tokens) -> dict[str, str]:
    server.faults |= {"EHLO": "250-hello\r\n250 AUTH XOAUTH2", "AUTH": "235 2.7.0 welcome"}
    sending = {"smtp_host": "127.0.0.1", "smtp_port": str(server.port), "smtp_security": "none", "smtp_user": "desk"}
    return sending | {"user": "desk", "token_url": f"{tokens.url}/token", "client_id": "us", "refresh_token": "a refresh token"}


def test_a_server_that_wants_a_token_gets_the_mailboxes(tokens: Tokens) -> None:
    with MailServer() as server:
        EmailChannel().send(_outgoing(), _by_token(server, tokens))
        (said,) = [line.split()[2] for line in server.said if line.startswith("AUTH XOAUTH2")]
        assert len(server.mails) == 1
    assert base64.b64decode(said).decode() == "user=desk\x01auth=Bearer good for an hour\x01\x01"


def test_a_token_that_the_server_refuses_is_forgotten(tokens: Tokens) -> None:
    with MailServer() as server:
        given = _by_token(server, tokens)
        server.faults["AUTH"] = "535 5.7.3 no"
        with pytest.raises(ChannelError) as raised:
            EmailChannel().send(_outgoing(), given)
        assert raised.value.is_account_broken
        server.faults["AUTH"] = "235 2.7.0 welcome"
        EmailChannel().send(_outgoing(), given)
    assert len(tokens.requests) == 2


@pytest.mark.parametrize(
    ("given", "sender"),
    [
        ({"address": "press@desk.example"}, None),
        ({"address": "press@desk.example", "smtp_host": "mx.example"}, "press@desk.example"),
        ({"address": "press@desk.example", "smtp_host": "mx.example", "sender": "Press <p@desk.example>"}, "Press <p@desk.example>"),
        ({"address": "the press", "smtp_host": "mx.example"}, None),
    ],
)
def test_a_server_of_ones_own_sends_under_the_mailboxes_address(given: dict[str, Any], sender: str | None) -> None:
    assert EmailChannel().sender(given) == sender
