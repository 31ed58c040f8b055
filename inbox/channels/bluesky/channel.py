"""Bluesky: mentions, replies and chat messages in; replies with links and mentions, and chat messages out.

A reply's record key is made from the message's own id: sent twice, it overwrites itself. Source: AT Protocol.
"""

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, ClassVar, Literal

import httpx
import regex

from inbox.channels import http, network, shown
from inbox.channels.base import RECENT, ChannelError, Fetched, File, Item, Outgoing, Receipt, Setting, Settings, Uncertain
from inbox.channels.bluesky.parse import parse

LINK = re.compile(r"https?://[^\s<>()]+[^\s<>().,;:!?]")
MENTION = re.compile(r"(?<!\w)@([a-zA-Z0-9](?:[a-zA-Z0-9\-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9\-]+)+)")
GRAPHEME = regex.compile(r"\X")
DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
FIRST_KEY, LAST_KEY = 1_672_531_200_000_000, 1_760_000_000_000_000
PAGE = 50
MOST_PAGES = 20


class BlueskyChannel(network.NetworkChannel):
    """An account on Bluesky."""

    kind: ClassVar[str] = "bluesky"
    label: ClassVar[str] = "Bluesky"
    icon: ClassVar[str] = "sun"
    intake: ClassVar[Literal["form", "hook", "poll", "stream"]] = "poll"
    max_chars: ClassVar[int | None] = 300
    is_public_possible: ClassVar[bool] = True
    identity_kind: ClassVar[str] = "bluesky"
    needs: ClassVar[Sequence[Setting]] = (
        Setting("handle", "Handle"),
        Setting("password", "App password", is_secret=True, help="With access to direct messages."),
        Setting("base_url", "Address of the server", default="https://bsky.social"),
    )

    def measure(self, text: str) -> int:
        """Return the length in graphemes, as Bluesky counts."""
        return len(GRAPHEME.findall(text))

    def parse(self, payload: bytes, settings: Settings) -> list[Item]:
        """Return what a notification or chat message says."""
        return parse(payload)

    def fetch(self, settings: Settings, cursor: str) -> Iterator[Fetched]:
        """Yield notifications and chat messages after the last ones; the cursor is the last time and the chat log's own cursor."""
        at: dict[str, str] = json.loads(cursor) if cursor.startswith("{") else {}
        for said in _notifications(settings, "" if cursor == RECENT else at.get("seen", "")):
            at["seen"] = max(at.get("seen", ""), said["indexedAt"])
            yield Fetched(json.dumps({"notification": said}, sort_keys=True).encode(), json.dumps(at))
        yield from _chats(settings, at)

    def check(self, settings: Settings) -> str:
        """Return our handle."""
        return f"@{_ask(settings, lambda net: net.me.handle, is_fresh=True)}"

    def send(self, outgoing: Outgoing, settings: Settings) -> Receipt:
        """Post one reply, or send one chat message."""
        if outgoing.visibility == "public":
            return Receipt(_ask(settings, lambda net: _reply(net, outgoing)))
        return Receipt(_ask(settings, lambda net: _message(net, outgoing), is_repeatable=False))

    def find(self, outgoing: Outgoing, settings: Settings) -> Receipt | None:
        """Ask for the reply's record, or look through the conversation back to the first try."""
        if outgoing.visibility == "public":
            return _ask(settings, lambda net: _record(net, outgoing))  # type: ignore[no-any-return]
        return _ask(settings, lambda net: _told(net, outgoing))  # type: ignore[no-any-return]

    def download(self, file: File, settings: Settings) -> File:
        """Fetch a picture."""
        did, _, cid = file.remote.partition(" ")
        content = http.download(f"{settings['base_url']}/xrpc/com.atproto.sync.getBlob", params={"did": did, "cid": cid})
        return File(file.name, file.content_type, content)


