"""Training: fit on the training set, calibrate and choose the threshold on out-of-fold predictions, grouped by archetype.

Nothing here reads the test set.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from scipy.special import log_softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from classifier import features
from classifier.examples import Example
from classifier.model import Model

PRECISION_WISHED = 0.95
FOLDS = 5
STRENGTH = 10.0
EXTRAS_SCALE = 1.0
EXTRA_NAMES = ("channel=form", "channel=email", "channel=social", "is_public")
Progress = Callable[[int, int], None]


def train(examples: Sequence[Example], *, precision: float = PRECISION_WISHED, progress: Progress = lambda _done, _all: None) -> Model:
    """Return a calibrated model.

    Parameters
    ----------
    examples
        Labelled questions; the classes are their teams.
    precision
        Share of right answers wished above the threshold, 0 to 1.
    progress
        Called with (steps done, steps in all).

    Raises
    ------
    ValueError
        Fewer than two teams, or fewer archetypes than folds.
    """
    if len({example.team for example in examples}) < 2:
        raise ValueError("A classifier needs examples of at least two teams.")
    steps = FOLDS + 1
    groups = [example.archetype for example in examples]
    labels = np.array([example.team for example in examples])
    classes = tuple(sorted(set(labels)))
    logits = np.zeros((len(examples), len(classes)))
    folds = GroupKFold(n_splits=FOLDS, shuffle=True, random_state=0)
    for done, (seen, unseen) in enumerate(folds.split(labels, groups=groups)):
        part = _fit([examples[i] for i in seen], classes)
        logits[unseen] = [_logits(part, examples[i]) for i in unseen]
        progress(done + 1, steps)
    targets = np.array([classes.index(label) for label in labels])
    temperature = _temperature(logits, targets)
    probabilities = np.exp(log_softmax(logits / temperature, axis=1))
    model = replace(_fit(examples, classes), temperature=temperature, threshold=threshold(probabilities, targets, precision))
    progress(steps, steps)
    return replace(model, version=_version(examples, model))


def _fit(examples: Sequence[Example], classes: tuple[str, ...]) -> Model:
    texts = [example.text for example in examples]
    words, word_matrix = features.learn(texts, features.words, min_df=1)
    chars, char_matrix = features.learn(texts, features.chars, min_df=2)
    beside = [features.extras(example.channel, example.is_public) for example in examples]
    extras = csr_matrix([[row.get(name, 0.0) * EXTRAS_SCALE for name in EXTRA_NAMES] for row in beside])
    fitted = LogisticRegression(C=STRENGTH, max_iter=2000).fit(hstack([word_matrix, char_matrix, extras]).tocsr(), [example.team for example in examples])
    weights, intercepts = fitted.coef_, fitted.intercept_
    if len(classes) == 2:
        weights, intercepts = np.vstack([-weights / 2, weights / 2]), np.concatenate([-intercepts / 2, intercepts / 2])
    return Model(classes, words, chars, EXTRA_NAMES, weights, intercepts, 1.0, 0.0, "")


def _logits(model: Model, example: Example) -> np.ndarray:
    probabilities = model.predict(example.text, example.channel, example.is_public).probabilities
    return np.asarray(np.log(np.clip([probabilities[name] for name in model.classes], 1e-12, 1)))


def _temperature(logits: np.ndarray, targets: np.ndarray) -> float:
    """Return the temperature with the least log-loss. Source: Guo et al., On Calibration of Modern Neural Networks, 2017."""

    def loss(log_temperature: float) -> float:
        scores = log_softmax(logits / np.exp(log_temperature), axis=1)
        return -float(scores[np.arange(len(targets)), targets].mean())

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
