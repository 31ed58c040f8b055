"""Care first by hand: the card with what to do, lifting a false alarm, and putting a missed cry for help on top."""

import pytest
from django.test import Client

from helpdesk.people.models import User
from inbox import care, suggesting
from inbox.models import Event, Question
from tests.conftest import Ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def alarmed(ask: Ask) -> Question:
    """A question in French that the safety gate stopped."""
    question = ask("Je veux mourir", language="fr").question
    assert question.alarm == "self_harm"
    return question


def test_the_card_says_what_to_do_and_gives_the_numbers_in_the_citizens_language(client: Client, lena: User, alarmed: Question) -> None:
    client.force_login(lena)
    page = client.get(f"/desk/q/{alarmed.reference}/").content.decode()
    assert "Care first: self-harm" in page
    assert "Answer in your own words, warmly" in page
    assert "<li>Prévention du suicide" in page
    assert "0800 32 123" in page


@pytest.mark.parametrize("kind", care.KINDS)
def test_every_kind_has_its_card(client: Client, lena: User, question: Question, kind: str) -> None:
    care.put_first(question, kind, lena)
    client.force_login(lena)
    assert "112" in client.get(f"/desk/q/{question.reference}/").content.decode()


def test_a_false_alarm_becomes_an_ordinary_question(client: Client, lena: User, ana: User, alarmed: Question) -> None:
    client.force_login(lena)
    client.post(f"/desk/q/{alarmed.reference}/care/", {"kind": "", "because": "a film title"})
    promised_on = alarmed.promised_on
    alarmed.refresh_from_db()
    assert (alarmed.alarm, alarmed.priority, alarmed.is_restricted, alarmed.promised_on) == ("", Question.Priority.NORMAL, False, promised_on)
    event = Event.objects.filter(question=alarmed).last()
    assert event is not None
    assert event.data == {"before": "self_harm", "after": "", "because": "a film title"}
    client.force_login(ana)
    assert "self-harm → ordinary: a film title" in client.get(f"/desk/q/{alarmed.reference}/").content.decode()


def test_an_agent_puts_a_missed_cry_on_top_and_holds_it(client: Client, ana: User, question: Question) -> None:
    client.force_login(ana)
    client.post(f"/desk/q/{question.reference}/care/", {"kind": "threat"})
    question.refresh_from_db()
    assert (question.alarm, question.priority, question.is_restricted, question.assignee) == ("threat", Question.Priority.CARE_FIRST, True, ana)


def test_who_no_longer_sees_the_question_is_led_to_the_inbox(client: Client, ana: User, otto: User, question: Question) -> None:
    Question.objects.filter(pk=question.pk).update(assignee=otto)
    client.force_login(ana)
    answer = client.post(f"/desk/q/{question.reference}/care/", {"kind": "threat"})
    assert answer.headers["Location"] == "/desk/"


def test_the_same_again_changes_nothing(lena: User, question: Question) -> None:
    assert (care.lift(question, lena), care.put_first(question, "threat", lena), care.put_first(question, "threat", lena)) == (False, True, False)
    assert Event.objects.filter(question=question, kind="care").count() == 1


def test_nonsense_is_refused(client: Client, ana: User, question: Question) -> None:
    client.force_login(ana)
    page = client.post(f"/desk/q/{question.reference}/care/", {"kind": "nonsense"}, follow=True).content.decode()
    assert "Choose what it is about." in page
    assert not Question.objects.get(pk=question.pk).alarm


def test_who_may_not_see_it_cannot_lift_it(client: Client, otto: User, alarmed: Question) -> None:
    client.force_login(otto)
    assert client.post(f"/desk/q/{alarmed.reference}/care/", {"kind": ""}).status_code == 404


def test_no_reusable_answer_is_offered_to_a_cry_for_help(lena: User, alarmed: Question) -> None:
    assert suggesting.offer(alarmed, "Je veux mourir").suggested == []


def test_a_question_to_be_sorted_shows_no_confidence_of_its_own(client: Client, lena: User, question: Question) -> None:
    Question.objects.filter(pk=question.pk).update(team=None, confidence=0.66)
    client.force_login(lena)
    assert "66 %" not in client.get("/desk/view/sort/").content.decode()
