"""Who is who: nobody is joined without proof or an agent's word, and every join can be undone."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.people.models import User
from inbox import accounts, citizens, delivery, intake, sources
from inbox.channels.base import Incoming, Sender
from inbox.models import Account, Citizen, Delivery, Event, Merge, Question
from tests.channels.cases import PARTNER


@pytest.fixture
def bot(db: None) -> Account:
    """A chatbot's account."""
    return accounts.connect("partner", "Chatbot", "bot", {**PARTNER.settings, "callback_url": "http://127.0.0.1:9/"})


@pytest.fixture
def chat(bot: Account, question: Question) -> Question:
    """What Carla Example asked by chat; `question` is what she asked by the form."""
    source = sources.receive(bot, PARTNER.payloads["first"])
    assert source.message
    return source.message.question


def test_the_same_name_is_possibly_the_same_and_not_joined(chat: Question, question: Question) -> None:
    assert list(citizens.alike(chat)) == [question.citizen]
    assert chat.citizen != question.citizen


def test_a_first_name_alone_says_nothing(bot: Account, question: Question) -> None:
    incoming = Incoming("p9", Sender("9", "Carla"), "Hello, where is it?", timezone.now())
    assert not citizens.alike(intake.receive(bot, incoming).question)


def test_an_agent_joins_and_parts(client: Client, chat: Question, question: Question, ana: User) -> None:
    client.force_login(ana)
    client.post(reverse("merge", args=[chat.reference, question.citizen_id]))
    question.refresh_from_db()
    assert question.citizen == chat.citizen
    assert question.reference in client.get(reverse("beside", args=[chat.reference])).content.decode()
    client.post(reverse("part", args=[chat.reference, Merge.objects.get().pk]))
    question.refresh_from_db()
    assert question.citizen != chat.citizen
    assert [event.kind for event in chat.events.filter(kind__in=["merged", "parted"])] == [Event.Kind.MERGED, Event.Kind.PARTED]


def test_a_mailed_link_joins_on_a_yes_only(client: Client, chat: Question, question: Question, ana: User) -> None:
    client.force_login(ana)
    client.post(reverse("merge", args=[chat.reference, question.citizen_id]), {"ask": "1"})
    for row in Delivery.objects.order_by("pk"):
        delivery.deliver(row.pk)
    link = re.search(r"/en/join/\S+", str(mail.outbox[-1].body))
    assert link
    assert client.get(link[0]).status_code == 200
    assert not Merge.objects.exists()
    client.post(link[0])
    assert Merge.objects.get().proof == Merge.Proof.LINK
    assert client.get(link[0]).status_code == 404


def test_a_made_up_link_joins_nothing(client: Client, db: None) -> None:
    assert client.post("/en/join/WzEsMl0:1abcde:AAAAAAAAAAAAAAAAAAAAAAAA/").status_code == 404
    assert not Citizen.objects.exists()


def test_two_who_may_be_one_stand_side_by_side_with_what_they_asked(client: Client, chat: Question, question: Question, lena: User) -> None:
    client.force_login(lena)
    shown = client.get(reverse("beside", args=[chat.reference])).content.decode()
    assert "possibly the same" in shown
    assert shown.count('<div class="side">') == 2
    assert question.reference in shown


def test_the_history_beside_a_question_names_each_channel(client: Client, chat: Question, question: Question, lena: User) -> None:
    citizens.merge(chat, question.citizen, proof=Merge.Proof.AGENT, by=lena)
    client.force_login(lena)
    shown = client.get(reverse("beside", args=[chat.reference])).content.decode()
    assert 'aria-label="Contact form"' in shown
