"""What single networks do beyond the contract: streams, pages, windows, formats."""

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from inbox.channels import base, registry
from inbox.channels.bluesky.channel import BlueskyChannel, facets, record_key
from inbox.channels.facebook.channel import FacebookChannel
from inbox.channels.http import ask
from inbox.channels.mastodon.channel import MastodonChannel
from inbox.channels.telegram.channel import TelegramChannel
from inbox.channels.whatsapp.channel import WhatsappChannel
from inbox.channels.x.channel import XChannel
from tests.channels.cases import BLUESKY, FACEBOOK, MASTODON, TELEGRAM, WHATSAPP, X_CASE
from tests.fakes.graph import Graph
from tests.fakes.mastodon import Mastodon, notification
from tests.fakes.others import X
from tests.fakes.server import Fake, Reply, Request
from tests.fakes.telegram import Telegram

PDF = base.File("brief.pdf", "application/pdf", b"%PDF-")


def _listen(given: dict[str, str], keep: Callable[[bytes], None]) -> None:
    with suppress(base.ChannelError):
        MastodonChannel().listen(given, keep)


def test_mastodons_stream_tells_at_once_and_only_what_is_ours() -> None:
    heard: list[dict[str, Any]] = []
    done = threading.Event()

    def keep(payload: bytes) -> None:
        heard.append(json.loads(payload))
        if len(heard) == 3:
            done.set()

    with Mastodon() as net:
        given = MASTODON.settings_at(net.url)
        threading.Thread(target=_listen, args=(given, keep), daemon=True).start()
        while not net.listeners:
            done.wait(0.01)
        net.say("Waar is het?")
        edited = notification("Waar is het nu?", number=1, edited_at="2026-11-03T11:00:00.000Z")["status"]
        net.push("status.update", edited | {"mentions": []})
        net.push("status.update", edited)
        net.push("delete", "10001")
        assert done.wait(10)
    assert [said["event"] for said in heard] == ["notification", "status.update", "delete"]


def test_mastodon_says_how_long_a_status_may_be() -> None:
    with Mastodon() as net:
        assert MastodonChannel().install(MASTODON.settings_at(net.url)) == {"max_chars": "440"}


def test_a_mastodon_status_is_posted_once_under_its_key() -> None:
    with Mastodon() as net:
        receipts = {MastodonChannel().send(MASTODON.outgoing(), MASTODON.settings_at(net.url)) for _ in range(2)}
        assert (len(receipts), len(net.statuses)) == (1, 1)


@pytest.mark.parametrize(("visibility", "expected"), [("public", "unlisted"), ("private", "direct")])
def test_mastodon_replies_are_as_visible_as_meant(visibility: str, expected: str) -> None:
    with Mastodon() as net:
        MastodonChannel().send(MASTODON.outgoing(visibility=visibility), MASTODON.settings_at(net.url))
        assert net.statuses[0]["visibility"] == expected


def test_bluesky_marks_links_and_people_by_bytes() -> None:
    text = "Één 🙂 @carla.example: https://belgium.example/x."
    marks = facets(text, lambda handle: f"did:{handle}")
    parts = [text.encode()[mark["index"]["byteStart"] : mark["index"]["byteEnd"]].decode() for mark in marks]
    assert parts == ["https://belgium.example/x", "@carla.example"]


def test_a_bluesky_reply_sent_twice_overwrites_itself() -> None:
    assert record_key("<a@b>") == record_key("<a@b>") != record_key("<c@b>")
    assert BlueskyChannel().measure("👩‍👩‍👧 é") == 3
    assert BLUESKY.kind == BlueskyChannel.kind


def test_a_telegram_file_is_a_message_of_its_own() -> None:
    with Telegram() as net:
        receipt = TelegramChannel().send(TELEGRAM.outgoing(text="", attachments=[PDF]), TELEGRAM.settings_at(net.url))
        assert receipt.external_id
        assert [request.path.rpartition("/")[2] for request in net.requests] == ["sendDocument"]


def test_a_telegram_user_who_blocked_the_bot_is_unreachable() -> None:
    with Telegram() as net, pytest.raises(base.ChannelError) as raised:
        net.blocked = True
        TelegramChannel().send(TELEGRAM.outgoing(), TELEGRAM.settings_at(net.url))
    assert (raised.value.permanent, raised.value.is_unreachable) == (True, True)


def _late(hours: float) -> dict[str, Any]:
    return {"last_incoming_at": datetime.now(UTC) - timedelta(hours=hours)}


