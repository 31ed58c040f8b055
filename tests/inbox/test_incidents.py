"""Incidents: opened over what a lead ticked, joined by later questions by themselves, left on an agent's word."""

import pytest
from django.test import Client

from helpdesk.people.models import User
from helpdesk.recent import Recent
from inbox import incidents, selectors, surges, watch
from inbox.models import Account, Event, Incident, IncidentQuestion, Question
from tests.crowd import citizen_asks, crowd

ABOUT = "itsme geeft fout 500 bij het aanmelden, graag nakijken"


@pytest.fixture(autouse=True)
def _nothing_usual() -> None:
    Recent.forget()


@pytest.fixture
def outage(form: Account, lena: User) -> Incident:
    """An incident over ten Dutch questions."""
    asked = crowd(form, 10)
    return incidents.open_incident("itsme is down", asked, lena, surge=surges.look()[0])


def _late(form: Account, text: str = ABOUT, name: str = "late") -> Question:
    question = citizen_asks(form, text, name, language="nl")
    watch.watch(question)
    return question


def _inside(question: Question) -> bool:
    return IncidentQuestion.objects.filter(question=question, out_at=None).exists()


def test_a_later_match_joins_by_itself(outage: Incident, form: Account) -> None:
    question = _late(form)
    assert IncidentQuestion.objects.get(question=question).how == IncidentQuestion.How.MATCHED
    assert question.events.filter(kind=Event.Kind.INCIDENT, data__name="itsme is down").exists()


def test_another_matter_does_not_join(outage: Incident, form: Account) -> None:
    assert not _inside(_late(form, "Waar vind ik de brochure over de gemeenteraad?"))


def test_nothing_joins_a_closed_incident(outage: Incident, form: Account, lena: User) -> None:
    incidents.close(outage, lena)
    assert not _inside(_late(form))


def test_what_was_taken_out_never_joins_again_by_itself(outage: Incident, form: Account, ana: User) -> None:
    question = _late(form)
    incidents.take_out(question, ana)
    watch.watch(question)
    assert not _inside(question)
    assert question.events.filter(kind=Event.Kind.TAKEN_OUT, actor=ana).exists()


def test_what_was_taken_out_can_be_put_in_by_hand(outage: Incident, form: Account, ana: User) -> None:
    question = _late(form)
    incidents.take_out(question, ana)
    assert incidents.join(outage, [question], ana) == 1
    assert _inside(question)


def test_the_questions_of_an_incident_are_no_surge_any_more(outage: Incident) -> None:
    assert surges.look() == []


def test_a_second_click_opens_no_second_incident(outage: Incident, lena: User) -> None:
    surge = outage.surges.get()
    questions = list(Question.objects.filter(memberships__incident=outage))
    assert incidents.open_incident("again", questions, lena, surge=surge) == outage
    assert incidents.open_incident("by hand", questions, lena) == outage


def test_a_question_is_part_of_one_incident_at_a_time(outage: Incident, form: Account, lena: User) -> None:
    question = _late(form)
    other = incidents.open_incident("another", [_late(form, "De brochure ontbreekt", "b")], lena)
    assert incidents.join(other, [question], lena) == 0


def test_an_incident_needs_a_name_and_a_question(question: Question, lena: User) -> None:
    with pytest.raises(incidents.Unnamed):
        incidents.open_incident(" ", [question], lena)
    with pytest.raises(incidents.Nobody):
        incidents.open_incident("x", [], lena)


def test_a_lead_opens_it_from_the_banner_without_what_he_unticked(client: Client, form: Account, lena: User) -> None:
    asked = crowd(form, 10)
    surge = surges.look()[0]
    client.force_login(lena)
    assert client.get(f"/desk/incidents/new/?surge={surge.pk}").content.decode().count('name="ticked"') == 10
    ticked = [one.pk for one in asked[:9]]
    client.post("/desk/incidents/new/", {"surge": surge.pk, "name": "itsme", "ticked": ticked})
    watch.watch(asked[9])
    assert (Incident.objects.get().members.filter(out_at=None).count(), _inside(asked[9])) == (9, False)


def test_a_lead_opens_it_from_one_question(client: Client, form: Account, lena: User) -> None:
    first, like = _late(form), _late(form, name="other")
    client.force_login(lena)
    client.post("/desk/incidents/new/", {"question": first.reference, "name": "itsme", "ticked": [first.pk, like.pk]})
    assert _inside(first)
    assert _inside(like)


def test_the_form_says_what_is_missing(client: Client, form: Account, lena: User) -> None:
    first = _late(form)
    client.force_login(lena)
    answer = client.post("/desk/incidents/new/", {"question": first.reference, "name": "", "ticked": [first.pk]})
    assert answer.status_code == 422
    assert "Give the incident a name" in answer.content.decode()


def test_the_row_bears_a_chip_and_the_incident_lists_its_questions(client: Client, outage: Incident, form: Account, ana: User) -> None:
    _late(form)
    client.force_login(ana)
    assert f'href="/desk/incidents/{outage.pk}/questions/"' in client.get("/desk/view/everyone/").content.decode()
    assert selectors.of_incident(ana, outage.pk).count() == 11
    assert client.get(f"/desk/incidents/{outage.pk}/questions/").content.decode().count('class="row-link"') == 11


def test_an_agent_takes_a_question_out_on_its_page(client: Client, outage: Incident, form: Account, ana: User) -> None:
    question = _late(form)
    client.force_login(ana)
    assert "Part of" in client.get(f"/desk/q/{question.reference}/beside/").content.decode()
    client.post(f"/desk/q/{question.reference}/incident/out/")
    assert not _inside(question)
    client.post(f"/desk/q/{question.reference}/incident/", {"incident": outage.pk})
    assert _inside(question)


def test_the_page_counts_and_draws_and_hides_restricted_questions(client: Client, outage: Incident, form: Account, ana: User) -> None:
    Question.objects.filter(pk=_late(form).pk).update(is_restricted=True)
    client.force_login(ana)
    page = client.get(f"/desk/incidents/{outage.pk}/").content.decode()
    assert "Questions per quarter hour" in page
    assert "<rect" in page
    assert client.get(f"/desk/incidents/{outage.pk}/questions/").content.decode().count('class="row-link"') == 10


def test_a_surge_can_be_added_to_an_open_incident(client: Client, outage: Incident, form: Account, lena: User) -> None:
    crowd(form, 9, language="fr")
    surge = surges.look()[0]
    client.force_login(lena)
    client.post(f"/desk/surges/{surge.pk}/join/", {"incident": outage.pk})
    outage.refresh_from_db()
    assert (set(outage.keys), outage.members.count()) == ({"nl", "fr"}, 19)
