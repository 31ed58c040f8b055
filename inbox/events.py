"""Facts about questions: stored in order, pushed to browsers on commit, with ids only.

The row is the truth and the push a hint: when the channel layer is down, browsers find the event at their next catch-up.
"""

import logging
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction
from django.db.models import QuerySet

from helpdesk.people.models import User
from inbox.models import Event, Question

log = logging.getLogger(__name__)
GROUP = "desk"


def publish(question: Question, kind: Event.Kind, actor: User | None = None, **data: Any) -> Event:
    """Write the fact `kind` about `question` now, and push its ids to open desks on commit.

    Parameters
    ----------
    data
        Ids, names and states; never the text of a message.
    """
    event = Event.objects.create(question=question, kind=kind, actor=actor, data=data)
    transaction.on_commit(lambda: push(event), robust=True)
    return event


def push(event: Event) -> None:
    """Tell open desks that `event` happened; a broken channel layer is logged, never raised."""
    try:
        async_to_sync(get_channel_layer().group_send)(GROUP, {"type": "desk.event", "id": event.pk, "question": event.question_id, "kind": str(event.kind)})
    except OSError:
        log.warning("Event %s was stored but not pushed: the channel layer does not answer.", event.pk, exc_info=True)


def since(number: int) -> QuerySet[Event]:
    """Return the events after `number`, oldest first."""
    return Event.objects.filter(pk__gt=number).order_by("pk")
