"""Deliveries whose end nobody knows: settled by the key a network brings back, and looked for before a late retry."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NoReturn

import pytest
from django.utils import timezone

from inbox import accounts, delivery, outgoing, sources
from inbox.channels.base import ChannelError
from inbox.channels.mastodon.channel import MastodonChannel
from inbox.models import Account, Attempt, Delivery, Message, Question
from tests.channels.cases import MASTODON, WHATSAPP, Case
from tests.fakes import graph
from tests.fakes.graph import Graph
from tests.fakes.mastodon import Mastodon

UNKNOWN, SENT, QUEUED, FAILED = Delivery.State.UNKNOWN, Delivery.State.SENT, Delivery.State.QUEUED, Delivery.State.FAILED


def _reply(case: Case, url: str, text: str = "Zie de pagina.") -> Delivery:
    account = accounts.connect(case.kind, case.kind.title(), "desk", case.settings_at(url))
    asked = sources.receive(account, case.payloads["first"]).message
    assert asked
    Delivery.objects.all().delete()
    question = asked.question
    said = Message.objects.create(question=question, account=account, kind=Message.Kind.REPLY, text=text, is_public=question.is_public)
    Question.objects.update(last_incoming_at=timezone.now())
    return Delivery.objects.create(message=said)


@pytest.fixture
def whatsapp(db: None) -> Iterator[Graph]:
    """WhatsApp, which takes the next message and cuts the line; what the desk said before is forgotten."""
    with Graph() as running:
        yield running


def _cut_off(net: Graph, text: str = "Zie de pagina.") -> Delivery:
    row = _reply(WHATSAPP, net.url, text)
    net.sent.clear()
    net.faults.append("drop")
    assert delivery.deliver(row.pk) == UNKNOWN
    return row


def _status(state: str, key: str, **more: Any) -> Delivery:
    said = {"id": "wamid.1", "status": state, "biz_opaque_callback_data": key} | more
    sources.receive(Account.objects.get(kind="whatsapp"), json.dumps(graph.whatsapp(statuses=(said,))).encode())
    return Delivery.objects.get()


@pytest.mark.parametrize(("state", "report"), [("sent", ""), ("delivered", "delivered"), ("read", "read")])
def test_whatsapps_status_settles_what_was_unknown(whatsapp: Graph, state: str, report: str) -> None:
    _cut_off(whatsapp)
    row = _status(state, whatsapp.sent[0]["biz_opaque_callback_data"])
    assert (row.state, row.report, row.external_id, row.sent_at is not None) == (SENT, report, "wamid.1", True)


def test_whatsapps_refusal_ends_what_was_unknown(whatsapp: Graph) -> None:
    _cut_off(whatsapp)
    row = _status("failed", whatsapp.sent[0]["biz_opaque_callback_data"], errors=[{"code": 131047, "title": "Too late"}])
    assert (row.state, row.error) == (FAILED, "131047: Too late")


def test_a_key_that_is_not_ours_settles_nothing(whatsapp: Graph) -> None:
    _cut_off(whatsapp)
    key = whatsapp.sent[0]["biz_opaque_callback_data"]
    assert _status("delivered", key.replace("@", "0@")).state == UNKNOWN


def test_the_rest_of_a_thread_leaves_after_its_first_part_is_known(whatsapp: Graph) -> None:
    row = _cut_off(whatsapp, "Een zin over de brochure. " * 200)
    assert _status("delivered", whatsapp.sent[0]["biz_opaque_callback_data"]).state == QUEUED
    assert delivery.deliver(row.pk) == SENT
    keys = [outgoing.part_in_id(one["biz_opaque_callback_data"]) for one in whatsapp.sent]
    assert keys == [(row.message_id, 0), (row.message_id, 1)]


def _tried(net: Mastodon, row: Delivery, ago: timedelta) -> None:
    """Let the line be cut after a try, and the network forget its key since."""
    net.faults.append("drop")
    assert delivery.deliver(row.pk) == QUEUED
    Attempt.objects.update(started_at=timezone.now() - ago)
    Delivery.objects.update(not_before=timezone.now())


def test_a_late_retry_looks_first(db: None) -> None:
    with Mastodon() as net:
        row = _reply(MASTODON, net.url)
        _tried(net, row, timedelta(hours=3))
        net.keys.clear()
        assert delivery.deliver(row.pk) == SENT
        row.refresh_from_db()
        assert [status["id"] for status in net.statuses] == row.parts


def test_a_late_retry_posts_what_is_not_there(db: None) -> None:
    with Mastodon() as net:
        row = _reply(MASTODON, net.url)
        _tried(net, row, timedelta(hours=3))
        net.keys.clear()
        net.statuses.clear()
        assert delivery.deliver(row.pk) == SENT
        assert len(net.statuses) == 1


@pytest.mark.parametrize(("permanent", "state"), [(True, SENT), (False, QUEUED)], ids=["cannot tell", "is away"])
def test_a_late_retry_waits_only_for_a_network_that_is_away(db: None, permanent: bool, state: Delivery.State, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> NoReturn:
        raise ChannelError("No answer.", permanent=permanent)

    monkeypatch.setattr(MastodonChannel, "find", refuse)
    with Mastodon() as net:
        row = _reply(MASTODON, net.url)
        _tried(net, row, timedelta(hours=3))
        assert delivery.deliver(row.pk) == state


def test_an_early_retry_trusts_the_key(db: None) -> None:
    with Mastodon() as net:
        row = _reply(MASTODON, net.url)
        _tried(net, row, timedelta(minutes=5))
        asked = len(net.requests)
        assert delivery.deliver(row.pk) == SENT
        assert [request.method for request in net.requests[asked:]] == ["POST"]
