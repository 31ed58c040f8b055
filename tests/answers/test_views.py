"""The pages of the reusable answers."""

import pytest
from django.test import Client
from django.urls import reverse

from helpdesk.answers import editing, selectors, versions
from helpdesk.answers.models import Answer, Gap
from helpdesk.people.models import User

from .conftest import TAX, Write


@pytest.fixture
def editor(client: Client, eduardo: User) -> Client:
    client.force_login(eduardo)
    return client


def _typed(**changes: str) -> dict[str, str]:
    typed = {"topic": "taxes", "en-title": TAX["en"].title, "en-text": TAX["en"].text, "en-keywords": TAX["en"].keywords, "en-version": "1"}
    nl = {"nl-title": TAX["nl"].title, "nl-text": TAX["nl"].text, "nl-keywords": TAX["nl"].keywords, "nl-version": "1"}
    return typed | nl | {name.replace("_", "-", 1): value for name, value in changes.items()}


def test_the_list_shows_which_language_is_missing(editor: Client, tax: Answer) -> None:
    page = editor.get(reverse("answers"), {"missing": "fr"})
    assert TAX["en"].title in page.content.decode()
    assert editor.get(reverse("answers"), {"missing": "nl"}).context["page"].rows == []


def test_the_list_is_paged_by_key(editor: Client, write: Write) -> None:
    titles = {write({"en": editing.Words(f"Answer {number}", "Text")}).wordings.get().title for number in range(selectors.PAGE + 2)}
    first = editor.get(reverse("answers"))
    more = editor.get(first.context["more_url"], headers={"HX-Request": "true"})
    shown = [row.title for page in (first, more) for row in page.context["page"].rows]
    assert (set(shown), len(shown)) == (titles, len(titles))
    assert "<html" not in more.content.decode()


def test_an_answer_says_that_a_language_is_missing(client: Client, ana: User, tax: Answer) -> None:
    client.force_login(ana)
    page = client.get(reverse("answer", args=[tax.pk])).content.decode()
    assert page.count("There is no text in this language yet.") == 2
    assert "<strong>tax</strong>" in page


def test_an_editor_writes_a_new_answer(editor: Client) -> None:
    done = editor.post(reverse("answer_new"), {"topic": "family", "fr-title": "Titre", "fr-text": "Texte", "fr-version": "0"})
    answer = Answer.objects.get()
    assert done.headers["Location"] == reverse("answer", args=[answer.pk])
    assert [wording.language for wording in answer.wordings.all()] == ["fr"]


def test_an_unknown_variable_is_refused_in_words(editor: Client, tax: Answer) -> None:
    page = editor.post(reverse("answer_edit", args=[tax.pk]), _typed(en_text="Hello {town}"))
    assert page.status_code == 422
    assert "Nothing fills {town}" in page.content.decode()


def test_a_text_cannot_be_emptied(editor: Client, tax: Answer) -> None:
    page = editor.post(reverse("answer_edit", args=[tax.pk]), _typed(en_text="", en_title=""))
    assert (page.status_code, tax.wordings.count()) == (422, 2)


def test_a_conflict_shows_both_texts_and_the_next_save_goes_through(editor: Client, tax: Answer, lena: User) -> None:
    editing.save(tax, lena, editing.Details("taxes"), {"en": editing.Words("Her title", "Her text", "", 1)})
    address = reverse("answer_edit", args=[tax.pk])
    page = editor.post(address, _typed(en_text="His text"))
    assert page.status_code == 409
    assert all(text in page.content.decode() for text in ("Her text", "His text", 'name="en-version" value="2"'))
    assert editor.post(address, _typed(en_text="Both texts", en_version="2")).status_code == 302
    assert versions.newest(tax)["en"].text == "Both texts"


def test_the_preview_is_clean_and_filled(editor: Client) -> None:
    page = editor.post(reverse("answer_preview", args=["en"]), {"en-text": "**Dear** {citizen} <script>alert(1)</script>"}).content.decode()
    assert "<strong>Dear</strong> Carla Example" in page
    assert "alert" not in page


def test_publishing_and_retiring(editor: Client, tax: Answer) -> None:
    editor.post(reverse("answer_state", args=[tax.pk]), {"state": "retired"})
    tax.refresh_from_db()
    assert tax.state == Answer.State.RETIRED


def test_the_history_marks_the_words_that_changed(editor: Client, tax: Answer, lena: User) -> None:
    editing.save(tax, lena, editing.Details("taxes"), {"en": editing.Words(TAX["en"].title, "FPS Finance knows your **own** file.", "", 1)})
    parts = editor.get(reverse("answer_history", args=[tax.pk, "en"])).context["parts"]["text"]
    assert [(part.kind, part.text) for part in parts if part.kind != "kept"] == [("removed", "tax"), ("added", "own")]


def test_a_version_is_restored(editor: Client, tax: Answer, lena: User) -> None:
    editing.save(tax, lena, editing.Details("taxes"), {"en": editing.Words("New", "New", "", 1)})
    editor.post(reverse("answer_restore", args=[tax.pk, "en"]), {"version": "1"})
    assert tax.wordings.get(language="en").text == TAX["en"].text


@pytest.mark.parametrize("name", ["answer_edit", "answer_state"])
def test_an_agent_changes_nothing(client: Client, ana: User, tax: Answer, name: str) -> None:
    client.force_login(ana)
    assert client.post(reverse(name, args=[tax.pk]), {"state": "retired"}).status_code == 403


def test_an_administrator_alone_reads_no_answers(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert client.get(reverse("answers")).status_code == 403


def test_the_checker_shows_marks_and_what_the_score_was(client: Client, ana: User) -> None:
    client.force_login(ana)
    page = client.post(
        reverse("answer_check", args=["nl"]), {"text": "Teneinde u te helpen wordt uw dossier nagekeken door ons team in Brussel.", "before": "12"}
    )
    assert "<mark" in page.content.decode() and "It was 12." in page.content.decode()
    assert client.post(reverse("answer_check", args=["xx"]), {"text": "a"}).status_code == 404


def test_what_agents_needed_in_another_language_stands_on_the_list_until_it_is_done(client: Client, ana: User, eduardo: User, tax: Answer) -> None:
    client.force_login(ana)
    for _time in range(2):
        client.post(reverse("answer_needed", args=[tax.pk, "de"]))
    client.force_login(eduardo)
    assert "2 times" in client.get(reverse("answers_missing"), {"kind": "language"}).content.decode()
    client.post(reverse("gap_settle", args=[Gap.objects.get().pk]))
    assert "Nothing is missing" in client.get(reverse("answers_missing")).content.decode()
