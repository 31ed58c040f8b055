"""The demo desk: texts of its own, every state to be seen."""

import pytest
from django.core.management import call_command

from classifier import examples
from helpdesk.answers import demo as answers
from helpdesk.answers.models import Wording
from helpdesk.recent import Recent
from inbox import surges
from inbox.demo import people, questions, surge
from inbox.models import Question


def test_no_text_of_the_demo_stands_in_the_classifiers_data() -> None:
    known = {example.text for example in [*examples.load("train"), *examples.load("test"), *examples.load("test-later")]}
    assert known.isdisjoint([*(asked.text for asked in questions.texts()), *(asked.text for asked in surge.texts())])


@pytest.mark.django_db
def test_every_question_names_an_answer_that_exists() -> None:
    answers.load(None)
    titles = set(Wording.objects.filter(language="en").values_list("title", flat=True)) | {""}
    assert {asked.answer for asked in questions.texts()} <= titles


@pytest.mark.timeout(600)  # On PostgreSQL its tables are full of what a thousand tests rolled back.
@pytest.mark.django_db
def test_every_state_can_be_seen() -> None:
    staff = people.load()
    answers.load(staff[0])
    questions.load(staff, count=120)
    assert set(Question.objects.values_list("state", flat=True)) == set(Question.State.values)


@pytest.mark.django_db
def test_its_surge_shows_in_the_banner_and_is_left_to_the_newcomer() -> None:
    Recent.forget()
    people.load()
    asked = surge.load()
    banner = surges.banner()
    assert {question.state for question in asked} == {Question.State.NEW}
    assert [set(one.surge.counts) for one in banner] == [{"nl", "fr"}]
    assert "klimobon" in [word.lower() for _language, word in banner[0].words]


@pytest.mark.django_db
def test_a_small_demo_desk_has_no_surge() -> None:
    call_command("load_demo", questions=5)
    assert Question.objects.count() == 5
    assert not Question.objects.filter(excerpt__contains="Klimobon").exists()
