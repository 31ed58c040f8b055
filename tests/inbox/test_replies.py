"""Answering a citizen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from helpdesk.answers import editing
from helpdesk.answers.models import Reading, WordingVersion
from helpdesk.people.models import User
from inbox import intake, replies, work
from inbox.channels.base import Incoming, Sender
from inbox.models import Delivery, Draft, Question


def _newest(question: Question) -> int:
    event = question.events.last()
    return event.pk if event else 0


def test_a_reply_closes_the_question_and_waits_for_undo(question: Question, ana: User) -> None:
    message = replies.reply(question, ana, "Here is the link.", seen_event_id=_newest(question))
    assert question.state == Question.State.CLOSED
    assert message.delivery.not_before > timezone.now() + timedelta(seconds=10)


def test_a_reply_stops_when_the_citizen_wrote_meanwhile(question: Question, ana: User) -> None:
    seen = _newest(question)
    intake.add_message(question, Incoming("more", Sender("carla@citizen.example"), "Wait, I found it", timezone.now()))
    with pytest.raises(replies.AnsweredMeanwhile) as raised:
        replies.reply(question, ana, "Here is the link.", seen_event_id=seen)
    assert len(raised.value.events) == 1


def test_a_reply_stops_when_a_colleague_answered_meanwhile(question: Question, ana: User, otto: User) -> None:
    seen = _newest(question)
    replies.reply(question, otto, "Answered.", seen_event_id=seen)
    with pytest.raises(replies.AnsweredMeanwhile):
        replies.reply(question, ana, "Answered too.", seen_event_id=seen)


def test_undo_gives_the_text_back_as_a_draft(question: Question, ana: User) -> None:
    message = replies.reply(question, ana, "Too quick", seen_event_id=_newest(question))
    assert replies.undo(message, ana)
    assert Draft.objects.get(question=question, agent=ana).text == "Too quick"
    question.refresh_from_db()
    assert (question.state, question.first_replied_at) == (Question.State.NEW, None)


def test_undo_comes_too_late_once_the_mail_left(question: Question, ana: User) -> None:
    message = replies.reply(question, ana, "Gone", seen_event_id=_newest(question))
    Delivery.objects.filter(message=message).update(state=Delivery.State.SENDING)
    assert not replies.undo(message, ana)


def test_an_empty_reply_is_refused(question: Question, ana: User) -> None:
    with pytest.raises(replies.EmptyReply):
        replies.reply(question, ana, " \n ", seen_event_id=_newest(question))


def test_a_wording_counts_as_sent_until_the_reply_is_taken_back(question: Question, ana: User, eduardo: User) -> None:
    answer = editing.save(None, eduardo, editing.Details("taxes"), {"en": editing.Words("Tax", "Here is the link.")})
    version = WordingVersion.objects.get(wording__answer=answer)
    message = replies.reply(question, ana, "Here is the link.", seen_event_id=_newest(question), insertions=[version.pk])
    assert Reading.objects.get().sent == 1
    replies.undo(message, ana)
    assert Reading.objects.get().sent == 0


def test_an_insertion_that_does_not_exist_is_left_out(question: Question, ana: User) -> None:
    message = replies.reply(question, ana, "Here is the link.", seen_event_id=_newest(question), insertions=[0, 987654])
    assert not message.insertions.exists()


def test_undo_keeps_the_closing_date_of_a_closed_question(question: Question, ana: User) -> None:
    Question.objects.update(state=Question.State.CLOSED, closed_at=timezone.now())
    message = replies.reply(question, ana, "One thing more.", seen_event_id=_newest(question))
    replies.undo(message, ana)
    question.refresh_from_db()
    assert (question.state, question.closed_at is None) == (Question.State.CLOSED, False)


DUTCH = "Goedemorgen, de brochure vindt u op de pagina over verkiezingen van het portaal. Met vriendelijke groeten."


def test_a_reply_in_another_language_stops(question: Question, ana: User) -> None:
    with pytest.raises(replies.OtherLanguage) as raised:
        replies.reply(question, ana, DUTCH, seen_event_id=_newest(question))
    assert raised.value.code == "nl"
    assert not question.messages.filter(kind="reply").exists()


def test_a_meant_departure_goes_out_and_keeps_its_language(question: Question, ana: User) -> None:
    message = replies.reply(question, ana, DUTCH, seen_event_id=_newest(question), meant=replies.Meant(departure=True))
    assert message.language == "nl"


def test_the_same_reply_from_the_same_screen_is_written_once(question: Question, ana: User) -> None:
    seen = _newest(question)
    first = replies.reply(question, ana, "Here is the link.", seen_event_id=seen)
    assert replies.reply(question, ana, "Here is the link.", seen_event_id=seen) == first


def test_another_reply_from_an_old_screen_of_ones_own_stops(question: Question, ana: User) -> None:
    seen = _newest(question)
    replies.reply(question, ana, "Here is the link.", seen_event_id=seen)
    with pytest.raises(replies.AnsweredMeanwhile):
        replies.reply(question, ana, "And another one.", seen_event_id=seen)


def test_undo_waits_again_for_the_service_that_was_asked(question: Question, ana: User) -> None:
    work.ask_service(question, "FPS Finance", ana)
    message = replies.reply(question, ana, "Too quick", seen_event_id=_newest(question))
    replies.undo(message, ana)
    question.refresh_from_db()
    assert question.asked_service == "FPS Finance"
