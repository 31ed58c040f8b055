"""Answers as files: what goes out comes in again, and nothing is written before it was looked at."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from helpdesk.answers.editing import Words
from helpdesk.answers.models import Answer, ImportRun, WordingVersion
from helpdesk.answers.saying import problem
from helpdesk.answers.transfer import formats, runs
from helpdesk.people.models import User

from .conftest import Write

BAD: list[tuple[dict[str, Any], str]] = [
    ({"topic": "nonsense"}, "topic"), ({"wordings": {}}, "no_text"), ({"wordings": {"xx": {"title": "A", "text": "B"}}}, "language"),
    ({"source_language": "it"}, "language"), ({"valid_until": "31/12/2026"}, "day"), ({"review_on": "soon"}, "day"), ({"is_public": "perhaps"}, "yes"),
    ({"sources": "the portal"}, "link"), ({"wordings": {"nl": {"title": "", "text": "B"}}}, "no_title"),
    ({"wordings": {"nl": {"title": "A", "text": ""}}}, "no_text_in"), ({"wordings": {"nl": {"title": "A" * 201, "text": "B"}}}, "long"),
    ({"wordings": {"nl": {"title": "A", "text": "Beste {stad}"}}}, "variable"),
]  # fmt: skip


def _all() -> list[Answer]:
    return list(Answer.objects.order_by("pk").prefetch_related("wordings", "sources"))


def _through(run: ImportRun) -> ImportRun:
    while runs.step(run):
        pass
    run.refresh_from_db()
    return run


def _json(*rows: dict[str, Any]) -> bytes:
    return json.dumps(rows).encode()


def _row(number: int, **changes: Any) -> dict[str, Any]:
    words = {code: {"title": f"Title {number} {code}", "text": f"Text {number} {code}."} for code in ("nl", "fr", "de", "en")}
    return {"topic": "taxes", "source_language": "nl", "wordings": words} | changes


@pytest.mark.parametrize("kind", formats.KINDS)
def test_what_was_exported_comes_in_without_a_change(tax: Answer, eduardo: User, kind: str) -> None:
    run = _through(runs.start(eduardo, f"answers.{kind}", formats.written(kind, _all())))
    assert [(row.effect, row.problem, row.changes) for row in run.rows.all()] == [("same", "", [])]


@pytest.mark.parametrize("kind", formats.KINDS)
def test_a_changed_text_is_shown_first_and_then_written_as_a_version(alone: None, tax: Answer, eduardo: User, kind: str) -> None:
    tax.wordings.filter(language="nl").update(text="Anders, met\n\n- een lijst")
    content = formats.written(kind, _all())
    tax.wordings.filter(language="nl").update(text="De oude tekst.")
    WordingVersion.objects.filter(wording__answer=tax, wording__language="nl").update(text="De oude tekst.")
    run = _through(runs.start(eduardo, f"answers.{kind}", content))
    assert [(row.effect, row.changes) for row in run.rows.all()] == [("changed", ["nl"])]
    assert tax.wordings.get(language="nl").text == "De oude tekst."
    runs.write(run)
    _through(run)
    assert (tax.wordings.get(language="nl").text, tax.wordings.get(language="nl").version) == ("Anders, met\n\n- een lijst", 2)


def test_a_thousand_answers_with_twelve_bad_rows(eduardo: User) -> None:
    rows = [_row(number) for number in range(988)] + [_row(1000 + number, **changes) for number, (changes, _why) in enumerate(BAD)]
    run = _through(runs.start(eduardo, "answers.json", _json(*rows)))
    assert (run.state, runs.counts(run)) == ("checked", {"new": 988, "bad": 12})
    assert [row.problem for row in run.rows.filter(effect="bad")] == [why for _changes, why in BAD]
    assert all(problem(row).endswith(".") for row in run.rows.filter(effect="bad"))
    assert Answer.objects.count() == 0
    assert runs.write(run) and not runs.write(run)
    assert (_through(run).state, run.done, Answer.objects.count()) == ("done", 1000, 988)


def test_a_piece_done_twice_changes_nothing(eduardo: User) -> None:
    run = _through(runs.start(eduardo, "answers.json", _json(_row(1))))
    runs.write(run)
    _through(run)
    ImportRun.objects.update(state="writing")
    _through(run)
    assert Answer.objects.count() == 1


def test_a_number_that_does_not_exist_is_a_bad_row(eduardo: User) -> None:
    run = _through(runs.start(eduardo, "answers.json", _json(_row(1, id=4711))))
    assert "There is no answer with the number “4711”." in problem(run.rows.get())


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [("a.xlsx", b"x", "kind"), ("a.json", b"{", "shape"), ("a.csv", "topic\nété".encode("latin-1"), "text"), ("a.csv", b"a,b\n1,2", "shape"),
     ("a.json", b"[]", "empty"), ("a.zip", b"PK", "shape"), ("a.json", b'["x"]', "shape"),
     ("a.json", b'[{"topic": "a\\u0000"}]', "shape")],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(eduardo: User, name: str, content: bytes, why: str) -> None:
    with pytest.raises(formats.Unreadable) as refused:
        runs.start(eduardo, name, content)
    assert refused.value.why == why


def test_a_spreadsheet_takes_no_text_for_a_formula(write: Write) -> None:
    write({"en": Words("=1+1", "Text")})
    assert b"'=1+1" in formats.written("csv", _all())


def test_the_pages_from_file_to_answers(client: Client, eduardo: User) -> None:
    client.force_login(eduardo)
    file = SimpleUploadedFile("answers.json", _json(_row(1), _row(2, topic="x")))
    address = client.post(reverse("answers_import"), {"file": file}).headers["Location"]
    run = ImportRun.objects.get()
    assert "0 of 2 checked" in client.get(address).content.decode()
    _through(run)
    assert "is no topic" in client.get(reverse("answers_import_progress", args=[run.pk])).content.decode()
    client.post(reverse("answers_import_write", args=[run.pk]))
    _through(run)
    assert "Title 1 nl" in client.get(address).content.decode()
    assert client.get(reverse("answers_export", args=["zip"])).headers["Content-Type"] == "application/zip"
