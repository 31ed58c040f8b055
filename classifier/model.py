"""The team classifier at work: what the matter is, from the text; then which team, from the matter and the channel.

A matter either names its team (a broken link is Online's, a wrong amount is Editorial's) or leaves it to the channel it came
by. `predict` is pure and takes about a millisecond; below its threshold the model names no team.
"""

from dataclasses import dataclass, field

import numpy as np

from classifier import explain
from classifier.explain import Reason
from classifier.features import Space
from classifier.text import MASKS, normalise
from classifier.ways import BY_CHANNEL, Ways, softmax

LEAST_WORDS = 4


@dataclass(frozen=True)
class Prediction:
    """The model's answer. `team` is None below the threshold and for too little text; `confidence` is the calibrated probability of `best`."""

    team: str | None
    best: str
    confidence: float
    probabilities: dict[str, float]
    reasons: list[Reason] = field(default_factory=list)
    version: str = ""


@dataclass(frozen=True)
class Model:
    """A trained model: plain arrays and names, nothing else.

    `weights` has a row for each of `matters` (team keys and BY_CHANNEL) and a column for each feature of `space`.
    """

    matters: tuple[str, ...]
    ways: Ways
    space: Space
    weights: np.ndarray
    intercepts: np.ndarray
    temperature: float = 1.0
    threshold: float = 0.0
    version: str = ""

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
        columns = self.space.columns(text)
        scores = self.logits(columns) / self.temperature
        by_channel = self.ways.of(channel, is_public)
        probabilities = self.team_probabilities(softmax(scores), by_channel)
        best = int(np.argmax(probabilities))
        confidence = float(probabilities[best])
        return Prediction(
            team=self.ways.teams[best] if confidence >= self.threshold and self._says_enough(text, columns) else None,
            best=self.ways.teams[best],
            confidence=confidence,
            probabilities={name: float(value) for name, value in zip(self.ways.teams, probabilities, strict=True)},
            reasons=explain.reasons(self, text, columns, scores, best=best, channel=channel, is_public=is_public),
            version=self.version,
        )

    def _says_enough(self, text: str, columns: dict[int, float]) -> bool:
        """Tell whether there is something to decide by: a concept, or more words than a greeting."""
        return (
            any(column >= self.space.first_concept for column in columns)
            or sum(word.isalpha() and word not in MASKS for word in normalise(text).split()) >= LEAST_WORDS
        )

    def logits(self, columns: dict[int, float]) -> np.ndarray:
        """Return a score for each matter."""
        index = np.fromiter(columns, dtype=np.int64, count=len(columns))
        values = np.fromiter(columns.values(), dtype=np.float64, count=len(columns))
        return np.asarray(self.weights[:, index] @ values + self.intercepts)

    def team_probabilities(self, shares: np.ndarray, by_channel: np.ndarray) -> np.ndarray:
        """Return the probability of each team, given that of each matter and whom the channel's own questions go to."""
        by_team = np.array([shares[self.matters.index(team)] if team in self.matters else 0.0 for team in self.ways.teams])
        left = shares[self.matters.index(BY_CHANNEL)] if BY_CHANNEL in self.matters else 0.0
        return np.asarray(by_team + left * by_channel)
