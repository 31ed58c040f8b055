"""A Mastodon instance on loopback. Source: Mastodon API."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from queue import Empty, Queue
from typing import Any

from tests.fakes.server import RETRY_AFTER_S, Fake, Reply, Request

DESK = {"id": "1", "acct": "desk", "username": "desk", "display_name": "Desk"}


class Mastodon(Fake):
    """One instance with the desk's account; citizens' mentions are `notifications`, the desk's statuses are `statuses`."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.notifications: list[dict[str, Any]] = []
        self.statuses: list[dict[str, Any]] = []
        self.keys: dict[str, dict[str, Any]] = {}
        self.listeners: list[Queue[tuple[str, Any]]] = []

    def say(self, text: str, *, visibility: str = "public", acct: str = "carla@citizen.example", answers: str = "") -> dict[str, Any]:
        """Let a citizen mention the desk."""
        with self.lock:
            number = self.first + 100 + len(self.notifications)
            said = notification(text, number=number, visibility=visibility, acct=acct, answers=answers)
            self.notifications.append(said)
        self.push("notification", said)
        return said

    def push(self, event: str, payload: Any) -> None:
        """Tell everybody who listens."""
        for listener in self.listeners:
            listener.put((event, payload))

    def stream(self, request: Request) -> Iterator[bytes] | None:
        return self._events() if request.path == "/api/v1/streaming/user" else None

    def _events(self) -> Iterator[bytes]:
        mine: Queue[tuple[str, Any]] = Queue()
        self.listeners.append(mine)
        yield b":)\n"
        while not self.ended.is_set():
            try:
                event, payload = mine.get(timeout=0.1)
            except Empty:
                yield b":thump\n"
                continue
            yield f"event: {event}\ndata: {payload if isinstance(payload, str) else json.dumps(payload)}\n\n".encode()

    def is_send(self, request: Request) -> bool:
        return request.method == "POST" and request.path == "/api/v1/statuses"

    def too_many(self) -> Reply:
        reset = datetime.fromtimestamp(datetime.now(UTC).timestamp() + RETRY_AFTER_S, UTC).isoformat().replace("+00:00", "Z")
        return Reply({"error": "Too many requests"}, 429, {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset})

    def answer(self, request: Request) -> Reply:
        if request.path == "/api/v1/accounts/verify_credentials":
            return Reply(DESK)
        if request.path.rstrip("/") == "/api/v2/instance":
            return Reply({"domain": "social.example", "version": "4.3.0", "configuration": {"statuses": {"max_characters": 500}, "urls": {}}})
        if request.path == "/api/v1/notifications":
            after = int(request.fields.get("min_id") or 0)
            return Reply([one for one in self.notifications if int(one["id"]) > after])
        if request.path == "/api/v1/accounts/1/statuses":
            before = int(request.fields.get("max_id") or 10**9)
            return Reply([one for one in self.statuses[::-1] if int(one["id"]) < before][: int(request.fields["limit"])])
        return self._post(request) if self.is_send(request) else Reply({"error": "Record not found"}, 404)

    def _post(self, request: Request) -> Reply:
        key = request.headers.get("idempotency-key", "")
        if key and key in self.keys:
            return Reply(self.keys[key])
        if len(request.fields["status"]) > 500:
            return Reply({"error": "Validation failed: Text character limit of 500 exceeded"}, 422)
        number = 900 + len(self.statuses)
        made = status(request.fields["status"], number=number, visibility=request.fields["visibility"], account=DESK, created_at=datetime.now(UTC).isoformat())
        made["in_reply_to_id"] = request.fields.get("in_reply_to_id")
        self.statuses.append(made)
        self.keys[key] = made
        return Reply(made)


def status(text: str, *, number: int, visibility: str, account: dict[str, Any], answers: str = "", **more: Any) -> dict[str, Any]:
    """Return a status as Mastodon writes it."""
    said: dict[str, Any] = {
        "id": str(number), "created_at": "2026-11-03T10:00:00.000Z", "in_reply_to_id": answers or None, "visibility": visibility, "language": "nl",
        "spoiler_text": "", "content": f"<p>{escape(text)}</p>", "account": account, "media_attachments": [], "edited_at": None,
        "mentions": [] if account is DESK else [{"id": "1", "acct": "desk", "username": "desk"}],
    }  # fmt: skip
    return said | more


def notification(text: str, *, number: int, visibility: str = "public", acct: str = "carla@citizen.example", answers: str = "", **more: Any) -> dict[str, Any]:
    """Return a mention as Mastodon writes it."""
    account = {"id": "55", "acct": acct, "username": acct.partition("@")[0], "display_name": "Carla Example"}
    said = status(f"@desk {text}", number=number + 10_000, visibility=visibility, account=account, answers=answers, **more)
    return {"id": str(number), "type": "mention", "created_at": "2026-11-03T10:00:00.000Z", "account": account, "status": said}
