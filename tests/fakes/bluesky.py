"""A Bluesky server on loopback. Source: AT Protocol lexicons."""

import base64
import json
import time
from datetime import UTC, datetime
from typing import Any

from tests.fakes.server import RETRY_AFTER_S, Fake, Reply, Request

DESK = "did:plc:desk"
CARLA = "did:plc:carla"
CID = "bafyreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"
WHEN = "2026-11-03T10:00:00.000Z"


def _token() -> str:
    parts = ({"alg": "HS256", "typ": "JWT"}, {"sub": DESK, "iat": int(time.time()), "exp": int(time.time()) + 7200, "scope": "access"})
    return ".".join([*(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts), "c2ln"])


class Bluesky(Fake):
    """One server with the desk's account; `notifications` and `log` are what citizens say, `records` and `chats` what the desk says."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.notifications: list[dict[str, Any]] = []
        self.log: list[dict[str, Any]] = []
        self.records: dict[str, dict[str, Any]] = {}
        self.chats: list[dict[str, Any]] = []

    def say(self, text: str, *, answers: str = "", did: str = CARLA) -> dict[str, Any]:
        """Let a citizen mention the desk, or answer a post."""
        with self.lock:
            said = notification(text, number=self.first + len(self.notifications) + 1, answers=answers, did=did)
            self.notifications.append(said)
        return said

    def whisper(self, text: str) -> None:
        """Let a citizen write in the chat."""
        with self.lock:
            self.log.append(log_entry(text, number=self.first + len(self.log) + 1))

    def is_send(self, request: Request) -> bool:
        return request.path.endswith(("putRecord", "sendMessage"))

    def too_many(self) -> Reply:
        said = {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}
        return Reply(said, 429, {"ratelimit-reset": str(int(time.time()) + RETRY_AFTER_S)})

    def answer(self, request: Request) -> Reply:
        verb = request.path.rpartition("/")[2].replace(".", "_")
        found = getattr(self, f"_{verb}", None)
        return found(request.fields) if found else Reply({"error": "MethodNotImplemented", "message": verb}, 501)

    def _com_atproto_server_createSession(self, _fields: dict[str, Any]) -> Reply:
        return Reply({"accessJwt": _token(), "refreshJwt": _token(), "handle": "desk.example", "did": DESK, "active": True})

    def _app_bsky_actor_getProfile(self, _fields: dict[str, Any]) -> Reply:
        return Reply({"did": DESK, "handle": "desk.example"})

    def _app_bsky_notification_listNotifications(self, _fields: dict[str, Any]) -> Reply:
        return Reply({"notifications": self.notifications[::-1]})

    def _chat_bsky_convo_getLog(self, fields: dict[str, Any]) -> Reply:
        at = int(fields.get("cursor") or 0)
        return Reply({"logs": self.log[at:], "cursor": str(len(self.log))})

    def _app_bsky_feed_getPosts(self, fields: dict[str, Any]) -> Reply:
        wanted = [one for one in self.notifications if one["uri"] == fields["uris"]] or [{"uri": fields["uris"], "record": {"reply": None}}]
        author = {"did": CARLA, "handle": "carla.example"}
        record = {"$type": "app.bsky.feed.post", "text": "A post", "createdAt": WHEN} | {key: value for key, value in wanted[0]["record"].items() if value}
        return Reply({"posts": [{"uri": wanted[0]["uri"], "cid": CID, "author": author, "record": record, "indexedAt": WHEN}]})

    def _com_atproto_repo_putRecord(self, fields: dict[str, Any]) -> Reply:
        uri = f"at://{DESK}/app.bsky.feed.post/{fields['rkey']}"
        self.records[uri] = fields["record"]
        return Reply({"uri": uri, "cid": CID})

    def _com_atproto_repo_getRecord(self, fields: dict[str, Any]) -> Reply:
        uri = f"at://{DESK}/app.bsky.feed.post/{fields['rkey']}"
        if uri not in self.records:
            return Reply({"error": "RecordNotFound", "message": "Could not locate record"}, 400)
        return Reply({"uri": uri, "cid": CID, "value": self.records[uri]})

    def _com_atproto_sync_getBlob(self, _fields: dict[str, Any]) -> Reply:
        return Reply(bytes.fromhex("89504e470d0a1a0a"))

    def _com_atproto_identity_resolveHandle(self, _fields: dict[str, Any]) -> Reply:
        return Reply({"did": CARLA})

    def _chat_bsky_convo_getConvoForMembers(self, _fields: dict[str, Any]) -> Reply:
        members = [{"did": DESK, "handle": "desk.example"}, {"did": CARLA, "handle": "carla.example"}]
        return Reply({"convo": {"id": "convo1", "rev": "1", "members": members, "muted": False, "unreadCount": 0}})

    def _chat_bsky_convo_sendMessage(self, fields: dict[str, Any]) -> Reply:
        number = f"out{len(self.chats) + 1}"
        made = {"id": number, "rev": "1", "text": fields["message"]["text"], "sender": {"did": DESK}, "sentAt": datetime.now(UTC).isoformat()}
        self.chats.append(made)
        return Reply(made)

    def _chat_bsky_convo_getMessages(self, fields: dict[str, Any]) -> Reply:
        start, wanted = int(fields.get("cursor") or 0), int(fields["limit"])
        shown = [{"$type": "chat.bsky.convo.defs#messageView"} | one for one in self.chats[::-1]][start : start + wanted]
        return Reply({"messages": shown} | ({"cursor": str(start + wanted)} if start + wanted < len(self.chats) else {}))


def notification(text: str, *, number: int, answers: str = "", did: str = CARLA, **more: Any) -> dict[str, Any]:
    """Return a notification as Bluesky writes it."""
    record: dict[str, Any] = {"$type": "app.bsky.feed.post", "text": f"@desk.example {text}", "createdAt": WHEN, "langs": ["nl"]}
    if answers:
        record["reply"] = {"root": {"uri": answers, "cid": CID}, "parent": {"uri": answers, "cid": CID}}
    author = {"did": did, "handle": "carla.example", "displayName": "Carla Example"}
    return {
        "uri": f"at://{did}/app.bsky.feed.post/{number}", "cid": CID, "author": author, "reason": "reply" if answers else "mention",
        "record": record | more, "isRead": False, "indexedAt": f"2026-11-03T10:00:{number % 60:02}.{number // 60:03}Z",
    }  # fmt: skip


def log_entry(text: str, *, number: int) -> dict[str, Any]:
    """Return an entry of the chat log as Bluesky writes it."""
    said = {"$type": "chat.bsky.convo.defs#messageView", "id": f"in{number}", "rev": str(number), "text": text, "sender": {"did": CARLA}, "sentAt": WHEN}
    return {"$type": "chat.bsky.convo.defs#logCreateMessage", "rev": str(number), "convoId": "convo1", "message": said}
