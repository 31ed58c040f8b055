"""The leads' page and the public page: figures from what people did, states said plainly, buttons that do what they say."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from classifier import intervals, store
from classifier.model import Model
from helpdesk.people.models import Team, User
from inbox import triage
from inbox.learning import charts, drift, figures, labels, training, versions
from inbox.models import Decision, Event, Example, ModelChange, Question, TrainingRun
from tests.conftest import Ask, at_most
from tests.inbox.learning.conftest import ABOUT, SAID, Show

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client: Client, lena: User) -> Client:
    """Lena's browser."""
    client.force_login(lena)
    return client


@pytest.fixture
def labelled(ask: Ask, editorial: Team, online: Team, ana: User) -> Iterator[None]:
    """Thirty labelled questions: the classifier was right for 24 of them, and too unsure for three of those."""
    for number in range(30):
        decision = Decision.objects.get(question=ask("the amount is wrong", number=number).question)
        decision.best_team, decision.team = editorial, editorial if number >= 3 else None
        decision.confidence = 0.6 if number < 3 else 0.9
        decision.save()
        truth = editorial if number < 24 else online
        Example.objects.create(decision=decision, team=truth, source="confirmed", by=ana, labelled_at=timezone.now())
    yield


def test_figures_are_counted(labelled: None) -> None:
    found = figures.measure(4)
    shares = [found.whole.accuracy.value, found.whole.coverage.value, found.whole.precision.value]
    assert shares == pytest.approx([0.8, 0.9, 21 / 27])
    assert found.confusion == (("editorial", (24, 0)), ("online", (6, 0)))


def test_the_curve_has_a_bin_for_each_confidence(labelled: None) -> None:
    curve = figures.measure(4).curve
    assert [one.said for one in curve] == pytest.approx([0.6, 0.9])
    assert [one.was.count for one in curve] == [3, 27]


def test_figures_take_two_queries(labelled: None) -> None:
    with at_most(2):
        figures.measure(52)


def test_the_page_shows_figures_and_tables(lead: Client, labelled: None) -> None:
    page = lead.get("/desk/classifier/").content.decode()
    assert "80.0\N{NO-BREAK SPACE}%" in page
    assert page.count('<svg class="plot"') == 4


def test_the_page_of_a_new_desk_says_what_is_missing(lead: Client) -> None:
    page = lead.get("/desk/classifier/").content.decode()
    assert "Not enough to measure yet" in page
    assert "There is no model" in page


@pytest.mark.parametrize("weeks", ["", "52", "7", "x", "-1"])
def test_any_period_is_answered(lead: Client, weeks: str) -> None:
    assert lead.get("/desk/classifier/", {"weeks": weeks}).status_code == 200


def test_a_changed_file_is_said_to_be_untrusted(lead: Client, model: Model, settings: object) -> None:
    path = settings.CLASSIFIER_MODEL  # type: ignore[attr-defined]
    path.write_bytes(path.read_bytes()[:-9])
    assert "The model file cannot be trusted" in lead.get("/desk/classifier/").content.decode()


def test_a_file_of_another_format_is_said_to_be_outdated(lead: Client, model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "FORMAT", store.FORMAT + 1)
    assert "The model was written by an earlier version of this software" in lead.get("/desk/classifier/").content.decode()


def test_a_file_that_is_gone_is_missed(lead: Client, model: Model, settings: object) -> None:
    settings.CLASSIFIER_MODEL.unlink()  # type: ignore[attr-defined]
    assert "There is no model" in lead.get("/desk/classifier/").content.decode()


def test_a_process_that_has_read_a_model_goes_on_with_it(lead: Client, model: Model, settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triage, "_STAT_EVERY_S", 0.0)
    assert triage.model().version == model.version
    settings.CLASSIFIER_MODEL.write_bytes(b"cut off")  # type: ignore[attr-defined]
    assert triage.model().version == model.version
    assert "A process that has read one before goes on with it" in lead.get("/desk/classifier/").content.decode()


