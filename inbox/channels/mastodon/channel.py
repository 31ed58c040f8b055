"""Mastodon: mentions and direct messages in, by stream with polling as fallback; public or direct replies out.

A status is posted under an Idempotency-Key: within an hour the same message twice is one status. Source: Mastodon API.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, ClassVar, Literal

from inbox.channels import http
from inbox.channels.base import RECENT, ChannelError, Fetched, File, Item, Outgoing, Receipt, Setting, Settings
from inbox.channels.mastodon.parse import parse
from inbox.channels.network import NetworkChannel
from inbox.channels.words import text_of

ROOM_FOR_HANDLE = 60
KINDS = ["mention", "update"]
PAGE = 40
MOST_STATUSES = 1000


class MastodonChannel(NetworkChannel):
    """An account on a Mastodon instance."""

    kind: ClassVar[str] = "mastodon"
    label: ClassVar[str] = "Mastodon"
    icon: ClassVar[str] = "globe"
    intake: ClassVar[Literal["form", "hook", "poll", "stream"]] = "stream"
    max_chars: ClassVar[int | None] = 500 - ROOM_FOR_HANDLE
    is_public_possible: ClassVar[bool] = True
    identity_kind: ClassVar[str] = "mastodon"
    needs: ClassVar[Sequence[Setting]] = (
        Setting("base_url", "Address of the instance"),
        Setting("access_token", "Access token", is_secret=True, help="With the rights read and write."),
        Setting("reply_visibility", "Visibility of public replies", default="unlisted", help="public, unlisted or private"),
    )

    def parse(self, payload: bytes, settings: Settings) -> list[Item]:
        """Return what a notification or an event of the stream says."""
        return parse(payload)

    def fetch(self, settings: Settings, cursor: str) -> Iterator[Fetched]:
        """Yield the notifications after the last one, oldest first; without a last one, and for RECENT, the newest page."""
        newest = "" if cursor == RECENT else cursor
        while True:
            page = _ask(settings, partial(_page, after=newest))
            for said in sorted(page, key=lambda one: int(one["id"])):
                newest = str(said["id"])
                yield Fetched(_event("notification", said), newest)
            if not cursor or cursor == RECENT or len(page) < PAGE:
                return

    def listen(self, settings: Settings, keep: Callable[[bytes], None]) -> None:
        """Keep what the stream says until it ends; only it tells of deletions."""
        from mastodon import StreamListener

        me = str(_ask(settings, lambda net: net.account_verify_credentials())["id"])

        class Ear(StreamListener):
            def on_notification(self, notification: Any) -> None:
                keep(_event("notification", notification))

            def on_status_update(self, status: Any) -> None:
                if any(str(person["id"]) == me for person in status["mentions"]):
                    keep(_event("status.update", status))

            def on_delete(self, status_id: Any) -> None:
                keep(_event("delete", str(status_id)))

        _ask(settings, lambda net: net.stream_user(Ear(), timeout=90))

    def check(self, settings: Settings) -> str:
        """Return our handle."""
        return f"@{_ask(settings, lambda net: net.account_verify_credentials())['acct']}"

    def install(self, settings: Settings) -> Settings:
        """Learn how long a status may be on this instance."""
        said = _ask(settings, lambda net: net.instance_v2())
        most = int(said["configuration"]["statuses"]["max_characters"])
        return {"max_chars": str(max(most - ROOM_FOR_HANDLE, 100))}

    def send(self, outgoing: Outgoing, settings: Settings) -> Receipt:
        """Post one status to the person."""
        visibility = settings["reply_visibility"] if outgoing.visibility == "public" else "direct"
        status = _ask(
            settings,
            lambda net: net.status_post(
                _text(outgoing), in_reply_to_id=outgoing.in_reply_to or None, visibility=visibility,
                language=outgoing.language or None, idempotency_key=outgoing.message_id,
            ),
        )  # fmt: skip
        return Receipt(str(status["id"]))

    def find(self, outgoing: Outgoing, settings: Settings) -> Receipt | None:
        """Look for the message among our statuses since its first try."""
        me = _ask(settings, lambda net: net.account_verify_credentials())["id"]
        written = "".join(_text(outgoing).split())
        for status in _ask(settings, lambda net: _written(net, me, since=outgoing.tried_since)):
            is_there = str(status["in_reply_to_id"] or "") == outgoing.in_reply_to and "".join(text_of(status["content"]).split()).endswith(written[-200:])
            if is_there:
                return Receipt(str(status["id"]))
        return None

    def download(self, file: File, settings: Settings) -> File:
        """Fetch a picture or recording."""
        return File(file.name, file.content_type, http.download(file.remote))


def _page(net: Any, after: str) -> Any:
    return net.notifications(types=KINDS, min_id=after or None, limit=PAGE)


def _written(net: Any, me: Any, since: datetime | None) -> list[Any]:
    """Return our statuses, newest first: the newest page, or page after page back to `since`."""
    found: list[Any] = net.account_statuses(me, limit=PAGE)
    page = found
    while since and len(page) == PAGE and page[-1]["created_at"] > since and len(found) < MOST_STATUSES:
        page = net.account_statuses(me, limit=PAGE, max_id=page[-1]["id"])
        found = [*found, *page]
    return found


def _text(outgoing: Outgoing) -> str:
    return f"@{outgoing.recipient} {outgoing.text}"


def _event(name: str, payload: Any) -> bytes:
    return json.dumps({"event": name, "payload": payload}, sort_keys=True, default=_plain).encode()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _ask(settings: Settings, do: Callable[[Any], Any]) -> Any:
    """Speak with the instance; its errors become the contract's. Everything may be tried again: posting has its key."""
    import mastodon as library

    net = library.Mastodon(
        api_base_url=settings["base_url"], access_token=settings["access_token"], ratelimit_method="throw", request_timeout=20, version_check_mode="none"
    )
    try:
        return do(net)
    except library.MastodonRatelimitError as error:
        wait = timedelta(seconds=max(1, float(net.ratelimit_reset) - datetime.now(UTC).timestamp()))
        raise ChannelError(str(error), permanent=False, retry_after=min(wait, timedelta(hours=1))) from error
    except (library.MastodonUnauthorizedError, library.MastodonIllegalArgumentError) as error:
        raise ChannelError(str(error), permanent=False, is_account_broken=True) from error
    except (library.MastodonServerError, library.MastodonNetworkError, library.MastodonMalformedEventError) as error:
        raise ChannelError(str(error), permanent=False) from error
    except library.MastodonAPIError as error:
        raise ChannelError(str(error), permanent=True) from error
    except library.MastodonError as error:
        raise ChannelError(str(error), permanent=False) from error
