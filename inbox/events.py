"""Facts about questions: stored in order, pushed to browsers on commit, with ids only.

The row is the truth and the push a hint: when the channel layer is down, browsers find the event at their next catch-up.
"""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from helpdesk.people.models import User
from inbox import bell
from inbox.models import Event, Question

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
    bell.ring(GROUP, {"type": "desk.event", "id": event.pk, "question": event.question_id, "kind": str(event.kind)})


def since(number: int) -> QuerySet[Event]:
    """Return the events after `number`, oldest first."""
    return Event.objects.filter(pk__gt=number).order_by("pk")
