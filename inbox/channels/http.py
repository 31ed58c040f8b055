"""Asking a network over HTTP: time limits, and errors in the contract's terms.

A connection that ends after a message was handed over is Uncertain: the network may have taken it. Source: RFC 9110 (status
codes, Retry-After).
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from inbox.channels.base import ChannelError, Uncertain

TIMEOUT = httpx.Timeout(20, connect=5)
LARGEST_FILE = 50 * 1024 * 1024
GATEWAY = (502, 504)
BEFORE_SENDING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def ask(method: str, url: str, *, is_repeatable: bool = False, **request: Any) -> httpx.Response:
    """Send a request and return the answer, whatever its status; raises ChannelError when none came.

    Parameters
    ----------
    is_repeatable
        The same request twice does no harm, so that a cut connection is simply tried again.
    """
    try:
        with httpx.Client(timeout=TIMEOUT, follow_redirects=method == "GET") as client:
            answer = client.request(method, url, **request)
    except BEFORE_SENDING as error:
        raise ChannelError(words(error), permanent=False) from error
    except httpx.HTTPError as error:
        if is_repeatable or method == "GET":
            raise ChannelError(words(error), permanent=False) from error
        raise Uncertain(words(error)) from error
    except (httpx.InvalidURL, ValueError) as error:
        raise ChannelError(words(error), permanent=True) from error
    if answer.status_code in GATEWAY and not is_repeatable and method != "GET":
        raise Uncertain(f"{answer.status_code}: a server on the way did not get the network's answer.")
    return answer


def words(error: Exception) -> str:
    """Return what an error says; its kind where it says nothing. Addresses may hold keys: they are left out."""
    return str(error) or type(error).__name__


def wait_of(headers: Mapping[str, str], *names: str) -> timedelta | None:
    """Return how long the network asks to wait.

    Parameters
    ----------
    names
        Further headers that say when the next request is welcome, as seconds since 1970 or in ISO 8601.
    """
    if (after := headers.get("retry-after", "")).isdigit():
        return timedelta(seconds=min(int(after), 86_400))
    for said in filter(None, (headers.get(name, "") for name in ("retry-after", *names))):
        if moment := _moment(said):
            return min(max(moment - datetime.now(UTC), timedelta(seconds=1)), timedelta(days=1))
    return None


def _moment(said: str) -> datetime | None:
    for read in (lambda text: datetime.fromtimestamp(float(text), UTC), datetime.fromisoformat, parsedate_to_datetime):
        try:
            found: datetime = read(said)
        except (ValueError, TypeError, OverflowError, OSError, IndexError):
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def refuse(answer: httpx.Response, message: str, **more: Any) -> ChannelError:
    """Return the error for an answer that is none: passing for 429 and 5xx, for good otherwise."""
    is_passing = answer.status_code in (408, 425, 429) or answer.status_code >= 500
    wait = wait_of(answer.headers, "x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset") if answer.status_code in (429, 503) else None
    said = {"permanent": not is_passing and answer.status_code != 401, "retry_after": wait, "is_account_broken": answer.status_code == 401} | more
    return ChannelError(f"{answer.status_code}: {message}"[:500], **said)


def json_of(answer: httpx.Response) -> Any:
    """Return the answer's JSON; an empty dict where it is none."""
    try:
        return answer.json()
    except ValueError:
        return {}


def download(url: str, **request: Any) -> bytes:
    """Return a file's bytes; raises ChannelError, for good when it is gone or larger than 50 MB."""
    try:
        with httpx.Client(timeout=TIMEOUT, follow_redirects=True) as client, client.stream("GET", url, **request) as answer:
            if answer.status_code != 200:
                raise refuse(answer, "The file could not be fetched.")
            content = b""
            for chunk in answer.iter_bytes():
                content += chunk
                if len(content) > LARGEST_FILE:
                    raise ChannelError("The file is larger than 50 MB.", permanent=True)
            return content
    except httpx.HTTPError as error:
        raise ChannelError(words(error), permanent=False) from error
