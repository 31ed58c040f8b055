"""Ways in: what the channel decides where the matter itself names no team."""

from dataclasses import dataclass

import numpy as np

from classifier.features import kind_of

BY_CHANNEL = "(channel)"


@dataclass(frozen=True)
class Ways:
    """Which team answers what the channel decides: for each kind of channel and visibility the share of each team."""

    teams: tuple[str, ...]
    shares: dict[str, tuple[float, ...]]

    def of(self, channel: str, is_public: bool) -> np.ndarray:
        """Return the shares of the teams; even ones for a way in that was never seen."""
        return np.asarray(self.shares.get(way(channel, is_public), self.even))

    @property
    def even(self) -> tuple[float, ...]:
        """The same share for every team."""
        return (1 / len(self.teams),) * len(self.teams)


def way(channel: str, is_public: bool) -> str:
    """Return the name of a way in: kind of channel and visibility."""
    return f"{kind_of(channel)},{'public' if is_public else 'private'}"


def softmax(logits: np.ndarray) -> np.ndarray:
    """Return shares that add up to one along the last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))
