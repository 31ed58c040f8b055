"""The states of an answer: draft, in review, published, retired; each change is noted in its timeline."""

from django.db import transaction
from django.utils import timezone

from helpdesk.answers import suggestions, timeline
from helpdesk.answers.editing import AnswerError
from helpdesk.answers.models import Answer, AnswerEvent
from helpdesk.people.models import User


class NothingToPublish(AnswerError):
    """The answer has no wording in any language yet."""


def publish(answer: Answer, by: User | None) -> Answer:
    """Offer the answer to agents and citizens; raises NothingToPublish when it has no wording."""
    if not answer.wordings.exists():
        raise NothingToPublish
    return _set_state(answer, Answer.State.PUBLISHED, by)


def retire(answer: Answer, by: User | None) -> Answer:
    """Take the answer out of use; it and its versions stay."""
    return _set_state(answer, Answer.State.RETIRED, by)


def to_draft(answer: Answer, by: User | None) -> Answer:
    """Take the answer back to be worked on; nobody is offered it meanwhile."""
    return _set_state(answer, Answer.State.DRAFT, by)


def _set_state(answer: Answer, state: Answer.State, by: User | None) -> Answer:
    with transaction.atomic():
        before = Answer.objects.select_for_update().get(pk=answer.pk).state
        Answer.objects.filter(pk=answer.pk).update(state=state, updated_at=timezone.now())
        timeline.note(answer, AnswerEvent.Kind.STATE, by, before=before, after=state.value)
    answer.refresh_from_db()
    suggestions.forget()
    return answer
