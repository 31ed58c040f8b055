"""The team classifier at work: what the matter is, from the text; then which team, from the matter and the channel.

A matter either names its team (a broken link is Online's, a wrong amount is Editorial's) or leaves it to the channel it came
by. `predict` is pure and takes about a millisecond; below its threshold the model names no team.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from classifier import explain
from classifier.coverage import Tried
from classifier.explain import Reason
from classifier.facets import Facet, Facets
from classifier.features import Counts, Space
from classifier.linear import Linear
from classifier.reading import Reading
from classifier.text import MASKS, pieces
from classifier.ways import BY_CHANNEL, Ways, softmax

LEAST_WORDS = 4
LEAST_WITH_CONCEPT = 2
LEAST_KNOWN = 0.5


@dataclass(frozen=True)
class Prediction:
    """The model's answer. `team` is None below the threshold and for too little text; `confidence` is the calibrated probability of `best`."""

    team: str | None
    best: str
    confidence: float
    probabilities: dict[str, float]
    reasons: list[Reason] = field(default_factory=list)
    version: str = ""
    facet: Facet = field(default_factory=Facet)


@dataclass(frozen=True)
class Model:
    """A trained model: plain arrays and names, nothing else.

    `weights` has a row for each of `matters` (team keys and BY_CHANNEL) and a column for each feature of `space`; `tried` is how
    validation went, from which another threshold can be chosen.
    """

    matters: tuple[str, ...]
    ways: Ways
    space: Space
    weights: np.ndarray
    intercepts: np.ndarray
    temperature: float = 1.0
    threshold: float = 0.0
    version: str = ""
    facets: Facets | None = None
    tried: Tried | None = None

    def at(self, precision: float) -> "Model":
        """Return the same model with the threshold at which `precision` of the questions sent to a team should arrive rightly."""
        return replace(self, threshold=self.tried.limit(precision)) if self.tried else self

    @property
    def linear(self) -> Linear:
        """The linear model of the matters."""
        return Linear(self.matters, self.weights, self.intercepts)

    def predict(self, text: str, channel: str, is_public: bool, *, without: Sequence[tuple[int, int]] = ()) -> Prediction:
        """Return the team of a question.

        Parameters
        ----------
        text
            The question as it was written, at most `classifier.text.LONGEST` characters are read.
        channel
            Kind of channel ("form", "email", "api", a network's name).
        is_public
            Whether everybody could read it where it was asked.
        without
            Spans (start, end) of the text that are not read, nor the same words elsewhere: what if they were not there?
        """
        tokens = pieces(text)
        gone = explain.everywhere(tokens, without)
        reading = Reading([token for token in tokens if not any(token.start < end and start < token.end for start, end in gone)])
        columns = self.space.of(reading)
        scores = self.logits(columns) / self.temperature
        by_channel = self.ways.of(channel, is_public)
        probabilities = self.team_probabilities(softmax(scores), by_channel)
        best = int(np.argmax(probabilities))
        confidence = float(probabilities[best])
        return Prediction(
            team=self.ways.teams[best] if confidence >= self.threshold and self._says_enough(reading, columns) else None,
            best=self.ways.teams[best],
            confidence=confidence,
            probabilities={name: float(value) for name, value in zip(self.ways.teams, probabilities, strict=True)},
            reasons=explain.reasons(self, text, reading, columns, scores=scores, best=best, channel=channel, is_public=is_public),
            version=self.version,
            facet=self.facets.predict(reading, columns) if self.facets else Facet(),
        )

    def _says_enough(self, reading: Reading, columns: Counts) -> bool:
        """Tell whether there is something to decide by: enough words that were learnt, or a concept and more than a greeting."""
        words = [word for word in reading.singles if word.isalpha() and word not in MASKS]
        if self.space.has_concept(columns):
            return len(words) >= LEAST_WITH_CONCEPT
        known = sum(word in self.space.words.columns for word in words)
        return len(words) >= LEAST_WORDS and known >= len(words) * LEAST_KNOWN

    def logits(self, columns: Counts) -> np.ndarray:
        """Return a score for each matter."""
        return self.linear.logits(columns)

    def team_probabilities(self, shares: np.ndarray, by_channel: np.ndarray) -> np.ndarray:
        """Return the probability of each team, given that of each matter and whom the channel's own questions go to."""
        by_team = np.array([shares[self.matters.index(team)] if team in self.matters else 0.0 for team in self.ways.teams])
        left = shares[self.matters.index(BY_CHANNEL)] if BY_CHANNEL in self.matters else 0.0
        return np.asarray(by_team + left * by_channel)
