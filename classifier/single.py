"""What one correction does to the next questions: the memory beside a step of stochastic gradient, right and poisoned.

Measured on questions kept aside. For every question the model has wrong, one correction is given; for every question it has
right, one wrong "correction". Then the others are asked: nearly the same words, the same matter in other words, and the rest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from classifier.examples import Example
from classifier.features import SOCIAL, kind_of
from classifier.memory import Correction, Memory, Weigher, adjust
from classifier.model import Model
from classifier.reading import read

GREETINGS = {"nl": "Goedendag,", "fr": "Bonjour,", "de": "Guten Tag,", "en": "Hello,"}
LEFT_OUT = 4
RATES = (0.5, 1.0, 2.0)
Teach = Callable[[int, int], np.ndarray]


@dataclass(frozen=True)
class Effect:
    """Accuracy before and after one correction: on nearly the same words, the same matter, and all else."""

    name: str
    is_poisoned: bool
    copies: tuple[float, float]
    matter: tuple[float, float]
    others: tuple[float, float]


def measure(model: Model, examples: Sequence[Example]) -> list[Effect]:
    """Return the effects of the memory and of gradient steps of several RATES."""
    asked = [*examples, *(_copy(one) for one in examples)]
    said = [model.predict(one.text, one.channel, one.is_public).probabilities for one in asked]
    probabilities = np.array([[shares[team] for team in model.ways.teams] for shares in said])
    ways: dict[str, Teach] = {"memory": _memory(model, examples, asked, probabilities)}
    ways |= {f"gradient step {rate}": _step(model, examples, asked, probabilities, rate) for rate in RATES}
    return [_effect(name, teach, model, asked, probabilities, is_poisoned=poisoned) for name, teach in ways.items() for poisoned in (False, True)]


def _copy(one: Example) -> Example:
    """Return the question as somebody else would send it in the same wave: a greeting before it, one word in LEFT_OUT missing."""
    words = [word for place, word in enumerate(one.text.split()) if place % LEFT_OUT]
    return Example(f"{GREETINGS.get(one.language, '')} {' '.join(words)}", one.language, one.team, one.archetype, one.channel, one.is_public, one.matter)


def _memory(model: Model, examples: Sequence[Example], asked: Sequence[Example], probabilities: np.ndarray) -> Teach:
    weigher, teams = Weigher.of(model.space), model.ways.teams
    vectors = [weigher.vector(one.text) for one in asked]

    def teach(place: int, team: int) -> np.ndarray:
        kept = Memory([Correction(0, teams[team], examples[place].channel, vectors[place])])
        rows = (
            adjust(dict(zip(teams, row, strict=True)), kept.recall(vector, one.channel)) for row, vector, one in zip(probabilities, vectors, asked, strict=True)
        )
        return np.array([[row[name] for name in teams] for row in rows])

    return teach


def _step(model: Model, examples: Sequence[Example], asked: Sequence[Example], probabilities: np.ndarray, rate: float) -> Teach:
    features = model.space.matrix([read(one.text) for one in asked])
    alike = (features[: len(examples)] @ features.T).toarray() / model.temperature

    def teach(place: int, team: int) -> np.ndarray:
        error = np.eye(len(model.ways.teams))[team] - probabilities[place]
        raised = np.log(np.clip(probabilities, 1e-9, 1)) + rate * alike[place][:, None] * error[None]
        return np.asarray(np.exp(raised) / np.exp(raised).sum(axis=1, keepdims=True))

    return teach


def _effect(name: str, teach: Teach, model: Model, asked: Sequence[Example], probabilities: np.ndarray, *, is_poisoned: bool) -> Effect:
    count, teams = len(asked) // 2, model.ways.teams
    truth = np.array([teams.index(one.team) for one in asked])
    matters, languages = (np.array([getattr(one, of) for one in asked]) for of in ("archetype", "language"))
    social = np.array([kind_of(one.channel) == SOCIAL for one in asked])
    before = probabilities.argmax(axis=1) == truth
    sums: dict[str, list[tuple[float, float]]] = {"copies": [], "matter": [], "others": []}
    for place in np.flatnonzero(before[:count] == is_poisoned):
        team = (truth[place] + 1) % len(teams) if is_poisoned else truth[place]
        after = teach(int(place), int(team)).argmax(axis=1) == truth
        kin = (matters == matters[place]) & (languages == languages[place]) & (social == social[place])
        first = np.arange(len(asked)) < count
        copy, own = np.arange(len(asked)) == place + count, np.arange(len(asked)) == place
        parts = {"copies": copy, "matter": kin & first & ~own, "others": first & (matters != matters[place])}
        for part, mask in parts.items():
            if mask.any():
                sums[part].append((float(before[mask].mean()), float(after[mask].mean())))
    means = {part: (float(np.mean([a for a, _b in rows])), float(np.mean([b for _a, b in rows]))) for part, rows in sums.items() if rows}
    nothing = (float("nan"), float("nan"))
    return Effect(name, is_poisoned, means.get("copies", nothing), means.get("matter", nothing), means.get("others", nothing))
