"""X: mentions and direct messages in, replies and direct messages out. Off unless it is asked for: its API is paid.

Spoken over HTTP with oauthlib's signatures: the clients at hand know neither time limits nor another address. Source: X API v2.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal

from inbox.channels import http
from inbox.channels.base import RECENT, ChannelError, Fetched, Item, Outgoing, Receipt, Setting, Settings
from inbox.channels.network import NetworkChannel, need, rows, sub, text
from inbox.channels.x.parse import parse

LINK_CHARS = 23
PAGE = 50
MOST_PAGES = 20
LIGHT = ((0, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))


class XChannel(NetworkChannel):
    """An account on X."""

    kind: ClassVar[str] = "x"
    label: ClassVar[str] = "X"
    icon: ClassVar[str] = "close"
    intake: ClassVar[Literal["form", "hook", "poll", "stream"]] = "poll"
    max_chars: ClassVar[int | None] = 280
    is_public_possible: ClassVar[bool] = True
    identity_kind: ClassVar[str] = "x"
    needs: ClassVar[Sequence[Setting]] = (
        Setting("user_id", "User id"),
        Setting("consumer_key", "API key", is_secret=True),
        Setting("consumer_secret", "API key secret", is_secret=True),
        Setting("token", "Access token", is_secret=True),
        Setting("token_secret", "Access token secret", is_secret=True),
        Setting("base_url", "Address of the API", default="https://api.x.com"),
    )

    def measure(self, text: str) -> int:
        """Return the length as X counts: a link is 23, letters outside the light ranges count twice."""
        words = text.split(" ")
        return sum(LINK_CHARS if word.startswith(("http://", "https://")) else sum(map(_weight, word)) for word in words) + len(words) - 1

    def parse(self, payload: bytes, settings: Settings) -> list[Item]:
        """Return what a post or message says."""
        return parse(payload, settings.get("user_id", ""))

    def fetch(self, settings: Settings, cursor: str) -> Iterator[Fetched]:
        """Yield mentions and messages after the last ones, oldest first."""
        at: dict[str, str] = json.loads(cursor) if cursor.startswith("{") and cursor != RECENT else {}
        wanted = {"max_results": PAGE, "tweet.fields": "created_at,lang,referenced_tweets,author_id", "expansions": "author_id"}
        since = {"since_id": at["post"]} if at.get("post") else {}
        posts, people = _pages(f"/2/users/{settings['user_id']}/mentions", settings, wanted | since, is_all=bool(since))
        for post in posts:
            at["post"] = need(post, "id")
            yield _fetched({"post": post, "author": people.get(text(post, "author_id"), {"id": text(post, "author_id")})}, at)
        wanted = {"max_results": PAGE, "dm_event.fields": "created_at,dm_conversation_id,sender_id,text", "event_types": "MessageCreate"}
        messages, _people = _pages("/2/dm_events", settings, wanted, is_all=bool(at.get("message")), until=int(at.get("message", 0)))
        for message in messages:
            if _age(message) > int(at.get("message", 0)):
                at["message"] = need(message, "id")
                yield _fetched({"message": message, "author": {"id": text(message, "sender_id")}}, at)

    def check(self, settings: Settings) -> str:
        """Return our handle."""
        return f"@{text(sub(_ask('GET', '/2/users/me', settings), 'data'), 'username')}"

    def send(self, outgoing: Outgoing, settings: Settings) -> Receipt:
        """Post one reply, or send one direct message."""
        if outgoing.visibility == "public":
            body = {"text": outgoing.text, "reply": {"in_reply_to_tweet_id": outgoing.in_reply_to}}
            return Receipt(need(sub(_ask("POST", "/2/tweets", settings, json=body), "data"), "id"))
        path = f"/2/dm_conversations/with/{outgoing.recipient}/messages"
        return Receipt(need(sub(_ask("POST", path, settings, json={"text": outgoing.text}), "data"), "dm_event_id"))


def _pages(path: str, settings: Settings, wanted: dict[str, Any], *, is_all: bool, until: int = 0) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return rows, oldest first, and the people in them: the newest page, or page after page until one that is known.

    Parameters
    ----------
    until
        The id of the newest row that is known; 0 where the network itself leaves known ones out.
    """
    found: list[dict[str, Any]] = []
    people: dict[str, dict[str, Any]] = {}
    page: dict[str, Any] = {}
    for _page in range(MOST_PAGES):
        said = _ask("GET", path, settings, params=wanted | page)
        fresh = rows(said, "data")
        found += fresh
        people |= {text(row, "id"): row for row in rows(sub(said, "includes"), "users")}
        following = text(sub(said, "meta"), "next_token")
        if not is_all or not following or any(_age(row) <= until for row in fresh):
            break
        page = {"pagination_token": following}
    return sorted(found, key=_age), people


def _weight(letter: str) -> int:
    return 1 if any(first <= ord(letter) <= last for first, last in LIGHT) else 2


def _age(row: dict[str, Any]) -> int:
    number = text(row, "id")
    return int(number) if number.isdigit() else 0


def _fetched(said: dict[str, Any], at: dict[str, str]) -> Fetched:
    return Fetched(json.dumps(said, sort_keys=True).encode(), json.dumps(at))


def _ask(method: str, path: str, settings: Settings, **request: Any) -> dict[str, Any]:
    """Ask the API; raises ChannelError, Uncertain when a post may have been taken."""
    import httpx
    from oauthlib.oauth1 import Client

    signer = Client(settings["consumer_key"], settings["consumer_secret"], settings["token"], settings["token_secret"])
    address = str(httpx.URL(f"{settings['base_url']}{path}", params=request.pop("params", None) or {}))
    _uri, headers, _body = signer.sign(address, method)
    answer = http.ask(method, address, headers=headers, **request)
    said = http.json_of(answer)
    if answer.status_code >= 300:
        reason = text(said, "detail", "title") if isinstance(said, dict) else ""
        raise http.refuse(answer, reason or "X gave no reason.")
    if not isinstance(said, dict):
        raise ChannelError("X did not answer in JSON.", permanent=False)
    return said
