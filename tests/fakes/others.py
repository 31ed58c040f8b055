"""A partner's program, and X, on loopback."""

import re
from datetime import UTC, datetime
from html import escape
from typing import Any

from tests.fakes.graph import PICTURE
from tests.fakes.server import Fake, Reply, Request


class Partner(Fake):
    """A partner's callback; the same Idempotency-Key is taken once."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.sent: dict[str, dict[str, Any]] = {}
        self.signatures: list[tuple[str, bytes]] = []

    def is_send(self, request: Request) -> bool:
        return request.method == "POST"

    def answer(self, request: Request) -> Reply:
        self.signatures.append((request.headers.get("x-signature", ""), request.body))
        self.sent[request.headers.get("idempotency-key", "")] = request.fields
        return Reply({"id": request.fields.get("id", "")})


class X(Fake):
    """X with the desk's account. Source: X API v2."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.mentions: list[dict[str, Any]] = []
        self.messages: list[dict[str, Any]] = []
        self.media: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []

    def is_send(self, request: Request) -> bool:
        return request.method == "POST"

    def answer(self, request: Request) -> Reply:
        if request.path == "/picture.png":
            return Reply(PICTURE)
        assert request.headers.get("authorization", "").startswith("OAuth ")
        if request.method == "POST":
            number = f"{901 + len(self.sent)}"
            self.sent.append(request.fields | {"path": request.path, "id": number, "at": datetime.now(UTC).isoformat()})
            return Reply({"data": {"id": number, "dm_event_id": number}}, 201)
        if request.path.endswith("/tweets"):
            since = int(request.fields.get("since_id", 0))
            return Reply({"data": [_post(one) for one in self.sent[::-1] if "reply" in one and int(one["id"]) > since]})
        if request.path.endswith("/dm_events") and "/with/" in request.path:
            place = request.path.replace("/dm_events", "/messages")
            ours = [{"id": one["id"], "text": one["text"], "sender_id": "1", "created_at": one["at"]} for one in self.sent if one["path"] == place]
            return Reply({"data": (self.messages + ours)[::-1]})
        if request.path.endswith("/mentions"):
            since = int(request.fields.get("since_id", 0))
            users = [{"id": "55", "name": "Carla Example", "username": "carla"}]
            return Reply({"data": [one for one in self.mentions[::-1] if int(one["id"]) > since], "includes": {"users": users, "media": self.media}})
        return Reply({"data": self.messages[::-1]} if request.path == "/2/dm_events" else {"data": {"id": "1", "username": "desk"}})


def _post(sent: dict[str, Any]) -> dict[str, Any]:
    """Return a reply as X shows it: with the name of whom it answers, its links shortened."""
    shortened = re.sub(r"https://\S+", "https://t.co/a1B2c3", sent["text"])
    answered = [{"type": "replied_to", "id": sent["reply"]["in_reply_to_tweet_id"]}]
    return {"id": sent["id"], "text": f"@carla {escape(shortened)}", "created_at": sent["at"], "referenced_tweets": answered}
