"""Asking a network what became of a private message, and of a post."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from inbox.channels import base, registry
from inbox.channels.abilities import Finder
from inbox.channels.bluesky import channel as bluesky
from tests.channels.cases import BLUESKY, FACEBOOK, INSTAGRAM, MASTODON, X_CASE, Case
from tests.fakes.bluesky import Bluesky
from tests.fakes.graph import Graph
from tests.fakes.mastodon import Mastodon
from tests.fakes.others import X

META = pytest.mark.parametrize("case", [FACEBOOK, INSTAGRAM], ids=lambda case: case.kind)


def _find(case: Case, url: str, text: str = "Hier staat het.", **more: Any) -> base.Receipt | None:
    channel = registry.get(case.kind)
    assert isinstance(channel, Finder)
    given = {need.name: need.default for need in channel.needs} | case.settings_at(url)
    return channel.find(case.outgoing(text, **({"tried_since": datetime.now(UTC)} | more)), given)


def _told(text: str, sender: str, ago: timedelta, number: str = "in1") -> dict[str, Any]:
    return {"id": number, "message": text, "from": {"id": sender}, "created_time": (datetime.now(UTC) - ago).strftime("%Y-%m-%dT%H:%M:%S+0000")}


@pytest.fixture
def net() -> Iterator[Graph]:
    """The Graph API, with a conversation that a citizen began."""
    with Graph() as running:
        running.told.append(_told("Waar vind ik de brochure?", "501", timedelta(hours=1)))
        yield running


@META
def test_meta_shows_a_private_message_it_took(case: Case, net: Graph) -> None:
    sent = registry.get(case.kind).send(case.outgoing(), case.settings_at(net.url))
    assert (_find(case, net.url), _find(case, net.url, "Iets anders.")) == (sent, None)
    asked = net.requests[-1]
    assert (asked.path, asked.fields["user_id"]) == ("/9/conversations", "501")


@META
@pytest.mark.parametrize(
    ("text", "sender", "ago"), [("Hier staat het.", "9", timedelta(minutes=10)), ("Hier staat het.", "501", timedelta(0))], ids=["earlier", "not ours"]
)
def test_the_same_words_are_not_the_same_message(case: Case, net: Graph, text: str, sender: str, ago: timedelta) -> None:
    net.told.append(_told(text, sender, ago, "in2"))
    assert _find(case, net.url) is None


def test_the_part_before_is_not_the_part_that_is_looked_for(net: Graph) -> None:
    net.told.append(_told("Hier staat het.", "9", timedelta(0), "part1"))
    assert _find(FACEBOOK, net.url, in_reply_to="part1") is None


@META
def test_without_a_conversation_nothing_is_known(case: Case) -> None:
    with Graph() as net, pytest.raises(base.ChannelError, match="no conversation"):
        _find(case, net.url)


def test_a_list_that_ends_too_early_proves_nothing(net: Graph) -> None:
    net.told = [_told("Hallo?", "501", timedelta(0), f"in{number}") for number in range(30)]
    with pytest.raises(base.ChannelError, match="as old as"):
        _find(FACEBOOK, net.url)


def _send(case: Case, url: str, text: str, **more: Any) -> base.Receipt:
    channel = registry.get(case.kind)
    return channel.send(case.outgoing(text, **more), {need.name: need.default for need in channel.needs} | case.settings_at(url))


@pytest.mark.parametrize("visibility", ["public", "private"])
def test_x_shows_what_it_took(visibility: str) -> None:
    text = "@carla Vraag & antwoord:  zie https://belgium.example/brochure, of bel."
    with X() as net:
        sent = _send(X_CASE, net.url, text, visibility=visibility)
        found = [_find(X_CASE, net.url, said, visibility=visibility) for said in (text, "Iets anders.")]
    assert found == [sent, None]


@pytest.mark.parametrize("visibility", ["public", "private"])
def test_x_does_not_take_another_answer_for_this_one(visibility: str) -> None:
    with X() as net:
        _send(X_CASE, net.url, "Hier staat het.", visibility=visibility, in_reply_to="70", recipient="56")
        _send(X_CASE, net.url, "Hier staat het.", visibility=visibility)
        later = datetime.now(UTC) + timedelta(minutes=10)
        assert _find(X_CASE, net.url, visibility=visibility, recipient="57", in_reply_to="72") is None
        assert _find(X_CASE, net.url, visibility=visibility, tried_since=later) is None


def test_mastodon_is_looked_through_back_to_the_first_try() -> None:
    with Mastodon() as net:
        sent = _send(MASTODON, net.url, "Hier staat het.")
        for number in range(90):
            _send(MASTODON, net.url, f"Antwoord {number}", message_id=f"<{number}@desk>")
        long_ago, later = datetime.now(UTC) - timedelta(hours=3), datetime.now(UTC) + timedelta(minutes=1)
        assert (_find(MASTODON, net.url, tried_since=long_ago), _find(MASTODON, net.url, tried_since=later)) == (sent, None)


def test_a_chat_on_bluesky_is_looked_through_back_to_the_first_try() -> None:
    with Bluesky() as net:
        sent = _send(BLUESKY, net.url, "Hier staat het.", visibility="private")
        for number in range(90):
            _send(BLUESKY, net.url, f"Antwoord {number}", visibility="private")
        long_ago, later = datetime.now(UTC) - timedelta(hours=3), datetime.now(UTC) + timedelta(minutes=10)
        assert [_find(BLUESKY, net.url, visibility="private", tried_since=at) for at in (long_ago, later)] == [sent, None]


def test_what_was_said_in_a_chat_before_the_first_try_is_another_message() -> None:
    with Bluesky() as net:
        _send(BLUESKY, net.url, "Hier staat het.", visibility="private")
        net.chats[0]["sentAt"] = (datetime.now(UTC) - timedelta(minutes=10)).isoformat()
        assert _find(BLUESKY, net.url, visibility="private") is None


def test_a_chat_that_is_too_long_to_look_through_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bluesky, "MOST_PAGES", 1)
    with Bluesky() as net:
        for number in range(60):
            _send(BLUESKY, net.url, f"Antwoord {number}", visibility="private")
        with pytest.raises(base.ChannelError, match="as old as"):
            _find(BLUESKY, net.url, visibility="private", tried_since=datetime.now(UTC) - timedelta(hours=3))