def test_the_button_asks_for_a_training_once(lead: Client, lena: User) -> None:
    lead.post("/desk/classifier/train/")
    page = lead.post("/desk/classifier/train/", follow=True).content.decode()
    assert TrainingRun.objects.get().by == lena
    assert "A training is running already" in page
    assert 'hx-trigger="every 2s,' in page


def test_the_progress_reloads_the_page_at_the_end(lead: Client) -> None:
    run = training.begin()
    assert "HX-Refresh" not in lead.get("/desk/classifier/training/").headers
    TrainingRun.objects.filter(pk=run.pk).update(state="done")
    assert lead.get("/desk/classifier/training/")["HX-Refresh"] == "true"


def test_one_click_uses_a_version_again(lead: Client, model: Model) -> None:
    version = versions.look().version
    assert version
    page = lead.post(f"/desk/classifier/version/{version.pk}/", {"because": "we trust this one"}, follow=True).content.decode()
    assert "we trust this one" in page
    assert ModelChange.objects.filter(kind="rolled_back").count() == 1


def test_a_broken_version_is_refused_in_words(lead: Client, model: Model) -> None:
    version = versions.look().version
    assert version
    versions.file_of(version).unlink()
    assert "This version cannot be used" in lead.post(f"/desk/classifier/version/{version.pk}/", follow=True).content.decode()


def test_a_correction_appears(lead: Client, question: Question, online: Team, ana: User) -> None:
    triage.move(question, online, ana)
    assert question.shown_reference in lead.get("/desk/classifier/").content.decode()


def test_a_question_that_goes_to_and_fro_is_shown_with_its_reasons(lead: Client, question: Question, editorial: Team, online: Team, ana: User) -> None:
    triage.move(question, online, ana, because="it is about the site")
    assert not figures.wandered(4)
    triage.move(question, editorial, ana)
    assert "it is about the site" in lead.get("/desk/classifier/").content.decode()


def test_the_reason_of_a_move_comes_from_its_form(client: Client, question: Question, online: Team, ana: User) -> None:
    client.force_login(ana)
    client.post(f"/desk/q/{question.reference}/move/", {"team": "online", "because": " it is about the site "})
    assert Event.objects.get(kind="moved").data["because"] == "it is about the site"


def test_the_alarm_sounds_once_when_the_shares_change(ask: Ask, editorial: Team, online: Team, lena: User) -> None:
    for number in range(120):
        question = ask("the amount is wrong", number=number).question
        when = timezone.now() - timedelta(weeks=1 if number < 60 else 5)
        team = online if number < 60 else editorial
        Decision.objects.filter(question=question).update(best_team=team, created_at=when)
    mail.outbox.clear()
    assert (drift.check(), drift.check()) == (True, False)
    assert ModelChange.objects.get(kind="drifted").reason == "shares"
    assert [message.to for message in mail.outbox] == [[lena.email]]


def test_steady_questions_raise_no_alarm(model: Model, show: Show) -> None:
    for said, about in product(SAID, ABOUT):
        show(f"the amount on {about} {said}", "editorial")
    assert not drift.check()


@pytest.mark.parametrize(("language", "words"), [("nl", 'lang="nl"'), ("fr", 'lang="fr"'), ("de", 'lang="de"'), ("en", "People keep the upper hand")])
def test_the_register_is_public_in_four_languages(client: Client, model: Model, language: str, words: str) -> None:
    page = client.get(f"/{language}/algorithm/")
    assert (page.status_code, words in page.content.decode()) == (200, True)
    assert model.version in page.content.decode()


def test_the_register_says_when_it_is_switched_off(client: Client) -> None:
    assert "At this moment it is switched off" in client.get("/en/algorithm/").content.decode()


def test_the_form_leads_to_the_register(client: Client) -> None:
    assert 'href="/fr/algorithm/"' in client.get("/fr/").content.decode()


def test_labels_are_collected_from_many_events_in_few_queries(show: Show, model: Model) -> None:
    for said, about in product(SAID, ABOUT[:2]):
        show(f"the login on {about} {said}", "online")
    with at_most(30):
        labels.collect()
    assert Example.objects.count() == 8


