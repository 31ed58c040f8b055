"""A burst of a new topic is refused like poison until a lead has looked; then it is learnt at once, and only then."""

from itertools import product

import pytest
from django.test import Client

from classifier.model import Model
from helpdesk.people.models import Team, User
from inbox import triage
from inbox.learning import doubt, labels, training
from inbox.models import Example, ModelChange
from tests.conftest import Ask
from tests.inbox.learning.conftest import ABOUT, CONTENT, FAULTS, SAID, Show

pytestmark = pytest.mark.django_db
THINGS = ("amount chatbot", "brochure chatbot")


@pytest.fixture
def burst(model: Model, show: Show, ask: Ask, ana: User, otto: User, lena: User, online: Team) -> ModelChange:
    """Sixty usual labels, then forty of a topic that the model sends to the wrong team, moved by three people; the training refused."""
    for said, about, thing in list(product(SAID, ABOUT, (*CONTENT[:2], *FAULTS[:2])))[:60]:
        show(f"we see the {thing} on {about} {said}", "editorial" if thing in CONTENT else "online")
    for number, (said, about, thing) in enumerate(list(product(SAID, ABOUT, THINGS))[:40]):
        person = lena if number % 10 == 9 else (ana, otto)[number % 3 == 0]
        triage.move(ask(f"the {thing} on {about} {said}", number=1000 + number).question, online, person)
    return _trained()


def _trained() -> ModelChange:
    run = training.begin()
    assert training.perform(run.pk)
    run.refresh_from_db()
    assert run.error == ""
    return ModelChange.objects.get(run=run)


def test_a_burst_is_refused_and_says_who_gave_the_labels(burst: ModelChange, ana: User, otto: User, lena: User) -> None:
    assert (burst.kind, burst.reason) == ("refused", "contradicted")
    assert {giver.person: len(giver.labels) for giver in doubt.givers(burst)} == {ana: 24, otto: 12, lena: 4}


def test_labels_found_right_are_learnt_at_once(burst: ModelChange, lena: User) -> None:
    assert not training.is_worth_it()
    assert doubt.trust(burst, lena) == 36
    assert training.is_worth_it()
    change = _trained()
    assert (change.kind, change.reason) == ("promoted", "better")


def test_nobody_vouches_for_his_own_labels(burst: ModelChange, lena: User) -> None:
    assert doubt.trust(burst, lena, lena.pk) == 0
    doubt.trust(burst, lena)
    assert [giver.person for giver in doubt.givers(burst)] == [lena]


def test_one_persons_labels_are_found_right(client: Client, burst: ModelChange, ana: User, lena: User) -> None:
    client.force_login(lena)
    page = client.post(f"/desk/classifier/trust/{burst.pk}/", {"person": ana.pk}, follow=True).content.decode()
    assert "24 labels are trusted now." in page
    assert set(Example.objects.filter(trusted_by=lena).values_list("by", flat=True)) == {ana.pk}
    assert "24 labels that contradicted both models were looked at and found right. 1 person gave them." in page


def test_all_labels_are_found_right_only_where_that_was_pressed(client: Client, burst: ModelChange, lena: User) -> None:
    client.force_login(lena)
    for nobody in ({}, {"person": ""}, {"person": "somebody"}):
        client.post(f"/desk/classifier/trust/{burst.pk}/", nobody)
        assert not Example.objects.filter(trusted_by=lena).exists()
    client.post(f"/desk/classifier/trust/{burst.pk}/", {"person": "all"})
    assert Example.objects.filter(trusted_by=lena).count() == 36


def test_the_page_shows_what_is_in_doubt(client: Client, burst: ModelChange, lena: User) -> None:
    client.force_login(lena)
    page = client.get("/desk/classifier/").content.decode()
    assert "Are these labels right?" in page
    assert "Otto Example: 12 labels" in page
    assert "Your own: another lead has to look at them." in page


def test_an_agent_vouches_for_nothing(client: Client, burst: ModelChange, ana: User) -> None:
    client.force_login(ana)
    assert client.post(f"/desk/classifier/trust/{burst.pk}/").status_code == 403


def test_a_label_that_changes_is_trusted_no_more(burst: ModelChange, editorial: Team, ana: User, lena: User) -> None:
    doubt.trust(burst, lena)
    question = Example.objects.filter(by=ana, trusted_by=lena)[0].decision.question
    triage.move(question, editorial, lena)
    labels.collect()
    assert Example.objects.get(decision__question=question).trusted_at is None
