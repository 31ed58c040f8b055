"""The follow-up page: what a link opens, what the citizen can do there, and that a dead link tells nothing."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from inbox import links, work
from inbox.models import Attachment, Message, Question

UNKNOWN = "AAAAAAAAAA1-00000000000000000000000000000000"


@pytest.fixture
def page(question: Question) -> str:
    """The path of Carla's page."""
    return links.path(question)


def test_the_page_shows_reference_and_thread_and_is_not_kept(client: Client, question: Question, page: str) -> None:
    answer = client.get(page)
    assert question.shown_reference in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]


def test_notes_are_never_shown(client: Client, question: Question, page: str, ana: object) -> None:
    work.note(question, ana, "Colleagues only")  # type: ignore[arg-type]
    assert "Colleagues only" not in client.get(page).content.decode()


def test_unknown_and_expired_links_look_the_same(client: Client, question: Question, page: str) -> None:
    Question.objects.update(link_expires_at=timezone.now() - timedelta(days=1))
    expired, unknown = client.get(page), client.get(f"/en/q/{UNKNOWN}/")
    assert expired.status_code == unknown.status_code == 404
    assert "This link does not work" in expired.content.decode()


def test_a_message_sent_twice_is_added_once_and_opens_the_question(client: Client, question: Question, page: str) -> None:
    work.set_state(question, "closed")
    for _ in range(2):
        client.post(f"{page}add/", {"nonce": "c" * 32, "text": "One more thing"})
    question.refresh_from_db()
    assert Message.objects.filter(text="One more thing").count() == 1
    assert question.state == "open"


def test_an_empty_message_is_refused_with_a_sentence(client: Client, page: str) -> None:
    answer = client.post(f"{page}add/", {"nonce": "c" * 32, "text": " "})
    assert answer.status_code == 422
    assert "Write your message." in answer.content.decode()


def test_not_solved_opens_the_question_again(client: Client, question: Question, page: str) -> None:
    work.set_state(question, "closed")
    client.post(f"{page}solved/", {"solved": "no", "was_clear": "partly"})
    question.refresh_from_db()
    assert (question.state, question.is_solved, question.was_clear) == ("open", False, "partly")


def test_withdrawing_asks_first(client: Client, question: Question, page: str) -> None:
    client.get(f"{page}withdraw/")
    question.refresh_from_db()
    assert not question.is_withdrawn


def test_a_withdrawn_question_is_closed(client: Client, question: Question, page: str) -> None:
    client.post(f"{page}withdraw/")
    question.refresh_from_db()
    assert (question.is_withdrawn, question.state) == (True, "closed")


def test_a_lost_link_says_the_same_for_known_and_unknown_addresses(client: Client, question: Question) -> None:
    pages = [client.post("/en/lost-link/", {"email": email}) for email in ("carla@citizen.example", "nobody@citizen.example")]
    said = [page.content.decode().split("<main")[1].split("<form")[0] for page in pages]
    assert "on its way" in said[0]
    assert said[0] == said[1]


def test_not_solved_promises_a_new_date(client: Client, question: Question, page: str) -> None:
    Question.objects.update(state="closed", promised_on=date(2020, 1, 3), due_at=timezone.now() - timedelta(days=9))
    client.post(f"{page}solved/", {"solved": "no"})
    question.refresh_from_db()
    assert question.promised_on > timezone.localdate()
    assert question.due_at > timezone.now()


def test_a_file_may_come_without_words(client: Client, question: Question, page: str) -> None:
    client.post(f"{page}add/", {"nonce": "c" * 32, "text": "", "files": SimpleUploadedFile("proof.txt", b"the proof")})
    assert Attachment.objects.get().message == question.messages.filter(kind="incoming").last()


def test_a_refused_file_and_a_missing_text_stand_in_one_summary(client: Client, page: str) -> None:
    answer = client.post(f"{page}add/", {"nonce": "c" * 32, "text": "", "files": SimpleUploadedFile("a.pdf", b"MZ\x90\x00")})
    assert answer.content.decode().count("error-summary") == 1


def test_a_link_asked_again_after_it_expired_is_a_new_one(client: Client, question: Question, page: str) -> None:
    Question.objects.update(link_expires_at=timezone.now() - timedelta(days=1))
    client.post("/en/lost-link/", {"email": "carla@citizen.example"})
    question.refresh_from_db()
    assert links.url(question) in Message.objects.filter(kind="automatic").last().text  # type: ignore[union-attr]
    assert (client.get(page).status_code, client.get(links.path(question)).status_code) == (404, 200)
