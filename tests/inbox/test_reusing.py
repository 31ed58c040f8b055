"""From question to answer: what is personal is found and blacked out unless a person says that it is right to keep."""

import pytest
from django.test import Client
from django.urls import reverse

from helpdesk.answers import editing, life
from helpdesk.answers.models import Answer
from helpdesk.people.models import User
from inbox import blacking, replies, reusing
from inbox.models import Question

SAID = "Dear Carla Example, write to passports@desk.example or call 02 123 45 67. Your form {form} is ready. Ana Example"


@pytest.fixture
def answered(question: Question, ana: User) -> Question:
    """A question with a reply that names people and addresses."""
    replies.reply(question, ana, SAID, seen_event_id=10**9)
    return question


def _kinds(text: str, *names: str) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in blacking.find(text, names)]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Mijn nummer is 85.07.30-033.28.", "national", "85.07.30-033.28"),
        ("Stort op BE68 5390 0754 7034 graag.", "iban", "BE68 5390 0754 7034"),
        ("Bel 0470 12 34 56 vandaag.", "phone", "0470 12 34 56"),
        ("Mail carla@citizen.example even.", "email", "carla@citizen.example"),
        ("Ik woon in de Voorbeeldstraat 16, 1000 Brussel, al jaren.", "address", "Voorbeeldstraat 16, 1000 Brussel"),
        ("J'habite rue de l'Exemple 12 à Namur.", "address", "rue de l'Exemple 12"),
        ("Ich wohne Musterstraße 3.", "address", "Musterstraße 3"),
        ("Mijn wagen is 1-ABC-123.", "plate", "1-ABC-123"),
        ("Groeten, Carla", "name", "Carla"),
    ],
)
def test_each_kind_is_found(text: str, kind: str, found: str) -> None:
    assert _kinds(text, "Carla Example") == [(kind, found)]


@pytest.mark.parametrize("text", ["Artikel 12 van de wet van 1994.", "Het kost 65 euro in 2026.", "Carlas Frage"])
def test_the_harmless_is_left(text: str) -> None:
    assert _kinds(text, "Carla Example") == []


def test_a_whole_name_is_one_finding() -> None:
    assert _kinds("Dear Carla Example,", "Carla Example") == [("name", "Carla Example")]


def test_everything_found_is_blacked_out(answered: Question, lena: User) -> None:
    text = reusing.save(answered, "international", lena, title="Passports", kept=[]).wordings.get().text
    assert text == f"Dear {blacking.BLACK}, write to {blacking.BLACK} or call {blacking.BLACK}. Your form (form) is ready. {blacking.BLACK}"


def test_what_is_right_to_keep_stays(answered: Question, lena: User) -> None:
    text = reusing.save(answered, "international", lena, title="Passports", kept=["02 123 45 67"]).wordings.get().text
    assert "call 02 123 45 67." in text
    assert "Carla" not in text


def test_a_name_in_the_title_is_blacked_out(answered: Question, lena: User) -> None:
    assert reusing.save(answered, "international", lena, title="Carla's passport", kept=[]).wordings.get().title == f"{blacking.BLACK}'s passport"


def test_it_is_a_draft_in_the_questions_language(answered: Question, lena: User) -> None:
    saved = reusing.save(answered, "international", lena, title="Passports", kept=[])
    assert (saved.state, saved.source_language, saved.wordings.get().language) == (Answer.State.DRAFT, "en", "en")


def test_without_a_reply_there_is_nothing_to_save(question: Question) -> None:
    with pytest.raises(reusing.NoReply):
        reusing.draft(question)


def test_what_was_asked_in_public_stays_masked(answered: Question) -> None:
    answered.messages.filter(kind="incoming").update(text="I am at carla@citizen.example")
    answered.is_public = True
    assert "carla@" not in "".join(piece.text for piece in reusing.draft(answered).asked)


def test_similar_answers_are_shown_first(client: Client, answered: Question, eduardo: User, lena: User) -> None:
    words = {"en": editing.Words("Brochure on voting", "Where to find the brochure on voting: in your town hall.", "brochure, voting")}
    life.publish(editing.save(None, eduardo, editing.Details("belgium"), words), eduardo)
    client.force_login(lena)
    page = client.get(reverse("question_reusable", args=[answered.reference])).content.decode()
    assert page.index("Brochure on voting") < page.index("What we answered")


def test_the_page_lists_each_finding_and_saves(client: Client, answered: Question, lena: User) -> None:
    client.force_login(lena)
    address = reverse("question_reusable", args=[answered.reference])
    assert client.get(address).content.decode().count('name="kept"') == 4
    done = client.post(address, {"title": "Passports", "topic": "international", "kept": ["passports@desk.example"]})
    assert done["Location"] == reverse("answer_edit", args=[Answer.objects.get().pk])


def test_a_topic_is_asked_for(client: Client, answered: Question, lena: User) -> None:
    client.force_login(lena)
    page = client.post(reverse("question_reusable", args=[answered.reference]), {"title": "Passports", "topic": "none"})
    assert (page.status_code, Answer.objects.count()) == (422, 0)
    assert "Choose a topic." in page.content.decode()
