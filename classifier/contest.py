"""Families of models compared honestly: nested cross-validation by archetype, on the training questions only.

Inner folds choose the setting and the temperature, outer folds give the figures. Whole and spoilt texts are asked of the same
models; nobody is asked about a matter that he has seen, and no entry of the concepts' lists counts that his questions do not mention.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from classifier import corpus, noise, train
from classifier.corpus import Corpus, Lesson
from classifier.examples import Example
from classifier.families import FAMILIES, Family, labels
from classifier.reading import read
from classifier.train import Unseen
from classifier.ways import softmax

OUTER, INNER = 5, 2
WHOLE = "as written"
SPOILT = tuple(name for name in noise.KINDS if name not in (WHOLE, "emoji"))
DRAWS = 1000
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Standing:
    """How a family did: its predictions for whole texts, macro-F1 on spoilt ones, and the difference in accuracy to the first family."""

    name: str
    unseen: Unseen
    spoilt: dict[str, float]
    behind: tuple[float, float, float] = (0.0, 0.0, 0.0)


@dataclass
class _Course:
    """What one family said so far: probabilities by way of spoiling, texts x teams."""

    family: Family
    said: dict[str, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True)
class _Part:
    """Some examples to learn from, others to be asked, and the matters and teams in their order."""

    questions: Corpus
    lesson: Lesson
    others: Sequence[int]
    matters: tuple[str, ...]
    teams: tuple[str, ...]

    @classmethod
    def of(cls, questions: Corpus, seen: Sequence[int], others: Sequence[int]) -> "_Part":
        lesson = questions.lesson(seen)
        return cls(questions, lesson, others, tuple(sorted(set(labels(lesson)))), corpus.teams(questions.examples))

    def ways(self) -> np.ndarray:
        known = corpus.ways(self.lesson.examples)
        return np.array([known.of(one.channel, one.is_public) for one in (self.questions.examples[i] for i in self.others)])

    def shares(self, scores: np.ndarray, temperature: float) -> np.ndarray:
        return train.team_shares(softmax(scores / temperature), self.ways(), self.matters, self.teams)

    def targets(self) -> np.ndarray:
        return np.array([self.teams.index(self.questions.examples[i].team) for i in self.others])


def compare(examples: Sequence[Example], families: Sequence[Family] = FAMILIES, *, progress: Progress = lambda _done, _all: None) -> list[Standing]:
    """Return how each family stands; the first one is what the others are compared with.

    Parameters
    ----------
    examples
        Training questions; all are asked once, in OUTER folds.
    progress
        Called with (fits done, fits in all), a family in one outer fold being one.
    """
    questions = Corpus.of(examples, corpus.USUAL, with_facets=False)
    teams = corpus.teams(examples)
    courses = [_Course(family, {kind: np.zeros((len(examples), len(teams))) for kind in (WHOLE, *SPOILT)}) for family in families]
    steps = iter(range(1, OUTER * len(families) + 1))
    for seen, left_out in _split(examples, range(len(examples)), OUTER):
        inner = [_Part.of(questions, *pair) for pair in _split(examples, seen, INNER)]
        part = _Part.of(questions, seen, left_out)
        rows = {kind: part.lesson.for_others.matrix([read(noise.KINDS[kind](examples[i].text)) for i in left_out]) for kind in (WHOLE, *SPOILT)}
        for course in courses:
            setting, temperature = _chosen(course.family, inner)
            score = course.family.fit(part.lesson, setting)
            for kind, asked in rows.items():
                course.said[kind][left_out] = part.shares(score(asked), temperature)
            progress(next(steps), OUTER * len(families))
    targets = np.array([teams.index(example.team) for example in examples])
    return _standings(courses, teams, targets, [example.archetype for example in examples])


def _split(examples: Sequence[Example], among: Sequence[int], folds: int) -> list[tuple[list[int], list[int]]]:
    own = np.asarray(among)
    groups = [examples[i].archetype for i in among]
    pairs = GroupKFold(n_splits=folds, shuffle=True, random_state=0).split(groups, groups=groups)
    return [(own[seen].tolist(), own[left_out].tolist()) for seen, left_out in pairs]


def _chosen(family: Family, inner: Sequence[_Part]) -> tuple[float, float]:
    """Return the setting with the least log-loss over the inner folds, and its temperature."""
    found = []
    targets = np.concatenate([part.targets() for part in inner])
    for setting in family.settings:
        scores = [family.fit(part.lesson, setting)(part.questions.asked(part.lesson, part.others)) for part in inner]

        def shares(temperature: float, scores: Sequence[np.ndarray] = scores) -> np.ndarray:
            return np.vstack([part.shares(own, temperature) for part, own in zip(inner, scores, strict=True)])

        temperature = train.best_temperature(shares, targets)
        found.append((train.log_loss(shares(temperature), targets), setting, temperature))
    _loss, setting, temperature = min(found)
    return setting, temperature


def _standings(courses: Sequence[_Course], teams: tuple[str, ...], targets: np.ndarray, groups: Sequence[str]) -> list[Standing]:
    first = courses[0].said[WHOLE].argmax(axis=1) == targets
    found = []
    for course in courses:
        spoilt = {kind: float(f1_score(targets, course.said[kind].argmax(axis=1), average="macro")) for kind in SPOILT}
        right = course.said[WHOLE].argmax(axis=1) == targets
        found.append(Standing(course.family.name, Unseen(teams, course.said[WHOLE], targets), spoilt, difference(right, first, groups)))
    return found


def difference(right: np.ndarray, other: np.ndarray, groups: Sequence[str]) -> tuple[float, float, float]:
    """Return by how much the share of right answers differs, with a 95 % interval: a paired bootstrap over archetypes."""
    names, place = np.unique(np.array(groups), return_inverse=True)
    gained = np.bincount(place, weights=right.astype(float) - other.astype(float))
    sizes = np.bincount(place).astype(float)
    drawn = np.random.default_rng(0).integers(len(names), size=(DRAWS, len(names)))
    low, high = np.percentile(gained[drawn].sum(axis=1) / sizes[drawn].sum(axis=1), [2.5, 97.5])
    return float(gained.sum() / sizes.sum()), float(low), float(high)
