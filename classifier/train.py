"""Training: fit on the training set, calibrate and choose the threshold on out-of-fold predictions, grouped by archetype.

Nothing here reads the test set.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from classifier import features
from classifier.examples import Example
from classifier.model import Model
from classifier.ways import BY_CHANNEL, Ways, softmax, way

PRECISION_WISHED = 0.95
FOLDS = 5
SMOOTHING = 1.0
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Recipe:
    """What a candidate reads and how strongly it is held back (`strength`: inverse of the L2 penalty)."""

    use_words: bool = True
    use_chars: bool = True
    use_concepts: bool = True
    strength: float = 3.0


@dataclass(frozen=True)
class Unseen:
    """Predictions for examples that the model had not seen: probability of each team, and the place of the true one."""

    teams: tuple[str, ...]
    probabilities: np.ndarray
    targets: np.ndarray


def train(
    examples: Sequence[Example], recipe: Recipe = Recipe(), *, precision: float = PRECISION_WISHED, progress: Progress = lambda _done, _all: None
) -> Model:
    """Return a calibrated model.

    Parameters
    ----------
    examples
        Labelled questions; the classes are their teams.
    recipe
        What the model reads.
    precision
        Share of right answers wished above the threshold, 0 to 1.
    progress
        Called with (steps done, steps in all).

    Raises
    ------
    ValueError
        Fewer than two teams, or fewer archetypes than folds.
    """
    temperature, unseen = cross_validate(examples, recipe, progress=progress)
    fitted = replace(_fit(examples, recipe), temperature=temperature, threshold=threshold(unseen.probabilities, unseen.targets, precision))
    progress(FOLDS + 1, FOLDS + 1)
    return replace(fitted, version=_version(examples, fitted))


def cross_validate(examples: Sequence[Example], recipe: Recipe, *, progress: Progress = lambda _done, _all: None) -> tuple[float, Unseen]:
    """Return the best temperature and the predictions of models that had seen no question of the same archetype."""
    teams = _teams(examples)
    if len(teams) < 2:
        raise ValueError("A classifier needs examples of at least two teams.")
    matters = _matters(examples)
    logits, ways = np.zeros((len(examples), len(matters))), np.zeros((len(examples), len(teams)))
    folds = GroupKFold(n_splits=FOLDS, shuffle=True, random_state=0)
    for done, (seen, left_out) in enumerate(folds.split(logits, groups=[example.archetype for example in examples])):
        part = _fit([examples[i] for i in seen], recipe)
        places = [matters.index(name) for name in part.matters]
        logits[left_out] = -30.0
        logits[np.ix_(left_out, places)] = part.space.matrix([examples[i].text for i in left_out]) @ part.weights.T + part.intercepts
        ways[left_out] = [part.ways.of(examples[i].channel, examples[i].is_public) for i in left_out]
        progress(done + 1, FOLDS + 1)
    targets = np.array([teams.index(example.team) for example in examples])

    def by_team(temperature: float) -> np.ndarray:
        shares = softmax(logits / temperature)
        known = np.stack([shares[:, matters.index(team)] if team in matters else np.zeros(len(examples)) for team in teams], axis=1)
        left = shares[:, [matters.index(BY_CHANNEL)]] if BY_CHANNEL in matters else 0.0
        return np.asarray(known + left * ways)

    temperature = _temperature(by_team, targets)
    return temperature, Unseen(teams, by_team(temperature), targets)


def _teams(examples: Sequence[Example]) -> tuple[str, ...]:
    return tuple(sorted({example.team for example in examples}))


def _matters(examples: Sequence[Example]) -> tuple[str, ...]:
    return tuple(sorted({example.matter or BY_CHANNEL for example in examples}))


def _fit(examples: Sequence[Example], recipe: Recipe) -> Model:
    texts, matters = [example.text for example in examples], _matters(examples)
    space = features.learn(texts, use_words=recipe.use_words, use_chars=recipe.use_chars, use_concepts=recipe.use_concepts)
    if len(matters) == 1:
        columns = space.first_concept + len(space.concepts)
        return Model(matters, _ways(examples), space, np.zeros((1, columns)), np.zeros(1))
    fitted = LogisticRegression(C=recipe.strength, max_iter=3000, class_weight="balanced")
    fitted.fit(space.matrix(texts), [example.matter or BY_CHANNEL for example in examples])
    weights, intercepts = fitted.coef_, fitted.intercept_
    if len(matters) == 2:
        weights, intercepts = np.vstack([-weights / 2, weights / 2]), np.concatenate([-intercepts / 2, intercepts / 2])
    return Model(matters, _ways(examples), space, weights, intercepts)


def _ways(examples: Sequence[Example]) -> Ways:
    """Return whom each way in goes to where the channel decides; where it never does, all that came that way."""
    teams, shares = _teams(examples), {}
    decided = [example for example in examples if example.matter is None] or examples
    for name in {way(example.channel, example.is_public) for example in decided}:
        mine = [example.team for example in decided if way(example.channel, example.is_public) == name]
        counts = np.array([mine.count(team) + SMOOTHING / len(teams) for team in teams])
        shares[name] = tuple((counts / counts.sum()).tolist())
    return Ways(teams, shares)


def _temperature(by_team: Callable[[float], np.ndarray], targets: np.ndarray) -> float:
    """Return the temperature with the least log-loss. Source: Guo et al., On Calibration of Modern Neural Networks, 2017."""

    def loss(log_temperature: float) -> float:
        probabilities = by_team(float(np.exp(log_temperature)))
        return -float(np.log(np.clip(probabilities[np.arange(len(targets)), targets], 1e-9, 1)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-3, 3), method="bounded").x))


def threshold(probabilities: np.ndarray, targets: np.ndarray, precision: float) -> float:
    """Return the least confidence above which `precision` of the predictions were right; 1.0 when none is."""
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == targets
    order = np.argsort(-confidence)
    rolling = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(rolling >= precision)
    return float(confidence[order][good[-1]]) if len(good) else 1.0


def _version(examples: Sequence[Example], model: Model) -> str:
    digest = hashlib.sha256(repr([(e.text, e.team, e.channel) for e in examples]).encode())
    digest.update(np.ascontiguousarray(model.weights).tobytes())
    return f"team-{digest.hexdigest()[:12]}"
