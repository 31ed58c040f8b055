"""Champion against challenger on the same later questions: who is better, surely, and does anybody lose by it?

A challenger wins only by an exact one-sided McNemar test, and only when no language and no team loses more than two points.
When people's labels contradict too often what both models say, the labels themselves are in doubt and nobody wins: poisoned
labels look like that, and so does a new topic. Labels that a second person found right are in no doubt.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

LEAST_CASES = 60
LATER_SHARE = 0.4
LATER_AT_MOST = 1000
SURELY = 0.05
MAY_FALL = 0.02
MAY_CONTRADICT = 0.2


@dataclass(frozen=True)
class Case:
    """A labelled question that neither model has seen: its language and the team that people found right; `is_trusted`: a second person says so."""

    language: str
    team: str
    is_trusted: bool = False


@dataclass(frozen=True)
class Group:
    """The cases of one language or team: how many, and the share each model had right."""

    name: str
    count: int
    champion: float
    challenger: float

    @property
    def fell(self) -> bool:
        """Whether the challenger is more than MAY_FALL worse here."""
        return self.champion - self.challenger > MAY_FALL + 1e-9


@dataclass(frozen=True)
class Duel:
    """The outcome. `wins` and `losses` count the cases that only the challenger, only the champion had right; `reason` is "" for a win.

    `against` has the places of the cases whose label contradicts what both models say, and what they say; `contradicted` is
    their share of all cases in which both say the same. Trusted labels count in neither.
    """

    count: int
    champion: float
    challenger: float
    wins: int
    losses: int
    p_value: float
    contradicted: float
    groups: tuple[Group, ...]
    reason: str
    against: dict[int, str]


def later(unseen: int) -> int:
    """Return how many of the newest questions that the champion has not seen are kept for comparing."""
    return min(max(LEAST_CASES, round(unseen * LATER_SHARE)), LATER_AT_MOST)


def mcnemar(wins: int, losses: int) -> float:
    """Return the chance of at least `wins` of the cases in which the two differ, were both equally good.

    Source: McNemar, Note on the sampling error of the difference between correlated proportions, 1947; exact binomial form.
    """
    different = wins + losses
    return float(sum(math.comb(different, k) for k in range(wins, different + 1)) / 2**different)


def fight(champion: Sequence[str], challenger: Sequence[str], cases: Sequence[Case]) -> Duel:
    """Return which of two lists of teams is better on `cases`.

    Its reason says why the challenger is not to be promoted: few_unseen, contradicted, not_better, falls, or "" for a win.
    """
    old = [said == case.team for said, case in zip(champion, cases, strict=True)]
    new = [said == case.team for said, case in zip(challenger, cases, strict=True)]
    wins, losses = (sum(a and not b for a, b in zip(*pair, strict=True)) for pair in ((new, old), (old, new)))
    names = [*sorted({case.language for case in cases}), *sorted({case.team for case in cases})]
    groups = tuple(_group(name, old, new, cases) for name in names)
    agreed = {place: both for place, (both, other) in enumerate(zip(champion, challenger, strict=True)) if both == other and not cases[place].is_trusted}
    against = {place: said for place, said in agreed.items() if said != cases[place].team}
    p_value, contradicted = mcnemar(wins, losses), len(against) / len(agreed) if agreed else 0.0
    reason = _reason(len(cases), p_value, contradicted, groups)
    return Duel(len(cases), _share(old), _share(new), wins, losses, p_value, contradicted, groups, reason, against)


def _reason(count: int, p_value: float, contradicted: float, groups: Sequence[Group]) -> str:
    if count < LEAST_CASES:
        return "few_unseen"
    if contradicted > MAY_CONTRADICT:
        return "contradicted"
    if p_value >= SURELY:
        return "not_better"
    return "falls" if any(group.fell for group in groups) else ""


def _group(name: str, old: Sequence[bool], new: Sequence[bool], cases: Sequence[Case]) -> Group:
    mine = [place for place, case in enumerate(cases) if name in (case.language, case.team)]
    return Group(name, len(mine), _share([old[i] for i in mine]), _share([new[i] for i in mine]))


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right) if right else 0.0