def record_key(message_id: str) -> str:
    """Return the record key of a message of ours: always the same, and in the form the protocol asks for (a TID)."""
    number = int.from_bytes(hashlib.sha256(message_id.encode()).digest()[:12], "big")
    value = (FIRST_KEY + number % (LAST_KEY - FIRST_KEY)) << 10 | (number >> 80) & 1023
    return "".join(DIGITS[value >> shift & 31] for shift in range(60, -5, -5))


def facets(written: str, resolve: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return the links and mentions in a text; places are counted in bytes of UTF-8.

    Parameters
    ----------
    resolve
        Gives the DID of a handle, "" for one that nobody has.
    """
    found = []
    for hit in LINK.finditer(written):
        found.append((hit, {"$type": "app.bsky.richtext.facet#link", "uri": hit.group()}))
    for hit in MENTION.finditer(written):
        if did := resolve(hit.group(1)):
            found.append((hit, {"$type": "app.bsky.richtext.facet#mention", "did": did}))
    return [
        {"index": {"byteStart": len(written[: hit.start()].encode()), "byteEnd": len(written[: hit.end()].encode())}, "features": [feature]}
        for hit, feature in found
    ]


def _notifications(settings: Settings, seen: str) -> list[dict[str, Any]]:
    """Return notifications newer than `seen`, oldest first; without one the newest page."""
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = _ask(settings, partial(_page, cursor=cursor))
        rows = [json.loads(one.model_dump_json(by_alias=True)) for one in page.notifications]
        fresh = [row for row in rows if row["indexedAt"] > seen]
        found += fresh
        cursor = page.cursor
        if not seen or not cursor or len(fresh) < len(rows):
            return sorted(found, key=lambda row: row["indexedAt"])


def _page(net: Any, cursor: str | None) -> Any:
    return net.app.bsky.notification.list_notifications({"limit": PAGE, "cursor": cursor})


def _chats(settings: Settings, at: dict[str, str]) -> Iterator[Fetched]:
    while True:
        log = _ask(settings, lambda net: _chat_of(net).get_log({"cursor": at.get("log")}))
        own = _ask(settings, lambda net: net.me.did)
        for said in (json.loads(entry.model_dump_json(by_alias=True)) for entry in log.logs):
            message = network.sub(said, "message") | {"convoId": network.text(said, "convoId")}
            is_new = network.text(said, "$type").endswith("#logCreateMessage") and bool(network.text(message, "text") or network.sub(message, "embed"))
            if is_new and network.text(network.sub(message, "sender"), "did") != own:
                yield Fetched(json.dumps({"message": message}, sort_keys=True).encode(), json.dumps(at))
        is_more = bool(log.cursor) and log.cursor != at.get("log") and bool(log.logs)
        at["log"] = log.cursor or at.get("log", "")
        if not is_more:
            return


def _reply(net: Any, outgoing: Outgoing) -> str:
    parent = net.get_posts([outgoing.in_reply_to]).posts
    if not parent:
        raise ChannelError("The post is gone.", permanent=True)
    here = {"uri": parent[0].uri, "cid": parent[0].cid}
    above = getattr(parent[0].record, "reply", None)
    root = {"uri": above.root.uri, "cid": above.root.cid} if above else here
    record = {
        "$type": "app.bsky.feed.post",
        "text": outgoing.text,
        "createdAt": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        "langs": [outgoing.language] if outgoing.language else [],
        "reply": {"root": root, "parent": here},
        "facets": facets(outgoing.text, lambda handle: _did(net, handle)),
    }
    where = {"repo": net.me.did, "collection": "app.bsky.feed.post", "rkey": record_key(outgoing.message_id), "record": record}
    return str(net.com.atproto.repo.put_record(where).uri)


def _did(net: Any, handle: str) -> str:
    from atproto_client.exceptions import AtProtocolError

    try:
        return str(net.resolve_handle(handle).did)
    except AtProtocolError:
        return ""


def _record(net: Any, outgoing: Outgoing) -> Receipt | None:
    from atproto_client.exceptions import BadRequestError

    where = {"repo": net.me.did, "collection": "app.bsky.feed.post", "rkey": record_key(outgoing.message_id)}
    try:
        return Receipt(str(net.com.atproto.repo.get_record(where).uri))
    except BadRequestError:
        return None


def _conversation(net: Any, outgoing: Outgoing) -> tuple[Any, str]:
    chat = _chat_of(net)
    return chat, str(outgoing.thread_id or chat.get_convo_for_members({"members": [outgoing.recipient]}).convo.id)


def _message(net: Any, outgoing: Outgoing) -> str:
    chat, convo = _conversation(net, outgoing)
    return str(chat.send_message({"convo_id": convo, "message": {"text": outgoing.text}}).id)


def _told(net: Any, outgoing: Outgoing) -> Receipt | None:
    chat, convo = _conversation(net, outgoing)
    begin = shown.since(outgoing)
    written: list[shown.Written] = []
    cursor = None
    for _page in range(MOST_PAGES):
        page = chat.get_messages({"convo_id": convo, "limit": PAGE, "cursor": cursor})
        written += [_written(message, net.me.did) for message in page.messages]
        cursor = page.cursor
        if not cursor or not page.messages or not begin or written[-1].at < begin:
            break
    return shown.find(outgoing, written, is_all=not cursor)


def _written(message: Any, own: str) -> shown.Written:
    """Return a chat message; one that was deleted, or that the service wrote, has no text."""
    is_ours = getattr(getattr(message, "sender", None), "did", "") == own
    return shown.Written(str(message.id), getattr(message, "text", ""), network.moment(message.sent_at), is_ours=is_ours)


def _chat_of(net: Any) -> Any:
    """Return the door to the chat service; one is kept beside its client."""
    if not hasattr(net, "desk_chat"):
        net.desk_chat = net.with_bsky_chat_proxy().chat.bsky.convo
    return net.desk_chat


_clients: dict[tuple[str, str, str], Any] = {}
_lock = threading.Lock()


def _client(settings: Settings, *, is_fresh: bool) -> Any:
    """Return a signed-in client; sign-ins are few a day, so one is kept."""
    from atproto import Client

    key = (settings["base_url"], settings["handle"], settings["password"])
    with _lock:
        if is_fresh or key not in _clients:
            net = Client(base_url=f"{settings['base_url']}/xrpc")
            net.login(settings["handle"], settings["password"])
            _clients[key] = net
        return _clients[key]


def _ask(settings: Settings, do: Callable[[Any], Any], *, is_fresh: bool = False, is_repeatable: bool = True) -> Any:
    """Speak with the server; its errors become the contract's."""
    from atproto_client import exceptions

    try:
        return do(_client(settings, is_fresh=is_fresh))
    except exceptions.UnauthorizedError as error:
        _clients.clear()
        raise ChannelError(_words(error), permanent=False, is_account_broken=True) from error
    except exceptions.BadRequestError as error:
        is_session = "ExpiredToken" in _words(error)
        if is_session:
            _clients.clear()
        raise ChannelError(_words(error), permanent=not is_session) from error
    except exceptions.RequestException as error:
        status = error.response.status_code if error.response else 500
        wait = http.wait_of(error.response.headers, "ratelimit-reset") if error.response and status == 429 else None
        raise ChannelError(_words(error), permanent=400 <= status < 500 and status not in (408, 429), retry_after=wait) from error
    except (exceptions.NetworkError, httpx.HTTPError) as error:
        is_known = is_repeatable or getattr(error, "response", None) is not None or isinstance(error.__cause__, http.BEFORE_SENDING)
        raise (ChannelError(_words(error), permanent=False) if is_known else Uncertain(_words(error))) from error
    except exceptions.AtProtocolError as error:
        raise ChannelError(_words(error), permanent=False) from error


def _words(error: Any) -> str:
    content = getattr(getattr(error, "response", None), "content", None)
    said = f"{getattr(content, 'error', '')} {getattr(content, 'message', '')}".strip()
    return said or http.words(error)
