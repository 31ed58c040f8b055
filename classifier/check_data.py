"""Checking the questions in data/: `python -m classifier.check_data` prints how they are spread and what is wrong with them.

Leakage between training and the questions kept aside ends with exit code 1. Texts kept aside are counted, never printed.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from classifier import safety
from classifier.examples import DATA, LANGUAGES
from classifier.text import normalise

PARTS = {"train": "train-??.jsonl", "test": "test-??.jsonl", "facets": "test-facets-??.jsonl", "later": "test-later-??.jsonl"}
ASIDE = ("test", "facets", "later")
SPLITS = {"train": "train", "test": "test", "facets": "test", "later": "later"}
WAYS = {"form": "editorial", "email": "editorial", "social": "online"}
NEAR = 0.5
SHINGLE = 4
TEAM_SHARE_LEAST = 0.45


@dataclass(frozen=True)
class Row:
    """One question as it stands in a file of `part` (train, test, facets or later)."""

    part: str
    text: str
    language: str
    team: str
    archetype: str
    register: str
    channel: str
    is_public: bool
    facet: str | None

    @property
    def is_exception(self) -> bool:
        """Whether the matter overruled the channel."""
        return self.team != WAYS.get(self.channel)


@dataclass(frozen=True)
class Data:
    """All questions, and the archetypes by name."""

    rows: list[Row]
    archetypes: dict[str, dict[str, Any]]

    def of(self, *parts: str) -> list[Row]:
        """Return the questions of some parts."""
        return [row for row in self.rows if row.part in parts]


def read(folder: Path = DATA) -> Data:
    """Return what the files of `folder` hold.

    Raises
    ------
    TypeError
        A line has a field too many or too few.
    """
    rows = [Row(part=part, **line) for part, pattern in PARTS.items() for file in sorted(folder.glob(pattern)) for line in _lines(file)]
    return Data(rows, {line["archetype"]: line for line in _lines(folder / "archetypes.jsonl")})


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def leaks(data: Data) -> list[str]:
    """Return one line for each way in which training knows what was kept aside, or the later questions repeat the earlier ones."""
    train, aside = data.of("train"), data.of(*ASIDE)
    found = [f"Archetype {name} is in training and kept aside." for name in sorted({row.archetype for row in train} & {row.archetype for row in aside})]
    strays = {row.archetype for row in data.rows if row.archetype in data.archetypes and data.archetypes[row.archetype]["split"] != SPLITS[row.part]}
    found += [f"Archetype {name} stands in a file of the other split." for name in sorted(strays)]
    if near := _near(train, aside):
        found.append(f"{near} texts kept aside have a near-duplicate in training.")
    if near := _near(data.of("test", "facets"), data.of("later")):
        found.append(f"{near} later texts have a near-duplicate among those kept aside before.")
    return found


def _near(known: Sequence[Row], rows: Sequence[Row]) -> int:
    """Return how many of `rows` have a near-duplicate among `known`."""
    return int((similarity(known, rows) >= NEAR).any(axis=0).sum())


def faults(data: Data) -> list[str]:
    """Return one line for each question that contradicts its archetype or another line, and each language out of balance."""
    found = [f"{row.part}: {why} ({row.archetype}, {row.language})" for row in data.rows for why in _contradictions(row, data.archetypes.get(row.archetype))]
    repeated = Counter(normalise(row.text) for row in data.rows)
    found += [f"{count} times the same text ({len(text)} characters)" for text, count in repeated.items() if count > 1]
    for language in LANGUAGES:
        teams = Counter(row.team for row in data.of("train") if row.language == language)
        if min(teams["editorial"], teams["online"]) < TEAM_SHARE_LEAST * teams.total():
            found.append(f"{language}: one team has less than {TEAM_SHARE_LEAST:.0%} of the training texts")
    return found


def _contradictions(row: Row, archetype: dict[str, Any] | None) -> Iterable[str]:
    if archetype is None:
        yield "unknown archetype"
        return
    if row.team != (archetype["team"] or WAYS.get(row.channel)):
        yield "team is not what matter or channel decides"
    if row.facet != archetype["facet"]:
        yield "facet is not the archetype's"
    if row.is_public and row.channel != "social":
        yield "public, yet not on a network"
    if row.language not in LANGUAGES or not row.text.strip():
        yield "no text or no language of ours"


def duplicates(rows: Sequence[Row]) -> list[tuple[float, Row, Row]]:
    """Return the pairs of `rows` of one language that say nearly the same in the same words, most alike first."""
    pairs: list[tuple[float, Row, Row]] = []
    for language in LANGUAGES:
        ours = [row for row in rows if row.language == language]
        alike = similarity(ours, ours)
        pairs += [(float(alike[i, j]), ours[i], ours[j]) for i, j in zip(*np.nonzero(alike >= NEAR), strict=True) if i < j]
    return sorted(pairs, key=lambda pair: -pair[0])


def similarity(left: Sequence[Row], right: Sequence[Row]) -> np.ndarray:
    """Return the Jaccard similarity of the texts' character shingles, 0 to 1; shape (left, right)."""
    if not left or not right:
        return np.zeros((len(left), len(right)), dtype=np.float32)
    counter = CountVectorizer(analyzer="char_wb", ngram_range=(SHINGLE, SHINGLE), binary=True, dtype=np.float32)
    shingles = counter.fit_transform([normalise(row.text) for row in [*left, *right]])
    ours, theirs = shingles[: len(left)], shingles[len(left) :]
    shared: np.ndarray = (ours @ theirs.T).toarray()
    union = np.asarray(ours.sum(axis=1)) + np.asarray(theirs.sum(axis=1)).T - shared
    alike: np.ndarray = np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)
    return alike


