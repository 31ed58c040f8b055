"""What goes to a citizen by itself: the confirmation, a moved date; after the safety gate the protocol's numbers and nothing else."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_info

from inbox import links
from inbox.channels import registry
from inbox.models import Message, Question


def confirmation(question: Question) -> Message:
    """Return the unsaved automatic message that answers a new question, in the question's language."""
    return _automatic(question, f"mail/care_{question.alarm}.txt" if question.alarm else "mail/confirmation.txt")


def promise_moved(question: Question) -> Message:
    """Return the unsaved automatic message that tells the new date and why."""
    return _automatic(question, "mail/promise_moved.txt")


def link_again(question: Question) -> Message:
    """Return the unsaved automatic message with the question's current follow-up link."""
    return _automatic(question, "mail/link_again.txt")


def may_we_pass_on(question: Question, body_name: str) -> Message:
    """Return the unsaved automatic message that asks whether the question may be passed on to an administration."""
    return _automatic(question, "mail/may_we_pass_on.txt", body_name=body_name)


def _automatic(question: Question, template: str, **more: object) -> Message:
    with translation.override(question.language):
        is_mail = registry.get(question.account.kind).identity_kind == "email"
        context = {"question": question, "link": links.url(question), "desk_name": settings.DESK_NAME, "is_mail": is_mail, **more}
        text = render_to_string(template, context | {"other_language": _name(question.other_language)})
    subject, _, body = text.strip().partition("\n")
    return Message(
        question=question,
        account=question.account,
        kind=Message.Kind.AUTOMATIC,
        language=question.language,
        subject=subject.strip(),
        text=body.strip(),
    )


def _name(code: str) -> str:
    """Return the English name of a language that is none of ours: the house answers it in English, as a courtesy."""
    if not code:
        return ""
    try:
        return str(get_language_info(code)["name"])
    except KeyError:
        return "another language"
