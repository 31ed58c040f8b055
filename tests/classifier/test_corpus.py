"""What a model learns from: only what other matters share, and every question once more with words missing."""

import numpy as np
import pytest

from classifier import concepts, corpus
from classifier.corpus import Corpus
from classifier.coverage import Tried
from classifier.examples import Example
from classifier.text import pieces
from classifier.ways import BY_CHANNEL

LINES = (
    ("The link on the page is broken", "faults"),
    ("Your newsletter link fails", "newsletter"),
    ("My pension is late", "pension"),
    ("The text on the page is wrong", "text"),
)
ROWS = [Example(text, "en", "online", matter, "form", False, "online", "") for text, matter in LINES]


def _entries(text: str) -> frozenset[int]:
    return frozenset(mention.entry for mention in concepts.mentions(pieces(text)))


def test_a_word_of_one_matter_alone_is_no_feature() -> None:
    known = Corpus.of(ROWS, corpus.USUAL).lesson(range(len(ROWS))).space.words.columns
    assert "page" in known
    assert "pension" not in known


def test_an_entry_that_no_question_mentions_does_not_count_when_others_are_asked() -> None:
    lesson = Corpus.of(ROWS, corpus.USUAL).lesson([0, 1, 3])
    assert lesson.for_others.entries is not None
    assert _entries("broken") <= lesson.for_others.entries
    assert not _entries("pension") & lesson.for_others.entries


def test_the_model_itself_counts_every_entry() -> None:
    assert Corpus.of(ROWS, corpus.USUAL).lesson(range(len(ROWS))).space.entries is None


def test_every_question_is_learnt_from_twice() -> None:
    lesson = Corpus.of(ROWS, corpus.USUAL).lesson(range(len(ROWS)))
    assert lesson.rows.shape[0] == len(lesson.examples) == 2 * len(ROWS)


def test_a_thinned_text_says_less_and_always_the_same() -> None:
    text = " ".join(map(str, range(100)))
    assert corpus.thinned(text) == corpus.thinned(text)
    assert 40 < len(corpus.thinned(text).split()) < 80


def test_more_precision_costs_coverage() -> None:
    tried = Tried(np.array([0.99, 0.9, 0.8, 0.7, 0.6]), np.array([True, True, True, False, True]))
    assert [round(point.coverage, 1) for point in tried.points((0.8, 1.0))] == [1.0, 0.6]
    assert tried.at(1.0).reached == pytest.approx(1.0)


def test_a_precision_out_of_reach_sends_nothing() -> None:
    assert Tried(np.array([0.9, 0.8]), np.array([False, True])).at(0.95).coverage == 0.0


def test_what_the_way_in_decides_weighs_as_in_the_questions_written_first() -> None:
    found = corpus.weights(["editorial"] * 6 + ["online"] * 2 + [BY_CHANNEL] * 2)
    assert found[BY_CHANNEL] * 2 == pytest.approx(corpus.LEFT_TO_CHANNEL * 10)
    assert found["editorial"] * 6 == pytest.approx(found["online"] * 2)
    assert found["editorial"] * 6 + found["online"] * 2 + found[BY_CHANNEL] * 2 == pytest.approx(10)


def test_teams_weigh_evenly_where_the_way_in_decides_nothing() -> None:
    assert corpus.weights(["editorial", "editorial", "online"]) == pytest.approx({"editorial": 0.75, "online": 1.5})
