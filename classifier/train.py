"""Training: fit on the training set, calibrate and choose the thresholds on out-of-fold predictions, grouped by archetype.

Nothing here reads the test set.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.model_selection import GroupKFold, GroupShuffleSplit

from classifier import corpus, coverage, facets
from classifier.corpus import USUAL, Corpus, Recipe
from classifier.coverage import Tried
from classifier.examples import Example
from classifier.linear import MANY, Linear
from classifier.model import Model
from classifier.ways import BY_CHANNEL, softmax

FOLDS = 5
LEAST_OF_FACET = 20
FACET_PRECISION = {"refer": 0.7, "service": 0.8, "spam": 0.8}
FALSE_ALARMS = 0.02
NEVER = -30.0
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Unseen:
    """Predictions for examples that the model had not seen: probability of each team, and the place of the true one."""

    teams: tuple[str, ...]
    probabilities: np.ndarray
    targets: np.ndarray

    @property
    def tried(self) -> Tried:
        """How sure the predictions were, and which were right."""
        return Tried(self.probabilities.max(axis=1), self.probabilities.argmax(axis=1) == self.targets)


@dataclass(frozen=True)
class Validated:
    """What cross-validation found: temperature and predictions, those of the facets (None: nothing to learn), which examples were asked."""

    temperature: float
    unseen: Unseen
    asked: list[int]
    facet_temperature: float = 1.0
    facets: np.ndarray | None = None


def train(examples: Sequence[Example], recipe: Recipe = USUAL, *, precision: float = coverage.USUAL, progress: Progress = lambda _done, _all: None) -> Model:
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
    questions = Corpus.of(examples, recipe)
    found = _validate(questions, progress)
    fitted = questions.fit(questions.lesson(range(len(examples))))
    known = fitted.facets
    if known and found.facets is not None:
        asked = [examples[i] for i in found.asked]
        known = replace(known, temperature=found.facet_temperature, thresholds=_facet_thresholds(asked, found.facets))
    tried = found.unseen.tried
    progress(FOLDS + 1, FOLDS + 1)
    return replace(fitted, temperature=found.temperature, threshold=tried.limit(precision), tried=tried, facets=known, version=_version(examples, fitted))


def cross_validate(examples: Sequence[Example], recipe: Recipe, *, progress: Progress = lambda _done, _all: None) -> tuple[float, Unseen]:
    """Return the best temperature and the predictions of models that had seen no question of the same archetype."""
    found = validate(examples, recipe, progress=progress, with_facets=False)
    return found.temperature, found.unseen


def validate(examples: Sequence[Example], recipe: Recipe, *, progress: Progress = lambda _done, _all: None, with_facets: bool = True) -> Validated:
    """Return calibrated predictions of models that had seen no question of the same archetype.

    Up to MANY examples each is asked once, in FOLDS folds; of more a fifth is asked, in one.
    """
    return _validate(Corpus.of(examples, recipe, with_facets=with_facets), progress)


def _validate(questions: Corpus, progress: Progress) -> Validated:
    examples = questions.examples
    teams, matters = corpus.teams(examples), _matters(examples)
    if len(teams) < 2:
        raise ValueError("A classifier needs examples of at least two teams.")
    labels = corpus.facet_labels(examples) if questions.with_facets else ()
    logits, of_facets = np.full((len(examples), len(matters)), NEVER), np.full((len(examples), len(labels)), NEVER)
    ways, asked = np.zeros((len(examples), len(teams))), np.zeros(len(examples), dtype=bool)
    for done, (seen, left_out) in enumerate(_folds(examples)):
        lesson = questions.lesson(seen.tolist())
        part, matrix = questions.fit(lesson), questions.asked(lesson, left_out.tolist())
        _write(logits, matters, part.linear, matrix, left_out)
        if part.facets:
            _write(of_facets, labels, part.facets.linear, matrix, left_out)
        ways[left_out] = [part.ways.of(examples[i].channel, examples[i].is_public) for i in left_out]
        asked[left_out] = True
        progress(done + 1, FOLDS + 1)
    index = np.flatnonzero(asked).tolist()
    targets = np.array([teams.index(examples[i].team) for i in index])

    def by_team(temperature: float) -> np.ndarray:
        return team_shares(softmax(logits[index] / temperature), ways[index], matters, teams)

    temperature = best_temperature(by_team, targets)
    found = Validated(temperature, Unseen(teams, by_team(temperature), targets), index)
    return _with_facets(found, examples, labels, of_facets[index]) if labels else found


def _write(logits: np.ndarray, names: Sequence[str], fitted: Linear, matrix: csr_matrix, rows: np.ndarray) -> None:
    logits[np.ix_(rows, np.array([names.index(name) for name in fitted.labels]))] = fitted.of_rows(matrix)


def _with_facets(found: Validated, examples: Sequence[Example], labels: tuple[str, ...], logits: np.ndarray) -> Validated:
    said = [place for place, i in enumerate(found.asked) if examples[i].facet is not None]
    targets = np.array([labels.index(facets.label(examples[found.asked[place]])) for place in said])
    temperature = best_temperature(lambda degrees: softmax(logits[said] / degrees), targets)
    return replace(found, facet_temperature=temperature, facets=facets.sums(labels, softmax(logits / temperature)))


def _folds(examples: Sequence[Example]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    groups = [example.archetype for example in examples]
    if len(examples) > MANY:
        return iter(GroupShuffleSplit(n_splits=1, test_size=1 / FOLDS, random_state=0).split(groups, groups=groups))
    return iter(GroupKFold(n_splits=FOLDS, shuffle=True, random_state=0).split(groups, groups=groups))


def team_shares(shares: np.ndarray, ways: np.ndarray, matters: Sequence[str], teams: Sequence[str]) -> np.ndarray:
    """Return texts x teams, from the shares of the matters and whom each way in goes to."""
    known = np.stack([shares[:, matters.index(team)] if team in matters else np.zeros(len(shares)) for team in teams], axis=1)
    left = shares[:, [matters.index(BY_CHANNEL)]] if BY_CHANNEL in matters else 0.0
    return np.asarray(known + left * ways)


def _matters(examples: Sequence[Example]) -> tuple[str, ...]:
    return tuple(sorted({example.matter or BY_CHANNEL for example in examples}))


def best_temperature(shares: Callable[[float], np.ndarray], targets: np.ndarray) -> float:
    """Return the temperature with the least log-loss. Source: Guo et al., On Calibration of Modern Neural Networks, 2017."""

    def loss(log_temperature: float) -> float:
        return log_loss(shares(float(np.exp(log_temperature))), targets)

    return float(np.exp(minimize_scalar(loss, bounds=(-3, 3), method="bounded").x))


def log_loss(probabilities: np.ndarray, targets: np.ndarray) -> float:
    """Return the mean negative logarithm of the probability that the true classes were given."""
    return -float(np.log(np.clip(probabilities[np.arange(len(targets)), targets], 1e-9, 1)).mean())


def _facet_thresholds(examples: Sequence[Example], probabilities: np.ndarray) -> dict[str, float]:
    """Return for each facet the least probability above which FACET_PRECISION of its predictions were right; 1.0 for one too rare to tell.

    A facet is a hint beside the team, so less is wished of it than of the team. A cry for help must be heard: its limit is the one
    that FALSE_ALARMS of all other questions pass.
    """
    best, known = probabilities.argmax(axis=1), np.array([example.facet or "" for example in examples])
    limits = {}
    for place, name in enumerate(facets.FACETS):
        mine = best == place
        rare = (known == name).sum() < LEAST_OF_FACET
        if rare:
            limits[name] = 1.0
        elif name == facets.CARE:
            limits[name] = float(np.quantile(probabilities[known != name, place], 1 - FALSE_ALARMS))
        else:
            limits[name] = Tried(probabilities[mine, place], known[mine] == name).limit(FACET_PRECISION[name])
    return limits


def _version(examples: Sequence[Example], model: Model) -> str:
    digest = hashlib.sha256(repr([(e.text, e.team, e.channel, e.facet) for e in examples]).encode())
    digest.update(np.ascontiguousarray(model.weights).tobytes())
    return f"team-{digest.hexdigest()[:12]}"
