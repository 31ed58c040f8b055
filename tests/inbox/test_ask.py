"""The contact form: nothing typed is lost, sent twice is taken once, wrong input gets a sentence and 4xx."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from helpdesk.answers import editing
from helpdesk.answers.models import Gap
from helpdesk.people.models import User
from inbox import guard
from inbox.models import Account, Attachment, Message, Question
from tests.conftest import at_most

TEXT = "Where do I find the brochure on voting from abroad?"


@pytest.fixture(autouse=True)
def _form(form: Account) -> Iterator[None]:
    yield
    translation.activate("en")


def typed(nonce: str = "a" * 32, **changes: Any) -> dict[str, Any]:
    stamp = signing.dumps([nonce, int(time.time()) - 60], salt=guard.SALT)
    data = {"nonce": nonce, "stamp": stamp, "website": "", "text": TEXT, "email": "carla@citizen.example", "asker": "citizen", "language": "en"}
    return data | changes


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_form_opens_in_each_language(client: Client, language: str) -> None:
    page = client.get(f"/{language}/")
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()


def test_a_question_is_taken_and_confirmed(client: Client) -> None:
    page = client.post("/en/", typed(), follow=True)
    question = Question.objects.get()
    assert page.redirect_chain[0][0].startswith("/en/asked/")
    assert question.shown_reference in page.content.decode()


def test_an_answer_that_was_read_and_did_not_do_is_noted(client: Client, eduardo: User) -> None:
    answer = editing.save(None, eduardo, editing.Details("belgium"), {"en": editing.Words("Voting from abroad", "You vote at the embassy.")})
    client.post("/en/", typed(read=[str(answer.pk), "x"]))
    gap = Gap.objects.get()
    assert (gap.kind, gap.answer, gap.count) == ("form", answer, 1)


def test_the_same_form_sent_twice_is_one_question(client: Client) -> None:
    data = typed()
    first, second = client.post("/en/", data), client.post("/en/", data)
    assert first["Location"] == second["Location"]
    assert Question.objects.count() == 1


@pytest.mark.parametrize(
    "changes", [{"text": ""}, {"email": "carla"}, {"asker": "company"}, {"postcode": "12"}, {"language": "xx"}, {"text": "x" * 100_000}, {"topic": "<script>"}]
)
def test_wrong_input_gets_a_sentence_and_keeps_the_rest(client: Client, changes: dict[str, str]) -> None:
    page = client.post("/en/", typed(subject="My own subject", **changes))
    assert page.status_code == 422
    assert "error-summary" in page.content.decode()
    assert "My own subject" in page.content.decode()
    assert Question.objects.count() == 0


def test_nul_bytes_and_broken_encodings_do_no_harm(client: Client) -> None:
    body = b"&".join(f"{key}={value}".encode() for key, value in typed(text="").items() if key != "text") + b"&text=Voting%00%ff%fe+abroad"
    page = client.post("/en/", body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 302
    assert "\0" not in Message.objects.filter(kind="incoming").get().text


def test_scripts_are_shown_as_text(client: Client) -> None:
    page = client.post("/en/", typed(text="<script>alert(1)</script>", email="no"))
    assert "<script>alert" not in page.content.decode()


def test_a_disguised_file_is_refused_and_the_good_one_is_kept(client: Client) -> None:
    uploads = [SimpleUploadedFile("a.pdf", b"MZ\x90\0program"), SimpleUploadedFile("b.txt", b"my letter")]
    page = client.post("/en/", typed(files=uploads))
    assert page.status_code == 422
    assert Attachment.objects.get().name == "b.txt"
    assert Question.objects.count() == 0


def test_a_kept_file_goes_with_the_question(client: Client) -> None:
    again = client.post("/en/", typed(email="no", files=[SimpleUploadedFile("b.txt", b"my letter")]))
    assert 'name="has_files"' in again.content.decode()
    client.post("/en/", typed(has_files="1"))
    assert Message.objects.get(kind="incoming").attachments.get().name == "b.txt"


def test_a_filled_trap_is_refused_with_the_text_kept(client: Client) -> None:
    page = client.post("/en/", typed(website="https://spam.example"))
    assert page.status_code == 422
    assert TEXT in page.content.decode()


def test_a_form_sent_at_once_is_refused_with_the_text_kept(client: Client) -> None:
    page = client.post("/en/", typed(stamp=guard.stamp("a" * 32)))
    assert page.status_code == 422
    assert TEXT in page.content.decode()


def test_too_many_questions_from_one_address_are_refused(client: Client) -> None:
    pages = [client.post("/en/", typed(nonce=f"{number:032d}")) for number in range(7)]
    assert [page.status_code for page in pages] == [302] * 6 + [429]
    assert TEXT in pages[-1].content.decode()


def test_a_question_costs_at_most_ten_queries(client: Client) -> None:
    client.post("/en/", typed(nonce="b" * 32, email="first@citizen.example"))
    with at_most(10):
        client.post("/en/", typed())


def test_a_question_taken_once_is_confirmed_again_also_above_the_limits(client: Client) -> None:
    answers = [client.post("/en/", typed()) for _ in range(9)]
    assert len({answer["Location"] for answer in answers}) == 1


def test_an_unknown_confirmation_is_not_found(client: Client) -> None:
    assert client.get("/en/asked/AAAAAAAAAA1-00000000000000000000000000000000/").status_code == 404


def test_short_texts_get_no_suggestions(client: Client) -> None:
    assert client.get("/en/suggest/", {"text": "hi"}).content.strip() == b""


def test_a_refused_file_and_a_wrong_field_stand_in_one_summary(client: Client) -> None:
    page = client.post("/en/", typed(email="nope", files=SimpleUploadedFile("a.pdf", b"MZ\x90\x00"))).content.decode()
    assert page.count('class="error-summary"') == 1
    assert 'href="#id_email"' in page
