"""The demo desk: texts of its own, every state to be seen."""

import pytest

from classifier import examples
from helpdesk.answers import demo as answers
from helpdesk.answers.models import Wording
from inbox.demo import people, questions
from inbox.models import Question


def test_no_text_of_the_demo_stands_in_the_classifiers_data() -> None:
    known = {example.text for example in [*examples.load("train"), *examples.load("test")]}
    assert known.isdisjoint(asked.text for asked in questions.texts())


@pytest.mark.django_db
def test_every_question_names_an_answer_that_exists() -> None:
    answers.load(None)
    titles = set(Wording.objects.filter(language="en").values_list("title", flat=True)) | {""}
    assert {asked.answer for asked in questions.texts()} <= titles


@pytest.mark.django_db
def test_every_state_can_be_seen() -> None:
    staff = people.load()
    answers.load(staff[0])
    questions.load(staff, count=120)
    assert set(Question.objects.values_list("state", flat=True)) == set(Question.State.values)
