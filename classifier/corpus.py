"""What a model learns from: labelled questions as rows, so prepared that it learns what will help with matters it has never met.

Three things are done for the unknown. N-grams that one matter alone uses are left out. In training, an entry of the concepts'
lists counts only where a second matter mentions it, too, because a new matter will not find its own words in the lists; and
what is asked of a model that is being validated is read with the entries that its training questions mention, because the
others were written with that very matter in sight. And every question is learnt from once more with words missing.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.sparse import csr_matrix

from classifier import facets, features, linear
from classifier.examples import Example
from classifier.facets import Facets
from classifier.features import SHARED, Space
from classifier.linear import MANY
from classifier.model import Model
from classifier.reading import Reading, read
from classifier.ways import BY_CHANNEL, Ways, way

SMOOTHING = 1.0
FACET_STEPS = 40_000
LEFT_OUT = 0.4
LEFT_TO_CHANNEL = 0.46


@dataclass(frozen=True)
class Recipe:
    """What a candidate reads and how strongly it is held back (`strength`: inverse of the L2 penalty).

    `shares`: only what two matters share counts in training. `thins`: every question is learnt from once more with words missing.
    """

    use_words: bool = True
    use_chars: bool = True
    use_concepts: bool = True
    strength: float = 2.0
    shares: bool = True
    thins: bool = True


USUAL = Recipe()


@dataclass(frozen=True)
class Lesson:
    """What a model learns from: the `rows` of `examples` in `space`; `for_others` is the space that other matters are asked in."""

    examples: Sequence[Example]
    rows: csr_matrix
    space: Space
    for_others: Space


@dataclass(frozen=True)
class Corpus:
    """The examples and, of more than MANY, their common space and rows: made once, from some of the texts and no label. Fewer are read once."""

    examples: Sequence[Example]
    recipe: Recipe
    with_facets: bool
    shared: tuple[Space, csr_matrix] | None = None
    _readings: dict[str, Reading] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, examples: Sequence[Example], recipe: Recipe, *, with_facets: bool = True) -> "Corpus":
        """Return the corpus of the examples."""
        if len(examples) <= MANY:
            return cls(examples, recipe, with_facets)
        some = examples[:: len(examples) // MANY + 1]
        space = _space(some, [read(example.text) for example in some], recipe)
        return cls(examples, recipe, with_facets, (space, space.matrix([read(example.text) for example in examples])))

    def lesson(self, seen: Sequence[int]) -> Lesson:
        """Return what is to be learnt from the `seen` examples; of more than MANY, just their rows."""
        examples = [self.examples[i] for i in seen]
        if self.shared:
            space = self.shared[0]
            return Lesson(examples, self.shared[1][list(seen)], space, space)
        readings = self._read(examples)
        space = _space(examples, readings, self.recipe)
        matters = _matters_of_entries(examples, readings)
        known = frozenset(matters)
        common = frozenset(entry for entry, names in matters.items() if len(names) >= SHARED) if self.recipe.shares else known
        taught = [*examples, *(replace(example, text=thinned(example.text)) for example in examples)] if self.recipe.thins else examples
        return Lesson(taught, space.only(common).matrix(self._read(taught)), space, space.only(known))

    def asked(self, lesson: Lesson, others: Sequence[int]) -> csr_matrix:
        """Return the rows of examples that `lesson` has not seen, as they are asked when a model is validated."""
        return self.shared[1][list(others)] if self.shared else lesson.for_others.matrix(self._read([self.examples[i] for i in others]))

    def _read(self, examples: Iterable[Example]) -> list[Reading]:
        """Return the texts taken apart, from memory where another lesson read them."""
        return [self._readings.get(example.text) or self._readings.setdefault(example.text, read(example.text)) for example in examples]

    def fit(self, lesson: Lesson) -> Model:
        """Return the model of a lesson, not yet calibrated."""
        labels = [example.matter or BY_CHANNEL for example in lesson.examples]
        fitted = linear.fit(lesson.rows, labels, strength=self.recipe.strength, weights=weights(labels))
        known = _fit_facets(lesson, self.recipe) if self.with_facets else None
        return Model(fitted.labels, ways(lesson.examples), lesson.space, fitted.weights, fitted.intercepts, facets=known)


def thinned(text: str) -> str:
    """Return a text with LEFT_OUT of its words missing, always the same ones: a question that says less, or says it otherwise.

    Source: Iyyer et al., Deep Unordered Composition Rivals Syntactic Methods for Text Classification, 2015 (word dropout).
    """
    chance = random.Random(text)
    return " ".join(word for word in text.split() if chance.random() >= LEFT_OUT)


def weights(labels: Sequence[str]) -> dict[str, float]:
    """Return what one text of each label weighs: LEFT_TO_CHANNEL of the whole is decided by the way in, the rest belongs to the teams evenly.

    So it was in the questions that were written first; those written later, about what was missed, are nearly all decided by the matter.
    """
    counts = Counter(labels)
    by_channel = LEFT_TO_CHANNEL if BY_CHANNEL in counts else 0.0
    a_team = (1 - by_channel) / max(len(counts.keys() - {BY_CHANNEL}), 1)
    return {label: (by_channel if label == BY_CHANNEL else a_team) * len(labels) / count for label, count in counts.items()}


def teams(examples: Sequence[Example]) -> tuple[str, ...]:
    """Return the teams that come."""
    return tuple(sorted({example.team for example in examples}))


def facet_labels(examples: Sequence[Example]) -> tuple[str, ...]:
    """Return the labels of the facet model; none when there is nothing to tell apart."""
    found = tuple(sorted({facets.label(example) for example in examples if example.facet is not None}))
    return found if len(found) > 1 else ()


def _matters_of_entries(examples: Sequence[Example], readings: Sequence[Reading]) -> dict[int, set[str]]:
    """Return which archetypes mention each entry of the concepts' lists."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for example, reading in zip(examples, readings, strict=True):
        for mention in reading.mentions:
            found[mention.entry].add(example.archetype)
    return found


def _space(examples: Sequence[Example], readings: Sequence[Reading], recipe: Recipe) -> Space:
    return features.learn(
        readings,
        [example.archetype for example in examples] if recipe.shares else (),
        use_words=recipe.use_words,
        use_chars=recipe.use_chars,
        use_concepts=recipe.use_concepts,
    )


def _fit_facets(lesson: Lesson, recipe: Recipe) -> Facets | None:
    if not facet_labels(lesson.examples):
        return None
    said = [place for place, example in enumerate(lesson.examples) if example.facet is not None]
    labels = [facets.label(lesson.examples[place]) for place in said]
    fitted = linear.fit(lesson.rows[said], labels, strength=recipe.strength, steps=FACET_STEPS)
    return Facets(fitted, 1.0, dict.fromkeys(facets.FACETS, 1.0))


def ways(examples: Sequence[Example]) -> Ways:
    """Return whom each way in goes to where the channel decides; where it never does, all that came that way."""
    names, shares = teams(examples), {}
    decided = [example for example in examples if example.matter is None] or examples
    for name in {way(example.channel, example.is_public) for example in decided}:
        mine = Counter(example.team for example in decided if way(example.channel, example.is_public) == name)
        counts = np.array([mine[team] + SMOOTHING / len(names) for team in names])
        shares[name] = tuple((counts / counts.sum()).tolist())
    return Ways(names, shares)
