"""Comparing families of models: nobody is asked about a matter it has seen, and a difference comes with its interval."""

import numpy as np
import pytest

from classifier import contest
from classifier.examples import Example
from classifier.families import FAMILIES, Family

THINGS = {"online": ("link", "button", "video", "menu", "search"), "editorial": ("amount", "text", "date", "brochure", "speech")}
SAID = ("is wrong", "surprises me", "changed today", "looks odd to my mother")
ROWS = [
    Example(f"the {thing} on the page about {thing} {said}", "en", team, thing, "form", False, team)
    for team, things in THINGS.items()
    for thing in things
    for said in SAID
]
QUICK: tuple[Family, ...] = tuple(family for family in FAMILIES if "Bayes" in family.name)


def test_every_question_is_asked_once_whole_and_spoilt() -> None:
    standings = contest.compare(ROWS, QUICK)
    assert [one.name for one in standings] == [family.name for family in QUICK]
    for one in standings:
        assert one.unseen.probabilities.sum(axis=1) == pytest.approx(1)
        assert set(one.spoilt) == set(contest.SPOILT)


def test_the_first_is_compared_with_itself() -> None:
    assert contest.compare(ROWS, QUICK[:1])[0].behind == (0.0, 0.0, 0.0)


def test_a_clear_difference_excludes_zero() -> None:
    groups = [f"matter {n // 4}" for n in range(200)]
    right, other = np.ones(200, dtype=bool), np.arange(200) % 4 != 0
    more, low, high = contest.difference(right, other, groups)
    assert (more, low > 0, high < 1) == (0.25, True, True)


def test_the_first_family_is_the_desks_own() -> None:
    assert FAMILIES[0].name.endswith("(the desk's)")
