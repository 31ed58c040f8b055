"""A message as it leaves: subject, greeting of the desk, signature, threading. Pure: reads rows, writes none."""

import re
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac

from helpdesk.people.models import User
from helpdesk.sanitize import markdown
from inbox import cutting, links
from inbox.channels import registry, words
from inbox.channels.base import File, Outgoing
from inbox.models import Attachment, Message, Question

REPLY_ADDRESS = re.compile(r"^reply\+([a-z0-9]{10})\.[0-9a-f]{16}@")
PART = re.compile(r"^<([0-9]{1,4})\.")
MESSAGE_ID = re.compile(r"^<([a-z0-9]{10})\.([0-9]{1,18})\.[0-9a-f]{20}@")


def message_id(message: Message) -> str:
    """Return the Message-ID: the same over all tries, and not guessable."""
    digest = salted_hmac("inbox.outgoing", str(message.pk), algorithm="sha256").hexdigest()[:20]
    return f"<{message.question.reference.lower()}.{message.pk}.{digest}@{settings.REPLY_DOMAIN}>"


def reply_address(question: Question) -> str:
    """Return the signed address by which a citizen's mail finds its question again."""
    digest = salted_hmac("inbox.reply-to", question.reference, algorithm="sha256").hexdigest()[:16]
    return f"reply+{question.reference.lower()}.{digest}@{settings.REPLY_DOMAIN}"


def reference_in_address(address: str) -> str | None:
    """Return the reference in a reply address of ours; None for any other, also for one that was changed."""
    found = REPLY_ADDRESS.match(address.lower())
    reference = found[1].upper() if found else ""
    return reference if found and address.lower() == reply_address(Question(reference=reference)).lower() else None


def reference_in_id(external_id: str) -> str | None:
    """Return the reference in a Message-ID of ours; None for any other, also for one that was changed."""
    found = _ours(external_id)
    return found[0] if found else None


def message_in_id(external_id: str) -> int | None:
    """Return the id of the message in a Message-ID of ours; None for any other, also for one that was changed."""
    found = _ours(external_id)
    return found[1] if found else None


def part_in_id(key: str) -> tuple[int, int] | None:
    """Return the id of the message and the number of the part that a `message_id` of ours names; None for any other."""
    part = PART.match(key)
    found = _ours(f"<{key[part.end() :]}" if part else key)
    return (found[1], int(part[1]) if part else 0) if found else None


def _ours(external_id: str) -> tuple[str, int] | None:
    found = MESSAGE_ID.match(external_id.lower())
    if not found:
        return None
    reference, pk = found[1].upper(), int(found[2])
    expected = message_id(Message(pk=pk, question=Question(reference=reference)))
    return (reference, pk) if constant_time_compare(external_id.lower(), expected.lower()) else None


def compose(question: Question, by: User | None, text: str, *, subject: str = "") -> Outgoing:
    """Return a mailed reply's Outgoing, without the ids that only a written message has."""
    with translation.override(question.language):
        context = {
            "text": text.strip(),
            "question": question,
            "agent": by,
            "signature": question.team.signature_in(question.language) if question.team else settings.DESK_NAME,
            "link": links.url(question),
        }
        title = subject or f"{question.subject or translation.gettext('Your question')} [{question.shown_reference}]"
        body = render_to_string("mail/reply.txt", context).strip()
        html = render_to_string("mail/reply.html", context | {"html": markdown(text), "subject": title})
    return Outgoing(recipient=question.identity.address, subject=title, text=body, html=html, language=question.language)


def pieces(question: Question, by: User | None, text: str, *, is_public: bool, most: int | None = None) -> list[Outgoing]:
    """Return a reply as a network takes it: cut into a thread where it is too long. In public it has no name under it."""
    channel = registry.get(question.account.kind)
    signed = text.strip() if is_public or by is None else f"{text.strip()}\n\n– {by.name}"
    limit = most or channel.max_chars
    parts = cutting.cut(signed, limit, channel.measure) if limit else [signed]
    written = [(words.text_of(html, is_with_links=True), html) for html in map(markdown, parts)]
    return [
        Outgoing(
            recipient=question.identity.address, subject="", text=plain, html=html, language=question.language,
            visibility="public" if is_public else "private",
        )
        for plain, html in written
    ]  # fmt: skip


def of(message: Message) -> list[Outgoing]:
    """Return what is sent for a stored reply or automatic message: one mail, or the parts of a thread, each file a part of its own.

    What a try has sent is noted by part, so that the next try never repeats one.
    """
    question = message.question
    files = [_file(row) for row in message.attachments.all()]
    if registry.get(message.account.kind).markup == "html":
        return [_mail(message, files)]
    limit = message.account.settings.get("max_chars")
    parts = pieces(question, message.agent, message.text, is_public=message.is_public, most=int(limit) if limit else None)
    answered = question.messages.filter(kind=Message.Kind.INCOMING, account=message.account, pk__lt=message.pk).exclude(external_id=None).last()
    common: dict[str, Any] = {
        "thread_id": question.thread_id,
        "in_reply_to": (answered.external_id if answered else "") or "",
        "is_automatic": message.kind == Message.Kind.AUTOMATIC,
        "last_incoming_at": question.last_incoming_at,
    }
    parts += [replace(parts[-1], text="", html="", attachments=[file]) for file in files]
    named = f"{message_id(message)[1:-1]}"
    return [replace(part, **common, message_id=f"<{n}.{named}>" if n else f"<{named}>") for n, part in enumerate(parts)]


def _file(row: Attachment) -> File:
    with row.file.open() as opened:
        return File(row.name, row.content_type, opened.read())


def _mail(message: Message, files: list[File]) -> Outgoing:
    question = message.question
    earlier = [named for row in question.messages.exclude(kind=Message.Kind.NOTE).filter(pk__lt=message.pk) if (named := _named(row))]
    if message.kind == Message.Kind.AUTOMATIC:
        draft = Outgoing(recipient=question.identity.address, subject=message.subject, text=message.text, language=question.language, is_automatic=True)
    else:
        draft = compose(question, message.agent, message.text, subject=message.subject)
    return replace(
        draft,
        message_id=message_id(message),
        reply_to=reply_address(question),
        in_reply_to=earlier[-1] if earlier else "",
        references=earlier[-10:],
        attachments=files,
    )


def _named(message: Message) -> str:
    """Return the Message-ID by which mail programs know a message: ours, or the one a citizen's mail came with."""
    if message.kind != Message.Kind.INCOMING:
        return message_id(message)
    theirs = (message.external_id or "").partition(" ")[0]
    return theirs if theirs.startswith("<") and theirs.endswith(">") else ""
