"""Showing messages: everything a person wrote passes the sanitizer on its way to a page."""

from django import template
from django.utils.safestring import SafeString

from helpdesk.sanitize import clean, markdown, plain
from inbox.models import Message

register = template.Library()


@register.filter
def body(message: Message) -> SafeString:
    """Return a message's text as clean HTML: ours is Markdown, a citizen's is plain or foreign HTML."""
    if message.kind == Message.Kind.REPLY:
        return markdown(message.text)
    return clean(message.html) if message.html else plain(message.text)
