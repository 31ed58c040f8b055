"""The timeline says what changed, from what to what, and who did it."""

import pytest
from django.test import Client

from helpdesk.people.models import Team, User
from inbox import links, replies, triage, work
from inbox.models import Question


def _page(client: Client, question: Question) -> str:
    return client.get(f"/desk/q/{question.reference}/").content.decode()


def test_the_timeline_tells_from_where_to_where(client: Client, question: Question, lena: User, online: Team) -> None:
    client.force_login(lena)
    triage.move(question, online, lena)
    work.set_state(question, "waiting", lena)
    work.set_tags(question, ["Brochure"], lena)
    page = _page(client, question)
    assert all(said in page for said in ("To sort → Online", "new → waiting for citizen", "<strong>brochure</strong>"))


def test_a_citizen_sees_which_service_was_asked_until_he_is_answered(client: Client, question: Question, lena: User) -> None:
    work.ask_service(question, "FPS  Finance", lena)
    assert "We asked another service: FPS Finance." in client.get(links.path(question)).content.decode()
    replies.reply(question, lena, "They say yes.", seen_event_id=10**6)
    question.refresh_from_db()
    assert question.asked_service == ""


@pytest.mark.parametrize("name", ["x" * 500, "<script>alert(1)</script>", ""])
def test_any_name_of_a_service_is_taken_as_text(client: Client, question: Question, lena: User, name: str) -> None:
    client.force_login(lena)
    assert client.post(f"/desk/q/{question.reference}/service/", {"service": name}).status_code == 302
    assert "<script>alert" not in _page(client, question) + client.get(links.path(question)).content.decode()
