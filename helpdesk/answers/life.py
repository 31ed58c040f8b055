"""The states of an answer: draft, in review, published, retired; each change is noted in its timeline.

A second person approves what somebody wrote, unless a lead said that a topic needs none. Nothing is published with a citizen's number in it.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from helpdesk.answers import suggestions, timeline
from helpdesk.answers.editing import AnswerError, Words, refuse_numbers
from helpdesk.answers.models import Answer, AnswerEvent, TopicRule, Wording, WordingVersion
from helpdesk.people.models import User


class NothingToPublish(AnswerError):
    """The answer has no wording in any language yet."""


class OwnText(AnswerError):
    """The person wrote the newest text in `languages`, so somebody else must approve it."""

    def __init__(self, languages: list[str]) -> None:
        super().__init__(", ".join(languages))
        self.languages = languages


class ChangedMeanwhile(AnswerError):
    """A text changed since the person who approves opened the page."""


def needs_second_person(topic: str) -> bool:
    """Tell whether a second person approves the answers of a topic; where nothing was said, yes."""
    rule = TopicRule.objects.filter(topic=topic).first()
    return rule is None or rule.needs_second_person


def own(answer: Answer, by: User) -> list[str]:
    """Return the languages whose newest text waits to be approved and was written by this person."""
    return [wording.language for wording in unapproved(answer) if _newest(wording).written_by_id == by.pk]


def unapproved(answer: Answer) -> list[Wording]:
    """Return the wordings that changed since they were approved, or never were."""
    return [wording for wording in answer.wordings.all() if wording.approved != wording.version]


def to_review(answer: Answer, by: User | None) -> Answer:
    """Ask a colleague to look at the answer; raises NothingToPublish when it has no wording."""
    if not answer.wordings.exists():
        raise NothingToPublish
    return _set_state(answer, Answer.State.REVIEW, by)


def approve(answer: Answer, by: User, seen: Mapping[str, int] | None = None) -> Answer:
    """Approve the texts as they stand, and publish the answer: now, or at the moment that is set for it.

    Parameters
    ----------
    answer : Answer
        The answer.
    by : User
        Who approves.
    seen : Mapping[str, int] or None
        Version by language as the person read them; None asks for nothing.

    Raises
    ------
    NothingToPublish
        When it has no wording.
    OwnText
        When this person wrote one of the newest texts and the topic needs a second one.
    HoldsPersonalData
        When a text holds somebody's number.
    ChangedMeanwhile
        When the texts are not those that were seen.
    """
    with transaction.atomic():
        locked = Answer.objects.select_for_update().get(pk=answer.pk)
        _check(locked)
        numbers = {wording.language: wording.version for wording in locked.wordings.all()}
        if seen is not None and dict(seen) != numbers:
            raise ChangedMeanwhile
        if needs_second_person(locked.topic) and (languages := own(locked, by)):
            raise OwnText(languages)
        _mark_approved(locked, by)
        timeline.note(locked, AnswerEvent.Kind.APPROVED, by, versions=numbers)
        if locked.publish_at and locked.publish_at > timezone.now() and locked.state != Answer.State.PUBLISHED:
            return _set_state(locked, Answer.State.REVIEW, by)
        return locked if locked.state == Answer.State.PUBLISHED else _set_state(locked, Answer.State.PUBLISHED, by)


def publish(answer: Answer, by: User | None) -> Answer:
    """Offer the answer to agents and citizens without asking a second person: what the desk loads by itself. Raises as `approve` does."""
    _check(answer)
    _mark_approved(answer, by)
    return _set_state(answer, Answer.State.PUBLISHED, by)


def publish_due() -> int:
    """Publish every approved answer whose moment has come; return how many."""
    due = Answer.objects.filter(state=Answer.State.REVIEW, publish_at__lte=timezone.now(), approved_by__isnull=False)
    count = 0
    for answer in due[:200]:
        if Answer.objects.filter(pk=answer.pk, state=Answer.State.REVIEW).update(state=Answer.State.PUBLISHED, updated_at=timezone.now()):
            timeline.note(answer, AnswerEvent.Kind.STATE, None, before=Answer.State.REVIEW, after=Answer.State.PUBLISHED)
            count += 1
    if count:
        suggestions.forget()
    return count


def retire(answer: Answer, by: User | None) -> Answer:
    """Take the answer out of use; it and its versions stay."""
    return _set_state(answer, Answer.State.RETIRED, by)


def to_draft(answer: Answer, by: User | None) -> Answer:
    """Take the answer back to be worked on; nobody is offered it meanwhile."""
    return _set_state(answer, Answer.State.DRAFT, by)


def _check(answer: Answer) -> None:
    wordings = list(answer.wordings.all())
    if not wordings:
        raise NothingToPublish
    for wording in wordings:
        refuse_numbers(wording.language, Words.of(wording))


def _mark_approved(answer: Answer, by: User | None) -> None:
    for wording in answer.wordings.all():
        Wording.objects.filter(pk=wording.pk).update(approved=wording.version)
    Answer.objects.filter(pk=answer.pk).update(approved_by=by, updated_at=timezone.now())


def _newest(wording: Wording) -> WordingVersion:
    return wording.versions.get(number=wording.version)


def _set_state(answer: Answer, state: Answer.State, by: User | None) -> Answer:
    with transaction.atomic():
        before = Answer.objects.select_for_update().get(pk=answer.pk).state
        Answer.objects.filter(pk=answer.pk).update(state=state, updated_at=timezone.now())
        timeline.note(answer, AnswerEvent.Kind.STATE, by, before=before, after=state.value)
    answer.refresh_from_db()
    suggestions.forget()
    return answer
