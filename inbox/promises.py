"""Moving the date that was promised to a citizen: he is told the new one and why, at once and in his language."""

from datetime import date, datetime

from django.db import transaction

from helpdesk.people.models import User
from inbox import clocks, events, receipts
from inbox.models import Delivery, Event, Question


class NotLater(Exception):
    """The new date does not lie after the promised one, or has no reason."""


def move(question: Question, to: date, because: str, by: User) -> Question:
    """Promise a later day.

    Parameters
    ----------
    to
        The new day, after the one promised so far.
    because
        Why, in words for the citizen and in his language.

    Raises
    ------
    NotLater
        The day is not later, or there is no reason.
    """
    with transaction.atomic():
        row = Question.objects.select_for_update().select_related("account", "identity").get(pk=question.pk)
        if to <= row.promised_on or not because.strip():
            raise NotLater
        before, row.promised_on, row.promise_moved_because = row.promised_on, to, because.strip()[:300]
        row.due_at = datetime.combine(to, clocks.CLOSING_TIME, clocks.BRUSSELS)
        row.save(update_fields=["promised_on", "promise_moved_because", "due_at"])
        message = receipts.promise_moved(row)
        message.save()
        Delivery.objects.create(message=message)
        events.publish(row, Event.Kind.PROMISE, by, before=before.isoformat(), after=to.isoformat(), message=message.pk)
    question.refresh_from_db()
    return question
