"""The demo's reusable answers and snippets, in Dutch, French, German and English; a few without German, to show what is missing."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from helpdesk.answers import editing, life, snippets
from helpdesk.answers.demo import upkeep
from helpdesk.answers.models import Answer, Snippet, Wording
from helpdesk.people.models import User

SOURCE = Path(__file__).with_name("answers.json")
SNIPPETS = Path(__file__).with_name("snippets.json")


def load(by: User | None) -> int:
    """Write and publish the demo's answers as the editor `by`; return how many are new. Those that are there stay as they are."""
    new: dict[str, Answer] = {}
    with transaction.atomic():
        known = set(Wording.objects.values_list("language", "title"))
        for row in rows():
            words = {language: editing.Words(**typed) for language, typed in row["wordings"].items()}
            if known.isdisjoint((language, typed.title) for language, typed in words.items()):
                new[row["key"]] = life.publish(_written(row, words, by), by)
        if len(new) == len(rows()):
            upkeep.settle(new)
    return len(new)


def load_snippets(by: User | None) -> int:
    """Write the demo's snippets; return how many are new. Those that are there stay as they are."""
    known = set(Snippet.objects.values_list("key", flat=True))
    new = [snippets.Typed(**row) for row in json.loads(SNIPPETS.read_text(encoding="utf-8")) if row["key"] not in known]
    for typed in new:
        snippets.save(None, by, typed)
    return len(new)


def rows() -> list[dict[str, Any]]:
    """Return the answers of the file: `key`, `topic`, `source_url`, and by language `title`, `keywords` and `text`."""
    found: list[dict[str, Any]] = json.loads(SOURCE.read_text(encoding="utf-8"))
    return found


def _written(row: dict[str, Any], words: dict[str, editing.Words], by: User | None) -> Answer:
    return editing.save(None, by, editing.Details(row["topic"], row["source_url"]), words)
