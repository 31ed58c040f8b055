"""A message as it leaves: subject, greeting of the desk, signature, threading. Pure: reads rows, writes none."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac

from helpdesk.people.models import User
from helpdesk.sanitize import markdown
from inbox import links
from inbox.channels.base import File, Outgoing
from inbox.models import Message, Question


def message_id(message: Message) -> str:
    """Return the Message-ID: the same over all tries, and not guessable."""
    digest = salted_hmac("inbox.outgoing", str(message.pk), algorithm="sha256").hexdigest()[:20]
    return f"<{message.question.reference.lower()}.{message.pk}.{digest}@{settings.REPLY_DOMAIN}>"


def reply_address(question: Question) -> str:
    """Return the signed address by which a citizen's mail finds its question again."""
    digest = salted_hmac("inbox.reply-to", question.reference, algorithm="sha256").hexdigest()[:16]
    return f"reply+{question.reference.lower()}.{digest}@{settings.REPLY_DOMAIN}"


def compose(question: Question, by: User | None, text: str, *, subject: str = "") -> Outgoing:
    """Return a reply's Outgoing, without the ids that only a written message has."""
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


def of(message: Message) -> Outgoing:
    """Return the Outgoing of a stored reply or automatic message."""
    question = message.question
    earlier = [message_id(row) for row in question.messages.exclude(kind=Message.Kind.NOTE).filter(pk__lt=message.pk).exclude(kind=Message.Kind.INCOMING)]
    if message.kind == Message.Kind.AUTOMATIC:
        draft = Outgoing(recipient=question.identity.address, subject=message.subject, text=message.text, language=question.language, is_automatic=True)
    else:
        draft = compose(question, message.agent, message.text, subject=message.subject)
    return Outgoing(
        recipient=draft.recipient,
        subject=draft.subject,
        text=draft.text,
        html=draft.html,
        language=draft.language,
        is_automatic=draft.is_automatic,
        message_id=message_id(message),
        reply_to=reply_address(question),
        in_reply_to=earlier[-1] if earlier else "",
        references=earlier[-10:],
        attachments=[File(row.name, row.content_type, row.file.read()) for row in message.attachments.all()],
    )
