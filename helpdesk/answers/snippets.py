"""Writing snippets: every change says who made it, and no editor overwrites another."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from helpdesk.answers import rendering
from helpdesk.answers.editing import AnswerError, UnknownVariable
from helpdesk.answers.models import Snippet
from helpdesk.people.models import User
from helpdesk.recent import Recent


@dataclass(frozen=True)
class Typed:
    """A snippet as an editor typed it; `opened_version` is the version he started from, 0 for a new one."""

    key: str
    kind: str
    texts: Mapping[str, str] = field(default_factory=dict)
    position: int = 0
    is_active: bool = True
    opened_version: int = 0


class ChangedMeanwhile(AnswerError):
    """Somebody saved the snippet since it was opened; nothing was written. `theirs` is what stands now."""

    def __init__(self, theirs: Snippet) -> None:
        super().__init__(theirs.key)
        self.theirs = theirs


class KeyTaken(AnswerError):
    """Another snippet has this key."""


def save(snippet: Snippet | None, by: User | None, typed: Typed) -> Snippet:
    """Write a snippet; None makes a new one.

    Raises
    ------
    UnknownVariable
        When a text names a variable that is not in `rendering.VARIABLES`.
    ChangedMeanwhile
        When somebody saved it since it was opened.
    KeyTaken
        When another snippet has the key.
    """
    texts = {language: text.strip() for language, text in typed.texts.items() if text.strip()}
    for language, text in texts.items():
        if names := rendering.unknown(text):
            raise UnknownVariable(language, names)
    fields = {"key": typed.key, "kind": typed.kind, "texts": texts, "position": typed.position, "is_active": typed.is_active, "updated_by": by}
    try:
        with transaction.atomic():
            if snippet is None:
                return Snippet.objects.create(**fields)
            opened = Snippet.objects.filter(pk=snippet.pk, version=typed.opened_version)
            changed = opened.update(**fields, version=typed.opened_version + 1, updated_at=timezone.now())
    except IntegrityError as error:
        raise KeyTaken(typed.key) from error
    finally:
        _offered.drop()
    snippet.refresh_from_db()
    if not changed:
        raise ChangedMeanwhile(snippet)
    return snippet


def listed() -> list[Snippet]:
    """Return all snippets in the order of a letter: greetings first, closings last, those no longer offered too."""
    return _ordered(Snippet.objects.select_related("updated_by"))


def offered() -> list[Snippet]:
    """Return the snippets that agents are offered, in the same order, at most a minute old."""
    return _offered.get()


_offered = Recent(lambda: _ordered(Snippet.objects.filter(is_active=True)))


def _ordered(rows: QuerySet[Snippet]) -> list[Snippet]:
    order = list(Snippet.Kind.values)
    return sorted(rows, key=lambda row: order.index(row.kind))
