"""What an editor typed and has not saved: kept by person, answer and language, given back when the editor opens, never shown to others."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from helpdesk.answers import versions
from helpdesk.answers.editing import LONGEST
from helpdesk.answers.models import Answer, AnswerDraft
from helpdesk.answers.versions import WORDS
from helpdesk.people.models import User


def keep(answer: Answer | None, language: str, by: User, words: Mapping[str, str], opened_version: int) -> None:
    """Keep what was typed into one wording, None for an answer that is not there yet; a text like the saved one is no draft."""
    typed = {name: words.get(name, "").replace("\r\n", "\n")[: LONGEST[name]] for name in WORDS}
    mine = AnswerDraft.objects.filter(answer=answer, language=language, editor=by)
    saved = versions.newest(answer).get(language) if answer else None
    if typed == {name: getattr(saved, name, "") for name in WORDS}:
        mine.delete()
        return
    fields = {"words": typed, "opened_version": opened_version, "updated_at": timezone.now()}
    if mine.update(**fields):
        return
    try:
        with transaction.atomic():
            AnswerDraft.objects.create(answer=answer, language=language, editor=by, **fields)
    except IntegrityError:  # The same page saved twice at once.
        mine.update(**fields)


def of(answer: Answer | None, by: User) -> dict[str, AnswerDraft]:
    """Return a person's drafts of an answer, by language."""
    return {draft.language: draft for draft in AnswerDraft.objects.filter(answer=answer, editor=by)}


def discard(answer: Answer | None, by: User) -> None:
    """Forget a person's drafts of an answer."""
    AnswerDraft.objects.filter(answer=answer, editor=by).delete()
