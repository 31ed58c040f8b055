"""How far a measured figure can be trusted: 95 % intervals from counts alone, so that no row has to be read again."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Z = 1.959964
DRAWS = 1000


@dataclass(frozen=True)
class Measured:
    """A figure with its 95 % interval and the number of questions behind it."""

    value: float
    low: float
    high: float
    count: int


def share(right: int, count: int) -> Measured:
    """Return a share with its Wilson interval; 0 to 1 where nothing was counted. Source: Wilson, 1927."""
    if not count:
        return Measured(0.0, 0.0, 1.0, 0)
    rate, spread = right / count, Z * Z / count
    middle = (rate + spread / 2) / (1 + spread)
    half = Z * math.sqrt(rate * (1 - rate) / count + spread / (4 * count)) / (1 + spread)
    return Measured(rate, min(max(middle - half, 0.0), rate), max(min(middle + half, 1.0), rate), count)


def macro_f1(confusion: np.ndarray) -> Measured:
    """Return the macro-F1 of a table of counts (true team x predicted team), with an interval from a bootstrap over questions."""
    count = int(confusion.sum())
    if not count:
        return Measured(0.0, 0.0, 1.0, 0)
    drawn = np.random.default_rng(0).multinomial(count, confusion.ravel() / count, size=DRAWS).reshape(DRAWS, *confusion.shape)
    low, high = np.percentile(_macro_f1(drawn), [2.5, 97.5])
    return Measured(float(_macro_f1(confusion[None])[0]), float(low), float(high), count)


def _macro_f1(tables: np.ndarray) -> np.ndarray:
    hits = np.diagonal(tables, axis1=1, axis2=2)
    both = tables.sum(axis=1) + tables.sum(axis=2)
    known = both > 0
    return np.asarray((np.where(known, 2 * hits / np.maximum(both, 1), 0).sum(axis=1)) / np.maximum(known.sum(axis=1), 1))


def calibration_error(bins: Sequence[tuple[float, int, int]]) -> Measured:
    """Return the expected calibration error of bins (mean confidence, right, count), with an interval from a bootstrap within them."""
    filled = [one for one in bins if one[2]]
    total = sum(count for _said, _right, count in filled)
    if not total:
        return Measured(0.0, 0.0, 1.0, 0)
    said, right, counts = (np.array(column, dtype=float) for column in zip(*filled, strict=True))
    drawn = np.random.default_rng(0).binomial(counts.astype(int), right / counts, size=(DRAWS, len(filled)))
    low, high = np.percentile((np.abs(said - drawn / counts) * counts).sum(axis=1) / total, [2.5, 97.5])
    return Measured(float((np.abs(said - right / counts) * counts).sum() / total), float(low), float(high), total)
