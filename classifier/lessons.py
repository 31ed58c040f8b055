"""Making examples of questions that people answered: without words that could point at a person, and with their matter.

Parameters are plain texts and labels, so that the desk and the replay learn the same way.
"""

from collections import Counter
from collections.abc import Iterable

from classifier.model import Model
from classifier.text import MASKS, normalise

LEAST_ASKERS = 3


def common(texts: Iterable[str], known: Iterable[str]) -> frozenset[str]:
    """Return the words that may enter a model: those of the training questions `known` and those that LEAST_ASKERS of `texts` say."""
    said = Counter(word for text in texts for word in set(normalise(text).split()))
    return frozenset({word for text in known for word in normalise(text).split()} | {word for word, count in said.items() if count >= LEAST_ASKERS})


def spoken(text: str, kept: frozenset[str]) -> str:
    """Return a normalised text with only the words in `kept`."""
    return " ".join(word for word in normalise(text).split() if word in kept or word in MASKS)


def matter(champion: Model, text: str, team: str, *, channel: str, is_public: bool) -> str | None:
    """Return the team that the matter itself decides, None where the way in did: whichever explains the label `team` better.

    Asked by two ways in, the model's answer shows how much of it hangs on the way: that part speaks for the channel.
    """
    here = champion.predict(text, channel, is_public)
    private, public = (champion.predict(text, kind, is_open).probabilities.get(team, 0.0) for kind, is_open in (("form", False), ("social", True)))
    by_way = here.best == team and abs(private - public) > min(private, public)
    return None if by_way else team
