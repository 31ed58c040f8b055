"""A challenger is promoted when it is surely better, refused with a reason otherwise; a killed run is begun again."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.utils import timezone

from classifier import store
from classifier.duel import Duel
from classifier.model import Model
from helpdesk.people.models import User
from inbox import triage
from inbox.learning import labels, training, versions
from inbox.models import ModelChange, TrainingRun
from tests.inbox.learning.conftest import ABOUT, CONTENT, FAULTS, SAID, Show

pytestmark = pytest.mark.django_db


def _trained() -> ModelChange:
    run = training.begin()
    assert training.perform(run.pk)
    run.refresh_from_db()
    assert run.error == ""
    return ModelChange.objects.get(run=run)


def test_a_new_topic_is_learnt_and_the_challenger_promoted(model: Model, new_topic: None) -> None:
    change = _trained()
    assert (change.kind, change.reason) == ("promoted", "better")
    assert change.figures["p_value"] < 0.05
    assert versions.look().version == change.version
    triage.forget()  # A process looks at the file every few seconds; here at once.
    assert triage.model().predict("the speech chatbot on trains surprises my mother", "form", False).best == "online"


def test_few_labels_are_a_reason_not_to(model: Model, show: Show) -> None:
    show("the login on taxes is wrong today", "online")
    change = _trained()
    assert (change.kind, change.reason, change.figures["later"]) == ("refused", "few_new", 1)


def test_nothing_to_gain_is_a_reason_not_to(model: Model, show: Show) -> None:
    for said, about, thing in list(product(SAID, ABOUT, (*CONTENT[:2], *FAULTS[:2])))[:90]:
        show(f"we see the {thing} on {about} {said}", "editorial" if thing in CONTENT else "online")
    assert _trained().reason == "not_better"


def test_poisoned_labels_are_not_promoted(model: Model, show: Show) -> None:
    for number, (said, about, thing) in enumerate(list(product(SAID, ABOUT, (*CONTENT[:2], *FAULTS[:2])))[:90]):
        is_content = (thing in CONTENT) != (number % 5 == 0)
        show(f"we see the {thing} on {about} {said}", "editorial" if is_content else "online")
    assert _trained().kind == "refused"


def test_only_one_runs_at_a_time(model: Model) -> None:
    training.begin()
    with pytest.raises(training.AlreadyRunning):
        training.begin()


def test_a_run_is_done_once(model: Model) -> None:
    run = training.begin()
    assert training.perform(run.pk)
    assert not training.perform(run.pk)


def test_a_killed_run_is_begun_again(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[int] = []
    monkeypatch.setattr(training, "ring", rung.append)
    run = training.begin()
    TrainingRun.objects.update(beat_at=timezone.now() - timedelta(minutes=6), tries=1)
    assert (training.resume(), rung) == (1, [run.pk])
    assert training.perform(run.pk)


def test_a_run_that_was_killed_three_times_has_failed(model: Model) -> None:
    training.begin()
    TrainingRun.objects.update(beat_at=timezone.now() - timedelta(minutes=6), tries=3)
    training.resume()
    assert TrainingRun.objects.get().state == "failed"
    training.begin()


def test_without_a_model_one_is_trained_from_the_training_questions(model: Model, settings: object) -> None:
    settings.CLASSIFIER_MODEL.unlink()  # type: ignore[attr-defined]
    assert _trained().reason == "missing"
    assert versions.look().kind == "well"


def test_the_night_rests_after_a_rollback(model: Model, show: Show, lena: User) -> None:
    show("the login on taxes is wrong today", "online")
    assert training.is_worth_it()
    first = versions.look().version
    assert first
    versions.roll_back(first, lena, "too many complaints")
    assert not training.is_worth_it()


def test_the_way_back_is_one_call(model: Model, new_topic: None, lena: User, settings: object) -> None:
    first = versions.look().version
    _trained()
    assert first
    versions.roll_back(first, lena, "too many complaints")
    change = ModelChange.objects.first()
    assert change
    assert (change.kind, change.by, change.because) == ("rolled_back", lena, "too many complaints")
    assert store.load(settings.CLASSIFIER_MODEL, settings.SECRET_KEY).version == model.version  # type: ignore[attr-defined]


def test_a_rollback_during_a_training_holds(model: Model, new_topic: None, lena: User, monkeypatch: pytest.MonkeyPatch) -> None:
    versions.look()
    earlier, compare = versions.keep(replace(model, version="earlier")), training.compare

    def slowly(*asked: Any) -> Duel:
        versions.roll_back(earlier, lena, "too many complaints")
        return compare(*asked)

    monkeypatch.setattr(training, "compare", slowly)
    change = _trained()
    assert (change.kind, change.reason) == ("refused", "overtaken")
    assert versions.in_use() == earlier


def test_a_version_whose_file_is_broken_is_not_used(model: Model, lena: User) -> None:
    first = versions.look().version
    assert first
    versions.file_of(first).write_bytes(b"cut off")
    with pytest.raises(store.Corrupt):
        versions.roll_back(first, lena, "")
    assert not ModelChange.objects.filter(kind="rolled_back").exists()


def test_rare_words_stay_out_of_the_model(model: Model, new_topic: None, show: Show) -> None:
    show("the speech chatbot on trains called me Vanderkindere", "online")
    labels.collect()
    version = _trained().version
    assert version
    assert "vanderkindere" not in store.load(versions.file_of(version), "for-trying-out-only-" + "x" * 40).space.words.columns
