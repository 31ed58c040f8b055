"""Precision against coverage: how many questions a model would send to a team by itself, if so many of them are to be the right team's.

Counted on predictions for questions of matters that the model had not seen; they are kept with the model, so that whoever
chooses the precision sees beforehand what it costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

USUAL = 0.95
FIRST_SHOWN = 0.05


@dataclass(frozen=True)
class Point:
    """For a `precision` aimed at: from which confidence on a question is sent to a team, the share of questions sent, and of those sent to the right one."""

    precision: float
    threshold: float
    coverage: float
    reached: float

    @property
    def left(self) -> float:
        """The share of questions left to a person."""
        return 1 - self.coverage


@dataclass(frozen=True)
class Tried:
    """For questions the model had not seen: how sure it was of its best team (0 to 1), and whether that was right."""

    confidence: np.ndarray
    right: np.ndarray

    def limit(self, precision: float) -> float:
        """Return the least confidence above which `precision` of the predictions were right; 1.0 when none is."""
        order = np.argsort(-self.confidence, kind="stable")
        rolling = np.cumsum(self.right[order]) / np.arange(1, len(order) + 1)
        good = np.flatnonzero(rolling >= precision)
        return float(self.confidence[order][good[-1]]) if len(good) else 1.0

    def at(self, precision: float) -> Point:
        """Return what a precision comes to."""
        limit = self.limit(precision)
        passed = self.confidence >= limit
        reached = float(self.right[passed].mean()) if passed.any() else float("nan")
        return Point(precision, limit, float(passed.mean()) if len(passed) else 0.0, reached)

    def curve(self, steps: int = 40) -> list[tuple[float, float]]:
        """Return (coverage, precision) when the surest questions are sent, ever more of them, from FIRST_SHOWN of all to all."""
        right = self.right[np.argsort(-self.confidence, kind="stable")]
        if not len(right):
            return []
        rolling = np.cumsum(right) / np.arange(1, len(right) + 1)
        ends = np.unique(np.linspace(max(len(right) * FIRST_SHOWN, 1), len(right), steps).astype(int))
        return [(float(end / len(right)), float(rolling[end - 1])) for end in ends]

    def points(self, precisions: Sequence[float]) -> list[Point]:
        """Return what each of several precisions comes to."""
        return [self.at(precision) for precision in precisions]
