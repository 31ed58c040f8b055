"""Public questions: who reads a reply, what may stand in it, what agents see of what citizens post."""

import json
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.people.models import User
from inbox import accounts, replies, sources
from inbox.models import Account, Decision, Event, Message, Question
from tests.channels.cases import FACEBOOK, SECRET
from tests.fakes import graph


@pytest.fixture
def net() -> Iterator[graph.Graph]:
    """Facebook on loopback."""
    with graph.Graph() as running:
        yield running


@pytest.fixture
def page(db: None, net: graph.Graph) -> Account:
    """Our Page."""
    return accounts.connect("facebook", "Facebook", "9", FACEBOOK.settings_at(net.url))


def _posted(page: Account, text: str, number: int = 1, author: str = "501") -> Question:
    said = graph.feed(message=text, comment_id=f"9_100_{number}", **{"from": {"id": author, "name": "Carla Example"}})
    source = sources.receive(page, json.dumps(said).encode())
    assert source.message, source.error
    return source.message.question


def _reply(question: Question, by: User, text: str, **more: object) -> Message:
    newest = question.events.last()
    return replies.reply(question, by, text, seen_event_id=newest.pk if newest else 0, **more)  # type: ignore[arg-type]


def test_each_commenter_under_a_post_has_his_own_question(page: Account) -> None:
    one, other = _posted(page, "Where is it?"), _posted(page, "And in French?", 2, "502")
    assert one != other
    assert one.post == other.post and one.post and one.post.text == "Our new brochure is here"


def test_nothing_is_sent_by_itself_in_public(page: Account) -> None:
    question = _posted(page, "I want to kill myself")
    assert question.alarm
    assert not question.messages.filter(kind=Message.Kind.AUTOMATIC).exists()


@pytest.mark.parametrize("data", ["85.07.30-033 28", "BE71 0961 2345 6769", "carla@citizen.example", "0470 00 00 00"])
def test_personal_data_stops_a_public_reply(page: Account, ana: User, data: str) -> None:
    question = _posted(page, "Where is it?")
    with pytest.raises(replies.PersonalData):
        _reply(question, ana, f"Your number is {data}.")
    assert not question.messages.filter(kind=Message.Kind.REPLY).exists()
    assert not _reply(question, ana, f"Your number is {data}.", is_public=False).is_public


def test_the_contact_of_a_service_may_be_meant_and_a_national_number_never(page: Account, ana: User) -> None:
    meant = replies.Meant(contacts=True)
    question = _posted(page, "Where is it?")
    with pytest.raises(replies.PersonalData):
        _reply(question, ana, "85.07.30-033 28", meant=meant)
    assert _reply(question, ana, "Write to info@service.example.", meant=meant).is_public


def test_what_a_citizen_posts_is_masked_and_looking_is_written_down(client: Client, page: Account, ana: User, otto: User) -> None:
    question = _posted(page, "My number is 85.07.30-033 28")
    Question.objects.update(team=ana.teams.get())
    message = question.messages.get()
    address = reverse("question", args=[question.reference])
    client.force_login(ana)
    assert "033 28" not in client.get(address).content.decode()
    client.post(reverse("reveal", args=[question.reference, message.pk]))
    assert "033 28" in client.get(address).content.decode()
    assert question.events.get(kind=Event.Kind.REVEALED).actor == ana
    client.force_login(otto)
    assert "033 28" not in client.get(address).content.decode()


def test_a_comment_can_be_hidden(client: Client, page: Account, ana: User, net: graph.Graph) -> None:
    question = _posted(page, "Something rude")
    client.force_login(ana)
    client.post(reverse("hide", args=[question.reference, question.messages.get().pk]))
    assert net.hidden == ["9_100_1"]
    assert question.messages.get().hidden_at


