"""The public API: a question in, once; figures out, without names; a schema that tells the truth."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from helpdesk.people.models import Team, User
from inbox import keys, links, references
from inbox.api import tokens
from inbox.models import Attachment, Message, Question

URL = "/api/v1/questions"
BODY = {"text": "Where do I find the brochure on voting?", "email": "carla@citizen.example", "name": "Carla Example", "language": "fr"}
Caller = Callable[..., Client]


@pytest.fixture
def caller(ada: User) -> Caller:
    """A client with a token of the given scopes."""

    def made(*scopes: str) -> Client:
        _row, key = keys.issue("Portal", scopes=scopes or ["questions:write", "questions:read"], by=ada)
        return Client(headers={"authorization": f"Bearer {key}"})

    return made


def _post(client: Client, key: str = "k-1", **changes: Any) -> Any:
    return client.post(URL, {**BODY, **changes}, content_type="application/json", headers={"idempotency-key": key})


def test_a_posted_question_is_answered_with_what_the_citizen_needs(caller: Caller) -> None:
    answer = _post(caller())
    question = Question.objects.get()
    expected = {"reference": question.shown_reference, "follow_up": links.url(question), "promised_on": str(question.promised_on), "language": "fr"}
    assert (answer.status_code, answer.json()) == (201, expected)


def test_the_question_belongs_to_the_tokens_account(caller: Caller) -> None:
    _post(caller())
    assert (Question.objects.get().account.kind, Question.objects.get().account.name) == ("api", "Portal")


def test_the_repeat_gets_the_same_answer_and_makes_nothing(caller: Caller) -> None:
    client = caller()
    first, second = _post(client), _post(client)
    assert (second.status_code, second.json(), Question.objects.count()) == (200, first.json(), 1)


@pytest.mark.parametrize("change", [{"text": "Another matter altogether."}, {"email": "other@citizen.example"}, {"language": "nl"}, {"postcode": "1000"}])
def test_the_same_key_with_another_body_is_refused(caller: Caller, change: dict[str, str]) -> None:
    client = caller()
    _post(client)
    answer = _post(client, **change)
    assert (answer.status_code, Question.objects.count()) == (422, 1)


def test_the_key_may_stand_in_the_body(caller: Caller) -> None:
    client = caller()
    answers = [client.post(URL, {**BODY, "idempotency_key": "k-2"}, content_type="application/json").status_code for _ in range(2)]
    assert answers == [201, 200]


@pytest.mark.parametrize("key", ["", "k" * 121, "a b", "é"])
def test_a_bad_key_is_named(caller: Caller, key: str) -> None:
    answer = caller().post(URL, {**BODY, "idempotency_key": key or None} if key else BODY, content_type="application/json")
    assert (answer.status_code, list(answer.json()), Question.objects.count()) == (400, ["idempotency_key"], 0)


@pytest.mark.parametrize(
    "change",
    [
        {"email": "no address"},
        {"text": ""},
        {"text": "a\0b"},
        {"text": "x" * 100_000},
        {"language": "es"},
        {"postcode": "10O0"},
        {"team": "online"},
        {"name": ["x"]},
    ],
)
def test_a_bad_field_is_named(caller: Caller, change: dict[str, Any]) -> None:
    answer = _post(caller(), **change)
    assert (answer.status_code, list(answer.json()), Question.objects.count()) == (400, list(change), 0)


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[1]", b'"text"'])
def test_a_body_that_cannot_be_read_is_refused(caller: Caller, body: bytes) -> None:
    answer = caller().post(URL, body, content_type="application/json", headers={"idempotency-key": "k"})
    assert answer.status_code == 400


def test_a_body_too_large_is_refused_before_it_is_read(caller: Caller) -> None:
    answer = _post(caller(), text="x" * 3_000_000)
    assert answer.status_code == 413


def test_an_attachment_comes_with_the_question(caller: Caller) -> None:
    client = caller()
    answers = []
    for _ in range(2):
        note = SimpleUploadedFile("note.txt", b"what I saw on the page\n")
        answers.append(client.post(URL, {**BODY, "attachments": [note]}, headers={"idempotency-key": "k"}).status_code)
    attachment = Attachment.objects.get()
    assert (answers, attachment.name, attachment.message) == ([201, 200], "note.txt", Message.objects.get(external_id="k"))


def test_a_refused_attachment_is_named_and_nothing_is_kept(caller: Caller) -> None:
    answer = caller().post(URL, {**BODY, "attachments": [SimpleUploadedFile("tool.exe", b"MZ\x90\x00" * 40)]}, headers={"idempotency-key": "k"})
    assert (answer.status_code, list(answer.json()), Question.objects.count(), Attachment.objects.count()) == (400, ["attachments"], 0, 0)


def test_without_a_token_nothing_is_told(db: None) -> None:
    assert [Client().get(URL).status_code, _post(Client()).status_code] == [401, 401]


def test_a_scope_is_needed_for_each_verb(caller: Caller) -> None:
    reader, writer = caller("questions:read"), caller("questions:write")
    assert (_post(reader).status_code, writer.get(URL).status_code) == (403, 403)


def test_a_list_holds_nothing_personal(caller: Caller, question: Question) -> None:
    answer = caller("questions:read").get(URL)
    row = answer.json()["results"][0]
    assert row["reference"] == question.shown_reference
    assert "Carla" not in answer.text and "carla@" not in answer.text and "brochure" not in answer.text


def test_texts_need_their_own_scope(caller: Caller, question: Question) -> None:
    url = f"{URL}/{question.reference}"
    without, with_texts = caller("questions:read").get(url).json(), caller("questions:read", "questions:texts").get(url).json()
    assert ("messages" in without, with_texts["messages"][0]["text"]) == (False, "Where do I find the brochure on voting?")


def test_restricted_texts_are_never_given(caller: Caller, question: Question) -> None:
    Question.objects.update(is_restricted=True)
    assert "messages" not in caller("questions:read", "questions:texts").get(f"{URL}/{question.reference}").json()


def test_an_unknown_reference_is_404(caller: Caller) -> None:
    assert [caller().get(f"{URL}/{reference}").status_code for reference in (references.new(), "1", "%00")] == [404, 404, 404]


def test_lists_are_narrowed(caller: Caller, question: Question, editorial: Team) -> None:
    Question.objects.update(team=editorial)
    found = {
        query: len(caller().get(f"{URL}?{query}").json()["results"])
        for query in ("team=editorial", "team=none", "state=new", "state=closed", "language=en", "language=nl", "received_since=2999-01-01T00:00:00Z")
    }
    assert list(found.values()) == [1, 0, 1, 0, 1, 0, 0]


def test_a_wrong_filter_is_named(caller: Caller) -> None:
    answer = caller().get(f"{URL}?state=lost&received_since=yesterday")
    assert (answer.status_code, sorted(answer.json())) == (400, ["received_since", "state"])


def test_pages_go_by_key(caller: Caller, ask: Callable[..., Message]) -> None:
    asked = [ask(number=number).question.shown_reference for number in range(3)]
    client = caller()
    first = client.get(f"{URL}?page_size=2").json()
    second = client.get(first["next"]).json()
    assert [row["reference"] for row in first["results"] + second["results"]] == asked[::-1]


def test_too_many_requests_are_told_to_wait(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "REQUESTS_A_MINUTE", 1)
    client = caller()
    client.get(URL)
    answer = client.get(URL)
    assert (answer.status_code, int(answer.headers["Retry-After"]) >= 1) == (429, True)


def test_the_schema_is_valid(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("spectacular", fail_on_warn=True, validate=True)
    assert "/api/v1/questions" in capsys.readouterr().out


def test_the_page_to_try_it_needs_no_inline_script(client: Client) -> None:
    page = client.get("/api/v1/docs/")
    script = client.get("/api/v1/docs/?script=")
    assert (page.status_code, script.status_code, page.text.count("<script>"), "style>" in page.text) == (200, 200, 0, False)
