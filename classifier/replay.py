"""A simulated year of a desk whose topics drift: how right it is without learning, with memory alone, and with all that it learns.

Seeded and without a database; models read words and concepts only, for speed. A part of the matters is known at the start; the
others come up through the year and some of the first fade. People show the right team after each question, a few of them wrongly.
Texts of the training part only.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from classifier import duel, lessons
from classifier.corpus import Recipe
from classifier.duel import Case
from classifier.examples import Example
from classifier.memory import Correction, Memory, Weigher, adjust
from classifier.model import Model
from classifier.train import train

WEEKS = 52
KNOWN_AT_START = 0.15
LAST_START = 42
FADES_AFTER = 16
MISTAKEN = 0.02
TRAINED_EVERY = 4
LEAST_NEW = 20
MOST_ASKED = 2500
REMEMBERED = 300
QUICK = Recipe(use_chars=False)
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Week:
    """One week: questions asked, and how many of them each desk's best guess had right; `outcome` of a training ("" for none)."""

    number: int
    count: int
    without: int
    remembering: int
    learning: int
    outcome: str


@dataclass
class _Desk:
    """A desk that learns: its model, what it remembers, and what people have shown it since its model's cut."""

    model: Model
    seed: list[Example]
    memory: Memory[int] = field(default_factory=Memory)
    corrections: list[Correction[int]] = field(default_factory=list)
    shown: list[Example] = field(default_factory=list)
    cut: int = 0

    def __post_init__(self) -> None:
        self.weigher = Weigher.of(self.model.space)

    def guess(self, one: Example) -> str:
        said = self.model.predict(one.text, one.channel, one.is_public).probabilities
        found = self.memory.recall(self.weigher.vector(one.text), one.channel)
        probabilities = adjust(said, found)
        return max(probabilities, key=lambda team: probabilities[team])

    def show(self, one: Example, guess: str, team: str) -> None:
        self.shown.append(replace(one, team=team))
        if team != guess:
            self.corrections.append(Correction(len(self.shown), team, one.channel, self.weigher.vector(one.text)))
            self.corrections = self.corrections[-REMEMBERED:]
            self.memory = Memory(self.corrections)

    def train(self) -> str:
        """Train a challenger as the desk does at night; return "promoted" or why not."""
        unseen = len(self.shown) - self.cut
        end = len(self.shown) - duel.later(unseen)
        if end - self.cut < LEAST_NEW:
            return "few_new"
        before, later = self.shown[:end], self.shown[end:]
        challenger = train([*self.seed, *self._lessons(before)], QUICK)
        outcome = duel.fight(_said(self.model, later), _said(challenger, later), [Case(one.language, one.team) for one in later])
        if outcome.reason:
            return outcome.reason
        self.model, self.cut, self.weigher = challenger, end, Weigher.of(challenger.space)
        texts = {key: self.shown[key - 1].text for key in (one.key for one in self.corrections)}
        self.corrections = [replace(one, vector=self.weigher.vector(texts[one.key])) for one in self.corrections if one.key > end]
        self.memory = Memory(self.corrections)
        return "promoted"

    def _lessons(self, shown: Sequence[Example]) -> list[Example]:
        kept = lessons.common((one.text for one in shown), (one.text for one in self.seed))
        return [
            replace(
                one, text=lessons.spoken(one.text, kept), archetype=f"question-{number}",
                matter=lessons.matter(self.model, one.text, one.team, channel=one.channel, is_public=one.is_public),
            )
            for number, one in enumerate(shown)
        ]  # fmt: skip


def _said(model: Model, rows: Sequence[Example]) -> list[str]:
    return [model.predict(one.text, one.channel, one.is_public).best for one in rows]


def year(examples: Sequence[Example], *, seed: int = 1, flipped: float = MISTAKEN, progress: Progress = lambda _done, _all: None) -> list[Week]:
    """Return the weeks of a simulated year.

    Parameters
    ----------
    examples
        Questions with their archetypes; at most MOST_ASKED are drawn, each is used once.
    seed
        Of the chance that draws topics, questions and mistakes.
    flipped
        Share of the labels that people show wrongly, 0 to 1.
    progress
        Called with (weeks done, weeks in all).
    """
    chance = random.Random(seed)
    known, calendar = _plan(examples, chance)
    model, teams = train(known, QUICK), sorted({one.team for one in examples})
    remembering, learning = _Desk(model, known), _Desk(model, known)
    weeks = []
    for number, asked in enumerate(calendar, start=1):
        right = [0, 0, 0]
        for one in asked:
            label = chance.choice([team for team in teams if team != one.team]) if chance.random() < flipped else one.team
            right[0] += model.predict(one.text, one.channel, one.is_public).best == one.team
            for place, desk in enumerate((remembering, learning), start=1):
                guess = desk.guess(one)
                right[place] += guess == one.team
                desk.show(one, guess, label)
        outcome = learning.train() if number % TRAINED_EVERY == 0 else ""
        weeks.append(Week(number, len(asked), right[0], right[1], right[2], outcome))
        progress(number, WEEKS)
    return weeks


def _plan(examples: Sequence[Example], chance: random.Random) -> tuple[list[Example], list[list[Example]]]:
    """Return what is known at the start, and the questions of each week."""
    by: dict[str, list[Example]] = {}
    for one in chance.sample(list(examples), min(MOST_ASKED, len(examples))):
        by.setdefault(one.archetype, []).append(one)
    names = sorted(by)
    chance.shuffle(names)
    first = round(len(names) * KNOWN_AT_START)
    known: list[Example] = []
    calendar: list[list[Example]] = [[] for _ in range(WEEKS)]
    for place, name in enumerate(names):
        texts = by[name]
        chance.shuffle(texts)
        if place < first:
            half = len(texts) // 2
            known, texts = known + texts[:half], texts[half:]
            start, end = 0, FADES_AFTER if place % 2 else WEEKS
        else:
            start, end = chance.randrange(LAST_START), WEEKS
        for one in texts:
            calendar[chance.randrange(start, end)].append(one)
    return known, calendar