def test_a_reply_in_public_and_one_in_private_leave_by_their_own_doors(client: Client, page: Account, ana: User, net: graph.Graph) -> None:
    question = _posted(page, "Where is it?")
    client.force_login(ana)
    newest = question.events.last()
    sent = {"text": "Only for you.", "seen": str(newest.pk if newest else 0), "readers": "citizen"}
    client.post(reverse("reply", args=[question.reference]), sent)
    assert not question.messages.get(kind=Message.Kind.REPLY).is_public


ALONE = 'name="readers" value="citizen" checked'


def test_who_reads_the_reply_stays_chosen_over_drafts_refusals_and_undo(client: Client, page: Account, ana: User) -> None:
    question = _posted(page, "Where is it?")
    address, newest = reverse("question", args=[question.reference]), question.events.last()
    typed = {"text": "Only for you.", "seen": str(newest.pk if newest else 0), "readers": "citizen"}
    client.force_login(ana)
    assert ALONE not in client.get(address).content.decode()
    client.post(reverse("draft", args=[question.reference]), typed | {"kind": "reply"})
    assert ALONE in client.get(address).content.decode()
    refused = client.post(reverse("reply", args=[question.reference]), typed | {"text": "Dear {citizen},"})
    assert refused.status_code == 409
    assert ALONE in refused.content.decode()
    client.post(reverse("reply", args=[question.reference]), typed)
    message = question.messages.get(kind=Message.Kind.REPLY)
    client.post(reverse("undo", args=[question.reference, message.pk]))
    assert ALONE in client.get(address).content.decode()


def test_a_public_reply_with_personal_data_keeps_its_text_on_the_page(client: Client, page: Account, ana: User) -> None:
    question = _posted(page, "Where is it?")
    client.force_login(ana)
    newest = question.events.last()
    answer = client.post(reverse("reply", args=[question.reference]), {"text": "Call 0470 00 00 00", "seen": str(newest.pk if newest else 0)})
    assert answer.status_code == 409
    assert "Call 0470 00 00 00" in answer.content.decode()


def test_the_secret_is_never_shown(client: Client, page: Account, lena: User) -> None:
    client.force_login(lena)
    assert SECRET not in client.get(reverse("account", args=[page.pk])).content.decode()
    assert SECRET not in page.secrets


def test_what_others_asked_under_the_post_stands_with_it(client: Client, page: Account, lena: User) -> None:
    question, other = _posted(page, "Where is it?"), _posted(page, "And in French?", 2, "502")
    client.force_login(lena)
    shown = client.get(reverse("question", args=[question.reference])).content.decode()
    assert "1 other question under this post" in shown
    assert other.reference in shown


def test_what_is_masked_does_not_come_back_among_the_reasons(client: Client, page: Account, lena: User) -> None:
    question = _posted(page, "My number is 0470 00 00 00")
    Decision.objects.update_or_create(question=question, defaults={"reasons": [{"text": "0470", "weight": 1.0}, {"text": "number", "weight": 0.5}]})
    client.force_login(lena)
    shown = client.get(reverse("question", args=[question.reference])).content.decode()
    assert "0470" not in shown
    assert "</span> number</li>" in shown


def test_what_a_citizen_took_away_is_folded(client: Client, page: Account, lena: User) -> None:
    question = _posted(page, "Where is it?")
    question.messages.update(removed_at=timezone.now(), edited_at=timezone.now())
    client.force_login(lena)
    shown = client.get(reverse("question", args=[question.reference])).content.decode()
    assert "The citizen took this message away. Show it" in shown
    assert "changed at" in shown


def test_the_agent_reads_which_personal_data_stopped_the_reply(client: Client, page: Account, lena: User) -> None:
    question = _posted(page, "Where is it?")
    client.force_login(lena)
    newest = question.events.last()
    sent = {"text": "85.07.30-033 28 and BE71 0961 2345 6769", "seen": str(newest.pk if newest else 0)}
    shown = client.post(reverse("reply", args=[question.reference]), sent).content.decode()
    assert "(an account number, a national register number)" in shown
