"""Writing reusable answers: every change of a wording is a version with who and when, and no editor overwrites another.

A change is conditional on the version the editor opened; when somebody saved in between nothing is written and both
texts are handed back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from helpdesk import personal_data
from helpdesk.answers import behind, citing, rendering, suggestions, timeline
from helpdesk.answers.models import Answer, AnswerEvent, Wording, WordingVersion
from helpdesk.people.models import Language, User

DETAILS = ("topic", "valid_until", "source_language", "owner", "review_on", "is_public", "publish_at")
WORDS = ("title", "text", "short_text", "keywords")
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


class HoldsPersonalData(AnswerError):
    """A text that would be published holds somebody's number; `language` says where, `kinds` which: "iban", "national", "card"."""

    def __init__(self, language: str, kinds: list[str]) -> None:
        super().__init__(", ".join(kinds))
        self.language, self.kinds = language, kinds


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
    """
    for language, typed in words.items():
        if names := rendering.unknown(f"{typed.title}\n{typed.text}\n{typed.short_text}"):
            raise UnknownVariable(language, names)
        if answer and answer.state == Answer.State.PUBLISHED:
            refuse_numbers(language, typed)
    with transaction.atomic():
        row = answer or Answer(created_by=by)
        _save_details(row, details, by)
        _write_all(row, words, by)
    suggestions.forget()
    return row


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


def _write_all(answer: Answer, words: Mapping[str, Words], by: User | None) -> None:
    """Write the wordings, the source first: what is written beside it in one go says the same as it. All or nothing."""
    first, conflicts, written = answer.source_language, dict[str, Conflict](), set[str]()
    before = {wording.language: wording for wording in answer.wordings.all()}
    for language in sorted(words, key=lambda code: code != first):
        theirs, version = _write(answer, language, words[language], by)
        if theirs:
            conflicts[language] = Conflict(theirs, words[language])
        elif version:
            written.add(language)
    if conflicts:
        raise EditedMeanwhile(conflicts)
    if written:
        Answer.objects.filter(pk=answer.pk, state=Answer.State.REVIEW).update(approved_by=None)
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


def _write(answer: Answer, language: str, typed: Words, by: User | None) -> tuple[Wording | None, int]:
    """Write one wording and its version; return what stands there if somebody was first, and the version that was written, 0 for none."""
    now = Wording.objects.filter(answer=answer, language=language).first()
    if now and typed == Words.of(now):
        return None, 0
    wording = _change(now, typed, by) if now else _add(answer, language, typed, by)
    if wording is None:
        return Wording.objects.select_related("updated_by").get(answer=answer, language=language), 0
    WordingVersion.objects.create(wording=wording, number=wording.version, written_by=by, **typed.fields)
    timeline.note(answer, AnswerEvent.Kind.WRITTEN, by, language=language, version=wording.version)
    return None, wording.version


def _change(now: Wording, typed: Words, by: User | None) -> Wording | None:
    """Change a wording if it still is at the version that was opened."""
    changed = Wording.objects.filter(pk=now.pk, version=typed.opened_version).update(
        **typed.fields, version=typed.opened_version + 1, updated_by=by, updated_at=timezone.now()
    )
    if not changed:
        return None
    now.refresh_from_db()
    return now


def _add(answer: Answer, language: str, typed: Words, by: User | None) -> Wording | None:
    """Add a wording unless another editor just did; the unique constraint decides."""
    try:
        with transaction.atomic():
            return Wording.objects.create(answer=answer, language=language, updated_by=by, **typed.fields)
    except IntegrityError:
        return None
