"""The pages of our accounts: connect, check, test, pause, and an alarm that nobody can miss."""

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from helpdesk.people.models import User
from inbox import accounts
from inbox.channels import registry
from inbox.channels.base import ChannelError
from inbox.models import Account, Delivery, Message, Question
from tests.fakes.telegram import Telegram

TOKEN = "1:a-very-secret-token"


@pytest.fixture
def net() -> Iterator[Telegram]:
    """Telegram on loopback."""
    with Telegram() as running:
        yield running


@pytest.fixture
def connected(client: Client, net: Telegram, lena: User) -> Account:
    """Our bot, connected by Lena through the page."""
    client.force_login(lena)
    given = {"name": "Our bot", "address": "desk_bot", "token": TOKEN, "mode": "polling", "api_url": net.url}
    client.post(reverse("connect_account", args=["telegram"]), given)
    return Account.objects.get(kind="telegram")


def test_an_account_is_connected_and_its_key_never_shown_again(client: Client, connected: Account) -> None:
    assert TOKEN not in f"{connected.settings} {connected.secrets}"
    page = client.get(reverse("account", args=[connected.pk])).content.decode()
    assert "Our bot" in page and TOKEN not in page


def test_what_the_network_refuses_is_not_saved(client: Client, net: Telegram, lena: User) -> None:
    client.force_login(lena)
    given = {"name": "Our bot", "address": "desk_bot", "token": TOKEN, "mode": "polling", "api_url": net.url}
    with patch.object(type(registry.get("telegram")), "check", side_effect=ChannelError("Unauthorized", permanent=True)):
        answer = client.post(reverse("connect_account", args=["telegram"]), given)
    assert (answer.status_code, Account.objects.filter(kind="telegram").exists()) == (422, False)
    assert "The network does not accept this: Unauthorized" in answer.content.decode()


def test_an_empty_key_keeps_the_one_that_is_there(client: Client, connected: Account) -> None:
    given = {"name": "Renamed", "token": "", "mode": "polling", "api_url": connected.settings["api_url"]}
    client.post(reverse("account", args=[connected.pk]), given)
    kept = Account.objects.get(pk=connected.pk)
    assert kept.name == "Renamed"
    assert client.post(reverse("check_account", args=[kept.pk]), follow=True).content.decode().count("It works: @desk_bot")


def _mailbox(**secrets: str) -> Account:
    given = {"imap_host": "imap.example", "user": "desk", "smtp_host": "smtp.example", **secrets}
    return accounts.connect("email", "Mailbox", "desk@desk.example", given)


def _change(client: Client, mailbox: Account, **typed: str) -> dict[str, str]:
    """Save the mailbox's form with what was typed; return the secrets that are kept."""
    with patch.object(type(registry.get("email")), "check", return_value="desk") as check:
        answer = client.post(reverse("account", args=[mailbox.pk]), {"name": "Mailbox", **mailbox.settings, **typed})
    assert check.called == (answer.status_code == 302)
    return accounts.secrets_of(Account.objects.get(pk=mailbox.pk))


def test_a_secret_that_can_be_done_without_is_forgotten(client: Client, lena: User) -> None:
    client.force_login(lena)
    mailbox = _mailbox(password="old", smtp_password="older")
    assert _change(client, mailbox, forget_smtp_password="on") == {"password": "old"}
    page = client.get(reverse("account", args=[mailbox.pk])).content.decode()
    assert ("forget_password" in page, "forget_smtp_password" in page) == (True, False)


def test_the_network_is_asked_without_the_forgotten_secret(client: Client, lena: User) -> None:
    client.force_login(lena)
    mailbox = _mailbox(password="old", smtp_password="older")
    with patch.object(type(registry.get("email")), "check", side_effect=ChannelError("No password", permanent=True)) as check:
        client.post(reverse("account", args=[mailbox.pk]), {"name": "Mailbox", **mailbox.settings, "forget_password": "on"})
    assert "password" not in check.call_args.args[0]
    assert accounts.secrets_of(Account.objects.get(pk=mailbox.pk)) == {"password": "old", "smtp_password": "older"}


