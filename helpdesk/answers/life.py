"""The states of an answer: draft, in review, published, retired; each change is noted in its timeline.

A second person approves what somebody wrote, unless a lead said that a topic needs none: until then the approved version of a published
answer stays what is offered. Nothing is published with a citizen's number in it.
"""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from helpdesk.answers import behind, suggestions, timeline, versions
from helpdesk.answers.editing import AnswerError, Words, refuse
from helpdesk.answers.models import Answer, AnswerEvent, Wording
from helpdesk.answers.versions import needs_second_person
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


def own(answer: Answer, by: User) -> list[str]:
    """Return the languages whose newest text waits for somebody else, because this person wrote it; none where the topic asks for nobody."""
    if not needs_second_person(answer.topic):
        return []
    return [language for language, newest in versions.newest(answer).items() if newest.wording.is_waiting and newest.written_by_id == by.pk]


def unapproved(answer: Answer) -> list[Wording]:
    """Return the wordings whose newest text was not approved yet."""
    return [wording for wording in answer.wordings.all() if wording.is_waiting]


def to_review(answer: Answer, by: User | None) -> Answer:
    """Ask a colleague to look at the answer; raises NothingToPublish when it has no wording."""
    if not answer.wordings.exists():
        raise NothingToPublish
    return _set_state(answer, Answer.State.REVIEW, by)


def approve(answer: Answer, by: User, seen: Mapping[str, int] | None = None) -> Answer:
    """Approve the texts as they stand, but for one's own; with the last of them publish the answer: now, or at the moment that is set for it.

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
        When this person wrote every text that waits, and the topic needs a second one.
    HoldsPersonalData
        When a text holds somebody's number.
    OnlyInReplies
        When a text for the help centre names a variable that is about one question.
    ChangedMeanwhile
        When the texts are not those that were seen.
    """
    with transaction.atomic():
        locked = Answer.objects.select_for_update().get(pk=answer.pk)
        _check(locked)
        numbers = {wording.language: wording.version for wording in locked.wordings.all()}
        if seen is not None and dict(seen) != numbers:
            raise ChangedMeanwhile
        mine, waiting = own(locked, by), unapproved(locked)
        others = [wording for wording in waiting if wording.language not in mine]
        if mine and not others:
            raise OwnText(mine)
        _mark_approved(locked, None if mine else by, others)
        timeline.note(locked, AnswerEvent.Kind.APPROVED, by, versions={wording.language: wording.version for wording in others})
        if not mine and locked.state != Answer.State.PUBLISHED:
            is_for_later = locked.publish_at and locked.publish_at > timezone.now()
            locked = _set_state(locked, Answer.State.REVIEW if is_for_later else Answer.State.PUBLISHED, by)
    suggestions.forget()
    return locked


def publish(answer: Answer, by: User | None) -> Answer:
    """Offer the answer to agents and citizens without asking a second person: what the desk loads by itself. Raises as `approve` does."""
    _check(answer)
    _mark_approved(answer, by, unapproved(answer))
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
    newest = versions.newest(answer)
    if not newest:
        raise NothingToPublish
    for language, version in newest.items():
        refuse(language, Words.of(version), is_public=answer.is_public)


def _mark_approved(answer: Answer, by: User | None, waiting: Iterable[Wording]) -> None:
    """Have the newest words of these wordings be what everybody reads; `by` is None as long as others of them wait."""
    newest = versions.newest(answer)
    for wording in waiting:
        version = newest[wording.language]
        read = {} if versions.is_read(version) else {**Words.of(version).fields, "updated_by": version.written_by, "updated_at": timezone.now()}
        Wording.objects.filter(pk=wording.pk).update(approved=version.number, **read)
        behind.went_live(answer, version)
    Answer.objects.filter(pk=answer.pk).update(approved_by=by or answer.approved_by, updated_at=timezone.now())


def _set_state(answer: Answer, state: Answer.State, by: User | None) -> Answer:
    with transaction.atomic():
        before = Answer.objects.select_for_update().get(pk=answer.pk).state
        Answer.objects.filter(pk=answer.pk).update(state=state, updated_at=timezone.now())
        timeline.note(answer, AnswerEvent.Kind.STATE, by, before=before, after=state.value)
    answer.refresh_from_db()
    suggestions.forget()
    return answer
