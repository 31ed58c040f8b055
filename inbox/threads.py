"""Which question a message belongs to.

A mail finds it by the signed reply address, then by our own Message-IDs among its references, then by the reference in its
subject if its sender is the one who asks. A post or a chat finds it by what it answers and by its thread: only its own
sender's, and not one that was closed long ago.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from inbox import outgoing, references
from inbox.channels.base import Incoming
from inbox.models import Account, Delivery, Identity, Message, Question

REFERENCE_IN_SUBJECT = re.compile(r"\[([A-Z0-9]{5}-?[A-Z0-9]{5})\]", re.I)
OPENS_AGAIN_FOR = timedelta(days=7)


def find(account: Account, incoming: Incoming, identity: Identity) -> Question | None:
    """Return the question `incoming` goes on with, None for a new one. Messages of one thread wait here for each other."""
    for reference in _proved(incoming):
        if question := Question.objects.filter(reference=reference).first():
            return question
    if incoming.thread_id or incoming.in_reply_to:
        Identity.objects.select_for_update().get(pk=identity.pk)
    return _answered(account, incoming, identity) or _thread(account, incoming, identity) or _named(incoming, identity)


def _proved(incoming: Incoming) -> Iterator[str]:
    """Yield references that only somebody with a mail of ours can name."""
    yield from filter(None, map(outgoing.reference_in_address, incoming.recipients))
    yield from filter(None, map(outgoing.reference_in_id, reversed(incoming.references)))


def _answered(account: Account, incoming: Incoming, identity: Identity) -> Question | None:
    """Return the sender's question that holds the message he answers, ours or his own."""
    if not incoming.in_reply_to:
        return None
    own = Question.objects.filter(account=account, identity=identity)
    theirs = Message.objects.filter(account=account, external_id=incoming.in_reply_to).values("question")
    ours = Delivery.objects.filter(external_id=incoming.in_reply_to).values("message__question")
    return own.filter(Q(pk__in=theirs) | Q(pk__in=ours)).first()


def _thread(account: Account, incoming: Incoming, identity: Identity) -> Question | None:
    if not incoming.thread_id:
        return None
    newest = Question.objects.filter(account=account, thread_id=incoming.thread_id, identity=identity).order_by("-id").first()
    is_over = newest and newest.closed_at and newest.closed_at < timezone.now() - OPENS_AGAIN_FOR
    return None if is_over else newest


def _named(incoming: Incoming, identity: Identity) -> Question | None:
    named = REFERENCE_IN_SUBJECT.search(incoming.subject)
    said = references.parse(named[1]) if named else None
    return Question.objects.filter(reference=said, identity=identity).first() if said else None
