"""An Instagram account: comments with public replies and hiding; direct messages. Source: Instagram Platform."""

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar, Literal

from inbox.channels import graph
from inbox.channels.base import Item, Outgoing, Receipt, Setting, Settings
from inbox.channels.instagram.parse import parse
from inbox.channels.network import NetworkChannel, need, text


class InstagramChannel(graph.GraphHook, NetworkChannel):
    """An account on Instagram."""

    kind: ClassVar[str] = "instagram"
    label: ClassVar[str] = "Instagram"
    icon: ClassVar[str] = "eye"
    intake: ClassVar[Literal["form", "hook", "poll", "stream"]] = "hook"
    max_chars: ClassVar[int | None] = 1000
    is_public_possible: ClassVar[bool] = True
    reply_window: ClassVar[timedelta | None] = graph.HUMAN_AGENT_DAYS
    identity_kind: ClassVar[str] = "instagram"
    needs: ClassVar[Sequence[Setting]] = (Setting("account_id", "Account id"), *graph.APP)

    def parse(self, payload: bytes, settings: Settings) -> list[Item]:
        """Return what a webhook says."""
        return parse(payload, settings.get("account_id", ""))

    def check(self, settings: Settings) -> str:
        """Return the account's name."""
        return text(graph.ask("GET", settings["account_id"], settings, params={"fields": "username"}), "username")

    def send(self, outgoing: Outgoing, settings: Settings) -> Receipt:
        """Reply to a comment, answer it in private, or send a direct message."""
        if outgoing.visibility == "public":
            return Receipt(need(graph.ask("POST", f"{outgoing.in_reply_to}/replies", settings, json={"message": outgoing.text}), "id"))
        is_chat = outgoing.thread_id.startswith("m:") or not outgoing.in_reply_to
        recipient = {"id": outgoing.recipient} if is_chat else {"comment_id": outgoing.in_reply_to}
        said = graph.ask("POST", f"{settings['account_id']}/messages", settings, json=graph.message_body(outgoing, recipient))
        return Receipt(need(said, "message_id"))

    def find(self, outgoing: Outgoing, settings: Settings) -> Receipt | None:
        """Look for our public reply under the comment, or among the newest messages of the conversation."""
        if outgoing.visibility != "public":
            return graph.told(outgoing, settings["account_id"], "instagram", settings)
        found = graph.comment(outgoing, "replies", settings["account_id"], settings)
        return Receipt(found) if found else None

    def hide(self, external_id: str, settings: Settings) -> None:
        """Hide a comment from the public."""
        graph.ask("POST", external_id, settings, is_repeatable=True, params={"hide": "true"})
