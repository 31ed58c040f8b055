"""Each person reads the desk in his own language; citizens keep that of the address."""

import pytest
from django.test import Client

from helpdesk.people.models import User


@pytest.fixture
def reader(ana: User, client: Client) -> Client:
    """A browser in which Ana, who reads French, is signed in."""
    User.objects.filter(pk=ana.pk).update(language="fr")
    client.force_login(ana)
    return client


def test_the_desk_speaks_the_persons_language(reader: Client) -> None:
    assert '<html lang="fr"' in reader.get("/desk/view/mine/", headers={"Accept-Language": "nl"}).content.decode()


def test_a_citizens_page_keeps_the_language_of_its_address(reader: Client) -> None:
    assert '<html lang="de"' in reader.get("/de/").content.decode()


def test_a_chosen_language_stays_with_the_person(reader: Client, ana: User) -> None:
    assert reader.post("/language/", {"language": "de", "next": "/desk/"}).status_code == 302
    ana.refresh_from_db()
    assert ana.language == "de"


def test_an_unknown_language_changes_nothing(reader: Client, ana: User) -> None:
    reader.post("/language/", {"language": "tlh", "next": "/desk/"})
    ana.refresh_from_db()
    assert ana.language == "fr"
