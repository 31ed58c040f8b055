"""Beside the team: is it a matter of another administration, of another service of ours, spam, or a cry for help?

A calibrated prediction of its own, with a threshold for each facet; "" is an ordinary question. A cry for help goes first: it
is named above its own threshold, whatever else is likelier. What is referred where is
read from the concepts a text mentions, so that no class needs questions of its own.
"""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from classifier.concepts import GLOSSARY
from classifier.examples import DATA, Example
from classifier.features import Counts
from classifier.linear import Linear
from classifier.reading import Reading
from classifier.ways import softmax

FACETS = ("refer", "service", "spam", "care")
CARE = "care"
DANGER = "emergency"


@dataclass(frozen=True)
class Facet:
    """`name` is one of FACETS, "" below the threshold; `detail` the theme, service or protocol; `probabilities` those of all facets."""

    name: str = ""
    detail: str = ""
    confidence: float = 0.0
    probabilities: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Facets:
    """A trained facet model: labels are "", "refer", "service", "spam" and "care:" with each protocol."""

    linear: Linear
    temperature: float
    thresholds: dict[str, float]

    def predict(self, reading: Reading, columns: Counts) -> Facet:
        """Return the facet of a text, read, with its columns."""
        shares = softmax(self.linear.logits(columns) / self.temperature)
        by_facet = dict(zip(FACETS, sums(self.linear.labels, shares[None])[0].tolist(), strict=True))
        is_cry = by_facet[CARE] >= self.thresholds.get(CARE, 1.0)
        best = CARE if is_cry else max(by_facet, key=lambda name: by_facet[name])
        if by_facet[best] < self.thresholds.get(best, 1.0):
            return Facet(confidence=1 - sum(by_facet.values()), probabilities=by_facet)
        return Facet(best, self._detail(best, reading, shares), by_facet[best], by_facet)

    def _detail(self, name: str, reading: Reading, shares: np.ndarray) -> str:
        if name != CARE:
            return detail(name, reading)
        kinds = [(float(share), label.partition(":")[2]) for label, share in zip(self.linear.labels, shares, strict=True) if label.startswith(CARE)]
        return max(kinds)[1]


def sums(labels: Sequence[str], shares: np.ndarray) -> np.ndarray:
    """Return texts x FACETS: the shares of each facet's labels together."""
    facets = [label.partition(":")[0] for label in labels]
    return np.stack([shares[:, [place for place, facet in enumerate(facets) if facet == name]].sum(axis=1) for name in FACETS], axis=1)


def label(example: Example) -> str:
    """Return what the facet model learns an example as."""
    if example.facet != CARE:
        return example.facet or ""
    return f"{CARE}:{next((kind for kind, names in _lists()[CARE].items() if example.archetype in names), DANGER)}"


def detail(name: str, reading: Reading) -> str:
    """Return the theme or service that a text speaks of in most places, "" when it names none or says too little to choose.

    Between themes named equally often, the matters of theirs that the text mentions decide ("registration with the KBO" is no
    more about schools than about companies, until "KBO" is known as a matter of the self-employed).
    """
    named = _places(reading, _details().get(name, {}))
    most = max(named.values(), default=0)
    equal = [one for one, count in named.items() if count == most]
    if len(equal) < 2:
        return "".join(equal)
    beside = _places(reading, _matters())
    best = max(equal, key=lambda one: beside[one])
    return best if [beside[one] for one in equal].count(beside[best]) == 1 else ""


def _places(reading: Reading, concept_of: Mapping[str, str]) -> Counter[str]:
    """Return in how many places a text speaks of each theme or service; what several entries find in one place counts once."""
    places: Counter[str] = Counter()
    ends: dict[str, int] = {}
    for mention in sorted(reading.mentions, key=lambda one: one.start):
        one = concept_of.get(mention.concept)
        if one is None:
            continue
        places[one] += mention.start >= ends.get(one, 0)
        ends[one] = max(mention.end, ends.get(one, 0))
    return places


@cache
def _details() -> dict[str, dict[str, str]]:
    """Return for "refer" and "service" which concept speaks of which theme or service."""
    lists = _lists()
    services = {concept: service for service, names in lists["service"].items() for concept in names}
    return {"refer": {theme: theme for theme in lists["refer"]["themes"]}, "service": services}


@cache
def _matters() -> dict[str, str]:
    """Return which matter of the glossary speaks for which theme."""
    return {f"{GLOSSARY}: {matter}": theme for theme, names in _lists()["refer"]["matters"].items() for matter in names}


@cache
def _lists(file: Path = DATA / "facets.toml") -> dict[str, dict[str, Any]]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
