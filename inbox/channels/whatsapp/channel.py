"""A WhatsApp number: messages within 24 hours of the person's last one, an approved template after that.

Source: WhatsApp Cloud API, Messages and Templates.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar, Literal

from inbox.channels import graph
from inbox.channels.base import ChannelError, Item, Outgoing, Receipt, Setting, Settings
from inbox.channels.network import NetworkChannel, need, rows, text
from inbox.channels.whatsapp.parse import parse


class WhatsappChannel(graph.GraphHook, NetworkChannel):
    """A number on WhatsApp."""

    kind: ClassVar[str] = "whatsapp"
    label: ClassVar[str] = "WhatsApp"
    icon: ClassVar[str] = "phone"
    intake: ClassVar[Literal["form", "hook", "poll", "stream"]] = "hook"
    max_chars: ClassVar[int | None] = 4096
    accepts_attachments: ClassVar[bool] = True
    reply_window: ClassVar[timedelta | None] = graph.DAY
    identity_kind: ClassVar[str] = "whatsapp"
    needs: ClassVar[Sequence[Setting]] = (
        Setting("phone_id", "Phone number id"),
        *graph.APP,
        Setting("template", "Template after 24 hours", is_required=False, help="Name of an approved template with one text in its body. Empty: none."),
    )

    def parse(self, payload: bytes, settings: Settings) -> list[Item]:
        """Return what a webhook says."""
        return parse(payload)

    def check(self, settings: Settings) -> str:
        """Return the number as people see it."""
        return text(graph.ask("GET", settings["phone_id"], settings, params={"fields": "display_phone_number"}), "display_phone_number")

    def can_reopen(self, settings: Settings) -> bool:
        """Tell whether there is a template for later than 24 hours."""
        return bool(settings.get("template"))

    def send(self, outgoing: Outgoing, settings: Settings) -> Receipt:
        """Send one message or one file, or the template when the window is over: it takes no files."""
        is_open = graph.since_last(outgoing) <= graph.DAY
        if not is_open and not settings.get("template"):
            raise ChannelError("The network takes no answer later than 24 hours after the person's last message, and there is no template.", permanent=True)
        if outgoing.attachments and not is_open:
            raise ChannelError("The network takes no file later than 24 hours after the person's last message.", permanent=True)
        if outgoing.attachments:
            return self._post(outgoing, settings, _document(outgoing, settings))
        return self._post(outgoing, settings, self._text(outgoing) if is_open else _template(outgoing, settings["template"]))

    def _post(self, outgoing: Outgoing, settings: Settings, body: dict[str, Any]) -> Receipt:
        to = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": outgoing.recipient}
        key = {"biz_opaque_callback_data": outgoing.message_id} if outgoing.message_id else {}
        said = graph.ask("POST", f"{settings['phone_id']}/messages", settings, json=to | key | body)
        return Receipt(need((rows(said, "messages") or [{}])[0], "id"))

    @staticmethod
    def _text(outgoing: Outgoing) -> dict[str, Any]:
        body: dict[str, Any] = {"type": "text", "text": {"body": outgoing.text, "preview_url": False}}
        return body | ({"context": {"message_id": outgoing.in_reply_to}} if outgoing.in_reply_to else {})


def _document(outgoing: Outgoing, settings: Settings) -> dict[str, Any]:
    """Hand a file over and return the message that shows it."""
    file = outgoing.attachments[0]
    media = graph.ask(
        "POST", f"{settings['phone_id']}/media", settings, is_repeatable=True,
        data={"messaging_product": "whatsapp"}, files={"file": (file.name, file.content, file.content_type)},
    )  # fmt: skip
    caption = {"caption": outgoing.text} if outgoing.text else {}
    return {"type": "document", "document": {"id": need(media, "id"), "filename": file.name} | caption}


def _template(outgoing: Outgoing, name: str) -> dict[str, Any]:
    """Return the template with the text in it; line breaks are not allowed there."""
    parameter = {"type": "text", "text": " ".join(outgoing.text.split())[:1000]}
    return {
        "type": "template",
        "template": {"name": name, "language": {"code": outgoing.language}, "components": [{"type": "body", "parameters": [parameter]}]},
    }
