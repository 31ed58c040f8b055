"""Bad input everywhere: a clear sentence and a 4xx, or taken as it is; nothing lost, nothing executed, never a 500."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from helpdesk.people.models import User
from inbox import drafts, links, work
from inbox.models import Attachment, Draft, Message, Question
from tests.inbox.test_ask import typed

MARKUP = '<script>alert(1)</script><img src=x onerror="alert(2)"> [x](javascript:alert(3)) {{ 7*7 }} {% now %}'
HOSTILE = [
    MARKUP,
    "\u202etxet desrever\u202c \u2066isolated",
    "Z̸̧̢a̷l̶g̴o̵" * 200,
    "👩‍👩‍👧‍👦" * 300,
    "\x00\x01\x02\x1b[31m words",
    "\ufeff\ufffe\uffff words",
    "a" * 9_000,
    "' OR 1=1; DROP TABLE inbox_question; --",
    "../../../../etc/passwd",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_question_is_taken_and_shown_as_text(client: Client, form: object, lena: User, text: str) -> None:
    assert client.post("/en/", typed(text=text, subject=text[:100], name=text[:60])).status_code == 302
    question = Question.objects.get()
    client.force_login(lena)
    for path in (links.path(question), f"/desk/q/{question.reference}/", "/desk/view/everyone/", "/desk/search?q=words"):
        page = client.get(path)
        assert page.status_code == 200
        assert all(mark not in page.content.decode() for mark in ("<script>alert", 'onerror="alert', 'href="javascript:', "49 "))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_reply_is_mailed_and_shown_as_text(client: Client, question: Question, lena: User, text: str) -> None:
    client.force_login(lena)
    path = f"/desk/q/{question.reference}/"
    assert client.post(f"{path}note/", {"text": text, "seen": "0"}).status_code == 302
    assert client.post(f"{path}reply/", {"text": text, "seen": str(10**6), "anyway": "1"}).status_code == 302
    shown = client.get(path).content.decode() + client.get(links.path(question)).content.decode()
    assert all(mark not in shown for mark in ("<script>alert", 'onerror="alert', 'href="javascript:'))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.png", b"<html><script>alert(1)</script>"),
        ("letter.pdf", b"PK\x03\x04" + b"\0" * 30 + b"evil.exe"),
        ("page.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("run.txt", b"#!/bin/sh\nrm -rf /"),
        ("empty.pdf", b""),
        ("tool.pdf", b"MZ\x90\x00\x03"),
        ("../../evil.txt\0.pdf", b"\x7fELF\x02\x01\x01"),
    ],
)
def test_a_disguised_file_is_refused_in_a_sentence(client: Client, form: object, name: str, content: bytes) -> None:
    page = client.post("/en/", typed(files=[SimpleUploadedFile(name, content)]))
    assert page.status_code == 422
    assert "error-summary" in page.content.decode()
    assert not Attachment.objects.exists()


def test_a_file_above_the_limit_is_refused_and_the_text_kept(client: Client, form: object, settings: object) -> None:
    settings.ATTACHMENT_MAX_BYTES = 1000  # type: ignore[attr-defined]
    page = client.post("/en/", typed(files=[SimpleUploadedFile("long.txt", b"x" * 1001)]))
    assert page.status_code == 422
    assert typed()["text"] in page.content.decode()


def test_a_sixth_file_is_refused(client: Client, form: object) -> None:
    page = client.post("/en/", typed(files=[SimpleUploadedFile(f"{n}.txt", b"letter") for n in range(6)]))
    assert page.status_code == 422
    assert Attachment.objects.count() == 5


def test_an_odd_file_name_is_cleaned(client: Client, form: object) -> None:
    client.post("/en/", typed(files=[SimpleUploadedFile("..\\..\\\u202efdp.exe\x00.txt", b"letter")]))
    name = Attachment.objects.get().name
    assert "\\" not in name
    assert name.isprintable()


@pytest.mark.parametrize("token", ["", "x", "A" * 500, "AAAAAAAAAA1-" + "0" * 32, "%00", "..%2f..", "１" * 30])
def test_a_wrong_token_opens_nothing(client: Client, question: Question, token: str) -> None:
    for path in (f"/en/q/{token}/", f"/en/asked/{token}/"):
        assert client.get(path).status_code == 404


def test_a_link_of_one_question_does_not_reach_into_another(client: Client, question: Question, ask: object) -> None:
    other = ask("A second matter", number=2).question  # type: ignore[operator]
    token = links.token(question).replace(question.reference, other.reference)
    assert client.get(f"/en/q/{token}/").status_code == 404
    Attachment.objects.create(message=other.messages.first(), name="a.txt", content_type="text/plain", size=1, file="a.txt")
    assert client.get(f"{links.path(question)}file/{Attachment.objects.get().pk}/").status_code == 404


@pytest.mark.parametrize("number", ["99999999999999999999", "9223372036854775808", "0"])
def test_a_number_that_is_no_id_is_not_found(client: Client, question: Question, lena: User, ada: User, number: str) -> None:
    client.force_login(lena)
    paths = [f"/desk/q/{question.reference}/wording/{number}/", f"/desk/q/{question.reference}/file/{number}/", f"/desk/answers/{number}/"]
    assert [client.get(path).status_code for path in paths] == [404] * 3
    client.force_login(ada)
    assert [client.get(path).status_code for path in (f"/desk/people/{number}/", f"/desk/teams/{number}/")] == [404] * 2


@pytest.mark.parametrize("reference", ["AAAAAAAAAA", "O0I1O0I1O0", "x", "\u202eAAAAAAAAA"])
def test_a_wrong_reference_is_not_found(client: Client, question: Question, lena: User, reference: str) -> None:
    client.force_login(lena)
    assert client.get(f"/desk/q/{reference}/").status_code == 404


@pytest.mark.parametrize(
    "data", [{"team": "x"}, {"team": "9" * 30}, {"state": "nirvana"}, {"to": "-1"}, {"language": "xx"}, {"tags": "," * 5000}, {"to": "0000-00-00"}]
)
@pytest.mark.parametrize("verb", ["move", "state", "assign", "language", "tags", "promise", "reply", "note", "draft"])
def test_a_verb_with_odd_values_changes_no_state(client: Client, question: Question, lena: User, verb: str, data: dict[str, str]) -> None:
    client.force_login(lena)
    before = Question.objects.values_list("state", "language", "promised_on", "assignee").get()
    assert client.post(f"/desk/q/{question.reference}/{verb}/", data).status_code in {200, 302, 400, 404, 409, 422}
    assert Question.objects.values_list("state", "language", "promised_on", "assignee").get() == before


def test_a_draft_of_any_size_is_kept(question: Question, ana: User) -> None:
    drafts.save(question, ana, "x" * 100_000, seen_event_id=0)
    assert len(Draft.objects.get().text) == 100_000


def test_an_empty_note_is_not_written(client: Client, question: Question, ana: User) -> None:
    client.force_login(ana)
    client.post(f"/desk/q/{question.reference}/note/", {"text": " \n "})
    assert not Message.objects.filter(kind="note").exists()
    work.note(question, ana, "x")
    assert Message.objects.filter(kind="note").count() == 1
