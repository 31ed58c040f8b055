"""Adding people and teams."""

from django.core import mail
from django.test import Client

from helpdesk.people.models import Team, User

PERSON = {"name": "Nora New", "email": "Nora@desk.example", "language": "nl", "answers_in": ["nl"], "is_agent": "on", "is_active": "on"}


def test_a_new_person_gets_a_link_to_set_a_password(client: Client, ada: User) -> None:
    client.force_login(ada)
    client.post("/desk/people/new/", PERSON)
    assert User.objects.get(email="nora@desk.example").is_agent
    assert "nora@desk.example" in mail.outbox[0].to


def test_the_last_administrator_stays(client: Client, ada: User) -> None:
    client.force_login(ada)
    answer = client.post(f"/desk/people/{ada.pk}/", {"name": "Ada", "email": ada.email, "language": "en", "is_active": "on"})
    assert answer.status_code == 422
    assert User.objects.get(pk=ada.pk).is_admin


def test_a_team_is_a_row(client: Client, ada: User) -> None:
    client.force_login(ada)
    names = {f"name_{code}": "Campaigns" for code in ("nl", "fr", "de", "en")}
    client.post("/desk/teams/new/", {"key": "campaigns", "position": "3", "is_active": "on", **names})
    assert Team.objects.get(key="campaigns").name_in("de") == "Campaigns"
