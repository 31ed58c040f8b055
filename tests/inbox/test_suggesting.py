"""Answers suggested for a question: learnt from what was sent, set aside where they do not help."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from helpdesk.answers import editing, life, shelf
from helpdesk.answers.models import Answer, WordingVersion
from helpdesk.people.models import User
from inbox import replies, suggesting
from inbox.models import Message, Question, SetAside
from tests.conftest import Ask

TEXT = "You can order our brochures on paper. We send them free of charge within two weeks."


@pytest.fixture
def answer(eduardo: User) -> Answer:
    shelf.reset()
    written = editing.save(None, eduardo, editing.Details("belgium"), {"en": editing.Words("Ordering a brochure", TEXT, "brochure")})
    return life.publish(written, eduardo)


def _send(question: Question, by: User, answer: Answer, text: str = TEXT) -> Message:
    version = WordingVersion.objects.get(wording__answer=answer)
    return replies.reply(question, by, text, seen_event_id=2**62, insertions=[version.pk])


def _later() -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False)


def test_what_was_sent_is_handed_over_with_the_question(question: Question, ana: User, answer: Answer) -> None:
    _send(question, ana, answer)
    with _later():
        [use] = suggesting.uses(0)
    assert (use.answer, use.language) == (answer.pk, "en")
    assert "brochure on voting" in use.text


def test_what_can_still_be_taken_back_teaches_nothing(question: Question, ana: User, answer: Answer) -> None:
    _send(question, ana, answer)
    assert list(suggesting.uses(0)) == []


def test_what_was_taken_back_teaches_nothing(question: Question, ana: User, answer: Answer) -> None:
    replies.undo(_send(question, ana, answer), ana)
    with _later():
        assert list(suggesting.uses(0)) == []


def test_a_text_put_in_and_deleted_again_is_no_insertion(question: Question, ana: User, answer: Answer) -> None:
    message = _send(question, ana, answer, "Please telephone the library of your town.")
    assert message.insertions.count() == 0


def test_a_text_put_in_and_changed_is_an_insertion(question: Question, ana: User, answer: Answer) -> None:
    message = _send(question, ana, answer, "Good day, you can order our brochures on paper. Kind regards.")
    assert message.insertions.count() == 1


def test_uses_already_known_are_not_handed_over_again(question: Question, ana: User, answer: Answer) -> None:
    key = _send(question, ana, answer).insertions.get().pk
    with _later():
        assert list(suggesting.uses(key)) == []


def test_the_panel_says_why_an_answer_is_suggested(client: Client, question: Question, ana: User, answer: Answer) -> None:
    client.force_login(ana)
    page = client.get(f"/desk/q/{question.reference}/").content.decode()
    assert "Ordering a brochure" in page
    assert 'Because of: <span lang="en">brochure</span>' in page


def test_an_answer_is_set_aside_for_this_question_only(client: Client, question: Question, ana: User, answer: Answer) -> None:
    client.force_login(ana)
    page = client.post(f"/desk/q/{question.reference}/answers/{answer.pk}/aside/").content.decode()
    assert "Ordering a brochure" not in page
    assert "Show all again" in page
    assert SetAside.objects.get().question == question


def test_what_was_set_aside_can_be_shown_again(client: Client, question: Question, ana: User, answer: Answer) -> None:
    suggesting.set_aside(question, answer, ana)
    client.force_login(ana)
    page = client.post(f"/desk/q/{question.reference}/answers/all/").content.decode()
    assert "Ordering a brochure" in page


def test_setting_aside_twice_changes_nothing(question: Question, ana: User, answer: Answer) -> None:
    suggesting.set_aside(question, answer, ana)
    suggesting.set_aside(question, answer, ana)
    assert SetAside.objects.count() == 1


def test_without_script_one_comes_back_to_the_question(client: Client, question: Question, ana: User, answer: Answer) -> None:
    client.force_login(ana)
    response = client.post(f"/desk/q/{question.reference}/answers/{answer.pk}/aside/", headers={"Sec-Fetch-Dest": "document"})
    assert response["Location"] == f"/desk/q/{question.reference}/"


@pytest.fixture
def other(answer: Answer, eduardo: User) -> Answer:
    """A second answer, which fits the same questions about as well."""
    said = editing.Words("Where libraries have a brochure", "Every library of the country has our brochures.", "brochure")
    return life.publish(editing.save(None, eduardo, editing.Details("belgium"), {"en": said}), eduardo)


def _scores(question: Question) -> dict[int, float]:
    """Return the answers suggested, best first, with their scores, as a process just begun sees it."""
    shelf.reset()
    return {hit.wording.answer_id: hit.score for hit in suggesting.offer(question, suggesting.asked(question)).suggested}


def test_what_agents_send_rises(question: Question, ask: Ask, ana: User, answer: Answer, other: Answer) -> None:
    assert list(_scores(question)) == [other.pk, answer.pk]
    for number in range(3):
        _send(ask("Where is the brochure on voting to be found?", number=100 + number).question, ana, answer)
    with _later():
        assert list(_scores(question)) == [answer.pk, other.pk]


def test_what_agents_set_aside_neither_falls_nor_rises(question: Question, ask: Ask, ana: User, answer: Answer, other: Answer) -> None:
    before = _scores(question)
    for number in range(5):
        suggesting.set_aside(ask("Where is the brochure on voting to be found?", number=100 + number).question, other, ana)
    after = _scores(question)
    assert (list(after), after) == ([other.pk, answer.pk], before)
