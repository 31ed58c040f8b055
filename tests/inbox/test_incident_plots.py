"""Plots of incidents: bars in steps that fit, an axis that ends on a whole step, what colleagues did, and one line each for the list."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpdesk.people.models import User
from inbox import incident_plots, incidents
from inbox.models import Account, Broadcast, Incident, Question
from tests.crowd import citizen_asks

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def outage(form: Account, lena: User) -> Incident:
    """An incident over three questions, an hour apart."""
    asked = [citizen_asks(form, f"itsme geeft fout 500 ({n})", f"plot{n}", language="nl") for n in range(3)]
    for number, question in enumerate(asked):
        Question.objects.filter(pk=question.pk).update(received_at=timezone.now() - timedelta(hours=number))
    return incidents.open_incident("itsme is down", asked, lena)


@pytest.mark.parametrize(
    ("span", "title"),
    [
        (timedelta(hours=2), "Questions per quarter hour"),
        (timedelta(days=2), "Questions per hour"),
        (timedelta(days=20), "Questions per six hours"),
        (timedelta(days=80), "Questions per day"),
        (timedelta(days=900), "Questions per thirty days"),
    ],
)
def test_the_steps_fit_the_time_it_took(span: timedelta, title: str) -> None:
    plot = incident_plots.plot([NOON, NOON + span])
    assert plot.title == title
    assert len(plot.bars) <= incident_plots.MOST_BARS
    assert sum(bar.count for bar in plot.bars) == 2


@pytest.mark.parametrize(("most", "ticks"), [(1, ["0", "1"]), (3, ["0", "1", "2", "3"]), (7, ["0", "2", "4", "6", "8"]), (52, ["0", "20", "40", "60"])])
def test_the_axis_ends_on_a_whole_step(most: int, ticks: list[str]) -> None:
    plot = incident_plots.plot([NOON] * most)
    assert [tick.text for tick in plot.counts] == ticks


def test_no_bar_leaves_the_plot() -> None:
    plot = incident_plots.plot([NOON + timedelta(minutes=7 * n) for n in range(200)])
    assert max(float(bar.x[:-1]) + float(bar.width[:-1]) for bar in plot.bars) <= 100
    assert min(float(bar.y[:-1]) for bar in plot.bars) >= incident_plots.TOP


def test_without_questions_nothing_is_drawn() -> None:
    assert incident_plots.plot([], [(NOON, "opened")]).bars == []


def test_the_page_marks_when_it_was_opened_answered_and_closed(client: Client, outage: Incident, lena: User) -> None:
    Broadcast.objects.create(
        incident=outage, kind=Broadcast.Kind.HOLDING, state=Broadcast.State.OUT, written_by=lena, approved_by=lena, approved_at=timezone.now()
    )
    incidents.close(outage, lena)
    client.force_login(lena)
    page = client.get(f"/desk/incidents/{outage.pk}/").content.decode()
    assert page.count('class="plot-guide"') == 3
    assert "1 opened" in page
    assert "2 holding answer" in page
    assert "3 closed" in page


def test_a_draft_is_no_mark(outage: Incident, lena: User) -> None:
    Broadcast.objects.create(incident=outage, kind=Broadcast.Kind.HOLDING, written_by=lena)
    assert [said for _at, said in incident_plots.done(outage)] == ["opened"]


def test_the_list_draws_a_line_for_each_incident_with_one_query(client: Client, outage: Incident, form: Account, lena: User) -> None:
    other = incidents.open_incident("Another", [citizen_asks(form, "De brochure ontbreekt", "alone", language="nl")], lena)
    incidents.close(other, lena)
    client.force_login(lena)
    assert client.get("/desk/incidents/").content.decode().count('class="spark"') == 2
    with CaptureQueriesContext(connection) as asked:
        drawn = incident_plots.sparks(Incident.objects.all())
    assert (set(drawn), len(asked)) == ({outage.pk, other.pk}, 2)


def test_the_line_of_a_closed_incident_ends_when_it_was_closed(outage: Incident) -> None:
    closed_at = timezone.now() + timedelta(hours=2)
    Incident.objects.filter(pk=outage.pk).update(closed_at=closed_at)
    spark = incident_plots.sparks(Incident.objects.all())[outage.pk]
    assert spark.last == closed_at
    assert spark.points.endswith(f",{spark.height - incident_plots.SPARK_EDGE}")


def test_marks_that_stand_too_close_share_a_place_for_their_numbers() -> None:
    start = timezone.now()
    acts = [(start, "opened"), (start + timedelta(minutes=1), "holding answer"), (start + timedelta(hours=9), "closed")]
    drawn = incident_plots.plot([start], acts)
    assert [name.text for name in drawn.names] == ["1, 2", "3"]
    assert len(drawn.marks) == 3
