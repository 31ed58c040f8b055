"""Figures of the answers: what was sent, changed, rated and read, and which demand they cover."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.answers import editing, gaps, life, readings
from helpdesk.answers.models import Answer, WordingVersion
from helpdesk.people.models import User
from inbox import answer_figures, replies
from inbox.models import Insertion, Message, Question
from tests.conftest import at_most

TEXT = "A new passport costs sixty five euro at your municipality."


@pytest.fixture
def passport(eduardo: User) -> Answer:
    """A published answer in English."""
    return life.publish(editing.save(None, eduardo, editing.Details("international"), {"en": editing.Words("=Passport", TEXT)}), eduardo)


@pytest.fixture
def answered(question: Question, passport: Answer, ana: User) -> Question:
    """A question answered with it, two of its ten words changed."""
    text = "A new passport costs seventy five euro at our municipality."
    replies.reply(question, ana, text, seen_event_id=10**9, insertions=[WordingVersion.objects.get().pk])
    return question


def _figures() -> answer_figures.Figures:
    return answer_figures.of(list(answer_figures.listed(None)), None, "en")[0]


def test_what_was_sent_and_how_much_was_left_in(answered: Question) -> None:
    row = _figures()
    assert (row.inserted, row.edited, row.kept) == (1, 1, 80)


def test_what_was_sent_as_it_stands_is_not_edited(answered: Question) -> None:
    Insertion.objects.update(left=1.0)
    assert (_figures().edited, _figures().kept) == (0, 100)


def test_ratings_are_of_the_questions_that_got_it(answered: Question) -> None:
    Question.objects.update(rated_at=timezone.now(), is_solved=True)
    assert (_figures().rated, _figures().solved) == (1, 1)


def test_readers_and_their_voices_count(passport: Answer) -> None:
    wording = passport.wordings.get()
    readings.read(wording)
    readings.flush()
    readings.vote(wording, helped=True)
    readings.vote(wording, helped=False)
    assert (_figures().read, _figures().helped, _figures().did_not_help) == (1, 1, 1)


def test_what_lies_before_the_period_does_not_count(answered: Question) -> None:
    Message.objects.update(sent_at=timezone.now() - timedelta(days=40))
    since = answer_figures.begin(30)
    assert answer_figures.of(list(answer_figures.listed(since)), since, "en")[0].inserted == 0


def test_the_coverage_of_a_theme_by_language(answered: Question, passport: Answer) -> None:
    Question.objects.update(topic="international")
    gaps.needed(passport, "fr")
    [(theme, covers)] = answer_figures.coverage(None)
    by_language = {cover.language: (cover.percent, cover.missed) for cover in covers}
    assert (theme, by_language["en"], by_language["fr"]) == ("International", (100, 0), (None, 1))


def test_the_page_shows_the_figures_in_few_queries(client: Client, answered: Question, eduardo: User) -> None:
    client.force_login(eduardo)
    with at_most(12):
        page = client.get(reverse("answer_figures")).content.decode()
    assert "80 %" in page


def test_a_period_that_is_none_shows_all_time(client: Client, passport: Answer, eduardo: User) -> None:
    client.force_login(eduardo)
    assert client.get(reverse("answer_figures"), {"days": "x", "page": "-3"}).context["days"] == 0


def test_the_file_holds_every_answer_and_no_formula(client: Client, answered: Question, eduardo: User) -> None:
    client.force_login(eduardo)
    lines = client.get(reverse("answer_figures_csv")).getvalue().decode().splitlines()
    assert lines[0].endswith("inserted,edited,kept,rated,solved,read,helped,did_not_help")
    assert "'=Passport" in lines[1]
    assert lines[1].endswith(",1,1,80,0,0,0,0,0")
