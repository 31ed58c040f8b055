"""What agents do with messages in public: see masked personal data (logged), hide a comment, ask to go on in private."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from helpdesk.people.models import User
from inbox import accounts, events
from inbox.channels import registry
from inbox.channels.abilities import Hider
from inbox.channels.base import ChannelError
from inbox.models import Event, Message, Question

SHOWN_FOR = timedelta(minutes=10)


def reveal(message: Message, by: User) -> None:
    """Show an agent the personal data in a public message for a while; it is written down who looked."""
    events.publish(message.question, Event.Kind.REVEALED, by, message=message.pk)


def revealed(question: Question, by: User) -> set[int]:
    """Return the messages whose personal data `by` may see now."""
    looked = question.events.filter(kind=Event.Kind.REVEALED, actor=by, created_at__gte=timezone.now() - SHOWN_FOR)
    return set(looked.values_list("data__message", flat=True))


def can_hide(question: Question) -> bool:
    """Tell whether the question's network lets us hide a comment."""
    return question.is_public and isinstance(registry.get(question.account.kind), Hider)


def hide(message: Message, by: User) -> None:
    """Hide a citizen's comment from the public; raises ChannelError, and nothing is noted then."""
    channel = registry.get(message.account.kind)
    if not isinstance(channel, Hider) or not message.external_id:
        raise ChannelError("This network lets nobody hide a comment.", permanent=True)
    channel.hide(message.external_id, accounts.of(message.account))
    with transaction.atomic():
        if Message.objects.filter(pk=message.pk, hidden_at=None).update(hidden_at=timezone.now()):
            events.publish(message.question, Event.Kind.HIDDEN, by, message=message.pk)


def invitation(question: Question) -> str:
    """Return the text that asks a citizen to go on in private, in his language. It holds no secret link: everybody reads it."""
    with translation.override(question.language):
        context = {"form": f"{settings.SITE_URL}/{question.language}/", "reference": question.shown_reference}
        return render_to_string("chat/go_private.txt", context).strip()
