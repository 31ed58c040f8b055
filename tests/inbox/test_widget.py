"""Search and form on other sites' pages, and the answers' open API."""

import time
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from helpdesk.answers import editing, life
from helpdesk.answers.models import Answer
from helpdesk.people.models import User
from inbox import guard
from inbox.models import Account, Question


@pytest.fixture
def flag(eduardo: User) -> Answer:
    """A public answer."""
    words = {"en": editing.Words("The colours of the flag", "Black, **yellow** and red.", "flag"), "fr": editing.Words("Le drapeau", "Noir, jaune, rouge.")}
    return life.publish(editing.save(None, eduardo, editing.Details("belgium"), words), eduardo)


def typed(**changes: Any) -> dict[str, Any]:
    stamp = signing.dumps(["b" * 32, int(time.time()) - 60], salt=guard.SALT)
    return {"nonce": "b" * 32, "stamp": stamp, "website": "", "text": "Which colours does the flag have?", "email": "carla@citizen.example", **changes}


def test_the_frame_sets_no_cookie_and_may_be_framed_by_the_sites_that_are_named(client: Client, flag: Answer, settings: Any) -> None:
    settings.WIDGET_SITES = ["https://portal.example"]
    page = client.get("/en/widget/", {"q": "flag colours"})
    assert "The colours of the flag" in page.content.decode()
    assert not page.cookies and "X-Frame-Options" not in page and "frame-ancestors https://portal.example" in page["Content-Security-Policy"]


def test_a_question_sent_twice_from_the_frame_is_one(form: Account) -> None:
    stranger = Client(enforce_csrf_checks=True)
    first, second = stranger.post("/nl/widget/", typed()), stranger.post("/nl/widget/", typed())
    question = Question.objects.get()
    assert question.language == "nl" and question.shown_reference in first.content.decode()
    assert question.shown_reference in second.content.decode()


@pytest.mark.parametrize(("changes", "status"), [({"email": "carla"}, 422), ({"website": "x"}, 422), ({"stamp": "forged"}, 422)])
def test_what_the_frame_cannot_take_is_kept_and_explained(client: Client, form: Account, changes: dict[str, str], status: int) -> None:
    page = client.post("/en/widget/", typed(**changes))
    assert page.status_code == status and "Which colours does the flag have?" in page.content.decode()
    assert not Question.objects.exists()


def test_the_api_finds_answers_from_any_origin_without_a_token(client: Client, flag: Answer) -> None:
    answer = client.get("/api/v1/answers", {"language": "en", "q": "flagg"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert [row["id"] for row in answer.json()] == [flag.pk]


def test_the_api_hands_over_one_answer_as_clean_html(client: Client, flag: Answer) -> None:
    row = client.get(f"/api/v1/answers/{flag.pk}", {"language": "en"}).json()
    assert (row["html"], row["languages"]) == ("<p>Black, <strong>yellow</strong> and red.</p>", ["en", "fr"])


@pytest.mark.parametrize(("path", "status"), [("?language=xx", 400), ("/1?language=de", 404), ("/999?language=en", 404)])
def test_the_api_says_what_is_wrong(client: Client, flag: Answer, path: str, status: int) -> None:
    assert client.get(f"/api/v1/answers{path}").status_code == status
