"""The one door in."""

import pytest
from django.test import TestCase
from django.utils import timezone

from inbox import intake, triage
from inbox.channels.base import File, Incoming, Sender
from inbox.models import Account, Attachment, Citizen, Decision, Delivery, Event, Message, Question
from tests.conftest import Ask


def test_the_same_message_twice_is_one_question(ask: Ask) -> None:
    first, second = ask(number=7), ask(number=7)
    assert first.pk == second.pk
    assert (Question.objects.count(), Message.objects.count(), Delivery.objects.count()) == (1, 2, 1)


def test_a_question_gets_its_confirmation_queued_in_its_language(ask: Ask) -> None:
    question = ask("Où trouver la brochure ?", language="fr").question
    receipt = question.messages.get(kind=Message.Kind.AUTOMATIC)
    assert receipt.language == "fr"
    assert question.shown_reference in receipt.subject
    assert receipt.delivery.state == Delivery.State.QUEUED


def test_a_missing_model_loses_nothing(ask: Ask) -> None:
    question = ask().question
    assert question.team is None
    assert "Missing" in Decision.objects.get(question=question).error


def test_a_broken_model_loses_nothing(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triage, "model", lambda: 1 / 0)
    assert "ZeroDivisionError" in Decision.objects.get(question=ask().question).error


def test_one_citizen_with_one_address_stays_one(ask: Ask) -> None:
    ask(number=1)
    ask(number=2)
    assert Citizen.objects.count() == 1


def test_a_cry_for_help_goes_on_top_and_gets_only_the_protocol(ask: Ask) -> None:
    question = ask("Ik wil dood, ik zie het niet meer zitten", language="nl").question
    receipt = question.messages.get(kind=Message.Kind.AUTOMATIC)
    assert (question.priority, question.is_restricted, question.team) == (Question.Priority.CARE_FIRST, True, None)
    assert "1813" in receipt.text


def test_a_citizens_next_message_opens_a_closed_question(question: Question) -> None:
    Question.objects.update(state=Question.State.CLOSED, closed_at=timezone.now())
    incoming = Incoming(external_id="again", sender=Sender("carla@citizen.example"), text="One more thing", sent_at=timezone.now())
    intake.add_message(question, incoming)
    question.refresh_from_db()
    assert (question.state, question.closed_at) == (Question.State.OPEN, None)


def test_an_attachment_is_kept_whole(form: Account) -> None:
    file = File("letter.pdf", "application/pdf", b"%PDF-1.7 text")
    message = intake.receive(form, Incoming("with-file", Sender("carla@citizen.example"), "See the letter", timezone.now(), attachments=[file]))
    assert Attachment.objects.get(message=message).file.read() == file.content


def test_browsers_are_told_only_after_the_commit(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    pushed: list[Event] = []
    monkeypatch.setattr("inbox.events.push", pushed.append)
    with TestCase.captureOnCommitCallbacks(execute=True):
        ask()
        assert pushed == []
    assert [event.kind for event in pushed] == [Event.Kind.RECEIVED]


@pytest.mark.parametrize(
    ("text", "words"),
    [("Geachte heer, mevrouw,\n\nWaar vind ik dit?", "Waar vind ik dit?"), ("Bonjour,", "Bonjour,"), ("Dag!\nHelp", "Help"), ("Help\nme", "Help me"), ("", "")],
)
def test_the_first_words_leave_out_a_greeting(text: str, words: str) -> None:
    assert intake.excerpt(text) == words
