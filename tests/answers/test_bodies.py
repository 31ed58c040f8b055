"""The directory of administrations: kept like answers, loaded without overwriting, and who fits a question."""

import pytest
from django.test import Client
from django.urls import reverse

from helpdesk.answers import bodies, directory
from helpdesk.answers.models import Answer, Body
from helpdesk.people.models import Language, User


@pytest.fixture
def loaded(db: None) -> int:
    return bodies.load()[0]


@pytest.fixture
def finance(loaded: int) -> Body:
    return Body.objects.get(key="fps-finance")


def test_every_row_of_the_file_is_complete() -> None:
    languages = set(Language.values)
    for row in bodies.rows():
        assert all(set(row[name]) == languages for name in ("names", "does", "at_hand", "web")), row["key"]
        assert set(row["topics"]) <= set(Answer.Topic.values)
        assert set(row["topics"]) and set(row["languages"]) <= languages
        assert all(url.startswith("https://") for url in row["web"].values())


def test_loading_again_changes_nothing(loaded: int) -> None:
    assert loaded == len(bodies.rows())
    assert bodies.load() == (0, 0)


def test_loading_renews_what_nobody_edited_and_keeps_what_somebody_did(finance: Body, eduardo: User) -> None:
    pensions = Body.objects.get(key="pensions")
    Body.objects.update(phone="old")
    bodies.save(finance, eduardo, {"phone": "02 000 00 00"}, opened_version=finance.version)
    bodies.load()
    finance.refresh_from_db()
    pensions.refresh_from_db()
    assert (finance.phone, pensions.phone) == ("02 000 00 00", "")


def test_two_editors_do_not_overwrite_each_other(finance: Body, eduardo: User, lena: User) -> None:
    opened = finance.version
    bodies.save(finance, eduardo, {"phone": "1"}, opened_version=opened)
    with pytest.raises(bodies.EditedMeanwhile):
        bodies.save(finance, lena, {"phone": "2"}, opened_version=opened)


def test_a_version_is_restored_as_a_new_one(finance: Body, eduardo: User) -> None:
    bodies.save(finance, eduardo, {"phone": "1", "topics": []}, opened_version=1)
    bodies.restore(finance, 1, eduardo)
    finance.refresh_from_db()
    assert (finance.phone, finance.topics, finance.version) == ("", ["taxes"], 3)


@pytest.mark.parametrize(
    ("topic", "text", "key"),
    [
        ("taxes", "Wanneer krijg ik mijn terugbetaling van de belasting?", "fps-finance"),
        ("", "J'ai perdu mon passeport, quelqu'un l'a peut-être volé. DOC STOP ?", "docstop"),
        ("", "Wann wird meine Pension ausgezahlt?", "pensions"),
        ("", "I received a suspicious phishing mail", "safeonweb"),
        ("", "Mon employeur ne paie pas mon salaire après le licenciement", "fps-employment"),
        ("mobility", "Ik wacht op mijn nieuwe nummerplaat van DIV", "fps-mobility"),
    ],
)
def test_the_competent_administration_is_among_the_first_two(loaded: int, topic: str, text: str, key: str) -> None:
    assert key in [body.key for body in directory.fitting(topic=topic, text=text)][:2]


def test_nothing_is_offered_when_nothing_speaks_for_it(loaded: int) -> None:
    assert directory.fitting(topic="", text="xyzzy") == []


def test_the_list_finds_without_accents_and_by_topic(client: Client, ana: User, loaded: int) -> None:
    client.force_login(ana)
    page = client.get(reverse("bodies"), {"words": "federation wallonie", "topic": "education"})
    assert [body.key for body, _stale, _topics in page.context["rows"]] == ["french-community"]


def test_what_was_checked_today_leaves_the_list_of_what_to_check(client: Client, eduardo: User, finance: Body) -> None:
    client.force_login(eduardo)
    client.post(reverse("body_check", args=[finance.pk]))
    assert finance not in [body for body, _stale, _topics in client.get(reverse("bodies"), {"stale": "on"}).context["rows"]]


def test_an_editor_adds_an_administration(client: Client, eduardo: User) -> None:
    client.force_login(eduardo)
    typed = {"key": "town", "level": "municipal", "topics": ["housing"], "languages": ["nl"], "names-nl": "Stad", "web-nl": "https://town.example"}
    done = client.post(reverse("body_new"), typed | {"is_active": "on"})
    body = Body.objects.get()
    assert done.headers["Location"] == reverse("body", args=[body.pk])
    assert (body.names, body.topics, body.versions.get().written_by) == ({"nl": "Stad"}, ["housing"], eduardo)


def test_a_name_is_needed(client: Client, eduardo: User) -> None:
    client.force_login(eduardo)
    page = client.post(reverse("body_new"), {"key": "town", "level": "municipal"})
    assert page.status_code == 422
    assert "Write the name in at least one language." in page.content.decode()


def test_a_conflict_keeps_what_was_typed_and_the_next_save_goes_through(client: Client, eduardo: User, lena: User, finance: Body) -> None:
    client.force_login(eduardo)
    bodies.save(finance, lena, {"phone": "1"}, opened_version=1)
    typed = {"level": "federal", "phone": "2", "names-en": "FPS Finance", "opened_version": "1", "is_active": "on"}
    page = client.post(reverse("body_edit", args=[finance.pk]), typed)
    assert page.status_code == 409
    assert client.post(reverse("body_edit", args=[finance.pk]), typed | {"opened_version": "2"}).status_code == 302


def test_the_history_shows_what_changed(client: Client, ana: User, eduardo: User, finance: Body) -> None:
    bodies.save(finance, eduardo, {"phone": "02 000 00 00"}, opened_version=1)
    client.force_login(ana)
    page = client.get(reverse("body_history", args=[finance.pk])).content.decode()
    assert "02 000 00 00" in page
    assert "Eduardo Example" in page
