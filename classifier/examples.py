"""Labelled questions: one JSON object a line; see data/README.md."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

DATA = Path(__file__).parent / "data"
LANGUAGES = ("nl", "fr", "de", "en")
Split = Literal["train", "test", "test-later", "test-facets"]


@dataclass(frozen=True)
class Example:
    """One question with its team; `archetype` groups paraphrases over all languages.

    `matter` is the team that the matter itself decides, None where the channel does. `facet` is one of
    `classifier.facets.FACETS`, "" for an ordinary question, None where nobody said.
    """

    text: str
    language: str
    team: str
    archetype: str
    channel: str
    is_public: bool
    matter: str | None = None
    facet: str | None = None


def load(split: Split, folder: Path = DATA) -> list[Example]:
    """Return the examples of one split in all languages: "test" is test-nl.jsonl and its sisters, not the later questions and not those on facets.

    Raises
    ------
    FileNotFoundError
        The folder holds no file of that split.
    """
    files = sorted(folder.glob(f"{split}-??.jsonl"))
    if not files:
        raise FileNotFoundError(f"No {split}-??.jsonl in {folder}.")
    matters = _matters(folder)
    return [_example(json.loads(line), matters) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def _example(row: dict[str, Any], matters: dict[str, str | None]) -> Example:
    name = row["archetype"]
    return Example(row["text"], row["language"], row["team"], name, row["channel"], bool(row["is_public"]), matters[name], row["facet"] or "")


def _matters(folder: Path) -> dict[str, str | None]:
    rows: Iterable[str] = (folder / "archetypes.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["archetype"]: row["team"] for row in map(json.loads, rows)}
