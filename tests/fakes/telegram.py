"""Telegram on loopback. Source: Telegram Bot API."""

import json
import time
from typing import Any

from tests.fakes.server import RETRY_AFTER_S, Fake, Reply, Request

PICTURE = bytes.fromhex("89504e470d0a1a0a")


class Telegram(Fake):
    """The Bot API with one bot; what citizens say waits in `updates`, what the bot says is in `sent`."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.updates: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.webhook = ""
        self.blocked = False

    def say(self, text: str, *, chat: int = 77, name: str = "Carla", language: str = "nl") -> dict[str, Any]:
        """Let a citizen write to the bot."""
        with self.lock:
            number = self.first + len(self.updates) + 1
            update = {"update_id": 1000 + number, "message": message(text, chat=chat, name=name, number=number, language=language)}
            self.updates.append(update)
        return update

    def is_send(self, request: Request) -> bool:
        return request.path.endswith(("/sendMessage", "/sendDocument"))

    def too_many(self) -> Reply:
        said = {"ok": False, "error_code": 429, "description": f"Too Many Requests: retry after {RETRY_AFTER_S}", "parameters": {"retry_after": RETRY_AFTER_S}}
        return Reply(said, 429)

    def answer(self, request: Request) -> Reply:
        if request.path.startswith("/file/"):
            return Reply(PICTURE)
        verb = request.path.rpartition("/")[2]
        result = getattr(self, f"_{verb}", lambda _fields: True)(request.fields)
        if result is None:
            return Reply({"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}, 403)
        return Reply({"ok": True, "result": result})

    def _getMe(self, _fields: dict[str, Any]) -> dict[str, Any]:
        return {"id": 1, "is_bot": True, "first_name": "Desk", "username": "desk_bot"}

    def _setWebhook(self, fields: dict[str, Any]) -> bool:
        self.webhook = fields["url"]
        return True

    def _getUpdates(self, fields: dict[str, Any]) -> list[dict[str, Any]]:
        offset = int(fields.get("offset", 0))
        waiting = [update for update in self.updates if update["update_id"] >= offset]
        if not waiting and int(fields.get("timeout", 0)):
            self.lock.release()
            time.sleep(0.3)
            self.lock.acquire()
            waiting = [update for update in self.updates if update["update_id"] >= offset]
        return waiting[: int(fields.get("limit", 100))]

    def _getFile(self, fields: dict[str, Any]) -> dict[str, Any]:
        return {"file_id": fields["file_id"], "file_unique_id": "u", "file_size": len(PICTURE), "file_path": "photos/one.png"}

    def _sendMessage(self, fields: dict[str, Any]) -> dict[str, Any] | None:
        if self.blocked:
            return None
        reply = json.loads(fields["reply_parameters"]) if "reply_parameters" in fields else {}
        self.sent.append(fields | {"reply_to": reply.get("message_id")})
        return {
            "message_id": 5000 + len(self.sent),
            "date": int(time.time()),
            "chat": {"id": int(fields["chat_id"]), "type": "private"},
            "text": fields["text"],
        }

    def _sendDocument(self, fields: dict[str, Any]) -> dict[str, Any] | None:
        return self._sendMessage({"chat_id": "77", "text": fields.get("caption", "")} | fields)


def message(text: str, *, chat: int = 77, name: str = "Carla", number: int = 1, language: str = "nl", **more: Any) -> dict[str, Any]:
    """Return a private message as Telegram writes it."""
    person = {"id": chat, "is_bot": False, "first_name": name, "last_name": "Example", "language_code": language}
    said = {"message_id": number, "date": 1_793_000_000 + number, "chat": {"id": chat, "type": "private", "first_name": name}, "from": person}
    return said | ({"text": text} if text else {}) | more
