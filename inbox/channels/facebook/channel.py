"""A Facebook Page: posts and comments with public replies, private replies and hiding; Messenger beside it.

Source: Graph API, Page feed, Comment, Private Replies and Messenger Platform.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar, Literal

from inbox.channels import graph
from inbox.channels.base import Item, Outgoing, Receipt, Setting, Settings
from inbox.channels.facebook.parse import parse
from inbox.channels.network import NetworkChannel, need, text


class FacebookChannel(graph.GraphHook, NetworkChannel):
    """A Page on Facebook."""

    kind: ClassVar[str] = "facebook"
    label: ClassVar[str] = "Facebook"
    icon: ClassVar[str] = "people"
    intake: ClassVar[Literal["form", "hook", "poll", "stream"]] = "hook"
    max_chars: ClassVar[int | None] = 2000
    is_public_possible: ClassVar[bool] = True
    reply_window: ClassVar[timedelta | None] = graph.HUMAN_AGENT_DAYS
    identity_kind: ClassVar[str] = "facebook"
    needs: ClassVar[Sequence[Setting]] = (Setting("page_id", "Page id"), *graph.APP)

    def parse(self, payload: bytes, settings: Settings) -> list[Item]:
        """Return what a webhook says."""
        return parse(payload, settings.get("page_id", ""))

    def check(self, settings: Settings) -> str:
        """Return the Page's name."""
        return text(graph.ask("GET", settings["page_id"], settings, params={"fields": "name"}), "name")

    def install(self, settings: Settings) -> Settings:
        """Subscribe the app to the Page."""
        wanted = {"subscribed_fields": "feed,messages,message_deliveries,message_reads,message_edits"}
        graph.ask("POST", f"{settings['page_id']}/subscribed_apps", settings, is_repeatable=True, params=wanted)
        return {}

    def send(self, outgoing: Outgoing, settings: Settings) -> Receipt:
        """Comment under a comment, answer it in private, or send a message."""
        if outgoing.visibility == "public":
            said = graph.ask("POST", f"{outgoing.in_reply_to}/comments", settings, json={"message": outgoing.text})
            return Receipt(need(said, "id"))
        is_chat = outgoing.thread_id.startswith("m:") or not outgoing.in_reply_to
        recipient = {"id": outgoing.recipient} if is_chat else {"comment_id": outgoing.in_reply_to}
        said = graph.ask("POST", f"{settings['page_id']}/messages", settings, json=graph.message_body(outgoing, recipient))
        return Receipt(need(said, "message_id"))

    def find(self, outgoing: Outgoing, settings: Settings) -> Receipt | None:
        """Look for our public reply under the comment, or among the newest messages of the conversation."""
        if outgoing.visibility != "public":
            return graph.told(outgoing, settings["page_id"], "messenger", settings)
        found = graph.comment(outgoing, "comments", settings["page_id"], settings)
        return Receipt(found) if found else None

    def hide(self, external_id: str, settings: Settings) -> None:
        """Hide a comment from the public."""
        graph.ask("POST", external_id, settings, is_repeatable=True, json={"is_hidden": True})
