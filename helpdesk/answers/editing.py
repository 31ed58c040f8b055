"""Writing reusable answers: every change of a wording is a version with who and when, and no editor overwrites another.

A change is conditional on the version the editor opened; when somebody saved in between nothing is written and both
texts are handed back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from helpdesk.answers import rendering, suggestions
from helpdesk.answers.models import Answer, Wording, WordingVersion
from helpdesk.people.models import User


@dataclass(frozen=True)
class Details:
    """What an answer is, apart from its words."""

    topic: str
    source_url: str = ""
    valid_until: date | None = None


@dataclass(frozen=True)
class Words:
    """A wording as an editor typed it; `opened_version` is the version he started from, 0 for a new wording."""

    title: str
    text: str
    keywords: str = ""
    opened_version: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Conflict:
    """One language that two people changed: what stands now, and what this editor typed."""

    theirs: Wording
    mine: Words


class AnswerError(Exception):
    """The answer cannot be changed so."""


class EditedMeanwhile(AnswerError):
    """Somebody saved since the editor opened; nothing was written.

    Attributes
    ----------
    conflicts : dict[str, Conflict]
        By language, what they saved and what this editor typed.
    """

    def __init__(self, conflicts: dict[str, Conflict]) -> None:
        super().__init__(", ".join(conflicts))
        self.conflicts = conflicts


class UnknownVariable(AnswerError):
    """A text names variables in braces that nothing fills; `names` lists them, `language` says where."""

    def __init__(self, language: str, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.language, self.names = language, names


class NothingToPublish(AnswerError):
    """The answer has no wording in any language yet."""


def save(answer: Answer | None, by: User | None, details: Details, words: Mapping[str, Words]) -> Answer:
    """Write an answer with the wordings that changed, all or nothing.

    Parameters
    ----------
    answer : Answer or None
        None makes a new draft.
    by : User or None
        The editor; None for what the desk loads by itself.
    details : Details
        Topic, source and validity.
    words : Mapping[str, Words]
        By language code; a language left out stays as it is.

    Raises
    ------
    EditedMeanwhile
        When somebody saved one of these wordings since it was opened.
    UnknownVariable
        When a title or text names a variable that is not in `rendering.VARIABLES`.
    """
    for language, typed in words.items():
        if names := rendering.unknown(f"{typed.title}\n{typed.text}"):
            raise UnknownVariable(language, names)
    conflicts: dict[str, Conflict] = {}
    with transaction.atomic():
        row = answer or Answer(created_by=by)
        row.topic, row.source_url, row.valid_until = details.topic, details.source_url, details.valid_until
        _save_details(row)
        for language, typed in words.items():
            if theirs := _write(row, language, typed, by):
                conflicts[language] = Conflict(theirs, typed)
        if conflicts:
            raise EditedMeanwhile(conflicts)
    suggestions.forget()
    return row


def restore(wording: Wording, number: int, by: User) -> Wording:
    """Make the text of version `number` the newest version again; raises EditedMeanwhile as `save` does."""
    old = wording.versions.get(number=number)
    words = Words(old.title, old.text, old.keywords, wording.version)
    answer = wording.answer
    save(answer, by, Details(answer.topic, answer.source_url, answer.valid_until), {wording.language: words})
    wording.refresh_from_db()
    return wording


def publish(answer: Answer) -> Answer:
    """Offer the answer to agents and citizens; raises NothingToPublish when it has no wording."""
    if not answer.wordings.exists():
        raise NothingToPublish
    return _set_state(answer, Answer.State.PUBLISHED)


def retire(answer: Answer) -> Answer:
    """Take the answer out of use; it and its versions stay."""
    return _set_state(answer, Answer.State.RETIRED)


def to_draft(answer: Answer) -> Answer:
    """Take the answer back to be worked on; nobody is offered it meanwhile."""
    return _set_state(answer, Answer.State.DRAFT)


def _set_state(answer: Answer, state: Answer.State) -> Answer:
    Answer.objects.filter(pk=answer.pk).update(state=state, updated_at=timezone.now())
    answer.refresh_from_db()
    suggestions.forget()
    return answer


def _save_details(answer: Answer) -> None:
    """Write the row; of an answer that exists never the state, which somebody may have changed meanwhile."""
    if answer.pk:
        answer.save(update_fields=["topic", "source_url", "valid_until", "updated_at"])
    else:
        answer.save()


def _write(answer: Answer, language: str, typed: Words, by: User | None) -> Wording | None:
    """Write one wording and its version; return what stands there if somebody was first, None if all is well."""
    now = Wording.objects.filter(answer=answer, language=language).first()
    if now and typed == Words(now.title, now.text, now.keywords):
        return None
    wording = _change(now, typed, by) if now else _add(answer, language, typed, by)
    if wording is None:
        return Wording.objects.select_related("updated_by").get(answer=answer, language=language)
    WordingVersion.objects.create(wording=wording, number=wording.version, title=typed.title, text=typed.text, keywords=typed.keywords, written_by=by)
    return None


def _change(now: Wording, typed: Words, by: User | None) -> Wording | None:
    """Change a wording if it still is at the version that was opened."""
    changed = Wording.objects.filter(pk=now.pk, version=typed.opened_version).update(
        title=typed.title, text=typed.text, keywords=typed.keywords, version=typed.opened_version + 1, updated_by=by, updated_at=timezone.now()
    )
    if not changed:
        return None
    now.refresh_from_db()
    return now


def _add(answer: Answer, language: str, typed: Words, by: User | None) -> Wording | None:
    """Add a wording unless another editor just did; the unique constraint decides."""
    try:
        with transaction.atomic():
            return Wording.objects.create(answer=answer, language=language, title=typed.title, text=typed.text, keywords=typed.keywords, updated_by=by)
    except IntegrityError:
        return None
