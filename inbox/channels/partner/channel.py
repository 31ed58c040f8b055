"""A partner's program: messages in by a signed call, answers out to a signed callback.

A signature is `t=<seconds since 1970>,v1=<HMAC-SHA256 of "t.body">`; calls older than five minutes are refused. The format
stands in docs/reference/partner-channel.md.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from typing import ClassVar, Literal

from inbox.channels import http
from inbox.channels.base import Call, Item, Outgoing, Receipt, Refused, Setting, Settings
from inbox.channels.network import NetworkChannel, prove, text
from inbox.channels.partner.parse import parse

VALID_S = 300


class PartnerChannel(NetworkChannel):
    """A chatbot, a call centre, any other program."""

    kind: ClassVar[str] = "partner"
    label: ClassVar[str] = "Chatbot or call centre"
    icon: ClassVar[str] = "briefcase"
    intake: ClassVar[Literal["form", "hook", "poll", "stream"]] = "hook"
    is_public_possible: ClassVar[bool] = True
    identity_kind: ClassVar[str] = "partner"
    needs: ClassVar[Sequence[Setting]] = (
        Setting("secret", "Shared secret", is_secret=True, help="At least 32 characters; both sides sign with it."),
        Setting("callback_url", "Address for answers"),
    )

    def parse(self, payload: bytes, settings: Settings) -> list[Item]:
        """Return what a call says."""
        return parse(payload)

    def greet(self, call: Call, settings: Settings) -> str | None:
        """There is no handshake."""
        return None

    def verify(self, call: Call, settings: Settings) -> None:
        """Compare the signature and its time; raises Refused."""
        given = dict(part.partition("=")[::2] for part in call.headers.get("x-signature", "").split(","))
        at = given.get("t", "")
        if not (at.isascii() and at.isdigit() and len(at) < 12 and abs(time.time() - int(at)) <= VALID_S):
            raise Refused("The call is older than five minutes, or says no time.")
        prove(given.get("v1", ""), _digest(settings["secret"], at, call.body))

    def send(self, outgoing: Outgoing, settings: Settings) -> Receipt:
        """Push one answer; the same Idempotency-Key is the same answer."""
        body = json.dumps(
            {
                "id": outgoing.message_id, "recipient": outgoing.recipient, "thread_id": outgoing.thread_id, "text": outgoing.text,
                "html": outgoing.html, "language": outgoing.language, "visibility": outgoing.visibility,
                "in_reply_to": outgoing.in_reply_to, "is_automatic": outgoing.is_automatic,
            }
        ).encode()  # fmt: skip
        headers = {"Content-Type": "application/json", "X-Signature": sign(settings["secret"], body), "Idempotency-Key": outgoing.message_id}
        answer = http.ask("POST", settings["callback_url"], is_repeatable=True, content=body, headers=headers)
        if answer.status_code >= 300:
            raise http.refuse(answer, "The partner's program did not take the answer.", is_account_broken=answer.status_code in (401, 403))
        said = http.json_of(answer)
        return Receipt(text(said, "id")[:250] or outgoing.message_id if isinstance(said, dict) else outgoing.message_id)

    def find(self, outgoing: Outgoing, settings: Settings) -> Receipt | None:
        """Say "not there": the same Idempotency-Key is taken once, so that sending again is safe."""
        return None


def sign(secret: str, body: bytes, at: int | None = None) -> str:
    """Return the signature of a body."""
    stamp = str(int(time.time()) if at is None else at)
    return f"t={stamp},v1={_digest(secret, stamp, body)}"


def _digest(secret: str, at: str, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
