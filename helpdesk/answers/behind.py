"""Which translations are behind: since when, by how many changes, and which sentences of the source changed.

A wording rests on the version of the source wording that it says the same as. Saving it, or confirming it without change, sets that. What
is measured against is the newest version of the source, approved or not, so that a translator starts and an agent is warned in good time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from helpdesk.answers import comparing, suggestions, timeline, versions
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


def settle(answer: Answer, before: Mapping[str, WordingVersion], written: Mapping[str, tuple[int | None, bool]]) -> None:
    """Say of every wording what it rests on after `written` was saved.

    Parameters
    ----------
    answer : Answer
        The answer that was saved.
    before : Mapping[str, WordingVersion]
        The newest versions as they stood, by language.
    written : Mapping[str, tuple[int | None, bool]]
        By language that was written: the version of the source its writer saw, and whether it says the same now.
    """
    now = versions.newest(answer)
    source = now.get(answer.source_language)
    if source is None:
        return
    if answer.source_language in written:
        _source_changed(source, before.get(answer.source_language), [each.wording for each in now.values() if each.wording_id != source.wording_id])
    for language, (seen, is_level) in written.items():
        if language == answer.source_language:
            continue
        if language in before and not is_level:
            WordingVersion.objects.filter(pk=now[language].pk).update(rests_on=before[language].rests_on)
            continue
        with_source = answer.source_language in written
        base = source.number if with_source or seen is None else min(seen, source.number)
        WordingVersion.objects.filter(pk=now[language].pk).update(rests_on=base)
        if versions.is_read(now[language]):
            _rest(now[language].wording, base, source)


def went_live(answer: Answer, version: WordingVersion) -> None:
    """Note that the words of a version are now what everybody reads: a translation says what they say, a source that others are late."""
    wording, source = version.wording, versions.newest(answer).get(answer.source_language)
    if source is None:
        return
    if version.wording_id != source.wording_id:
        if version.rests_on is not None:
            _rest(wording, version.rests_on, source)
        return
    if wording.approved:
        late = answer.wordings.exclude(behind_since=None).filter(rests_on__gte=wording.approved, rests_on__lt=version.number)
        late.update(behind_since=timezone.now())


def turn(answer: Answer) -> None:
    """Have the wordings rest on another source language; one that was behind has its whole source to look at."""
    source = answer.wordings.filter(language=answer.source_language).first()
    if source is None:
        return
    others = answer.wordings.exclude(pk=source.pk)
    others.filter(behind_since=None).update(rests_on=source.version)
    others.exclude(behind_since=None).update(rests_on=0)
    Wording.objects.filter(pk=source.pk).update(rests_on=None, behind_since=None)
    for version in versions.newest(answer).values():
        WordingVersion.objects.filter(pk=version.pk).update(rests_on=version.wording.rests_on)


def confirm(wording: Wording, version: int, by: User) -> bool:
    """Say that a wording is right beside version `version` of its source; False when the source changed since, then nothing is written."""
    with transaction.atomic():
        answer = Answer.objects.select_for_update().get(pk=wording.answer_id)
        now = versions.newest(answer)
        if now[answer.source_language].number != version:
            return False
        mine = now[wording.language]
        WordingVersion.objects.filter(pk=mine.pk).update(rests_on=version)
        if versions.is_read(mine):
            Wording.objects.filter(pk=wording.pk).update(rests_on=version, behind_since=None)
        Answer.objects.filter(pk=answer.pk).update(updated_at=timezone.now())
        timeline.note(answer, AnswerEvent.Kind.CONFIRMED, by, language=wording.language, version=version)
    suggestions.forget()
    return True


def of(answer: Answer) -> dict[str, Behind]:
    """Return by language how far the newest text of each wording is behind; one that says the same as its source is left out."""
    now = versions.newest(answer)
    source = now.pop(answer.source_language, None)
    if source is None:
        return {}
    found = {language: base for language, version in now.items() if (base := _late_since(version, source)) is not None}
    texts = {old.number: old.text for old in source.wording.versions.filter(number__in=found.values())} if found else {}
    return {
        language: Behind(
            max(1, source.number - base), answer.source_language, source.number, comparing.sentences(texts.get(base, ""), source.text, answer.source_language)
        )
        for language, base in found.items()
    }


def _late_since(version: WordingVersion, source: WordingVersion) -> int | None:
    """Return the version of the source that the newest text of a wording rests on, None when it says the same as the source now."""
    if versions.is_read(version):
        return (version.wording.rests_on or 0) if version.wording.behind_since else None
    base = version.rests_on or 0
    return None if _is_same(base, source) else base


def written_beside(version: WordingVersion) -> int:
    """Return the version of the source wording that stood there when a version of a translation was written, 0 for none."""
    answer = version.wording.answer
    source = WordingVersion.objects.filter(wording__answer=answer, wording__language=answer.source_language, written_at__lte=version.written_at)
    return source.values_list("number", flat=True).first() or 0


def by_changes(wording: Wording, source: Wording | None) -> int:
    """Return by how many changes of its source a wording is behind."""
    return max(1, source.version - (wording.rests_on or 0)) if source and wording.behind_since else 0


def _source_changed(source: WordingVersion, before: WordingVersion | None, others: Iterable[Wording]) -> None:
    """Say of the other wordings what they rest on now that the source has a new version; a first one they all say the same as."""
    for wording in others:
        if before is None:
            Wording.objects.filter(pk=wording.pk).update(rests_on=source.number, behind_since=None)
        else:
            _rest(wording, before.number if wording.rests_on is None else wording.rests_on, source)


def _rest(wording: Wording, base: int, source: WordingVersion) -> None:
    """Have the words of a wording rest on version `base` of its source, and be behind unless the newest version means the same."""
    if _is_same(base, source):
        Wording.objects.filter(pk=wording.pk).update(rests_on=source.number, behind_since=None)
    else:
        Wording.objects.filter(pk=wording.pk).update(rests_on=base, behind_since=wording.behind_since or timezone.now())


def _is_same(base: int, source: WordingVersion) -> bool:
    """Tell whether version `base` of a source means the same as its newest one; keywords alone make nobody late."""
    old = source if base == source.number else source.wording.versions.filter(number=base).first()
    return old is not None and all(getattr(old, name) == getattr(source, name) for name in MEANT)
