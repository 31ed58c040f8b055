"""Writing reusable answers: every change of a wording is a version with who and when, and no editor overwrites another.

A change is conditional on the version the editor opened; when somebody saved in between nothing is written and both
texts are handed back. A change of a published answer is live at once, or once a second person approved it where its topic asks for one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from helpdesk import personal_data
from helpdesk.answers import behind, citing, rendering, suggestions, timeline, versions
from helpdesk.answers.models import Answer, AnswerEvent, Wording, WordingVersion
from helpdesk.answers.versions import WORDS
from helpdesk.people.models import Language, User

DETAILS = ("topic", "valid_until", "source_language", "owner", "review_on", "is_public", "publish_at")
LONGEST = {"title": 200, "text": 20_000, "short_text": 500, "keywords": 300}


@dataclass(frozen=True)
class Details:
    """What an answer is, apart from its words; `sources` are written one a line: the link, then its title. None leaves them as they are."""

    topic: str
    sources: str | None = None
    valid_until: date | None = None
    source_language: str = Language.NL
    owner: User | None = None
    review_on: date | None = None
    is_public: bool = True
    publish_at: datetime | None = None

    @classmethod
    def of(cls, answer: Answer) -> "Details":
        """Return the details that `answer` has."""
        return cls(**{name: getattr(answer, name) for name in DETAILS})


@dataclass(frozen=True)
class Words:
    """A wording as an editor typed it; `opened_version` is the version he started from, 0 for a new wording.

    `source_seen` is the version of the source wording he wrote it beside, None for the one that stands there now; with `is_level` off the
    wording stays as far behind as it is.
    """

    title: str
    text: str
    keywords: str = ""
    opened_version: int = field(default=0, compare=False)
    short_text: str = ""
    source_seen: int | None = field(default=None, compare=False)
    is_level: bool = field(default=True, compare=False)

    @classmethod
    def of(cls, row: Wording | WordingVersion, opened_version: int = 0) -> "Words":
        """Return the words of a wording or of one of its versions."""
        return cls(**{name: getattr(row, name) for name in WORDS}, opened_version=opened_version)

    @property
    def fields(self) -> dict[str, str]:
        """The words by the names of the rows' fields."""
        return {name: getattr(self, name) for name in WORDS}


@dataclass(frozen=True)
class Conflict:
    """One language that two people changed: the newest version, and what this editor typed."""

    theirs: WordingVersion
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


class HoldsPersonalData(AnswerError):
    """A text that would be published holds somebody's number; `language` says where, `kinds` which: "iban", "national", "card"."""

    def __init__(self, language: str, kinds: list[str]) -> None:
        super().__init__(", ".join(kinds))
        self.language, self.kinds = language, kinds


