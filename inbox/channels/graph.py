"""What Facebook, Instagram and WhatsApp have in common: signed webhooks, one way to ask, one set of error codes.

Source: Meta Graph API, "Webhooks: validating payloads" and "Handling errors".
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from inbox.channels import http, shown
from inbox.channels.base import Call, ChannelError, Edit, File, Incoming, Item, Outgoing, Receipt, Refused, Removal, Report, Sender, Setting, Settings
from inbox.channels.network import moment, need, number, prove, rows, sub, text

PASSING = {1, 2, 4, 17, 32, 341, 613, 80001, 80002, 80006, 80007, 130429, 131000, 131016, 131048, 131056, 133004}
WAITING = {4, 17, 32, 613, 80001, 80002, 80006, 80007, 130429, 131048, 131056}
BROKEN = {102, 190, 10, 200}
UNREACHABLE = {551, 131026, 131030}
WINDOW_OVER = {131047}
FILES = {"image": "image/jpeg", "video": "video/mp4", "audio": "audio/mp4", "file": "application/octet-stream"}
HUMAN_AGENT_DAYS = timedelta(days=7)
DAY = timedelta(hours=24)
MOST_SHOWN = 20
"""So many messages of a conversation the network shows with their words."""
UNSUPPORTED = "⚠️ (unsupported)"
"""Stands for a message that the network does not hand over, so that somebody asks the person what it was."""
APP = (
    Setting("app_secret", "App secret", is_secret=True),
    Setting("verify_token", "Verify token", is_secret=True, help="A word of your choice; give it to the network with the webhook's address."),
    Setting("access_token", "Access token", is_secret=True),
    Setting("base_url", "Address of the Graph API", default="https://graph.facebook.com/v23.0"),
)


class GraphHook:
    """The webhook of a Graph app."""

    def expires_at(self, settings: Settings) -> datetime | None:
        """Return until when the access token is good."""
        return expires_at(settings)

    def greet(self, call: Call, settings: Settings) -> str | None:
        """Answer the subscription's challenge; raises Refused for a wrong verify token."""
        if call.method != "GET":
            return None
        if call.query.get("hub.mode") != "subscribe":
            raise Refused("This is no subscription.")
        prove(call.query.get("hub.verify_token", ""), settings["verify_token"])
        return call.query.get("hub.challenge", "")

    def verify(self, call: Call, settings: Settings) -> None:
        """Compare the body's signature; raises Refused."""
        digest = hmac.new(settings["app_secret"].encode(), call.body, hashlib.sha256).hexdigest()
        prove(call.headers.get("x-hub-signature-256", ""), f"sha256={digest}")

    def download(self, file: File, settings: Settings) -> File:
        """Fetch a file from its address; WhatsApp gives an id that must be asked for its address first."""
        if file.remote.startswith("http"):
            return File(file.name, file.content_type, http.download(file.remote))
        said = ask("GET", file.remote, settings)
        content = http.download(need(said, "url"), headers={"Authorization": f"Bearer {settings['access_token']}"})
        return File(file.name, file.content_type, content)


def expires_at(settings: Settings) -> datetime | None:
    """Return until when the access token is good; None for one without an end, and where the app may not ask."""
    try:
        said = sub(ask("GET", "debug_token", settings, params={"input_token": settings["access_token"]}), "data")
    except ChannelError as error:
        if error.permanent:
            return None
        raise
    ends = [number(said, key) for key in ("expires_at", "data_access_expires_at") if number(said, key)]
    return datetime.fromtimestamp(min(ends), UTC) if ends else None


def comment(outgoing: Outgoing, edge: str, own: str, settings: Settings) -> str | None:
    """Return the id of our public reply under a comment, None when it is not there; raises ChannelError.

    Parameters
    ----------
    edge
        "comments" or "replies".
    own
        Our own id.
    """
    wanted = {"fields": "id,from,message,text", "limit": "100"}
    for row in rows(ask("GET", f"{outgoing.in_reply_to}/{edge}", settings, params=wanted), "data"):
        if text(row, "message", "text") == outgoing.text and text(sub(row, "from"), "id") in ("", own):
            return need(row, "id")
    return None


def told(outgoing: Outgoing, own: str, platform: str, settings: Settings) -> Receipt | None:
    """Return the receipt of a private message of ours, None when the conversation has none; raises ChannelError.

    Without a conversation nothing is known: a comment's author may have another id in Messenger.

    Parameters
    ----------
    own
        Our own id.
    platform
        "messenger" or "instagram".

    Source: Messenger Platform and Instagram Platform, Conversations API.
    """
    fields = f"messages.limit({MOST_SHOWN}){{id,created_time,from,message,attachments}}"
    wanted = {"platform": platform, "user_id": outgoing.recipient, "fields": fields}
    conversations = rows(ask("GET", f"{own}/conversations", settings, params=wanted), "data")
    if not conversations:
        raise ChannelError("The network shows no conversation with this person.", permanent=True)
    messages = rows(sub(conversations[0], "messages"), "data")
    written = [_written(row, outgoing.recipient) for row in messages]
    return shown.find(outgoing, sorted(written, key=lambda row: row.at, reverse=True), is_all=len(messages) < MOST_SHOWN)


