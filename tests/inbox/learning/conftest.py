"""A small model that knows two topics well, and people who show the right team for questions on a third."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest

from classifier import store
from classifier.examples import Example
from classifier.model import Model
from classifier.train import train
from helpdesk.people.models import Team, User
from inbox import replies, triage
from inbox.learning import labels, texts
from inbox.models import Question

CONTENT = ("amount", "brochure", "text", "decision", "speech", "translation")
FAULTS = ("button", "video", "menu", "login", "scroll", "download")
SAID = ("is wrong today", "looks odd to me", "changed last week", "surprises my mother")
ABOUT = ("pensions", "voting", "taxes", "holidays", "schools", "trains")
Show = Callable[..., Question]


def _texts(things: tuple[str, ...]) -> list[str]:
    return [f"the {thing} on {about} {said}" for thing, about, said in product(things, ABOUT, SAID)]


def _seed() -> list[Example]:
    pairs = [("editorial", CONTENT), ("online", FAULTS)]
    return [Example(text, "en", team, f"{team}-{n % 12}", "form", False, team) for team, things in pairs for n, text in enumerate(_texts(things))]


@pytest.fixture(scope="session")
def champion() -> Model:
    """The small model, trained once."""
    return train(_seed())


@pytest.fixture
def model(champion: Model, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Model]:
    """The small model in use; its questions are what every challenger learns from, too."""
    store.save(champion, settings.CLASSIFIER_MODEL, settings.SECRET_KEY)
    monkeypatch.setattr(texts, "seed", _seed)
    triage.forget()
    yield champion


@pytest.fixture
def show(ask: Any, ana: User, otto: User, editorial: Team, online: Team) -> Show:
    """Let Carla ask and somebody show the right team: `show("text", "online")` moves it there, or answers where it lies."""
    people, count = {"editorial": (ana, editorial), "online": (otto, online)}, iter(range(10_000))

    def shown(text: str, key: str) -> Question:
        question: Question = ask(text, number=next(count)).question
        person, team = people[key]
        if question.team != team:
            triage.move(question, team, person)
        newest = question.events.values_list("pk", flat=True).last() or 0
        replies.reply(question, person, "Thank you, we looked at it.", seen_event_id=newest)
        return question

    return shown


@pytest.fixture
def new_topic(show: Show) -> None:
    """A topic that the model knows nothing of, and that people send to Online: 100 questions."""
    for said, about, thing in list(product(SAID, ABOUT, ("amount chatbot", "brochure chatbot", "text chatbot", "decision chatbot", "speech chatbot")))[:100]:
        show(f"the {thing} on {about} {said}", "online")
    labels.collect()
