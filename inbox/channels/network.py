"""What the channels of social networks have in common: capabilities most of them share, and careful reading of foreign JSON."""

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Literal

from inbox.channels.base import Refused, Setting, Unreadable

LOST = "The file is larger than the network hands over."


class NetworkChannel:
    """Defaults of a network: plain text, private messages, no files out, no window."""

    max_chars: ClassVar[int | None] = None
    markup: ClassVar[Literal["html", "plain"]] = "plain"
    is_public_possible: ClassVar[bool] = False
    is_private_possible: ClassVar[bool] = True
    accepts_attachments: ClassVar[bool] = False
    reply_window: ClassVar[timedelta | None] = None
    max_per_hour: ClassVar[int | None] = None
    needs: ClassVar[Sequence[Setting]] = ()

    def measure(self, text: str) -> int:
        """Return the length in characters."""
        return len(text)


def load(payload: bytes) -> dict[str, Any]:
    """Return a payload's JSON object; raises Unreadable."""
    try:
        said = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"This is no JSON: {error}") from error
    if not isinstance(said, dict):
        raise Unreadable("This is no JSON object.")
    return said


def sub(said: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    """Return the object under `keys`; {} where there is none."""
    for key in keys:
        found = said.get(key)
        said = found if isinstance(found, dict) else {}
    return dict(said)


def rows(said: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the list of objects under `key`; [] where there is none."""
    found = said.get(key)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def text(said: Mapping[str, Any], *keys: str) -> str:
    """Return the first text or number under one of `keys` as text without NUL; "" where there is none."""
    for key in keys:
        found = said.get(key)
        if isinstance(found, (str, int)) and not isinstance(found, bool) and str(found):
            return str(found).replace("\0", "")
    return ""


def number(said: Mapping[str, Any], key: str) -> int:
    """Return the whole number under `key`; 0 where there is none."""
    found = said.get(key)
    return found if isinstance(found, int) and not isinstance(found, bool) else 0


def need(said: Mapping[str, Any], *keys: str) -> str:
    """Return a text that must be there; raises Unreadable."""
    found = text(said, *keys)
    if not found or len(found) > 250:
        raise Unreadable(f"The payload has no {keys[0]} that we can use.")
    return found


def moment(value: object) -> datetime:
    """Return a time given as seconds or milliseconds since 1970 or in ISO 8601; never later than now, and now where it makes no sense."""
    now = datetime.now(UTC)
    try:
        if isinstance(value, str) and not value.replace(".", "").isdigit():
            found = datetime.fromisoformat(value)
        else:
            seconds = float(value)  # type: ignore[arg-type]
            found = datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
        return min(found if found.tzinfo else found.replace(tzinfo=UTC), now)
    except (ValueError, TypeError, OverflowError, OSError):
        return now


def prove(given: str, expected: str) -> None:
    """Compare a proof with what it should be, in constant time; raises Refused."""
    if not expected or not hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode()):
        raise Refused("The signature is not right.")
