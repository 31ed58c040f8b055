"""Care first, by a person's hand: what safety gate and model missed, and what they took for a cry for help that was none."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from classifier import safety
from helpdesk.people.models import User
from inbox import clocks, events
from inbox.models import Event, Question

KINDS = safety.KINDS


def marks(kind: str, now: datetime) -> dict[str, object]:
    """Return what makes a question care first: on top, restricted, due now."""
    return {"alarm": kind, "priority": Question.Priority.CARE_FIRST, "is_restricted": True, "due_at": now}


def put_first(question: Question, kind: str, by: User, *, because: str = "") -> bool:
    """Make a question care first, of one of KINDS: on top, restricted, due now. False when it is that already.

    Where nobody holds the question, `by` does from now on: somebody is with it, and goes on seeing it.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind} is no kind of care.")
    with transaction.atomic():
        if not _change(question, kind, marks(kind, timezone.now()), by, because):
            return False
        if Question.objects.filter(pk=question.pk, assignee=None).update(assignee=by):
            events.publish(question, Event.Kind.ASSIGNED, by, to=by.pk)
    question.refresh_from_db()
    return True


def lift(question: Question, by: User, *, because: str = "") -> bool:
    """Make a care-first question an ordinary one again, due as if it came in now; the date promised to the citizen stays. False when it is none."""
    due_at, _promised_on = clocks.promise(timezone.now())
    changed: dict[str, object] = {"alarm": "", "priority": Question.Priority.NORMAL, "is_restricted": False, "due_at": due_at}
    with transaction.atomic():
        is_done = _change(question, "", changed, by, because)
    question.refresh_from_db()
    return is_done


def _change(question: Question, kind: str, changed: dict[str, object], by: User, because: str) -> bool:
    before = Question.objects.select_for_update().values_list("alarm", flat=True).get(pk=question.pk)
    if before == kind:
        return False
    Question.objects.filter(pk=question.pk).update(**changed)
    events.publish(question, Event.Kind.CARE, by, before=before, after=kind, because=because)
    return True
