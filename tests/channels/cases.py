"""One case for every network channel: its settings, its fake, and payloads as the network writes them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from inbox.channels.base import Outgoing
from inbox.channels.partner.channel import sign
from tests.fakes import bluesky, graph, mastodon, telegram
from tests.fakes.others import Partner, X
from tests.fakes.server import Fake

SECRET = "a shared secret of thirty-two letters"
GRAPH = {"app_secret": SECRET, "verify_token": "greet me", "access_token": "key"}
ASKED = "Waar vind ik de brochure over de verkiezingen?"


def _bytes(said: Any) -> bytes:
    return json.dumps(said).encode()


@dataclass(frozen=True)
class Case:
    """`payloads` by name: first, reply, edit, removal, file, unknown, malformed; `sent` reads what the fake was sent."""

    kind: str
    fake: type[Fake]
    settings: Mapping[str, str]
    payloads: Mapping[str, bytes]
    sent: Callable[[Any], list[Any]]
    address: str = "base_url"
    prefix: str = ""
    proof: Callable[[bytes], dict[str, str]] | None = None
    to: Mapping[str, str] | None = None

    def settings_at(self, url: str) -> dict[str, str]:
        """Return the settings that lead to a fake."""
        return {**self.settings, self.address: f"{url}{self.prefix}"}

    def outgoing(self, text: str = "Hier staat het.", **more: Any) -> Outgoing:
        """Return a message that this network takes."""
        given: dict[str, Any] = {"recipient": "501", "subject": "", "text": text, "message_id": "<a.1.b@desk>", "language": "nl"}
        return Outgoing(**(given | dict(self.to or {}) | more))


def _telegram(**more: Any) -> bytes:
    return _bytes({"update_id": 1, "message": telegram.message("", **more)})


def _mastodon(event: str, payload: Any) -> bytes:
    return _bytes({"event": event, "payload": payload})


TELEGRAM = Case(
    "telegram", telegram.Telegram, {"token": "1:key", "secret": SECRET, "mode": "polling"},
    {
        "first": _bytes({"update_id": 1, "message": telegram.message(ASKED)}),
        "reply": _bytes({"update_id": 2, "message": telegram.message("En in het Duits?", number=2, reply_to_message=telegram.message(ASKED))}),
        "edit": _bytes({"update_id": 3, "edited_message": telegram.message(f"{ASKED} Dank u.", edit_date=1_793_000_900)}),
        "file": _telegram(number=4, caption="Zie foto", photo=[{"file_id": "small", "file_size": 1}, {"file_id": "large", "file_size": 9}]),
        "unknown": _bytes({"update_id": 5, "poll": {"id": "1"}}),
        "malformed": _bytes({"update_id": 8, "message": {"chat": {"id": 77, "type": "private"}, "text": ASKED}}),
        "pinned": _telegram(number=9, pinned_message=telegram.message(ASKED)),
        "strange": _telegram(number=10, hologram={"id": "1"}),
        "poll": _telegram(number=11, poll={"question": "Wanneer?", "options": [{"text": "Nu"}, {"text": "Later"}]}),
        "gone": _bytes({"update_id": 6, "my_chat_member": {"from": {"id": 77}, "chat": {"id": 77}, "new_chat_member": {"status": "kicked"}}}),
        "start": _bytes({"update_id": 7, "message": telegram.message("/start")}),
    },
    lambda fake: fake.sent, "api_url", proof=lambda _body: {"x-telegram-bot-api-secret-token": SECRET}, to={"recipient": "77", "thread_id": "77"},
)  # fmt: skip
MASTODON = Case(
    "mastodon", mastodon.Mastodon, {"access_token": "key", "reply_visibility": "unlisted"},
    {
        "first": _mastodon("notification", mastodon.notification(ASKED, number=1)),
        "reply": _mastodon("notification", mastodon.notification("En in het Duits?", number=2, answers="10001")),
        "edit": _mastodon("status.update", mastodon.notification(f"{ASKED} Dank u.", number=1, edited_at="2026-11-03T11:00:00Z")["status"]),
        "removal": _mastodon("delete", "10001"),
        "file": _mastodon("notification", mastodon.notification("Zie foto", number=3, media_attachments=[{"type": "image", "url": "http://127.0.0.1:9/p.png"}])),
        "unknown": _mastodon("notification", {"id": "4", "type": "favourite"}),
        "malformed": _mastodon("notification", {"id": "5", "type": "mention", "status": {"id": "10005", "content": f"<p>{ASKED}</p>"}}),
    },
    lambda fake: fake.statuses, to={"recipient": "carla@citizen.example", "in_reply_to": "10001", "visibility": "public"},
)  # fmt: skip
BLUESKY = Case(
    "bluesky", bluesky.Bluesky, {"handle": "desk.example", "password": "key"},
    {
        "first": _bytes({"notification": bluesky.notification(ASKED, number=1)}),
        "reply": _bytes({"notification": bluesky.notification("En in het Duits?", number=2, answers=f"at://{bluesky.CARLA}/app.bsky.feed.post/1")}),
        "file": _bytes({"notification": bluesky.notification(
            "Zie foto", number=3, embed={"images": [{"image": {"ref": {"$link": bluesky.CID}, "mimeType": "image/png"}}]})}),
        "film": _bytes({"notification": bluesky.notification("Zie film", number=5, embed={
            "record": {"uri": "at://x"}, "media": {"video": {"ref": {"$link": bluesky.CID}, "mimeType": "video/mp4"}}})}),
        "unknown": _bytes({"notification": bluesky.notification("", number=4) | {"reason": "like"}}),
        "malformed": _bytes({"notification": {"uri": f"at://{bluesky.CARLA}/app.bsky.feed.post/6", "reason": "mention", "record": {"text": ASKED}}}),
        "chat": _bytes({"message": bluesky.log_entry("Mag het privé?", number=1)["message"] | {"convoId": "convo1"}}),
        "shared": _bytes({"message": bluesky.log_entry("", number=2)["message"] | {
            "convoId": "convo1", "embed": {"record": {"uri": f"at://{bluesky.CARLA}/app.bsky.feed.post/1"}}}}),
    },
    lambda fake: [*fake.records.values(), *fake.chats],
    to={"recipient": bluesky.CARLA, "in_reply_to": f"at://{bluesky.CARLA}/app.bsky.feed.post/1", "visibility": "public"},
)  # fmt: skip
FACEBOOK = Case(
    "facebook", graph.Graph, GRAPH | {"page_id": "9"},
    {
        "first": _bytes(graph.feed()),
        "reply": _bytes(graph.feed(comment_id="9_100_2", parent_id="9_100_1", message="En in het Duits?")),
        "edit": _bytes(graph.feed(verb="edited", message=f"{ASKED} Dank u.", created_time=1_793_000_900)),
        "removal": _bytes(graph.feed(verb="remove")),
        "file": _bytes(graph.feed(comment_id="9_100_3", photo="http://127.0.0.1:9/picture.png")),
        "unknown": _bytes(graph.feed(item="reaction")),
        "malformed": _bytes(graph.feed(**{"from": {"name": "Carla Example"}})),
        "shared": _bytes(graph.messenger(graph.message("", "m2", attachments=[
            {"type": "fallback", "payload": {"title": "Brochure", "url": "https://www.belgium.example/brochure"}}]))),
        "chat": _bytes(graph.messenger(graph.message("Mag het privé?", "m1"))),
        "delivered": _bytes(graph.messenger({"sender": {"id": "501"}, "delivery": {"mids": ["out1"]}})),
    },
    lambda fake: fake.sent, proof=lambda body: graph.signature(body, SECRET), to={"thread_id": "m:501"},
)  # fmt: skip
INSTAGRAM = Case(
    "instagram", graph.Graph, GRAPH | {"account_id": "9"},
    {
        "first": _bytes({"object": "instagram", "entry": [{"id": "9", "time": 1_793_000_000, "changes": [
            {"field": "comments", "value": {"id": "c1", "text": ASKED, "from": {"id": "501", "username": "carla"}, "media": {"id": "p1"}}}]}]}),
        "reply": _bytes(graph.messenger(graph.message("En in het Duits?", "i2", reply_to={"mid": "i1"}), kind="instagram")),
        "edit": _bytes(graph.messenger(
            {"sender": {"id": "501"}, "timestamp": 1_793_000_900_000, "message_edit": {"mid": "i1", "text": f"{ASKED} Dank u."}}, kind="instagram")),
        "removal": _bytes(graph.messenger(graph.message("", "i1", is_deleted=True), kind="instagram")),
        "file": _bytes(graph.messenger(
            graph.message("", "i3", attachments=[{"type": "image", "payload": {"url": "http://127.0.0.1:9/picture.png"}}]), kind="instagram")),
        "unknown": _bytes({"object": "instagram", "entry": [{"id": "9", "changes": [{"field": "mentions", "value": {}}]}]}),
        "malformed": _bytes({"object": "instagram", "entry": [{"id": "9", "changes": [{"field": "comments", "value": {"text": ASKED}}]}]}),
        "strange": _bytes(graph.messenger(graph.message("", "i4", is_unsupported=True), kind="instagram")),
        "chat": _bytes(graph.messenger(graph.message(ASKED, "i1"), kind="instagram")),
    },
    lambda fake: fake.sent, proof=lambda body: graph.signature(body, SECRET), to={"thread_id": "m:501"},
)  # fmt: skip
WHATSAPP = Case(
    "whatsapp", graph.Graph, GRAPH | {"phone_id": "9"},
    {
        "first": _bytes(graph.whatsapp({"from": "32400000001", "id": "w1", "timestamp": "1793000000", "type": "text", "text": {"body": ASKED}})),
        "reply": _bytes(graph.whatsapp(
            {"from": "32400000001", "id": "w2", "timestamp": "1793000100", "type": "text", "text": {"body": "En in het Duits?"}, "context": {"id": "w1"}})),
        "file": _bytes(graph.whatsapp({"from": "32400000001", "id": "w3", "timestamp": "1793000200", "type": "document",
                                       "document": {"id": "m1", "mime_type": "application/pdf", "filename": "brief.pdf", "caption": "Zie brief"}})),
        "edit": _bytes(graph.whatsapp({"from": "32400000001", "id": "w5", "timestamp": "1793000900", "type": "edit", "edit": {
            "original_message_id": "w1", "message": {"type": "text", "text": {"body": f"{ASKED} Dank u."}}}})),
        "removal": _bytes(graph.whatsapp(
            {"from": "32400000001", "id": "w6", "timestamp": "1793001000", "type": "revoke", "revoke": {"original_message_id": "w1"}})),
        "malformed": _bytes(graph.whatsapp({"id": "w7", "timestamp": "1793000000", "type": "text", "text": {"body": ASKED}})),
        "strange": _bytes(graph.whatsapp({"from": "32400000001", "id": "w8", "timestamp": "1793000400", "type": "unsupported",
                                          "errors": [{"code": 131051, "title": "Message type unknown"}]})),
        "system": _bytes(graph.whatsapp({"from": "32400000001", "id": "w9", "timestamp": "1793000500", "type": "system",
                                         "system": {"body": "Carla changed her number", "type": "user_changed_number"}})),
        "unknown": _bytes(graph.whatsapp({"from": "32400000001", "id": "w4", "timestamp": "1793000300", "type": "reaction", "reaction": {"emoji": "x"}})),
        "delivered": _bytes(graph.whatsapp(statuses=({"id": "out1", "status": "delivered"},))),
    },
    lambda fake: fake.sent, proof=lambda body: graph.signature(body, SECRET), to={"recipient": "32400000001"},
)  # fmt: skip
X_CASE = Case(
    "x", X, {"user_id": "1", "consumer_key": "a", "consumer_secret": "b", "token": "c", "token_secret": "d"},
    {
        "first": _bytes({"post": {"id": "71", "text": f"@desk {ASKED}", "lang": "nl", "created_at": "2026-11-03T10:00:00Z"}, "author": {"id": "55"}}),
        "reply": _bytes({"post": {"id": "72", "text": "@desk En in het Duits?", "referenced_tweets": [{"type": "replied_to", "id": "71"}]},
                         "author": {"id": "55"}}),
        "changed": _bytes({"post": {"id": "75", "text": f"@desk {ASKED} Dank u.", "edit_history_tweet_ids": ["71", "75"]}, "author": {"id": "55"}}),
        "file": _bytes({"post": {"id": "76", "text": "@desk Zie foto"}, "author": {"id": "55"}, "media": [
            {"type": "photo", "url": "http://127.0.0.1:9/picture.png"}]}),
        "unknown": _bytes({"post": {"id": "73", "text": "Ours"}, "author": {"id": "1"}}),
        "malformed": _bytes({"post": {"text": ASKED}, "author": {"id": "55"}}),
        "chat": _bytes({"message": {"id": "74", "text": "Mag het privé?", "dm_conversation_id": "1-55"}, "author": {"id": "55"}}),
    },
    lambda fake: fake.sent, to={"recipient": "55", "in_reply_to": "71", "visibility": "public"},
)  # fmt: skip
PARTNER = Case(
    "partner", Partner, {"secret": SECRET},
    {
        "first": _bytes({"id": "p1", "sender": {"id": "501", "name": "Carla Example"}, "text": ASKED, "thread_id": "t1", "language": "nl"}),
        "reply": _bytes({"id": "p2", "sender": {"id": "501"}, "text": "En in het Duits?", "thread_id": "t1"}),
        "edit": _bytes({"type": "edit", "id": "p1", "sender": {"id": "501"}, "text": f"{ASKED} Dank u.", "edited_at": "2026-11-03T11:00:00Z"}),
        "removal": _bytes({"type": "removal", "id": "p1"}),
        "file": _bytes({"id": "p3", "sender": {"id": "501"}, "text": "Zie brief", "thread_id": "t1",
                        "attachments": [{"name": "brief.txt", "content_type": "text/plain", "content": "aGFsbG8="}]}),
        "unknown": _bytes({"type": "typing", "id": "p4"}),
        "malformed": _bytes({"id": "p5", "text": ASKED}),
        "delivered": _bytes({"type": "delivered", "id": "out"}),
    },
    lambda fake: list(fake.sent.values()), "callback_url", proof=lambda body: {"x-signature": sign(SECRET, body)},
)  # fmt: skip
CASES = (TELEGRAM, MASTODON, BLUESKY, FACEBOOK, INSTAGRAM, WHATSAPP, X_CASE, PARTNER)
