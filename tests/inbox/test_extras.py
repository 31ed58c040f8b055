"""Which of the rarer things a question has: each is noticed, and what is not there is not read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from helpdesk.answers import editing
from helpdesk.answers.models import Answer, WordingVersion
from helpdesk.people.models import User
from inbox import drafts, extras, files, work
from inbox.models import Attachment, Attempt, Delivery, Incident, IncidentQuestion, Insertion, Message, Question, SetAside, Source, Tag, Twin
from tests.conftest import Ask, at_most

Make = Callable[[Question, Message, User, User], Any]


def _answer(by: User) -> Answer:
    return editing.save(None, by, editing.Details("taxes"), {"en": editing.Words("Your refund", "FPS Finance knows your file.", "tax")})


def _attach(key: str, message: Message | None) -> None:
    Attachment.objects.create(upload_key=key, message=message, file=ContentFile(b"x", "a.txt"), name="a.txt", content_type="text/plain", size=1, sha256="0")


def _put_in(_question: Question, message: Message, by: User, _ana: User) -> None:
    _answer(by)
    Insertion.objects.create(message=message, version=WordingVersion.objects.get())


def _try(message: Message, *, number: int = 1, error: str = "") -> None:
    delivery = Delivery.objects.get_or_create(message=message)[0]
    Delivery.objects.filter(pk=delivery.pk).update(error=error)
    Attempt.objects.create(delivery=delivery, number=number)


MADE: dict[str, Make] = {
    "drafts": lambda question, _message, _by, ana: drafts.save(question, ana, "Dear", seen_event_id=0),
    "kept": lambda question, _message, _by, ana: _attach(files.draft_key(question, ana), None),
    "mentions": lambda question, _message, by, _ana: work.note(question, by, "Look, @ana"),
    "part": lambda question, _message, by, _ana: IncidentQuestion.objects.create(
        incident=Incident.objects.create(name="Broken", opened_by=by), question=question, how="hand"
    ),
    "aside": lambda question, _message, by, ana: SetAside.objects.create(question=question, answer=_answer(by), agent=ana),
    "tags": lambda question, _message, _by, _ana: question.tags.add(Tag.objects.create(name="tax")),
    "attachments": lambda _question, message, _by, _ana: _attach("", message),
    "insertions": _put_in,
    "sources": lambda _question, message, _by, _ana: Source.objects.create(account=message.account, digest="0", size=1, message=message),
    "attempts": lambda _question, message, _by, _ana: _try(message, number=2),
}


@pytest.mark.parametrize("name", MADE)
def test_what_a_question_has_is_noticed(ask: Ask, ana: User, eduardo: User, name: str) -> None:
    message, other = ask(), ask("Another matter", number=2).question
    assert extras.of(message.question, ana) == frozenset()
    MADE[name](message.question, message, eduardo, ana)
    assert extras.of(message.question, ana) == {name}
    assert extras.of(other, ana) == frozenset()


def test_both_sides_of_a_matter_asked_twice_are_noticed(ask: Ask, ana: User) -> None:
    one, other = ask().question, ask(number=2).question
    Twin.objects.create(question=one, kept=other, state_before="open", made_by=ana)
    assert extras.of(one, ana) == extras.of(other, ana) == {"twins"}


def test_a_delivery_that_failed_has_something_to_tell_at_its_first_try(ask: Ask, ana: User) -> None:
    message = ask()
    _try(message)
    assert extras.of(message.question, ana) == frozenset()
    _try(message, error="refused")
    assert extras.of(message.question, ana) == {"attempts"}


def test_a_colleagues_draft_is_his_own(question: Question, ana: User, otto: User) -> None:
    drafts.save(question, otto, "Dear", seen_event_id=0)
    assert extras.of(question, ana) == frozenset()


def test_an_ordinary_question_opens_with_few_statements(client: Client, question: Question, ana: User) -> None:
    client.force_login(ana)
    client.get(f"/desk/q/{question.reference}/")
    with at_most(11):
        client.get(f"/desk/q/{question.reference}/")
    with at_most(9):
        client.get(f"/desk/q/{question.reference}/pane/")
