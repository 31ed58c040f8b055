"""What happened to an answer, in order: who wrote, who published. Rows are added, never changed."""

from typing import Any

from django.db.models import QuerySet

from helpdesk.answers.models import Answer, AnswerEvent
from helpdesk.people.models import User


def note(answer: Answer, kind: AnswerEvent.Kind, by: User | None, **data: Any) -> AnswerEvent:
    """Write down a fact about an answer; `data` holds numbers, codes and names, never texts."""
    return AnswerEvent.objects.create(answer=answer, kind=kind, actor=by, data=data)


def of(answer: Answer) -> QuerySet[AnswerEvent]:
    """Return what happened to an answer, newest first, with who did it."""
    return answer.events.select_related("actor")