def test_a_move_taken_back_is_no_correction(show: Show, ana: User, online: Team) -> None:
    there, back = show("the button is wrong today", "online"), show("the menu is wrong today", "online")
    triage.move(there, Team.objects.get(key="editorial"), ana)
    triage.move(back, Team.objects.get(key="editorial"), ana)
    triage.move(back, online, ana)
    Decision.objects.filter(question=back).update(team=online)
    assert [row.question for row in figures.corrections()] == [there]


def test_a_failed_training_is_told_with_its_reason(lead: Client) -> None:
    TrainingRun.objects.create(state="failed", ended_at=timezone.now(), error="MemoryError: not enough memory")
    page = lead.get("/desk/classifier/").content.decode()
    assert "The last training failed" in page
    assert "MemoryError" in page


def test_the_outcome_of_the_last_training_stands_beside_the_button(lead: Client) -> None:
    run = TrainingRun.objects.create(state="done", ended_at=timezone.now())
    ModelChange.objects.create(kind="refused", run=run, reason="few_new", figures={"new": 3})
    card = lead.get("/desk/classifier/training/").content.decode()
    assert "Too few new labels to learn from: 3" in card


def test_the_button_leads_back_to_the_training(lead: Client) -> None:
    assert lead.post("/desk/classifier/train/").headers["Location"].endswith("#training")


def test_channels_have_names_in_the_readers_language(lead: Client, lena: User, labelled: None) -> None:
    User.objects.filter(pk=lena.pk).update(language="nl")
    assert "Contactformulier" in lead.get("/desk/classifier/").content.decode()


def test_a_week_without_questions_keeps_its_place() -> None:
    one = intervals.share(9, 10)
    rows = [figures.Row(name, one, one, one) for name in ("2026-12-21", "2026-12-28", "2027-01-11")]
    with translation.override("en"):
        plot = charts.weeks(rows)
    (first, _), (second, _), (last, _) = plot.dots
    assert last - second == pytest.approx(2 * (second - first), abs=1)
    assert [label.text for label in plot.labels if label.anchor == "middle"] == ["21 Dec", "28 Dec", "4 Jan", "11 Jan"]


@pytest.mark.parametrize("name", ["Contactformulier", "Een kanaal met een bijzonder lange naam die nergens past"])
def test_a_long_name_does_not_run_into_the_plot(name: str) -> None:
    plot = charts.parts([(name, intervals.share(9, 10))])
    label = next(one for one in plot.labels if one.anchor == "start")
    assert label.x + len(label.text) * 7 <= min(line.x1 for line in plot.lines)


def test_a_question_counts_for_the_language_it_was_written_in(labelled: None) -> None:
    Question.objects.update(language="nl", written_in="en")
    Question.objects.filter(pk__in=Question.objects.values("pk")[:4]).update(written_in="")
    assert {row.name: row.accuracy.count for row in figures.measure(4).languages} == {"en": 26, "nl": 4}


def test_the_shares_before_and_now_are_those_of_the_questions(ask: Ask, editorial: Team, online: Team) -> None:
    for number, team in enumerate((editorial, editorial, editorial, online)):
        Decision.objects.filter(question=ask("the amount is wrong", number=number).question).update(best_team=team)
    assert [(share.team, share.now) for share in drift.measure(None).shares] == [("editorial", 0.75), ("online", 0.25)]


def test_a_move_that_was_undone_is_neither_ping_pong_nor_a_label(ask: Ask, lena: User, editorial: Team, online: Team) -> None:
    question = ask("the amount is wrong").question
    Question.objects.filter(pk=question.pk).update(team=editorial)
    Decision.objects.filter(question=question).update(team=editorial, best_team=editorial)
    triage.move(question, online, lena)
    triage.move(question, editorial, lena, is_undo=True)
    labels.collect()
    assert (figures.wandered(4), Example.objects.count()) == ([], 0)


def test_each_plot_has_a_name_of_its_own(lead: Client, labelled: None) -> None:
    names = re.findall(r'class="plot"[^>]*aria-label="([^"]+)"', lead.get("/desk/classifier/").content.decode())
    assert len(names) == len(set(names)) == 4
