"""Which translations are behind: since when, by how many changes, and which sentences of the source changed.

A wording rests on the version of the source wording that it says the same as. Saving it, or confirming it without change, sets that.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from helpdesk.answers import comparing, suggestions, timeline
from helpdesk.answers.models import Answer, AnswerEvent, Wording, WordingVersion
from helpdesk.people.models import User

MEANT = ("title", "text", "short_text")


@dataclass(frozen=True)
class Behind:
    """How far a wording is behind: by `by` changes of the wording in `language`; `sentences` are what changed, old beside new."""

    by: int
    language: str
    version: int
    sentences: list[comparing.Sentence]


def settle(answer: Answer, before: Mapping[str, Wording], written: Mapping[str, tuple[int | None, bool]]) -> None:
    """Say of every wording what it rests on after `written` was saved.

    Parameters
    ----------
    answer : Answer
        The answer that was saved.
    before : Mapping[str, Wording]
        Its wordings as they stood, by language.
    written : Mapping[str, tuple[int | None, bool]]
        By language that was written: the version of the source its writer saw, and whether it says the same now.
    """
    source = Wording.objects.filter(answer=answer, language=answer.source_language).first()
    if source is None:
        return
    others = answer.wordings.exclude(pk=source.pk)
    if source.language in written:
        _source_changed(source, before.get(source.language), [code for code in written if code != source.language])
    for code, (seen, is_level) in written.items():
        if code == source.language or not (is_level or code not in before):
            continue
        with_source = source.language in written
        base = source.version if with_source or seen is None else min(seen, source.version)
        others.filter(language=code).update(rests_on=base, behind_since=None if base == source.version else F("behind_since"))
        if base < source.version:
            others.filter(language=code, behind_since=None).update(behind_since=timezone.now())


def turn(answer: Answer) -> None:
    """Have the wordings rest on another source language; one that was behind has its whole source to look at."""
    source = answer.wordings.filter(language=answer.source_language).first()
    if source is None:
        return
    others = answer.wordings.exclude(pk=source.pk)
    others.filter(behind_since=None).update(rests_on=source.version)
    others.exclude(behind_since=None).update(rests_on=0)
    Wording.objects.filter(pk=source.pk).update(rests_on=None, behind_since=None)


def confirm(wording: Wording, version: int, by: User) -> bool:
    """Say that a wording is right beside version `version` of its source; False when the source changed since, then nothing is written."""
    with transaction.atomic():
        answer = Answer.objects.select_for_update().get(pk=wording.answer_id)
        source = answer.wordings.get(language=answer.source_language)
        if source.version != version:
            return False
        Wording.objects.filter(pk=wording.pk).update(rests_on=version, behind_since=None)
        Answer.objects.filter(pk=answer.pk).update(updated_at=timezone.now())
        timeline.note(answer, AnswerEvent.Kind.CONFIRMED, by, language=wording.language, version=version)
    suggestions.forget()
    return True


def of(answer: Answer) -> dict[str, Behind]:
    """Return by language how far each wording of an answer is behind; one that says the same as its source is left out."""
    wordings = {wording.language: wording for wording in answer.wordings.all()}
    source = wordings.get(answer.source_language)
    if source is None:
        return {}
    late = {code: row for code, row in wordings.items() if code != source.language and row.behind_since}
    numbers = {row.rests_on for row in late.values() if row.rests_on}
    texts = {old.number: old.text for old in source.versions.filter(number__in=numbers)} if late else {}
    return {
        code: Behind(
            by_changes(row, source), source.language, source.version, comparing.sentences(texts.get(row.rests_on or 0, ""), source.text, source.language)
        )
        for code, row in late.items()
    }


def written_beside(version: WordingVersion) -> int:
    """Return the version of the source wording that stood there when a version of a translation was written, 0 for none."""
    answer = version.wording.answer
    source = WordingVersion.objects.filter(wording__answer=answer, wording__language=answer.source_language, written_at__lte=version.written_at)
    return source.values_list("number", flat=True).first() or 0


def by_changes(wording: Wording, source: Wording | None) -> int:
    """Return by how many changes of its source a wording is behind."""
    return max(1, source.version - (wording.rests_on or 0)) if source and wording.behind_since else 0


def _source_changed(source: Wording, before: Wording | None, written: list[str]) -> None:
    """Mark the wordings that were not written with it; keywords alone make nobody late."""
    others = Wording.objects.filter(answer=source.answer_id).exclude(language__in=[source.language, *written])
    if before and all(getattr(before, name) == getattr(source, name) for name in MEANT):
        others.filter(behind_since=None).update(rests_on=source.version)
        return
    if before:
        others.filter(rests_on=None).update(rests_on=before.version)
        others.filter(behind_since=None).update(behind_since=timezone.now())
    else:
        others.update(rests_on=source.version, behind_since=None)