def table(rows: Sequence[Row], name: str, key: Callable[[Row], str]) -> list[str]:
    """Return a table as lines: how many of `rows` each value of `key` has in each language."""
    counts = Counter((key(row), row.language) for row in rows)
    values = sorted({value for value, _ in counts}, key=lambda value: -sum(counts[value, language] for language in LANGUAGES))
    head = f"{name:24}" + "".join(f"{language:>7}" for language in LANGUAGES) + f"{'all':>8}"
    body = [[counts[value, language] for language in LANGUAGES] for value in values]
    return [head] + [f"{value:24}" + "".join(f"{n:7}" for n in line) + f"{sum(line):8}" for value, line in zip(values, body, strict=True)]


def spread(data: Data) -> list[str]:
    """Return the tables of team, exceptions, facet, register, channel and length, for training and for what was kept aside."""
    lines: list[str] = []
    for part in PARTS:
        rows = data.of(part)
        lines += ["", f"{part}: {len(rows)} texts of {len({row.archetype for row in rows})} archetypes"]
        lines += table(rows, "team", lambda row: row.team)
        lines += table(rows, "decided by", lambda row: "matter over channel" if row.is_exception else "as the channel")
        lines += table(rows, "facet", lambda row: row.facet or "none")
        lines += table(rows, "safety gate", lambda row: f"{'care' if row.facet == 'care' else 'other'}, {'alarm' if safety.check(row.text) else 'silent'}")
        lines += table(rows, "register", lambda row: row.register)
        lines += table(rows, "channel", lambda row: f"{row.channel}{', public' if row.is_public else ''}")
        lines += table(rows, "words", lambda row: _length(len(row.text.split())))
    return lines


def _length(words: int) -> str:
    return next((name for least, name in ((80, "80 and more"), (40, "40 to 79"), (20, "20 to 39"), (10, "10 to 19")) if words >= least), "under 10")


def card(data: Data) -> list[str]:
    """Return the data card's table of counts, in Markdown; a test holds the card to it."""
    lines = ["| texts | nl | fr | de | en | all | archetypes |", "|---|--:|--:|--:|--:|--:|--:|"]
    for part, pattern in PARTS.items():
        for facet in ("", *sorted({row.facet or "none" for row in data.of(part)})):
            rows = [row for row in data.of(part) if facet in ("", row.facet or "none")]
            counts = [sum(row.language == language for row in rows) for language in LANGUAGES]
            name = f"{pattern.replace('??', '*')}" if not facet else f"– facet {facet}"
            lines.append(f"| {name} | " + " | ".join(map(str, [*counts, sum(counts), len({row.archetype for row in rows})])) + " |")
    return lines


def main(arguments: Sequence[str], folder: Path = DATA) -> int:
    """Print the tables (or, with `--card`, those of the data card) and what is wrong; return 1 on leakage, else 0."""
    data = read(folder)
    if "--card" in arguments:
        sys.stdout.write("\n".join(card(data)) + "\n")
        return 0
    leaked, wrong = leaks(data), faults(data)
    lines = [*spread(data), "", f"near-duplicates within training (Jaccard of {SHINGLE}-character shingles from {NEAR}):"]
    lines += [f"  {value:.2f} {one.archetype}: {one.text!r} / {other.archetype}: {other.text!r}" for value, one, other in duplicates(data.of("train"))]
    lines += ["", f"{len(wrong)} faults", *wrong, f"{len(leaked)} leaks", *leaked]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if leaked else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
