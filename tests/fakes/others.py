"""A partner's program, and X, on loopback."""

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
            self.sent.append(request.fields | {"path": request.path})
            return Reply({"data": {"id": f"{900 + len(self.sent)}", "dm_event_id": f"{900 + len(self.sent)}"}}, 201)
        if request.path.endswith("/mentions"):
            since = int(request.fields.get("since_id", 0))
            users = [{"id": "55", "name": "Carla Example", "username": "carla"}]
            return Reply({"data": [one for one in self.mentions[::-1] if int(one["id"]) > since], "includes": {"users": users, "media": self.media}})
        return Reply({"data": self.messages[::-1]} if request.path == "/2/dm_events" else {"data": {"id": "1", "username": "desk"}})
