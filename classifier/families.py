"""Families of models that were weighed for the team decision, each with the few settings worth trying; see `contest`.

All read the same rows and give a score for each label in the labels' order; a temperature makes probabilities of them. Only the
first is what the desk runs: the others stand here so that the choice can be repeated. Fitting needs scikit-learn.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.decomposition import TruncatedSVD
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.kernel_approximation import Nystroem
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import LinearSVC

from classifier import corpus, linear
from classifier.corpus import Lesson
from classifier.ways import BY_CHANNEL

Score = Callable[[csr_matrix], np.ndarray]
LANDMARKS = 600
DIRECTIONS = 60
LEAST_SHARE = 0.01


@dataclass(frozen=True)
class Family:
    """A kind of model: `fit` learns a lesson with one of `settings`, which inner folds choose from."""

    name: str
    settings: tuple[float, ...]
    fit: Callable[[Lesson, float], Score]


def labels(lesson: Lesson) -> list[str]:
    """Return what each row of a lesson is to be told as: a team, or by the way in."""
    return [example.matter or BY_CHANNEL for example in lesson.examples]


def _weights(lesson: Lesson) -> dict[str, float]:
    return corpus.weights(labels(lesson))


def _logistic(lesson: Lesson, setting: float) -> Score:
    return linear.fit(lesson.rows, labels(lesson), strength=setting, weights=_weights(lesson)).of_rows


def _elastic(lesson: Lesson, setting: float) -> Score:
    alpha = 1 / (setting * lesson.rows.shape[0])
    model = SGDClassifier(
        loss="log_loss", penalty="elasticnet", l1_ratio=0.15, alpha=alpha, max_iter=15, tol=None, class_weight=_weights(lesson), random_state=0
    )
    return _decision(model.fit(lesson.rows, labels(lesson)))


def _vectors(lesson: Lesson, setting: float) -> Score:
    return _decision(LinearSVC(C=setting, class_weight=_weights(lesson)).fit(lesson.rows, labels(lesson)))


def _decision(model: Any) -> Score:
    return lambda rows: np.asarray(model.decision_function(rows))


def _shares(model: Any) -> Score:
    return lambda rows: np.asarray(np.log(model.predict_proba(rows) + LEAST_SHARE))


def _bayes(lesson: Lesson, setting: float) -> Score:
    model = ComplementNB(alpha=setting).fit(lesson.rows, labels(lesson))
    return lambda rows: np.asarray(model.predict_log_proba(rows))


def _neighbours(lesson: Lesson, setting: float) -> Score:
    return _shares(KNeighborsClassifier(int(setting), weights="distance", metric="cosine").fit(lesson.rows, labels(lesson)))


def _kernel(lesson: Lesson, setting: float) -> Score:
    kernel = Nystroem(gamma=setting, n_components=LANDMARKS, random_state=0).fit(lesson.rows)
    model = LogisticRegression(C=3.0, class_weight=_weights(lesson), max_iter=300).fit(kernel.transform(lesson.rows), labels(lesson))
    return lambda rows: np.asarray(model.decision_function(kernel.transform(rows)))


def _boosted(lesson: Lesson, setting: float) -> Score:
    """Learn from whole texts only: concepts as they are, n-grams as their first directions of singular value decomposition."""
    first, whole = lesson.space.first_concept, lesson.rows[: lesson.rows.shape[0] // 2]
    directions = TruncatedSVD(DIRECTIONS, random_state=0).fit(whole[:, :first])

    def dense(rows: csr_matrix) -> np.ndarray:
        return np.hstack([directions.transform(rows[:, :first]), rows[:, first:].toarray()])

    model = HistGradientBoostingClassifier(max_iter=80, learning_rate=0.1, max_leaf_nodes=int(setting), class_weight=_weights(lesson), random_state=0)
    score = _shares(model.fit(dense(whole), labels(lesson)[: whole.shape[0]]))
    return lambda rows: score(dense(rows))


def _committee(lesson: Lesson, setting: float) -> Score:
    """Average logistic regression and complement naive Bayes, the second weighed by `setting`; both are brought to one spread first."""
    first, second = _logistic(lesson, 1.0), _bayes(lesson, 0.3)
    spread = [float(np.std(score(lesson.rows))) for score in (first, second)]
    return lambda rows: first(rows) / spread[0] + setting * second(rows) / spread[1]


def _by_part(lesson: Lesson, setting: float) -> Score:
    """Average three logistic regressions: over words, over characters, over concepts (weighed by `setting`)."""
    space = lesson.space
    edges = (0, space.first_char, space.first_concept, space.size)
    parts = [slice(start, end) for start, end in itertools.pairwise(edges)]
    scores = [linear.fit(lesson.rows[:, part], labels(lesson), strength=1.0, weights=_weights(lesson)).of_rows for part in parts]
    weights = (1.0, 1.0, setting)
    return lambda rows: np.asarray(sum(weight * score(rows[:, part]) for weight, score, part in zip(weights, scores, parts, strict=True)))


FAMILIES: Sequence[Family] = (
    Family("logistic regression, L2 (the desk's)", (0.3, 1.0, 3.0), _logistic),
    Family("logistic regression, elastic net", (1.0, 10.0), _elastic),
    Family("linear support vectors", (0.03, 0.1, 0.3), _vectors),
    Family("complement naive Bayes", (0.1, 0.3, 1.0), _bayes),
    Family("nearest neighbours, cosine", (15, 40), _neighbours),
    Family("radial kernel, Nyström", (0.1, 0.3), _kernel),
    Family("gradient boosting, concepts and SVD", (6, 12), _boosted),
    Family("ensemble: logistic and naive Bayes", (0.5, 1.0), _committee),
    Family("ensemble: words, characters, concepts", (1.0, 2.0), _by_part),
)
