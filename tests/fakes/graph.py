"""The Graph API on loopback: Facebook, Instagram and WhatsApp. Source: Meta Graph API."""

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any

from tests.fakes.server import Fake, Reply, Request

PICTURE = bytes.fromhex("89504e470d0a1a0a")


class Graph(Fake):
    """One server for the three; `sent` is what the desk says, `told` what stood in the conversation before.

    `refusals` are error codes for the next messages.
    """

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.sent: list[dict[str, Any]] = []
        self.told: list[dict[str, Any]] = []
        self.hidden: list[str] = []
        self.refusals: list[int] = []
        self.expires_at = 0

    def is_send(self, request: Request) -> bool:
        return request.method == "POST" and request.path.endswith(("/messages", "/comments", "/replies"))

    def too_many(self) -> Reply:
        return Reply({"error": {"code": 613, "message": "Calls to this api have exceeded the rate limit."}}, 400, {"Retry-After": "7"})

    def answer(self, request: Request) -> Reply:
        if request.path.endswith("/picture.png"):
            return Reply(PICTURE)
        if request.path.endswith("/debug_token"):
            return Reply({"data": {"is_valid": True, "expires_at": self.expires_at}})
        if request.method == "GET" and request.path.endswith(("/comments", "/replies")):
            place = request.path
            return Reply({"data": [one | {"text": one["message"], "from": {"id": "9"}} for one in self.sent if one["path"] == place]})
        if request.method == "GET" and request.path.endswith("/conversations"):
            return Reply({"data": self._conversations(request.fields["user_id"])})
        if self.is_send(request):
            return self._send(request)
        if request.method == "POST":
            if request.fields.get("is_hidden") or request.fields.get("hide"):
                self.hidden.append(request.path.rpartition("/")[2])
            return Reply({"success": True, "id": "media1"})
        return Reply({"id": "1", "name": "Desk", "username": "desk", "display_phone_number": "+32 2 000 00 00", "url": f"{self.url}/picture.png"})

    def _conversations(self, person: str) -> list[dict[str, Any]]:
        """Return the conversation with a person, newest message first; none where nobody wrote."""
        ours = [
            {"id": one["id"], "message": one["message"]["text"], "created_time": one["at"], "from": {"id": "9"}}
            for one in self.sent
            if one.get("recipient") == {"id": person}
        ]
        messages = (self.told + ours)[::-1][:20]
        return [{"id": "t1", "messages": {"data": messages}}] if messages else []

    def _send(self, request: Request) -> Reply:
        if self.refusals:
            return Reply({"error": {"code": self.refusals.pop(0), "message": "Refused."}}, 400)
        number = f"out{len(self.sent) + 1}"
        self.sent.append(request.fields | {"path": request.path, "id": number, "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")})
        return Reply({"id": number, "message_id": number, "messages": [{"id": number}]})


def signature(body: bytes, secret: str) -> dict[str, str]:
    """Return the header that proves a webhook's sender."""
    return {"x-hub-signature-256": f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"}


def whatsapp(*messages: dict[str, Any], statuses: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    """Return a WhatsApp webhook's payload."""
    contacts = [{"wa_id": "32400000001", "profile": {"name": "Carla Example"}}]
    value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": "9"}, "contacts": contacts, "messages": messages, "statuses": statuses}
    return {"object": "whatsapp_business_account", "entry": [{"id": "8", "changes": [{"field": "messages", "value": value}]}]}


def messenger(*events: dict[str, Any], kind: str = "page") -> dict[str, Any]:
    """Return a Messenger or Instagram webhook's payload with messages."""
    return {"object": kind, "entry": [{"id": "9", "time": 1_793_000_000_000, "messaging": list(events)}]}


def message(text: str, mid: str, sender: str = "501", **more: Any) -> dict[str, Any]:
    """Return one message event."""
    return {"sender": {"id": sender}, "recipient": {"id": "9"}, "timestamp": 1_793_000_000_000, "message": {"mid": mid, "text": text} | more}


def feed(**value: Any) -> dict[str, Any]:
    """Return a Page's feed webhook."""
    said = {
        "item": "comment", "verb": "add", "comment_id": "9_100_1", "post_id": "9_100", "parent_id": "9_100", "from": {"id": "501", "name": "Carla Example"},
        "message": "Waar vind ik de brochure?", "created_time": 1_793_000_000,
        "post": {"id": "9_100", "message": "Our new brochure is here", "permalink_url": "https://www.facebook.example/9/100"},
    }  # fmt: skip
    return {"object": "page", "entry": [{"id": "9", "time": 1_793_000_000, "changes": [{"field": "feed", "value": said | value}]}]}
