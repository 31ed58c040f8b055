"""The training and test questions: enough, apart, and consistent."""

from collections import Counter

import pytest

from classifier import examples
from classifier.language import identify


def test_no_archetype_is_in_both_splits() -> None:
    assert not {e.archetype for e in examples.load("train")} & {e.archetype for e in examples.load("test")}


@pytest.mark.parametrize("language", examples.LANGUAGES)
def test_each_team_has_enough_questions_in_each_language(language: str) -> None:
    counts = Counter(e.team for e in [*examples.load("train"), *examples.load("test")] if e.language == language)
    assert min(counts["editorial"], counts["online"]) >= 150


def test_no_text_stands_twice() -> None:
    texts = [e.text for e in [*examples.load("train"), *examples.load("test")]]
    assert len(texts) == len(set(texts))


def test_short_questions_kept_aside_are_recognised_in_their_language() -> None:
    test = examples.load("test")
    right = sum(identify(" ".join(e.text.split()[:8])).code == e.language for e in test)
    assert right / len(test) > 0.95


def test_too_little_text_is_no_language() -> None:
    assert identify("?").code is None
    assert identify("12 34").code is None


def test_another_language_is_none_of_ours() -> None:
    assert identify("Dzień dobry, chciałbym zapytać o podatki w Belgii").code is None
