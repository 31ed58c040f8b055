"""The door for networks and partners: signed, kept, answered."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inbox import accounts, tasks
from inbox.channels.partner.channel import sign
from inbox.models import Account, Question, Source
from inbox.views import hooks
from tests.channels.cases import PARTNER, SECRET

BODY = PARTNER.payloads["first"]


@pytest.fixture
def partner(db: None) -> Account:
    """A chatbot's account."""
    return accounts.connect("partner", "Chatbot", "bot", PARTNER.settings_at("http://127.0.0.1:9"))


def _call(client: Client, account: Account, body: bytes = BODY, signature: str = "") -> Any:
    address = reverse("account_messages", args=[account.pk])
    return client.post(address, body, content_type="application/json", headers={"X-Signature": signature or sign(SECRET, body)})


def test_a_partners_message_becomes_a_question(client: Client, partner: Account) -> None:
    assert _call(client, partner).status_code == 200
    tasks.take_due()
    assert Question.objects.get().account == partner


def test_the_same_call_again_changes_nothing(client: Client, partner: Account) -> None:
    assert [_call(client, partner).status_code for _ in range(3)] == [200] * 3
    assert Source.objects.count() == 1


def test_a_wrong_signature_keeps_nothing(client: Client, partner: Account) -> None:
    assert _call(client, partner, signature=sign("another secret", BODY)).status_code == 403
    assert not Source.objects.exists()


def test_what_makes_no_sense_is_kept_and_answered(client: Client, partner: Account) -> None:
    assert _call(client, partner, b"\xff not JSON").status_code == 200
    tasks.take_due()
    assert Source.objects.get().state == Source.State.QUARANTINED


def test_a_call_with_files_may_be_larger_than_a_form(client: Client, partner: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    body = BODY.replace(b"}", b', "more": "' + b"x" * 3_000_000 + b'"}', 1)
    assert _call(client, partner, body).status_code == 200
    monkeypatch.setattr(hooks, "LARGEST", 1000)
    assert _call(client, partner, body).status_code == 413
