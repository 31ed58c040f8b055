"""The questions the suggestions are measured with, and that they are good enough."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from classifier.examples import LANGUAGES
from classifier.text import normalise
from helpdesk.answers import demo, evaluation


def test_each_answer_has_two_questions_kept_aside_in_each_language() -> None:
    counted = Counter((example.answer, example.language) for example in evaluation.examples("test"))
    assert counted == {(answer["key"], code): 2 for answer in demo.rows() for code in LANGUAGES}


def test_no_question_stands_in_both_parts_nor_twice() -> None:
    texts = [normalise(example.text) for part in ("train", "test") for example in evaluation.examples(part)]
    assert [text for text, count in Counter(texts).items() if count > 1] == []


def test_no_question_is_a_title() -> None:
    titles = {normalise(wording.title) for wording in evaluation.wordings()}
    assert titles.isdisjoint(normalise(example.text) for example in evaluation.examples("test"))


def test_the_right_answer_is_among_the_first_three() -> None:
    rows = {row.name: row for row in evaluation.evaluate()}
    assert rows["all"].recall_3.value >= 0.85
    assert rows["no wording in the question's language"].recall_3.value >= 0.8


def test_an_interval_holds_its_value() -> None:
    asked = evaluation.examples("train")[:8]
    row = evaluation.row("some", asked, [1, 0, 2, 4, 1, 1, 0, 3])
    assert (row.recall_1.value, row.recall_3.value) == (3 / 8, 5 / 8)
    assert row.recall_3.low <= row.recall_3.value <= row.recall_3.high


@pytest.mark.parametrize(("arguments", "said"), [([], "questions kept aside"), (["--compare"], "TF-IDF")])
def test_the_command_prints_a_table(arguments: list[str], said: str) -> None:
    out = StringIO()
    call_command("evaluate_suggestions", *arguments, stdout=out)
    assert said in out.getvalue()
    assert "recall@3" in out.getvalue()
