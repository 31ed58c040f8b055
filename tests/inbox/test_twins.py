"""One matter asked twice by the same citizen is offered, answered once, and parted again."""

import pytest
from django.test import Client
from django.utils import timezone

from helpdesk.people.models import User
from helpdesk.recent import Recent
from inbox import accounts, citizens, intake, links, replies, twins
from inbox.channels.base import Incoming, Sender
from inbox.models import Account, Event, Merge, Question
from tests.channels.cases import PARTNER
from tests.conftest import Ask

TEXT = "The brochure about voting abroad shows the wrong deadline for registration"


@pytest.fixture(autouse=True)
def _nothing_usual() -> None:
    Recent.forget()


@pytest.fixture
def mailed(ask: Ask) -> Question:
    """What Carla asked by the form."""
    return ask(TEXT).question


@pytest.fixture
def chatted(mailed: Question, ana: User) -> Question:
    """The same, asked by chat; Ana saw that both are one person."""
    bot = accounts.connect("partner", "Chatbot", "bot", {**PARTNER.settings, "callback_url": "http://127.0.0.1:9/"})
    incoming = Incoming("c1", Sender("77", "Carla Example"), f"hello, {TEXT.lower()}", timezone.now(), language="en")
    question = intake.receive(bot, incoming).question
    citizens.merge(mailed, question.citizen, proof=Merge.Proof.AGENT, by=ana)
    question.refresh_from_db()
    mailed.refresh_from_db()
    return question


@pytest.fixture
def mailbox(db: None) -> Account:
    """The desk's mailbox."""
    return accounts.connect("email", "E-mail", "helpdesk@helpdesk.example", {"imap_host": "127.0.0.1", "password": "a demo password"})


def test_the_same_matter_on_another_channel_is_offered(mailed: Question, chatted: Question) -> None:
    assert (twins.offered(mailed), twins.offered(chatted)) == ([chatted], [mailed])


def test_another_matter_is_not_offered(mailed: Question, ask: Ask) -> None:
    ask("How do I become a federal civil servant?", number=2)
    assert twins.offered(mailed) == []


def test_the_joined_question_closes_and_says_where_it_is_answered(client: Client, mailed: Question, chatted: Question, ana: User) -> None:
    client.force_login(ana)
    client.post(f"/desk/q/{mailed.reference}/twin/{chatted.pk}/")
    chatted.refresh_from_db()
    assert chatted.state == Question.State.CLOSED
    assert mailed.shown_reference in client.get(f"/desk/q/{chatted.reference}/").content.decode()
    assert {one.kind for one in chatted.events.all()} >= {Event.Kind.TWIN}


def test_parting_restores_the_state(client: Client, mailed: Question, chatted: Question, ana: User) -> None:
    twin = twins.join(chatted, mailed, ana)
    assert twin
    client.force_login(ana)
    client.post(f"/desk/q/{mailed.reference}/twin/{twin.pk}/part/")
    chatted.refresh_from_db()
    assert (chatted.state, chatted.closed_at) == (Question.State.NEW, None)


def test_a_question_is_joined_once_and_not_with_a_strangers(mailed: Question, chatted: Question, ana: User) -> None:
    assert twins.join(chatted, mailed, ana)
    assert twins.join(chatted, mailed, ana) is None
    assert twins.join(mailed, chatted, ana) is None


def test_the_citizen_reads_where_it_is_answered(client: Client, mailed: Question, chatted: Question, ana: User) -> None:
    twins.join(chatted, mailed, ana)
    chatted.refresh_from_db()
    page = client.get(f"/en/q/{links.token(chatted)}/").content.decode()
    assert mailed.shown_reference in page
    assert "Did this answer" not in page


def test_the_same_address_by_form_and_by_mail_is_one_citizen(mailed: Question, mailbox: Account) -> None:
    incoming = Incoming("m1", Sender("Carla@citizen.example", "Carla Example"), f"Good day, {TEXT}", timezone.now(), language="en")
    other = intake.receive(mailbox, incoming).question
    assert other.citizen == mailed.citizen
    assert twins.offered(mailed) == [other]


def test_an_agent_reads_where_the_citizen_wrote_last(client: Client, mailed: Question, chatted: Question, ana: User) -> None:
    client.force_login(ana)
    page = client.get(f"/desk/q/{mailed.reference}/beside/").content.decode()
    assert f"The citizen wrote last in {chatted.shown_reference} (Chatbot)." in " ".join(page.split())
    assert "The citizen wrote here last." in client.get(f"/desk/q/{chatted.reference}/beside/").content.decode()


def test_the_answer_leaves_by_the_channel_of_the_question_kept(mailed: Question, chatted: Question, ana: User) -> None:
    assert twins.join(mailed, chatted, ana)
    reply = replies.reply(chatted, ana, "It is mended.", seen_event_id=2**62)
    assert reply.account == chatted.account


def test_who_writes_again_where_it_was_joined_is_heard(mailed: Question, chatted: Question, ana: User) -> None:
    twins.join(chatted, mailed, ana)
    intake.add_message(chatted, Incoming("c2", Sender("77", "Carla Example"), "Any news?", timezone.now()))
    chatted.refresh_from_db()
    assert chatted.is_open


def test_citizens_parted_again_have_each_their_question(mailed: Question, chatted: Question, ana: User) -> None:
    twins.join(chatted, mailed, ana)
    assert citizens.part(Merge.objects.get(), mailed, ana)
    chatted.refresh_from_db()
    assert (chatted.state, twins.joined(chatted)[0]) == (Question.State.NEW, None)
    assert chatted.citizen_id != mailed.citizen_id


def test_what_was_asked_since_goes_back_to_the_citizen_parted(mailed: Question, chatted: Question, ana: User) -> None:
    incoming = Incoming("c9", Sender("77", "Carla Example"), "Where is the form for a passport?", timezone.now(), language="en")
    later = intake.receive(chatted.account, incoming).question
    assert later.citizen == mailed.citizen
    citizens.part(Merge.objects.get(), mailed, ana)
    later.refresh_from_db()
    assert later.citizen == later.identity.citizen != mailed.citizen
