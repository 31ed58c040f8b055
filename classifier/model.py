"""The team classifier at work: a calibrated linear model over words, characters, channel and visibility.

`predict` is pure and takes about a millisecond; below its threshold the model names no team.
"""

import math
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from classifier import features
from classifier.text import normalise, tokens

REASONS_SHOWN = 8


@dataclass(frozen=True)
class Reason:
    """What weighed for (positive) or against (negative) the best team; `start` and `end` are offsets in the text, -1 for channel and visibility."""

    text: str
    weight: float
    team: str
    start: int
    end: int
    kind: Literal["word", "channel", "visibility"]


@dataclass(frozen=True)
class Prediction:
    """The model's answer. `team` is None below the threshold; `confidence` is the calibrated probability of `best`."""

    team: str | None
    best: str
    confidence: float
    probabilities: dict[str, float]
    reasons: list[Reason] = field(default_factory=list)
    version: str = ""


@dataclass(frozen=True)
class Model:
    """A trained model: plain arrays and names, nothing else.

    `weights` has a row a class and a column a feature: words first, then characters, then `extra_names`.
    """

    classes: tuple[str, ...]
    words: features.Vocabulary
    chars: features.Vocabulary
    extra_names: tuple[str, ...]
    weights: np.ndarray
    intercepts: np.ndarray
    temperature: float
    threshold: float
    version: str

    def predict(self, text: str, channel: str, is_public: bool) -> Prediction:
        """Return the team of a question.

        Parameters
        ----------
        text
            The question as it was written, at most `classifier.text.LONGEST` characters are read.
        channel
            Kind of channel ("form", "email", "api", a network's name).
        is_public
            Whether everybody could read it where it was asked.
        """
        columns = self._columns(text, channel, is_public)
        probabilities = self._probabilities(columns)
        best = int(np.argmax(probabilities))
        confidence = float(probabilities[best])
        return Prediction(
            team=self.classes[best] if confidence >= self.threshold else None,
            best=self.classes[best],
            confidence=confidence,
            probabilities={name: float(value) for name, value in zip(self.classes, probabilities, strict=True)},
            reasons=self._reasons(text, columns, best),
            version=self.version,
        )

    def _columns(self, text: str, channel: str, is_public: bool) -> dict[int, float]:
        normal, first_char = normalise(text), len(self.words.columns)
        columns = self.words.weigh(features.words(normal))
        columns |= {first_char + column: value for column, value in self.chars.weigh(features.chars(normal)).items()}
        first_extra = first_char + len(self.chars.columns)
        present = features.extras(channel, is_public)
        return columns | {first_extra + i: present[name] for i, name in enumerate(self.extra_names) if present.get(name)}

    def _probabilities(self, columns: dict[int, float]) -> np.ndarray:
        index = np.fromiter(columns, dtype=np.int64, count=len(columns))
        values = np.fromiter(columns.values(), dtype=np.float64, count=len(columns))
        logits = (self.weights[:, index] @ values + self.intercepts) / self.temperature
        shifted = np.exp(logits - logits.max())
        return np.asarray(shifted / shifted.sum())

    def _lean(self, best: int) -> np.ndarray:
        """Return per feature how much it speaks for the best class against the mean of the others."""
        others = np.delete(self.weights, best, axis=0).mean(axis=0)
        return np.asarray(self.weights[best] - others)

    def _reasons(self, text: str, columns: dict[int, float], best: int) -> list[Reason]:
        lean, first_char = self._lean(best), len(self.words.columns)
        team = self.classes[best]
        scored: dict[str, Reason] = {}
        for token in tokens(text):
            if token.word in scored:
                continue
            normal = normalise(token.word)
            grams = [self.words.columns.get(normal, -1)]
            grams += [first_char + column for gram in set(features.chars(normal)) if (column := self.chars.columns.get(gram)) is not None]
            weight = sum(columns.get(column, 0.0) * float(lean[column]) for column in grams if column >= 0)
            scored[token.word] = Reason(text[token.start : token.end], weight, team, token.start, token.end, "word")
        chosen = sorted(scored.values(), key=lambda reason: -abs(reason.weight))[:REASONS_SHOWN]
        first_extra = first_char + len(self.chars.columns)
        for i, name in enumerate(self.extra_names):
            value = columns.get(first_extra + i, 0.0)
            if value:
                kind: Literal["channel", "visibility"] = "visibility" if name == "is_public" else "channel"
                chosen.append(Reason(name.partition("=")[2] or "public", value * float(lean[first_extra + i]), team, -1, -1, kind))
        return sorted((reason for reason in chosen if not math.isclose(reason.weight, 0.0)), key=lambda reason: -abs(reason.weight))
