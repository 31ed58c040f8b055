"""The team classifier at work: what the matter is, from the text; then which team, from the matter and the channel.

A matter either names its team (a broken link is Online's, a wrong amount is Editorial's) or leaves it to the channel it came
by. `predict` is pure and takes about a millisecond; below its threshold the model names no team.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from classifier import explain, foreign
from classifier.coverage import Tried
from classifier.explain import Reason
from classifier.facets import CARE, Facet, Facets
from classifier.features import Counts, Space
from classifier.linear import Linear
from classifier.reading import Reading, read
from classifier.text import MASKS, mask
from classifier.ways import BY_CHANNEL, Ways, softmax

LEAST_WORDS = 5
LEAST_WITH_CONCEPT = 2
LEAST_KNOWN = 0.5


@dataclass(frozen=True)
class Prediction:
    """The model's answer. `team` is None below the threshold and where the text does not say enough; `confidence` is the calibrated probability of `best`."""

    team: str | None
    best: str
    confidence: float
    probabilities: dict[str, float]
    reasons: list[Reason] = field(default_factory=list)
    version: str = ""
    facet: Facet = field(default_factory=Facet)
    says_enough: bool = True


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

    def predict(self, text: str, channel: str, is_public: bool, *, about: str | None = None) -> Prediction:
        """Return the team of a question.

        Parameters
        ----------
        text
            The question as it was written, at most `classifier.text.LONGEST` characters are read.
        channel
            Kind of channel ("form", "email", "api", a network's name).
        is_public
            Whether everybody could read it where it was asked.
        about
            Team whose reasons are given; the best one's by default.
        """
        reading = read(text)
        columns = self.space.of(reading)
        scores = self.logits(columns) / self.temperature
        by_channel = self.ways.of(channel, is_public)
        probabilities = self.team_probabilities(softmax(scores), by_channel)
        best = int(np.argmax(probabilities))
        matter = _matter(reading)
        confidence, says_enough = float(probabilities[best]), self._says_enough(matter, columns)
        shown = self.ways.teams.index(about) if about else best
        return Prediction(
            team=self.ways.teams[best] if confidence >= self.threshold and says_enough else None,
            best=self.ways.teams[best],
            confidence=confidence,
            probabilities={name: float(value) for name, value in zip(self.ways.teams, probabilities, strict=True)},
            reasons=explain.reasons(self, text, reading, columns, scores=scores, best=shown, channel=channel, is_public=is_public),
            version=self.version,
            facet=self._facet(reading, columns, says_enough=says_enough) if matter else Facet(),
            says_enough=says_enough,
        )

    def _says_enough(self, matter: Sequence[str], columns: Counts) -> bool:
        """Tell whether there is something to decide by besides greetings: enough words that were learnt, or a concept and another word."""
        if self.space.has_concept(columns):
            return len(matter) >= LEAST_WITH_CONCEPT
        known = sum(word in self.space.words.columns for word in matter)
        return len(matter) >= LEAST_WORDS and known >= len(matter) * LEAST_KNOWN

    def _facet(self, reading: Reading, columns: Counts, *, says_enough: bool) -> Facet:
        """Return the facet; of a text that says too little, only a cry for help is heard."""
        found = self.facets.predict(reading, columns) if self.facets else Facet()
        if says_enough or found.name == CARE:
            return found
        return Facet(confidence=1 - sum(found.probabilities.values()), probabilities=found.probabilities)

    def logits(self, columns: Counts) -> np.ndarray:
        """Return a score for each matter."""
        return self.linear.logits(columns)

    def team_probabilities(self, shares: np.ndarray, by_channel: np.ndarray) -> np.ndarray:
        """Return the probability of each team, given that of each matter and whom the channel's own questions go to."""
        by_team = np.array([shares[self.matters.index(team)] if team in self.matters else 0.0 for team in self.ways.teams])
        left = shares[self.matters.index(BY_CHANNEL)] if BY_CHANNEL in self.matters else 0.0
        return np.asarray(by_team + left * by_channel)


def _matter(reading: Reading) -> list[str]:
    """Return the words of a text between its greeting and its farewell, without addresses and numbers."""
    words, _greeted = foreign.without_greetings([token.word for token in reading.tokens])
    return [word for told in words if (word := mask(told)).isalpha() and word not in MASKS]