@pytest.mark.parametrize(("hours", "kind"), [(1, "text"), (30, "template")])
def test_whatsapp_uses_its_template_when_the_day_is_over(hours: float, kind: str) -> None:
    with Graph() as net:
        WhatsappChannel().send(WHATSAPP.outgoing(**_late(hours)), WHATSAPP.settings_at(net.url) | {"template": "answer"})
        assert net.sent[0]["type"] == kind


@pytest.mark.parametrize("more", [{}, {"attachments": [PDF]}], ids=["without a template", "a file"])
def test_what_whatsapp_does_not_take_any_more_is_said(more: dict[str, Any]) -> None:
    with Graph() as net, pytest.raises(base.ChannelError, match="24 hours"):
        given = WHATSAPP.settings_at(net.url) | ({"template": "answer"} if more else {})
        WhatsappChannel().send(WHATSAPP.outgoing(**_late(30), **more), given)
    assert not net.sent


def test_a_whatsapp_file_is_handed_over_and_shown() -> None:
    with Graph() as net:
        WhatsappChannel().send(WHATSAPP.outgoing(text="", attachments=[PDF]), WHATSAPP.settings_at(net.url))
        assert net.sent[0]["document"] == {"id": "media1", "filename": "brief.pdf"}


@pytest.mark.parametrize(("hours", "tag"), [(1, None), (48, "HUMAN_AGENT")])
def test_messenger_says_that_a_person_answers_after_a_day(hours: float, tag: str | None) -> None:
    with Graph() as net:
        FacebookChannel().send(FACEBOOK.outgoing(**_late(hours)), FACEBOOK.settings_at(net.url))
        assert net.sent[0].get("tag") == tag


def test_a_facebook_comment_is_answered_in_private_and_hidden() -> None:
    with Graph() as net:
        given = FACEBOOK.settings_at(net.url)
        FacebookChannel().send(FACEBOOK.outgoing(thread_id="", in_reply_to="9_1"), given)
        FacebookChannel().hide("9_1", given)
        assert (net.sent[0]["recipient"], net.hidden) == ({"comment_id": "9_1"}, ["9_1"])


@pytest.mark.parametrize(
    ("code", "permanent", "is_unreachable", "is_broken"),
    [(551, True, True, False), (131026, True, True, False), (131047, True, False, False), (613, False, False, False), (190, False, False, True)],
)
def test_graph_codes_mean_what_they_mean(code: int, permanent: bool, is_unreachable: bool, is_broken: bool) -> None:
    with Graph() as net, pytest.raises(base.ChannelError) as raised:
        net.refusals.append(code)
        WhatsappChannel().send(WHATSAPP.outgoing(), WHATSAPP.settings_at(net.url))
    assert (raised.value.permanent, raised.value.is_unreachable, raised.value.is_account_broken) == (permanent, is_unreachable, is_broken)


class _Paged(X):
    def answer(self, request: Request) -> Reply:
        if not request.path.endswith("/mentions"):
            return Reply({"data": []})
        page = int(request.fields.get("pagination_token") or 0)
        rows = [{"id": str(1000 - page * 2 - n), "text": "Vraag", "author_id": "55"} for n in range(2)]
        return Reply({"data": rows, "meta": {"next_token": str(page + 1)} if page < 3 else {}})


def test_x_is_read_page_by_page() -> None:
    with _Paged() as net:
        given = {need.name: need.default for need in XChannel.needs} | X_CASE.settings_at(net.url)
        found = list(XChannel().fetch(given, '{"post": "900"}'))
    assert len(found) == 8
    assert [json.loads(one.cursor)["post"] for one in found] == [str(number) for number in range(993, 1001)]


class _Gateway(Fake):
    def is_send(self, request: Request) -> bool:
        return True

    def answer(self, request: Request) -> Reply:
        return Reply({}, 504)


def test_a_gateway_that_got_no_answer_knows_nothing() -> None:
    with _Gateway() as net:
        with pytest.raises(base.Uncertain):
            ask("POST", net.url, json={})
        assert ask("POST", net.url, json={}, is_repeatable=True).status_code == 504


def test_every_channel_cuts_to_what_it_takes() -> None:
    from inbox import cutting

    text = "Dit is een zin met een link https://belgium.example/brochure en é 🙂. " * 200
    for channel in registry.ALL:
        if channel.max_chars:
            pieces = cutting.cut(text, channel.max_chars, channel.measure)
            assert all(channel.measure(piece) <= channel.max_chars for piece in pieces)
            assert "".join("".join(pieces).split()) == "".join(text.split())