def _written(row: Mapping[str, Any], person: str) -> shown.Written:
    """Return a message of a conversation of two: what the person did not write is ours, whichever of our ids stands there."""
    files = rows(sub(row, "attachments"), "data")
    return shown.Written(text(row, "id"), text(row, "message"), moment(row.get("created_time")), text(sub(row, "from"), "id") != person, len(files))


def ask(method: str, path: str, settings: Settings, *, is_repeatable: bool = False, **request: Any) -> dict[str, Any]:
    """Ask the Graph API and return its JSON; raises ChannelError by its codes, Uncertain when a message may have been taken."""
    headers = {"Authorization": f"Bearer {settings['access_token']}"}
    answer = http.ask(method, f"{settings['base_url']}/{path}", is_repeatable=is_repeatable, headers=headers, **request)
    said = http.json_of(answer)
    said = said if isinstance(said, dict) else {}
    if answer.status_code < 300 and "error" not in said:
        return said
    error = sub(said, "error")
    code = error.get("code")
    if not isinstance(code, int):
        raise http.refuse(answer, text(error, "message") or "The network gave no reason.")
    raise _error(code, text(error, "message"), http.wait_of(answer.headers))


def _error(code: int, message: str, wait: timedelta | None) -> ChannelError:
    return ChannelError(
        f"{code}: {message}"[:500],
        permanent=code not in PASSING and code not in BROKEN,
        retry_after=(wait or timedelta(minutes=5)) if code in WAITING else None,
        is_unreachable=code in UNREACHABLE,
        is_account_broken=code in BROKEN,
    )


def since_last(outgoing: Outgoing) -> timedelta:
    """Return how long ago the person wrote last."""
    return datetime.now(UTC) - outgoing.last_incoming_at if outgoing.last_incoming_at else timedelta(0)


def message_body(outgoing: Outgoing, recipient: Mapping[str, str]) -> dict[str, Any]:
    """Return the body of a message of Messenger or Instagram; after a day an agent's own answer is still allowed for six more.

    Raises ChannelError when the window is over.
    """
    waited = since_last(outgoing)
    if waited > HUMAN_AGENT_DAYS:
        raise ChannelError("The network takes no answer later than seven days after the person's last message.", permanent=True)
    kind = {"messaging_type": "RESPONSE"} if waited <= DAY else {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    return {"recipient": dict(recipient), "message": {"text": outgoing.text}, **kind}


def messaging(entry: Mapping[str, Any], own: str) -> Iterator[Item]:
    """Yield what the `messaging` events of an entry say (Messenger, Instagram); echoes of our own messages say nothing."""
    for event in rows(entry, "messaging"):
        sender = text(sub(event, "sender"), "id")
        if message := sub(event, "message"):
            if message.get("is_echo") or sender == own:
                continue
            yield _message(event, message, sender)
        elif edit := sub(event, "message_edit"):
            yield from _edited(event, edit, sender)
        elif delivery := sub(event, "delivery"):
            mids = delivery.get("mids")
            yield from (Report(str(mid), "delivered") for mid in (mids if isinstance(mids, list) else []))
        elif seen := text(sub(event, "read"), "mid"):
            yield Report(seen, "read")


def _edited(event: Mapping[str, Any], edit: dict[str, Any], sender: str) -> Iterator[Item]:
    changed = _message(event, edit, sender)
    if isinstance(changed, Incoming):
        yield Edit(changed, moment(event.get("timestamp")))


def _message(event: Mapping[str, Any], message: dict[str, Any], sender: str) -> Item:
    mid = need(message, "mid")
    if message.get("is_deleted"):
        return Removal(mid)
    person = need({"sender": sender}, "sender")
    files = tuple(_files(message))
    return Incoming(
        external_id=mid,
        sender=Sender(person),
        text=text(message, "text") or "\n".join(_links(message)) or ("" if files else UNSUPPORTED),
        sent_at=moment(event.get("timestamp")),
        thread_id=f"m:{person}",
        attachments=files,
        in_reply_to=text(sub(message, "reply_to"), "mid"),
    )


def _files(message: Mapping[str, Any]) -> Iterator[File]:
    for count, attachment in enumerate(rows(message, "attachments"), 1):
        kind, address = text(attachment, "type"), text(sub(attachment, "payload"), "url")
        if kind in FILES and address.startswith("http"):
            yield File(f"{kind}-{count}", FILES[kind], remote=address)


def _links(message: Mapping[str, Any]) -> Iterator[str]:
    """Yield words for what is shared and is no file: a post, a reel, a page, a place."""
    for attachment in rows(message, "attachments"):
        shared = sub(attachment, "payload")
        place = sub(shared, "coordinates")
        if place:
            yield f"📍 {place.get('lat')}, {place.get('long')}"
        elif text(attachment, "type") not in FILES and (said := " ".join(filter(None, (text(shared, "title"), text(shared, "url"))))):
            yield f"🔗 {said}"


def items_of_entries(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the entries of a webhook's payload; raises Unreadable where there is none."""
    need(said, "object")
    return rows(said, "entry")
