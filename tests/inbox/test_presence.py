"""Who looks at and who writes on a question."""

from datetime import timedelta

from django.utils import timezone

from helpdesk.people.models import User
from inbox import presence
from inbox.models import Presence, Question


def test_a_colleague_is_seen_looking(question: Question, ana: User, otto: User) -> None:
    assert presence.look(ana, question.pk, is_writing=False)
    assert [(one.user, one.is_writing) for one in presence.colleagues(otto)] == [(ana, False)]


def test_the_same_look_again_is_no_news(question: Question, ana: User) -> None:
    presence.look(ana, question.pk, is_writing=False)
    assert not presence.look(ana, question.pk, is_writing=False)


def test_starting_to_write_is_news(question: Question, ana: User) -> None:
    presence.look(ana, question.pk, is_writing=False)
    assert presence.look(ana, question.pk, is_writing=True)


def test_nobody_sees_himself(question: Question, ana: User) -> None:
    presence.look(ana, question.pk, is_writing=False)
    assert not presence.colleagues(ana).exists()


def test_who_is_silent_for_a_minute_is_gone(question: Question, ana: User, otto: User) -> None:
    presence.look(ana, question.pk, is_writing=False)
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=61))
    assert not presence.colleagues(otto).exists()


def test_who_leaves_is_gone(question: Question, ana: User, otto: User) -> None:
    presence.look(ana, question.pk, is_writing=False)
    assert presence.leave(ana, question.pk)
    assert not presence.colleagues(otto).exists()


def test_a_restricted_question_is_neither_looked_at_nor_told(question: Question, ana: User, lena: User, otto: User) -> None:
    Question.objects.filter(pk=question.pk).update(is_restricted=True)
    assert not presence.look(ana, question.pk, is_writing=False)
    presence.look(lena, question.pk, is_writing=False)
    assert not presence.colleagues(otto).exists()
