"""What somebody reads who opened a conversation and has asked nothing yet: in his language, or in all four when we do not know it."""

import logging

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from inbox.channels import registry
from inbox.channels.base import ChannelError, Greeting, Outgoing, Settings
from inbox.models import Account

log = logging.getLogger(__name__)


def text_in(languages: list[str]) -> str:
    """Return the greeting in these languages, one paragraph each."""
    said = []
    for code in languages:
        with translation.override(code):
            said.append(render_to_string("chat/greeting.txt", {"desk_name": settings.DESK_NAME}).strip())
    return "\n\n".join(said)


def answer(account: Account, greeting: Greeting, given: Settings) -> None:
    """Greet back; a greeting that does not arrive is not tried again."""
    known = [code for code, _name in settings.LANGUAGES]
    text = text_in([greeting.language] if greeting.language in known else known)
    named = f"<greeting.{account.pk}.{greeting.address}@{settings.REPLY_DOMAIN}>"
    try:
        registry.get(account.kind).send(
            Outgoing(recipient=greeting.address, subject="", text=text, message_id=named, thread_id=greeting.thread_id, is_automatic=True), given
        )
    except ChannelError:
        log.info("A greeting did not arrive.", exc_info=True)
