"""X: mentions and direct messages in, replies and direct messages out. Off unless it is asked for: its API is paid.

Spoken over HTTP with oauthlib's signatures: the clients at hand know neither time limits nor another address. Source: X API v2.
"""

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any, ClassVar, Literal
from unicodedata import normalize
from urllib.parse import urlsplit

from inbox.channels import http, shown
from inbox.channels.base import ChannelError, Fetched, File, Item, Outgoing, Receipt, Setting, Settings
from inbox.channels.network import NetworkChannel, moment, need, rows, sub, text
from inbox.channels.x.parse import LEADING_HANDLES, parse

LINK_CHARS = 23
PAGE = 50
MOST_PAGES = 20
MEDIA = {"media.fields": "type,url,preview_image_url,variants"}
GUARDED = re.compile(r"(^|\.)ton\.(x|twitter)\.com$")
"""Where pictures of direct messages lie: only who reads the messages gets them."""
SHORT_LINK = re.compile(r"https://t\.co/\w+")
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
        at: dict[str, str] = json.loads(cursor) if cursor.startswith("{") else {}
        fields = "created_at,lang,referenced_tweets,author_id,edit_history_tweet_ids,attachments"
        wanted = {"max_results": PAGE, "tweet.fields": fields, "expansions": "author_id,attachments.media_keys"} | MEDIA
        since = {"since_id": at["post"]} if at.get("post") else {}
        posts, more = _pages(f"/2/users/{settings['user_id']}/mentions", settings, wanted | since, is_all=bool(since))
        for post in posts:
            at["post"] = need(post, "id")
            author = more.get(text(post, "author_id"), {"id": text(post, "author_id")})
            yield _fetched({"post": post, "author": author, "media": _media(post, more)}, at)
        fields = "created_at,dm_conversation_id,sender_id,text,attachments"
        wanted = {"max_results": PAGE, "dm_event.fields": fields, "event_types": "MessageCreate", "expansions": "attachments.media_keys"} | MEDIA
        messages, more = _pages("/2/dm_events", settings, wanted, is_all=bool(at.get("message")), until=int(at.get("message", 0)))
        for message in messages:
            if _number(message) > int(at.get("message", 0)):
                at["message"] = need(message, "id")
                yield _fetched({"message": message, "author": {"id": text(message, "sender_id")}, "media": _media(message, more)}, at)

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

    def find(self, outgoing: Outgoing, settings: Settings) -> Receipt | None:
        """Look among our posts, or in the conversation, after what was answered."""
        found = _posts(outgoing, settings) if outgoing.visibility == "public" else _messages(outgoing, settings)
        written = [
            shown.Written(text(row, "id"), _as_sent(text(row, "text"), outgoing.text), moment(row.get("created_at")), is_ours=is_ours)
            for row, is_ours in reversed(found)
        ]
        return shown.find(outgoing, written, is_all=len(written) < PAGE * MOST_PAGES)

    def download(self, file: File, settings: Settings) -> File:
        """Fetch a picture or film."""
        is_guarded = bool(GUARDED.search(urlsplit(file.remote).hostname or ""))
        return File(file.name, file.content_type, http.download(file.remote, headers=_signature("GET", file.remote, settings) if is_guarded else {}))


def _posts(outgoing: Outgoing, settings: Settings) -> list[tuple[dict[str, Any], bool]]:
    """Return our posts since the one that is answered, oldest first, and whether they answer it."""
    wanted = {"max_results": PAGE, "tweet.fields": "created_at,referenced_tweets", "since_id": outgoing.in_reply_to}
    posts, _more = _pages(f"/2/users/{settings['user_id']}/tweets", settings, wanted, is_all=True)
    answer = ("replied_to", outgoing.in_reply_to)
    return [(post, any((text(row, "type"), text(row, "id")) == answer for row in rows(post, "referenced_tweets"))) for post in posts]


def _messages(outgoing: Outgoing, settings: Settings) -> list[tuple[dict[str, Any], bool]]:
    """Return the messages of a conversation since the one that is answered, oldest first, and whether they are ours."""
    wanted = {"max_results": PAGE, "dm_event.fields": "created_at,sender_id,text", "event_types": "MessageCreate"}
    path = f"/2/dm_conversations/with/{outgoing.recipient}/dm_events"
    messages, _more = _pages(path, settings, wanted, is_all=True, until=_number({"id": outgoing.in_reply_to}))
    return [(message, text(message, "sender_id") == settings["user_id"]) for message in messages]


def _as_sent(written: str, sent: str) -> str:
    """Return `sent` where X shows just that: it puts names before it, shortens links and writes `&` as HTML."""
    pattern = r"\S+".join(map(re.escape, SHORT_LINK.split(_plain(unescape(written)))))
    return sent if re.fullmatch(pattern, _plain(sent)) else written


def _plain(written: str) -> str:
    return " ".join(normalize("NFC", LEADING_HANDLES.sub("", written)).split())


def _pages(path: str, settings: Settings, wanted: dict[str, Any], *, is_all: bool, until: int = 0) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return rows, oldest first, and by key the people and media in them: the newest page, or up to `MOST_PAGES` until a row that is known.

    Parameters
    ----------
    until
        The id of the newest row that is known; 0 where the network itself leaves known ones out.
    """
    found: list[dict[str, Any]] = []
    more: dict[str, dict[str, Any]] = {}
    page: dict[str, Any] = {}
    for _page in range(MOST_PAGES):
        said = _ask("GET", path, settings, params=wanted | page)
        fresh = rows(said, "data")
        found += fresh
        included = sub(said, "includes")
        more |= {text(row, "id", "media_key"): row for kind in ("users", "media") for row in rows(included, kind)}
        following = text(sub(said, "meta"), "next_token")
        if not is_all or not following or any(_number(row) <= until for row in fresh):
            break
        page = {"pagination_token": following}
    return sorted(found, key=_number), more


def _media(row: dict[str, Any], more: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    keys = sub(row, "attachments").get("media_keys")
    return [more[key] for key in keys if key in more] if isinstance(keys, list) else []


def _weight(letter: str) -> int:
    return 1 if any(first <= ord(letter) <= last for first, last in LIGHT) else 2


def _number(row: dict[str, Any]) -> int:
    number = text(row, "id")
    return int(number) if number.isdigit() else 0


def _fetched(said: dict[str, Any], at: dict[str, str]) -> Fetched:
    return Fetched(json.dumps(said, sort_keys=True).encode(), json.dumps(at))


def _ask(method: str, path: str, settings: Settings, **request: Any) -> dict[str, Any]:
    """Ask the API; raises ChannelError, Uncertain when a post may have been taken."""
    import httpx

    address = str(httpx.URL(f"{settings['base_url']}{path}", params=request.pop("params", None) or {}))
    answer = http.ask(method, address, headers=_signature(method, address, settings), **request)
    said = http.json_of(answer)
    if answer.status_code >= 300:
        reason = text(said, "detail", "title") if isinstance(said, dict) else ""
        raise http.refuse(answer, reason or "X gave no reason.")
    if not isinstance(said, dict):
        raise ChannelError("X did not answer in JSON.", permanent=False)
    return said


def _signature(method: str, address: str, settings: Settings) -> dict[str, str]:
    """Return the header that says who asks (OAuth 1.0a, RFC 5849)."""
    from oauthlib.oauth1 import Client

    signer = Client(settings["consumer_key"], settings["consumer_secret"], settings["token"], settings["token_secret"])
    _uri, headers, _body = signer.sign(address, method)
    return dict(headers)