def test_a_secret_is_not_both_forgotten_and_replaced(client: Client, lena: User) -> None:
    client.force_login(lena)
    mailbox = _mailbox(password="old")
    assert _change(client, mailbox, password="new", forget_password="on") == {"password": "old"}


def test_a_secret_that_is_needed_cannot_be_forgotten(client: Client, connected: Account) -> None:
    page = client.get(reverse("account", args=[connected.pk])).content.decode()
    assert "Stays as it is when left empty." in page and "forget_token" not in page


def test_secrets_that_cannot_be_read_any_more_are_asked_for_again(client: Client, connected: Account) -> None:
    Account.objects.filter(pk=connected.pk).update(secrets="sealed under another key")
    given = {"name": "Our bot", "token": "", "mode": "polling", "api_url": connected.settings["api_url"]}
    answer = client.post(reverse("account", args=[connected.pk]), given)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["token"])


def test_checking_takes_in_what_waits(client: Client, connected: Account, net: Telegram) -> None:
    net.say("Where do I find the brochure?")
    page = client.post(reverse("check_account", args=[connected.pk]), follow=True).content.decode()
    assert "New messages: 1." in page
    assert Message.objects.filter(account=connected, kind=Message.Kind.INCOMING).count() == 1


def test_a_test_goes_to_an_address_of_ones_own(client: Client, connected: Account, net: Telegram) -> None:
    client.post(reverse("test_account", args=[connected.pk]), {"to": "77"})
    assert "Lena Example" in net.sent[0]["text"]
    client.post(reverse("test_account", args=[connected.pk]), {"to": " "})
    assert len(net.sent) == 1


def test_pausing_and_going_on(client: Client, connected: Account) -> None:
    states = []
    for _turn in range(2):
        client.post(reverse("pause_account", args=[connected.pk]))
        states.append(Account.objects.get(pk=connected.pk).is_active)
    assert states == [False, True]


@pytest.mark.parametrize("name", ["desk", "answers", "accounts", "sources", "tokens"])
def test_a_silent_account_is_shown_on_every_page(client: Client, connected: Account, name: str) -> None:
    Account.objects.filter(pk=connected.pk).update(failing_since=timezone.now() - timedelta(hours=1), error="Unauthorized")
    assert "The account Our bot is silent since" in client.get(reverse(name)).content.decode()


def test_the_list_says_how_each_account_is(client: Client, connected: Account, question: Question) -> None:
    Account.objects.filter(pk=connected.pk).update(paused_until=timezone.now() + timedelta(minutes=5))
    page = client.get(reverse("accounts")).content.decode()
    assert "the network asked us to wait" in page
    assert "0 to read, 1 to send" in page


def test_every_channel_has_a_page_in_every_language(client: Client, lena: User) -> None:
    client.force_login(lena)
    for language in ("nl", "fr", "de"):
        User.objects.update(language=language)
        pages = [client.get(reverse("connect_account", args=[channel.kind])).content.decode() for channel in registry.connectable(("x",))]
        assert all(f'lang="{language}"' in page and "Access token" not in page for page in pages)


def test_going_on_sends_at_once_what_was_put_off(client: Client, connected: Account, question: Question) -> None:
    Account.objects.update(is_active=False)
    row = Delivery.objects.get()
    later = timezone.now() + timedelta(hours=6)
    Message.objects.update(account=connected)
    Delivery.objects.update(tries=1, not_before=later)
    client.post(reverse("pause_account", args=[connected.pk]))
    row.refresh_from_db()
    assert row.not_before < later


def test_the_desks_own_names_are_in_the_readers_language_and_given_ones_stay(form: Account) -> None:
    with override("fr"):
        assert form.shown_name == "Formulaire de contact"
        assert Account(name="Online").shown_name == "Online"


def test_the_encryption_of_a_mailbox_is_chosen_from_a_list(client: Client, ada: User) -> None:
    client.force_login(ada)
    page = client.get("/desk/accounts/new/email/")
    assert [value for value, _label in page.context["form"].fields["smtp_security"].choices] == ["tls", "starttls", "none"]
    answer = client.post("/desk/accounts/new/email/", {"name": "Box", "address": "a@b.example", "imap_host": "127.0.0.1", "user": "u", "security": "rot13"})
    assert "security" in answer.context["form"].errors
