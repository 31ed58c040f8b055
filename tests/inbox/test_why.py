"""Why a team: facets on the desk, leaving words out, the nearest answered questions, and languages that are none of ours."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from classifier import store
from classifier.corpus import Recipe
from classifier.examples import Example
from classifier.model import Model
from classifier.train import train
from helpdesk.people.models import Team, User
from helpdesk.recent import Recent
from inbox import precedents, triage
from inbox.models import Decision, Message, Question
from inbox.templatetags.rendering import in_hundred
from tests.conftest import Ask

WRONG = ("The amount on the page is wrong", "The page has a mistake", "The text on the page is old", "A typo on your page", "The page says a wrong date")
BROKEN = ("The page gives error 404", "The button does not work", "The link is broken", "The site does not load", "Error on the screen")
TAX = ("Where is my tax refund", "My tax return is lost", "When is my tax bill due", "The tax office wants a paper", "Who reads my tax letter")
CARE = ("I will hurt them all", "They will be sorry when I come", "I come with friends and sticks", "You will see what I do to you", "I hurt you soon")


@pytest.fixture(scope="module")
def model() -> Model:
    """A small model with facets."""
    return train(
        [
            Example(f"{text} {n}", "en", team, f"{facet}{team}-{i}", "form", False, None if facet else team, facet)
            for texts, team, facet in ((WRONG, "editorial", ""), (BROKEN, "online", ""), (TAX, "editorial", "refer"), (CARE, "editorial", "care"))
            for i, text in enumerate(texts)
            for n in range(5)
        ],
        Recipe(use_words=False),
    )


@pytest.fixture
def in_use(model: Model, editorial: Team, online: Team) -> None:
    """Put the model to use."""
    store.save(model, Path(settings.CLASSIFIER_MODEL), settings.SECRET_KEY)
    triage.forget()


@pytest.mark.usefixtures("in_use")
def test_a_question_keeps_its_facet_beside_its_team(ask: Ask) -> None:
    question = ask("Where is my tax refund please?").question
    decision = Decision.objects.get(question=question)
    assert (question.facet, question.facet_detail) == (decision.facet, decision.facet_detail) == ("refer", "tax")
    assert decision.facet_confidence is not None


@pytest.mark.usefixtures("in_use")
def test_the_desk_shows_the_facet(client: Client, ana: User, ask: Ask) -> None:
    question = ask("Where is my tax refund please?").question
    client.force_login(ana)
    page = client.get(f"/desk/q/{question.reference}/?view=everyone").content.decode()
    assert page.count("refer: taxes") >= 2


@pytest.mark.usefixtures("in_use")
def test_the_model_adds_to_the_safety_gate(ask: Ask) -> None:
    question = ask("I come soon with friends and sticks").question
    assert (question.alarm, question.priority, question.team) == ("emergency", Question.Priority.CARE_FIRST, None)


@pytest.mark.usefixtures("in_use")
def test_a_word_left_out_changes_the_probability(client: Client, ana: User, ask: Ask) -> None:
    question = ask("The page: error on the wrong amount").question
    client.force_login(ana)
    before = client.get(f"/desk/q/{question.reference}/what-if/").context["now"].probabilities
    answer = client.get(f"/desk/q/{question.reference}/what-if/", {"without": ["10-15", "nonsense", "9999999-1"]})
    assert answer.context["now"].probabilities["online"] < before["online"]
    assert 'value="10-15" id="without-10-15" checked' in answer.content.decode()


def test_without_a_model_there_is_nothing_to_try(client: Client, ana: User, question: Question) -> None:
    client.force_login(ana)
    assert "no model in use" in client.get(f"/desk/q/{question.reference}/what-if/").content.decode()


def _answered(ask: Ask, number: int, text: str) -> Question:
    question = ask(text, number=number).question
    Question.objects.filter(pk=question.pk).update(state="closed", closed_at=timezone.now(), first_replied_at=timezone.now())
    return question


def test_the_nearest_answered_questions_are_linked(client: Client, ana: User, ask: Ask) -> None:
    near, far = _answered(ask, 1, "Where do I find the brochure on voting?"), _answered(ask, 2, "My bicycle was stolen")
    row = ask("Is there a brochure about voting?", number=3).question
    Recent.forget()
    client.force_login(ana)
    page = client.get(f"/desk/q/{row.reference}/precedents/").content.decode()
    assert near.reference in page
    assert far.reference not in page


def test_restricted_questions_are_nobodys_precedent(lena: User, ask: Ask) -> None:
    near = _answered(ask, 1, "Where do I find the brochure on voting?")
    Question.objects.filter(pk=near.pk).update(is_restricted=True)
    Recent.forget()
    assert precedents.nearest(ask("A brochure on voting?", number=2).question, lena) == []


def test_another_language_gets_the_english_courtesy_text(ask: Ask) -> None:
    question = ask("Dzień dobry, chciałbym zapytać gdzie mogę złożyć wniosek o podatki", language="fr").question
    receipt = question.messages.get(kind=Message.Kind.AUTOMATIC)
    assert (question.other_language, question.team) == ("pl", None)
    assert "You wrote to us in Polish" in receipt.text
    assert receipt.language == "fr"


def test_our_languages_get_no_courtesy_text(ask: Ask) -> None:
    question = ask("Bonjour, ik heb een vraag over mijn belastingen", language="nl").question
    assert (question.written_in, question.is_mixed, question.other_language) == ("nl", True, "")
    assert "as a courtesy" not in question.messages.get(kind=Message.Kind.AUTOMATIC).text


@pytest.mark.usefixtures("in_use")
@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("I come soon with friends and sticks", "a person takes it at once"),
        ("Tax", "says too little for a team"),
    ],
)
def test_the_desk_says_why_a_question_waits_to_be_sorted(client: Client, lena: User, ask: Ask, text: str, held: str) -> None:
    question = ask(text).question
    client.force_login(lena)
    page = client.get(f"/desk/q/{question.reference}/").content.decode()
    assert held in page
    assert "Too unsure" not in page


def test_a_question_in_another_language_waits_because_of_it(model: Model, editorial: Team, online: Team) -> None:
    store.save(replace(model, facets=None), Path(settings.CLASSIFIER_MODEL), settings.SECRET_KEY)
    triage.forget()
    decided = triage.decide("Dzień dobry, chciałbym zapytać gdzie mogę złożyć wniosek o podatki", channel="form", is_public=False)
    assert (decided.team, decided.held) == (None, "language")


@pytest.mark.usefixtures("in_use")
def test_what_if_says_that_care_goes_first_whatever_the_team(client: Client, lena: User, ask: Ask) -> None:
    question = ask("I come soon with friends and sticks").question
    client.force_login(lena)
    assert "It would be care first" in client.get(f"/desk/q/{question.reference}/what-if/").content.decode()


@pytest.mark.usefixtures("in_use")
def test_the_way_in_is_a_reason_in_words(client: Client, ana: User, ask: Ask) -> None:
    question = ask("The page: error on the wrong amount").question
    reason = {"text": "form", "weight": 1.0, "team": "editorial", "start": -1, "end": -1, "kind": "channel"}
    Decision.objects.filter(question=question).update(reasons=[reason])
    client.force_login(ana)
    assert "came by the form" in client.get(f"/desk/q/{question.reference}/").content.decode()


@pytest.mark.usefixtures("in_use")
@pytest.mark.parametrize("text", ["Hello", "Dag!", "Bonjour", "???", "😀😀😀"])
def test_a_greeting_alone_is_no_cry_for_help(ask: Ask, text: str) -> None:
    question = ask(text).question
    assert (question.alarm, question.facet, question.team, question.is_restricted) == ("", "", None, False)


def test_an_agent_reads_in_plain_words_that_the_classifier_was_out_of_order(client: Client, ana: User, lena: User, question: Question) -> None:
    Decision.objects.filter(question=question).update(error="Corrupt: the signature is wrong", team=None)
    client.force_login(ana)
    page = client.get(f"/desk/q/{question.reference}/").content.decode()
    assert ("was out of order" in page, "Corrupt" in page) == (True, False)
    client.force_login(lena)
    assert "Corrupt: the signature is wrong" in client.get(f"/desk/q/{question.reference}/").content.decode()


def test_of_questions_that_say_the_same_one_stands_for_all(ana: User, ask: Ask) -> None:
    _answered(ask, 1, "Hello,\n\nWhere do I find the brochure on voting?")
    _answered(ask, 2, "Good morning,\n\nWhere do I find the brochure on voting?")
    other = _answered(ask, 3, "Is the brochure on voting free?")
    Recent.forget()
    found = precedents.nearest(ask("A brochure on voting?", number=4).question, ana)
    assert len(found) == 2
    assert other in found


@pytest.mark.parametrize(("share", "said"), [(0.9962, "> 99"), (0.0038, "< 1"), (1.0, "100"), (0.0, "0"), (0.944, "94")])
def test_what_is_not_certain_is_not_shown_as_certain(share: float, said: str) -> None:
    assert in_hundred(share) == said


def test_a_move_offers_its_undo_once(client: Client, ana: User, editorial: Team, online: Team, question: Question) -> None:
    Question.objects.filter(pk=question.pk).update(team=editorial)
    client.force_login(ana)
    page = client.post(f"/desk/q/{question.reference}/move/", {"team": "online"}, follow=True).content.decode()
    assert "The question is with Online now." in page
    assert '<button class="button small" name="team" value="editorial" data-key="z"' in page
    assert "The question is with" not in client.get(f"/desk/q/{question.reference}/").content.decode()
