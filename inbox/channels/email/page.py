"""A mail's HTML and the pictures that stand in it, from its bytes. Pure; what is foreign stays foreign: cleaning is for whoever shows it."""

from email import message_from_bytes, policy

from inbox.channels.base import File, Shown
from inbox.channels.email.parse import body, leaves


def shown(raw: bytes) -> Shown:
    """Return what a mail shows: HTML or else its text, and its inline pictures by Content-ID."""
    try:
        message = message_from_bytes(raw, policy=policy.default)
        text, html = body(message)
        pictures = {}
        for part in leaves(message):
            content = part.get_payload(decode=True)
            name = str(part.get("Content-ID", "")).strip().strip("<>")
            if name and part.get_content_maintype() == "image" and isinstance(content, bytes):
                pictures[name] = File(name, part.get_content_type(), content)
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError):
        return Shown()
    return Shown(html, text, pictures)
