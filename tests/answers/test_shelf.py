"""The shelf follows the database answer by answer, and a request never waits for many."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from classifier.recommend import Recommender, Use
from helpdesk.answers import editing, shelf, suggestions
from helpdesk.answers.models import Answer
from helpdesk.people.models import User

from .conftest import Write

Started = list[Callable[[], None]]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """What would run in a thread, and a shelf that takes in nothing at once."""
    work: Started = []
    monkeypatch.setattr(shelf, "FEW", 0)
    monkeypatch.setattr(shelf, "_start", work.append)
    monkeypatch.setattr("helpdesk.answers.shelf.connection.close", lambda: None)
    return work


def test_one_changed_answer_is_all_that_is_read_again(alone: None, tax: Answer, write: Write, lena: User, monkeypatch: pytest.MonkeyPatch) -> None:
    other = write({"en": editing.Words("Passport", "At the municipality.")})
    suggestions.suggest("passport", "en")
    read: list[int] = []
    monkeypatch.setattr(Recommender, "change", lambda _self, rows, gone=(): read.extend(row.answer for row in rows))
    editing.save(other, lena, editing.Details("taxes"), {"en": editing.Words("Lighthouse", "New.", "", 1)})
    shelf.fresh()
    assert read == [other.pk]


def test_many_answers_are_read_in_the_background(tax: Answer, started: Started) -> None:
    assert (suggestions.suggest("tax refund", "en"), len(started), shelf.is_behind()) == ([], 1, True)
    started[0]()
    assert (len(suggestions.suggest("tax refund", "en")), shelf.is_behind()) == (1, False)


def test_a_deleted_answer_leaves_the_shelf(tax: Answer, write: Write) -> None:
    write({"en": editing.Words("Passport", "At the municipality.")})
    shelf.fresh()
    Answer.objects.get(pk=tax.pk).delete()
    shelf.forget()
    assert {text.answer for text in shelf.fresh().texts.values()}.isdisjoint({tax.pk})


def test_an_answer_whose_last_day_is_over_leaves_the_shelf(tax: Answer, lena: User) -> None:
    editing.save(tax, lena, editing.Details("taxes", valid_until=timezone.localdate()), {})
    shelf.fresh()
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        shelf.forget()
        assert shelf.fresh().texts == {}


def test_the_database_is_asked_once_in_a_while_only(tax: Answer, django_assert_num_queries: Callable[[int], object]) -> None:
    shelf.fresh()
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        shelf.fresh()


def test_uses_are_read_from_the_last_one_on_and_all_again_on_a_new_day(tax: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    asked_after: list[int] = []

    def uses(after: int) -> list[Use]:
        asked_after.append(after)
        return [Use(7, tax.pk, "en", "yellow papers")]

    monkeypatch.setattr(shelf, "_uses", uses)
    for days in (0, 0, 1):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            shelf.forget()
            shelf.fresh()
    assert asked_after == [0, 7, 0]


def test_a_suggestion_says_why(tax: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_uses", lambda after: [Use(7, tax.pk, "en", "Refund of my levies?")] if after < 7 else [])
    [hit] = suggestions.suggest("My Refund?", "en")
    assert (hit.words, hit.uses) == (("Refund",), 1)


def test_an_answer_set_aside_is_not_suggested(tax: Answer) -> None:
    assert suggestions.suggest("tax refund", "en", without={tax.pk}) == []


def test_a_suggestion_takes_little_time(tax: Answer) -> None:
    suggestions.suggest("tax refund", "en")
    begun = time.thread_time()
    suggestions.suggest("tax refund", "en")
    assert time.thread_time() - begun < 0.2
