"""A mail server that says no, says nothing, or hangs up, at every step.

Invariant: what the server surely did not take is tried again or failed with its words; what it may have taken is "unknown".
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from inbox import accounts, delivery, sources
from inbox.models import Account, Delivery
from tests.channels import mails
from tests.pages.smtp import MailServer

QUEUED, FAILED, UNKNOWN, SENT = Delivery.State.QUEUED, Delivery.State.FAILED, Delivery.State.UNKNOWN, Delivery.State.SENT
FAULTS = [
    ("MAIL", "451 4.3.0 later", QUEUED), ("MAIL", "530 5.7.0 sign in first", QUEUED), ("MAIL", "552 5.3.4 too large", FAILED),
    ("RCPT", "450 4.2.1 greylisted", QUEUED), ("RCPT", "550 5.1.1 no such user", FAILED), ("RCPT", "550 5.7.1 not wanted", FAILED),
    ("DATA", "451 4.3.0 later", QUEUED), ("DATA", "554 5.6.0 no", FAILED),
    (".", "451 4.3.0 later", QUEUED), (".", "554 5.7.1 looks like spam", FAILED), (".", "cut", UNKNOWN), (".", "hang", UNKNOWN),
    ("MAIL", "cut", QUEUED), ("RCPT", "hang", QUEUED),
]  # fmt: skip


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """The mail server that the desk sends by."""
    with MailServer() as running:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = "inbox.channels.mail.CarefulBackend", "127.0.0.1", running.port
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER, settings.EMAIL_TIMEOUT = False, "", 0.4
        yield running


@pytest.fixture
def row(db: None, server: MailServer) -> Delivery:
    """A mail to send."""
    sources.receive(accounts.mailbox(), mails.PLAIN)
    return Delivery.objects.get()


@pytest.mark.parametrize(("step", "said", "state"), FAULTS, ids=[f"{step} {said}" for step, said, _state in FAULTS])
def test_a_fault_is_what_it_is(server: MailServer, row: Delivery, step: str, said: str, state: str) -> None:
    server.faults[step] = said
    assert delivery.deliver(row.pk) == state
    row.refresh_from_db()
    print(f"{step} “{said}”: {row.state}, {len(server.mails)} at the server")
    assert row.error


@pytest.mark.parametrize(("step", "said", "state"), [fault for fault in FAULTS if fault[2] == QUEUED])
def test_what_was_put_off_leaves_once_afterwards(server: MailServer, row: Delivery, step: str, said: str, state: str) -> None:
    server.faults[step] = said
    delivery.deliver(row.pk)
    server.faults.clear()
    server.mails.clear()
    Delivery.objects.update(not_before=timezone.now())
    Account.objects.update(paused_until=None)
    assert delivery.deliver(row.pk) == SENT
    assert len(server.mails) == 1


@pytest.mark.parametrize(("said", "is_gone"), [("550 5.1.1 no such user", True), ("550 5.7.1 not wanted", False), ("450 4.2.1 later", False)])
def test_only_an_address_that_does_not_exist_gets_no_further_mail(server: MailServer, row: Delivery, said: str, is_gone: bool) -> None:
    server.faults["RCPT"] = said
    delivery.deliver(row.pk)
    assert bool(Delivery.objects.get().message.question.identity.unreachable_since) == is_gone


def test_a_refused_password_is_the_accounts_trouble_and_fails_no_mail(server: MailServer, row: Delivery, settings: Any) -> None:
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = "desk"
    server.faults["AUTH"] = "535 5.7.8 wrong password"
    assert delivery.deliver(row.pk) == QUEUED
    assert accounts.mailbox().failing_out


def test_a_server_that_is_not_there_is_passing(server: MailServer, row: Delivery, settings: Any) -> None:
    settings.EMAIL_PORT = 9
    assert delivery.deliver(row.pk) == QUEUED
