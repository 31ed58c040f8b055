"""The precision target: what each choice costs is shown first, a lead sets it, every process works with it."""

import re

import pytest
from django.test import Client

from classifier import coverage
from classifier.model import Model
from helpdesk import recent
from helpdesk.people.models import User
from inbox import triage
from inbox.learning import precision, training, versions
from inbox.models import ModelChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client: Client, lena: User) -> Client:
    """Lena's browser."""
    client.force_login(lena)
    return client


def test_the_target_is_the_usual_one_until_somebody_sets_it(model: Model) -> None:
    assert precision.target() == coverage.USUAL
    assert triage.model().threshold == pytest.approx(model.threshold)


def test_a_new_target_is_a_new_threshold(model: Model, lena: User) -> None:
    precision.aim(0.99, lena)
    recent.Recent.forget()
    assert model.tried
    assert triage.model().threshold == model.tried.limit(0.99)


def test_another_process_knows_it_within_a_minute(model: Model, lena: User, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("helpdesk.recent.time.monotonic", lambda: now)
    before = triage.model().threshold
    ModelChange.objects.create(kind=ModelChange.Kind.AIMED, by=lena, figures={"before": 0.95, "after": 0.9})
    assert triage.model().threshold == before
    now += recent.KEPT_FOR_S
    assert model.tried
    assert triage.model().threshold == model.tried.limit(0.9)


def test_every_choice_shows_what_it_costs_before_it_is_made(lead: Client, model: Model) -> None:
    page = lead.get("/desk/classifier/").content.decode()
    assert re.findall(r'name="precision" value="([\d.]+)"', page) == [str(one) for one in precision.CHOICES]
    assert model.tried
    assert f"{model.tried.at(0.97).coverage * 100:.1f}\N{NO-BREAK SPACE}%" in page


def test_a_lead_sets_the_target_and_it_is_kept_who_and_why(lead: Client, lena: User, model: Model) -> None:
    page = lead.post("/desk/classifier/precision/", {"precision": "0.97", "because": "the summer was wild"}, follow=True).content.decode()
    change = ModelChange.objects.get(kind=ModelChange.Kind.AIMED)
    assert (change.by, change.figures["after"], change.figures["before"]) == (lena, 0.97, 0.95)
    assert "The target is 97" in page
    assert "the summer was wild" in page


def test_the_same_target_again_changes_nothing(lead: Client, model: Model) -> None:
    lead.post("/desk/classifier/precision/", {"precision": "0.95"})
    assert not ModelChange.objects.filter(kind=ModelChange.Kind.AIMED).exists()


@pytest.mark.parametrize("asked", ["", "0.5", "1.0", "nonsense", "nan"])
def test_what_is_no_choice_is_refused(lead: Client, model: Model, asked: str) -> None:
    page = lead.post("/desk/classifier/precision/", {"precision": asked}, follow=True).content.decode()
    assert "Choose one of the precisions in the table." in page
    assert precision.target() == coverage.USUAL


def test_an_agent_may_not_set_it(client: Client, ana: User) -> None:
    client.force_login(ana)
    assert client.post("/desk/classifier/precision/", {"precision": "0.9"}).status_code == 403


def test_the_target_outlives_a_version(lead: Client, lena: User, model: Model) -> None:
    version = versions.look().version
    assert version
    precision.aim(0.9, lena)
    versions.roll_back(version, lena, "")
    triage.forget()
    assert model.tried
    assert triage.model().threshold == model.tried.limit(0.9)


def test_a_new_target_is_no_reason_to_train_or_not_to(model: Model, lena: User) -> None:
    version = versions.look().version
    assert version
    versions.roll_back(version, lena, "")
    precision.aim(0.9, lena)
    assert not training.is_worth_it()
