"""The citizen's secret link."""

from datetime import timedelta

from django.utils import timezone

from helpdesk.people.models import User
from inbox import intake, links, references, replies
from inbox.channels.base import Incoming, Sender
from inbox.models import Question


def test_a_link_opens_its_question(question: Question) -> None:
    assert links.resolve(links.token(question)) == question


def test_a_forged_link_opens_nothing(question: Question) -> None:
    assert links.resolve(f"{question.reference}1-{'0' * 32}") is None


def test_a_revoked_link_opens_nothing(question: Question) -> None:
    token = links.token(question)
    Question.objects.update(link_version=2)
    assert links.resolve(token) is None


def test_an_expired_link_opens_nothing(question: Question) -> None:
    Question.objects.update(link_expires_at=timezone.now() - timedelta(seconds=1))
    assert links.resolve(links.token(question)) is None


def test_odd_tokens_open_nothing(db: None) -> None:
    assert [links.resolve(text) for text in ("", "-", "²", "A" * 500, "\0", "AAAAAAAAAA²-x")] == [None] * 6


def test_a_reference_is_read_back_from_what_people_type() -> None:
    reference = references.new()
    assert references.parse(f" {reference[:5].lower()}-{reference[5:]} ") == reference


def test_a_reference_has_no_look_alikes() -> None:
    assert not set("01OILUV") & set(references.ALPHABET)


def test_a_link_lives_on_from_the_citizens_last_message(question: Question) -> None:
    token = links.token(question)
    Question.objects.update(link_expires_at=timezone.now() + timedelta(hours=1))
    intake.add_message(question, Incoming("more", Sender("carla@citizen.example"), "One more thing", timezone.now()))
    opened = links.resolve(token)
    assert opened is not None
    assert opened.link_expires_at > timezone.now() + timedelta(days=links.LIFETIME_DAYS - 1)


def test_the_reply_after_a_link_expired_carries_a_new_one(question: Question, ana: User) -> None:
    old = links.token(question)
    Question.objects.update(link_expires_at=timezone.now() - timedelta(hours=1))
    replies.reply(question, ana, "Here is the link.", seen_event_id=question.events.latest("pk").pk)
    assert (links.resolve(old), links.resolve(links.token(question))) == (None, question)
