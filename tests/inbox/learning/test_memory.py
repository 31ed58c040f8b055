"""One correction helps the next similar question at once, says so, and moves nothing else far."""

import math
from itertools import product

import pytest
from django.test import Client

from classifier import memory
from classifier.memory import Correction, Memory, Weigher
from classifier.model import Model
from helpdesk.people.models import Team, User
from inbox import triage
from inbox.learning import memory as remembered
from inbox.models import Decision, Question
from tests.conftest import Ask
from tests.inbox.learning.conftest import CONTENT, FAULTS, Show

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "the amount machine on pensions greets my parrot in Latin"
ALIKE = "the amount machine on pensions greets my canary in Latin"


def _online(text: str) -> float:
    """Return the log-odds of Online."""
    share = triage.decide(text, channel="form", is_public=False).probabilities["online"]
    return math.log(share / (1 - share))


def _leaning(model: Model) -> tuple[str, str, str]:
    """Return a question that leans to Editorial, not surely, and the words that speak for it and against it."""

    def asked(content: str, fault: str) -> str:
        return f"my parrot sings about the {content} and the {fault} again today"

    found = min(product(CONTENT, FAULTS), key=lambda pair: abs(model.predict(asked(*pair), "form", False).probabilities["editorial"] - 0.7))
    return asked(*found), *found


def test_the_next_similar_question_follows(model: Model, show: Show) -> None:
    before = _online(ALIKE)
    show(TEXT, "online")
    assert _online(ALIKE) > before + 1


def test_it_says_which_question_it_is_like(model: Model, show: Show, ask: Ask) -> None:
    first = show(TEXT, "online")
    second = ask(ALIKE, number=77).question
    assert Decision.objects.get(question=second).recalled == first


def test_a_question_on_something_else_does_not_move(model: Model, show: Show, ask: Ask) -> None:
    show(TEXT, "online")
    other = ask("my neighbour wrote about his garden and a fence", number=78).question
    assert Decision.objects.get(question=other).recalled is None


def test_a_correction_on_a_network_says_nothing_about_the_form() -> None:
    weigher = Weigher({}, 1.0)
    kept = Memory([Correction(1, "online", "telegram", weigher.vector(TEXT))])
    assert kept.recall(weigher.vector(TEXT), "form") == []


def test_one_wrong_correction_has_a_bounded_effect() -> None:
    weigher = Weigher({}, 1.0)
    kept = Memory([Correction(1, "online", "form", weigher.vector(TEXT))])
    moved = memory.adjust({"editorial": 0.99, "online": 0.01}, kept.recall(weigher.vector(TEXT), "form"))
    assert 0.8 < moved["editorial"] < 0.9
    assert sum(moved.values()) == pytest.approx(1)


def test_a_move_taken_back_is_not_remembered(model: Model, show: Show, editorial: Team, ana: User) -> None:
    before = _online(ALIKE)
    triage.move(show(TEXT, "online"), editorial, ana)
    assert _online(ALIKE) == pytest.approx(before)


def test_a_restricted_question_is_not_remembered(model: Model, show: Show) -> None:
    before = _online(ALIKE)
    show(TEXT, "online")
    Question.objects.update(is_restricted=True)
    remembered.forget()
    assert _online(ALIKE) == pytest.approx(before)


def test_the_reasons_speak_for_the_team_that_the_memory_chose(model: Model, show: Show) -> None:
    said, content, fault = _leaning(model)
    assert model.predict(said, "form", False).best == "editorial"
    show(said, "online")
    show(f"{said} too", "online")
    decided = triage.decide(said, channel="form", is_public=False)
    weights = {reason["text"]: (reason["team"], reason["weight"] > 0) for reason in decided.reasons}
    assert (weights[content], weights[fault]) == (("online", False), ("online", True))


def test_a_memory_sends_no_question_that_says_too_little(model: Model, show: Show) -> None:
    for _time in range(2):
        show("https://www.example.org/form", "editorial")
    decided = triage.decide("https://www.example.org/form", channel="form", is_public=False)
    assert (decided.team, decided.held) == (None, "little")


def test_what_if_begins_with_what_the_desk_shows(model: Model, show: Show, client: Client, ana: User, ask: Ask) -> None:
    show(TEXT, "online")
    question = ask(ALIKE, number=77).question
    client.force_login(ana)
    page = client.get(f"/desk/q/{question.reference}/what-if/")
    assert page.context["now"].probabilities == pytest.approx(Decision.objects.get(question=question).probabilities)
    assert not page.context["is_other"]


def test_what_if_leaves_out_the_questions_own_correction_and_says_what_was_learnt_since(model: Model, show: Show, client: Client, ana: User, ask: Ask) -> None:
    said, _content, _fault = _leaning(model)
    question = ask(said, number=77).question
    client.force_login(ana)
    triage.move(question, Team.objects.get(key="online"), ana)
    assert not client.get(f"/desk/q/{question.reference}/what-if/").context["is_other"]
    show(f"{said} too", "online")
    assert "has learnt since" in client.get(f"/desk/q/{question.reference}/what-if/").content.decode()
