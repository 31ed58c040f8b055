"""Who may replace the model in use: only a challenger that is surely better, for everybody."""

from dataclasses import replace

import pytest
from scipy.stats import binomtest

from classifier import duel, intervals
from classifier.duel import Case

LANGUAGES = ("nl", "fr", "de", "en")
CASES = [Case(LANGUAGES[n % 4], ("editorial", "online")[n // 4 % 2]) for n in range(200)]


def _said(wrong: set[int]) -> list[str]:
    return ["nobody" if n in wrong else case.team for n, case in enumerate(CASES)]


@pytest.mark.parametrize(("wins", "losses"), [(0, 0), (5, 5), (9, 1), (30, 14)])
def test_the_test_is_exact(wins: int, losses: int) -> None:
    right = binomtest(wins, wins + losses, 0.5, "greater").pvalue if wins + losses else 1.0
    assert duel.mcnemar(wins, losses) == pytest.approx(right)


def test_a_surely_better_challenger_wins() -> None:
    assert duel.fight(_said(set(range(40))), _said(set()), CASES).reason == ""


def test_luck_is_not_enough() -> None:
    assert duel.fight(_said({1, 2, 3, 4}), _said({1}), CASES).reason == "not_better"


def test_no_language_may_pay_for_the_others() -> None:
    german = {n for n in range(200) if LANGUAGES[n % 4] == "de"}
    outcome = duel.fight(_said(set(range(100)) - german), _said(set(sorted(german)[:3])), CASES)
    assert (outcome.reason, [group.name for group in outcome.groups if group.fell]) == ("falls", ["de"])


def test_few_questions_prove_nothing() -> None:
    few = slice(duel.LEAST_CASES - 1)
    assert duel.fight(_said(set(range(200)))[few], _said(set())[few], CASES[few]).reason == "few_unseen"


def test_labels_that_contradict_both_models_are_not_learnt_from() -> None:
    both = {n for n in range(200) if n % 4 == 0}
    old = both | {n for n in range(200) if n % 4 == 1}
    outcome = duel.fight(_said(old), _said(both), CASES)
    assert (outcome.reason, outcome.against) == ("contradicted", dict.fromkeys(both, "nobody"))


def test_labels_that_a_second_person_found_right_are_in_no_doubt() -> None:
    both = {n for n in range(200) if n % 4 == 0}
    old = both | {n for n in range(200) if n % 4 == 1}
    outcome = duel.fight(_said(old), _said(both), [replace(case, is_trusted=n in both) for n, case in enumerate(CASES)])
    assert (outcome.reason, outcome.against) == ("", {})


@pytest.mark.parametrize(("right", "count"), [(0, 10), (7, 10), (10, 10)])
def test_an_interval_holds_its_share(right: int, count: int) -> None:
    found = intervals.share(right, count)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert (found.low, found.high) != (found.value, found.value)
