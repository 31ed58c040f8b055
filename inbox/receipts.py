"""What goes to a citizen at once and by itself: the confirmation, or, after the safety gate, the protocol's numbers and nothing else."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from inbox import links
from inbox.models import Message, Question


def confirmation(question: Question) -> Message:
    """Return the unsaved automatic message that answers a new question, in the question's language."""
    with translation.override(question.language):
        template = f"mail/care_{question.alarm}.txt" if question.alarm else "mail/confirmation.txt"
        text = render_to_string(template, {"question": question, "link": links.url(question), "desk_name": settings.DESK_NAME})
        subject, _, body = text.strip().partition("\n")
    return Message(
        question=question,
        account=question.account,
        kind=Message.Kind.AUTOMATIC,
        language=question.language,
        subject=subject.strip(),
        text=body.strip(),
    )
