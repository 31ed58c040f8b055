"""What people did becomes labels, and nothing else does."""

import pytest

from helpdesk.people.models import Team, User
from inbox import replies, triage, work
from inbox.learning import labels
from inbox.models import Example, Message, Question
from tests.inbox.learning.conftest import Show

pytestmark = pytest.mark.django_db


def _reply(question: Question, by: User) -> Message:
    newest = question.events.values_list("pk", flat=True).last() or 0
    return replies.reply(question, by, "Thank you, we looked at it.", seen_event_id=newest)


@pytest.fixture
def routed(question: Question, editorial: Team) -> Question:
    """Carla's question, sent to Editorial by the classifier."""
    Question.objects.update(team=editorial)
    question.decisions.update(team=editorial, best_team=editorial, confidence=0.9)
    question.refresh_from_db()
    return question


def _labels() -> list[tuple[str, str]]:
    labels.collect()
    return list(Example.objects.values_list("team__key", "source"))


def test_a_move_is_a_correction(routed: Question, online: Team, ana: User) -> None:
    triage.move(routed, online, ana)
    assert _labels() == [("online", "corrected")]


def test_an_answer_by_the_team_itself_confirms(routed: Question, ana: User) -> None:
    _reply(routed, ana)
    assert _labels() == [("editorial", "confirmed")]


def test_closing_by_the_team_itself_confirms(routed: Question, ana: User) -> None:
    work.set_state(routed, "closed", ana)
    assert _labels() == [("editorial", "confirmed")]


def test_an_answer_by_another_team_says_nothing(routed: Question, otto: User) -> None:
    _reply(routed, otto)
    assert _labels() == []


def test_there_and_back_confirms(routed: Question, editorial: Team, online: Team, ana: User) -> None:
    triage.move(routed, online, ana)
    assert _labels() == [("online", "corrected")]
    triage.move(routed, editorial, ana)
    assert _labels() == [("editorial", "confirmed")]


def test_putting_back_to_sort_takes_the_label_away(routed: Question, online: Team, ana: User) -> None:
    triage.move(routed, online, ana)
    labels.collect()
    triage.move(routed, None, ana)
    assert _labels() == []


def test_spam_teaches_nothing(routed: Question, online: Team, ana: User) -> None:
    triage.move(routed, online, ana)
    work.set_state(routed, "spam", ana)
    assert _labels() == []


def test_a_withdrawn_question_is_forgotten(routed: Question, online: Team, ana: User) -> None:
    triage.move(routed, online, ana)
    labels.collect()
    work.withdraw(routed)
    assert _labels() == []


def test_a_restricted_question_teaches_nothing(routed: Question, online: Team, ana: User) -> None:
    Question.objects.update(is_restricted=True)
    triage.move(routed, online, ana)
    assert _labels() == []


def test_a_reply_taken_back_confirms_nothing(routed: Question, ana: User) -> None:
    replies.undo(_reply(routed, ana), ana)
    assert _labels() == []


def test_collecting_twice_changes_nothing(model: object, show: Show) -> None:
    show("the login on taxes is wrong today", "online")
    assert _labels() == _labels()
    assert Example.objects.count() == 1
