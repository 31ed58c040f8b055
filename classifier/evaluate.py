"""Measuring a model on the test set: macro-F1, accuracy, coverage, calibration, each with a confidence interval.

Intervals come from a bootstrap over archetypes, not over texts: paraphrases of one matter are not independent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import f1_score

from classifier.examples import LANGUAGES, Example
from classifier.features import kind_of
from classifier.model import Model
from classifier.train import Unseen

DRAWS = 1000
BINS = 10
PRECISION = 0.95


@dataclass(frozen=True)
class Figure:
    """A measured value with its 95 % interval and the number of texts behind it; `baseline` is the channel-only rule's."""

    name: str
    value: float
    low: float
    high: float
    count: int
    baseline: float | None = None


@dataclass(frozen=True)
class Report:
    """All figures, and (mean confidence, share right, texts) of each equal-mass bin for the reliability curve."""

    figures: tuple[Figure, ...]
    curve: tuple[tuple[float, float, int], ...]


@dataclass(frozen=True)
class _Outcomes:
    """Per text: predicted and true class, confidence, whether it passed the threshold, what the channel alone would say."""

    predicted: np.ndarray
    true: np.ndarray
    confidence: np.ndarray
    passed: np.ndarray
    by_channel: np.ndarray

    def part(self, index: np.ndarray) -> "_Outcomes":
        return _Outcomes(self.predicted[index], self.true[index], self.confidence[index], self.passed[index], self.by_channel[index])


def evaluate(model: Model, examples: Sequence[Example]) -> Report:
    """Return the report of `model` on `examples`; the exceptions are texts whose matter overrules their channel."""
    return _report(_outcomes(model, examples), examples)


def of_unseen(unseen: Unseen, examples: Sequence[Example]) -> Report:
    """Return the report of cross-validated predictions on `examples`."""
    names, confidence = np.array(unseen.teams), unseen.probabilities.max(axis=1)
    predicted = names[unseen.probabilities.argmax(axis=1)]
    by_channel = np.array([_channel_team(e) for e in examples])
    return _report(_Outcomes(predicted, names[unseen.targets], confidence, np.ones(len(examples), dtype=bool), by_channel), examples)


def _report(outcomes: _Outcomes, examples: Sequence[Example]) -> Report:
    exceptional = np.array([e.matter is not None and _channel_team(e) != e.team for e in examples])
    languages = np.array([e.language for e in examples])
    channels = np.array([kind_of(e.channel) for e in examples])
    groups = np.array([e.archetype for e in examples])
    everything = np.ones(len(examples), dtype=bool)
    parts: list[tuple[str, np.ndarray, Callable[[_Outcomes], float], bool]] = [
        ("macro-F1", everything, _macro_f1, True),
        ("accuracy", everything, _accuracy, True),
        *((f"accuracy, {code}", languages == code, _accuracy, True) for code in LANGUAGES),
        *((f"accuracy, {kind}", channels == kind, _accuracy, True) for kind in ("form", "email", "social")),
        ("accuracy on the exceptions", exceptional, _accuracy, True),
        (f"coverage at {PRECISION:.0%} precision", everything, _coverage, False),
        ("coverage at the model's threshold", everything, lambda o: float(o.passed.mean()), False),
        ("precision above the threshold", everything, _precision, False),
        ("calibration error", everything, calibration_error, False),
    ]
    return Report(
        tuple(_figure(name, outcomes, mask, groups, measure, with_baseline) for name, mask, measure, with_baseline in parts if mask.any()), curve(outcomes)
    )


def _outcomes(model: Model, examples: Sequence[Example]) -> _Outcomes:
    predictions = [model.predict(e.text, e.channel, e.is_public) for e in examples]
    return _Outcomes(
        np.array([p.best for p in predictions]),
        np.array([e.team for e in examples]),
        np.array([p.confidence for p in predictions]),
        np.array([p.team is not None for p in predictions]),
        np.array([_channel_team(e) for e in examples]),
    )


def _channel_team(example: Example) -> str:
    return "online" if kind_of(example.channel) == "social" else "editorial"


def _figure(name: str, outcomes: _Outcomes, mask: np.ndarray, groups: np.ndarray, measure: Callable[[_Outcomes], float], with_baseline: bool) -> Figure:
    mine, own_groups = outcomes.part(mask), groups[mask]
    chance, names = np.random.default_rng(0), np.unique(own_groups)
    members = {group: np.flatnonzero(own_groups == group) for group in names}
    drawn = [measure(mine.part(np.concatenate([members[g] for g in chance.choice(names, len(names))]))) for _ in range(DRAWS)]
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    by_channel = _Outcomes(mine.by_channel, mine.true, mine.confidence, mine.passed, mine.by_channel)
    return Figure(name, measure(mine), float(low), float(high), int(mask.sum()), measure(by_channel) if with_baseline else None)


def _accuracy(outcomes: _Outcomes) -> float:
    return float((outcomes.predicted == outcomes.true).mean())


def _macro_f1(outcomes: _Outcomes) -> float:
    return float(f1_score(outcomes.true, outcomes.predicted, average="macro", zero_division=0))


def _precision(outcomes: _Outcomes) -> float:
    return _accuracy(outcomes.part(outcomes.passed)) if outcomes.passed.any() else float("nan")


def _coverage(outcomes: _Outcomes) -> float:
    """Return the largest share of texts that can be answered at the wished precision."""
    right = (outcomes.predicted == outcomes.true)[np.argsort(-outcomes.confidence)]
    good = np.flatnonzero(np.cumsum(right) / np.arange(1, len(right) + 1) >= PRECISION)
    return float((good[-1] + 1) / len(right)) if len(good) else 0.0


def curve(outcomes: _Outcomes) -> tuple[tuple[float, float, int], ...]:
    """Return (mean confidence, share right, texts) of BINS bins with the same number of texts each."""
    right = outcomes.predicted == outcomes.true
    bins = [part for part in np.array_split(np.argsort(outcomes.confidence), BINS) if len(part)]
    return tuple((float(outcomes.confidence[part].mean()), float(right[part].mean()), len(part)) for part in bins)


def calibration_error(outcomes: _Outcomes) -> float:
    """Return the expected calibration error over equal-mass bins. Source: Naeini et al., 2015."""
    bins = curve(outcomes)
    return sum(abs(said - was) * count for said, was, count in bins) / sum(count for _said, _was, count in bins)