class OnlyInReplies(AnswerError):
    """A text for the help centre names variables that are about one question; `language` says where, `names` lists them."""

    def __init__(self, language: str, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.language, self.names = language, names


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
    HoldsPersonalData
        When the answer is published and a text holds somebody's number.
    OnlyInReplies
        When the answer is published in the help centre and a text names a variable that is about one question.
    """
    for language, typed in words.items():
        if names := rendering.unknown(f"{typed.title}\n{typed.text}\n{typed.short_text}"):
            raise UnknownVariable(language, names)
    with transaction.atomic():
        is_published = answer is not None and Answer.objects.select_for_update().get(pk=answer.pk).state == Answer.State.PUBLISHED
        row = answer or Answer(created_by=by)
        if is_published:
            known = {language: Words.of(version) for language, version in versions.newest(row).items()} if details.is_public and not row.is_public else {}
            for language, typed in {**known, **words}.items():
                refuse(language, typed, is_public=details.is_public)
        _save_details(row, details, by)
        _write_all(row, words, by, is_published=is_published)
    suggestions.forget()
    return row


def refuse(language: str, words: Words, *, is_public: bool) -> None:
    """Raise what stands against publishing a text: HoldsPersonalData, or OnlyInReplies where everybody will read it."""
    refuse_numbers(language, words)
    if is_public and (names := rendering.only_in_replies(words.title, words.text)):
        raise OnlyInReplies(language, names)


def refuse_numbers(language: str, words: Words) -> None:
    """Raise HoldsPersonalData when a text holds a national number, an IBAN or a card number."""
    if kinds := sorted({one.kind for one in personal_data.find(f"{words.title}\n{words.text}\n{words.short_text}")}):
        raise HoldsPersonalData(language, kinds)


def restore(wording: Wording, number: int, by: User) -> Wording:
    """Make the text of version `number` the newest version again, resting on the source it was written beside; raises as `save` does."""
    old = wording.versions.get(number=number)
    words = replace(Words.of(old, wording.version), source_seen=behind.written_beside(old))
    save(wording.answer, by, Details.of(wording.answer), {wording.language: words})
    wording.refresh_from_db()
    return wording


def _write_all(answer: Answer, words: Mapping[str, Words], by: User | None, *, is_published: bool) -> None:
    """Write the wordings, the source first: what is written beside it in one go says the same as it. All or nothing."""
    first, conflicts, written = answer.source_language, dict[str, Conflict](), set[str]()
    before, waits = versions.newest(answer), is_published and versions.needs_second_person(answer.topic)
    for language in sorted(words, key=lambda code: code != first):
        typed = words[language]
        if language in before and typed == Words.of(before[language]):
            continue
        if number := _write(answer, language, typed, by, is_live=is_published and not waits, waits=waits):
            timeline.note(answer, AnswerEvent.Kind.WRITTEN, by, language=language, version=number)
            written.add(language)
        else:
            conflicts[language] = Conflict(versions.newest(answer)[language], typed)
    if conflicts:
        raise EditedMeanwhile(conflicts)
    if written:
        Answer.objects.filter(pk=answer.pk).exclude(state=Answer.State.PUBLISHED).update(approved_by=None)
        behind.settle(answer, before, {language: (words[language].source_seen, words[language].is_level) for language in written})


def _save_details(answer: Answer, details: Details, by: User | None) -> None:
    """Write the row; of an answer that exists never the state, which somebody may have changed meanwhile."""
    changed = [name for name in DETAILS if getattr(answer, name) != getattr(details, name)]
    for name in changed:
        setattr(answer, name, getattr(details, name))
    if not answer.pk:
        answer.save()
        citing.cite(answer, details.sources)
        return
    if citing.cite(answer, details.sources):
        changed.append("sources")
    answer.save(update_fields=[*DETAILS, "updated_at"])
    if "source_language" in changed:
        behind.turn(answer)
    if changed:
        timeline.note(answer, AnswerEvent.Kind.DETAILS, by, fields=changed)


def _write(answer: Answer, language: str, typed: Words, by: User | None, *, is_live: bool, waits: bool) -> int:
    """Write one wording and its version; return the version's number, 0 if somebody was first."""
    row = Wording.objects.filter(answer=answer, language=language).first()
    changes = _changes(row, typed, by, is_live=is_live, waits=waits) if row else {}
    saved = _change(row, typed, changes) if row else _add(answer, language, typed, by, is_live=is_live)
    if saved is None:
        return 0
    WordingVersion.objects.create(wording=saved, number=saved.version, written_by=by, **typed.fields)
    return saved.version


def _changes(row: Wording, typed: Words, by: User | None, *, is_live: bool, waits: bool) -> dict[str, Any]:
    """Return what changes in the row: nothing where the words wait for a second person; who brings back the approved words asks for none."""
    number = typed.opened_version + 1
    if waits and row.approved:
        return {"approved": number} if typed == Words.of(row) else {}
    approved = {"approved": number} if is_live else {}
    return {**typed.fields, **approved, "updated_by": by, "updated_at": timezone.now()}


def _change(row: Wording, typed: Words, changes: Mapping[str, Any]) -> Wording | None:
    """Change a wording if it still is at the version that was opened."""
    if not Wording.objects.filter(pk=row.pk, version=typed.opened_version).update(**changes, version=typed.opened_version + 1):
        return None
    row.refresh_from_db()
    return row


def _add(answer: Answer, language: str, typed: Words, by: User | None, *, is_live: bool) -> Wording | None:
    """Add a wording unless another editor just did; the unique constraint decides."""
    try:
        with transaction.atomic():
            return Wording.objects.create(answer=answer, language=language, updated_by=by, approved=1 if is_live else None, **typed.fields)
    except IntegrityError:
        return None
