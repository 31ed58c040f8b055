"""Moving the date promised to a citizen."""

from datetime import timedelta

import pytest

from helpdesk.people.models import User
from inbox import promises
from inbox.models import Message, Question


def test_the_citizen_is_told_the_new_date_and_why(question: Question, ana: User) -> None:
    later = question.promised_on + timedelta(days=7)
    promises.move(question, later, "We asked the publisher.", ana)
    told = Message.objects.filter(question=question, kind=Message.Kind.AUTOMATIC).last()
    assert told is not None
    assert "We asked the publisher." in told.text
    assert told.delivery.state == "queued"


def test_the_due_time_moves_with_the_promise(question: Question, ana: User) -> None:
    later = question.promised_on + timedelta(days=7)
    promises.move(question, later, "We asked the publisher.", ana)
    assert (question.promised_on, question.due_at.date()) == (later, later)


def test_an_earlier_date_is_refused(question: Question, ana: User) -> None:
    with pytest.raises(promises.NotLater):
        promises.move(question, question.promised_on, "Because", ana)


def test_a_move_without_a_reason_is_refused(question: Question, ana: User) -> None:
    with pytest.raises(promises.NotLater):
        promises.move(question, question.promised_on + timedelta(days=1), "  ", ana)
    assert question.events.filter(kind="promise").count() == 0
