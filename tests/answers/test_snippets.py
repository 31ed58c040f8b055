"""Snippets: what editors write, and that nobody overwrites another."""

import pytest
from django.test import Client
from django.urls import reverse

from helpdesk.answers import demo, editing, rendering, snippets
from helpdesk.answers.models import Snippet
from helpdesk.people.models import Language, User

TYPED = {"key": "formal", "kind": "greeting", "position": "0", "is_active": "on", "version": "0", "en-text": "Dear {citizen},"}


@pytest.fixture
def editor(client: Client, eduardo: User) -> Client:
    client.force_login(eduardo)
    return client


@pytest.fixture
def formal(eduardo: User) -> Snippet:
    """A greeting in English."""
    return snippets.save(None, eduardo, snippets.Typed("formal", "greeting", {"en": "Dear {citizen},", "nl": " "}))


def test_a_language_without_a_text_is_left_out(formal: Snippet) -> None:
    assert formal.texts == {"en": "Dear {citizen},"}


def test_a_variable_that_nothing_fills_is_refused(eduardo: User) -> None:
    with pytest.raises(editing.UnknownVariable) as raised:
        snippets.save(None, eduardo, snippets.Typed("formal", "greeting", {"fr": "Bonjour {citoyen}"}))
    assert (raised.value.language, raised.value.names) == ("fr", ["citoyen"])


def test_two_editors_do_not_overwrite_each_other(formal: Snippet, eduardo: User, lena: User) -> None:
    opened = Snippet.objects.get()
    snippets.save(formal, lena, snippets.Typed("formal", "greeting", {"en": "Hello,"}, opened_version=1))
    with pytest.raises(snippets.ChangedMeanwhile) as raised:
        snippets.save(opened, eduardo, snippets.Typed("formal", "greeting", {"en": "Hi,"}, opened_version=1))
    assert raised.value.theirs.texts == {"en": "Hello,"}


def test_a_key_is_given_once(formal: Snippet, eduardo: User) -> None:
    with pytest.raises(snippets.KeyTaken):
        snippets.save(None, eduardo, snippets.Typed("formal", "closing", {"en": "Regards"}))


def test_greetings_stand_first_and_closings_last(db: None) -> None:
    for kind in ("closing", "other", "greeting", "referral"):
        snippets.save(None, None, snippets.Typed(kind, kind, {"en": "Text"}))
    assert [row.kind for row in snippets.offered()] == ["greeting", "referral", "other", "closing"]


def test_one_that_is_not_offered_is_kept_for_editors(formal: Snippet) -> None:
    Snippet.objects.update(is_active=False)
    assert (snippets.offered(), snippets.listed()) == ([], [formal])


def test_an_editor_writes_a_snippet(editor: Client, eduardo: User) -> None:
    done = editor.post(reverse("snippet_new"), TYPED)
    row = Snippet.objects.get()
    assert (done.status_code, row.texts, row.updated_by) == (302, {"en": "Dear {citizen},"}, eduardo)
    assert "Dear Carla Example," in editor.get(reverse("snippets")).content.decode()


def test_an_editor_changes_a_snippet(editor: Client, formal: Snippet) -> None:
    assert "Dear {citizen}," in editor.get(reverse("snippet", args=[formal.pk])).content.decode()
    editor.post(reverse("snippet", args=[formal.pk]), TYPED | {"version": "1", "nl-text": "Geachte {citizen},"})
    formal.refresh_from_db()
    assert (formal.version, set(formal.texts)) == (2, {"en", "nl"})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"en-text": "Dear {town},"}, "Nothing fills {town}. Use one of these: {citizen}"),
        ({"en-text": " "}, "Write the text in at least one language."),
    ],
)
def test_what_is_wrong_is_said_and_the_text_kept(editor: Client, changes: dict[str, str], said: str) -> None:
    page = editor.post(reverse("snippet_new"), TYPED | changes)
    assert page.status_code == 422
    assert said in page.content.decode()


def test_a_taken_key_is_said(editor: Client, formal: Snippet) -> None:
    page = editor.post(reverse("snippet_new"), TYPED)
    assert (page.status_code, "Another snippet has this key" in page.content.decode()) == (422, True)


def test_an_editor_who_comes_second_sees_both_texts(editor: Client, formal: Snippet, lena: User) -> None:
    snippets.save(Snippet.objects.get(), lena, snippets.Typed("formal", "greeting", {"en": "Hello,"}, opened_version=1))
    page = editor.post(reverse("snippet", args=[formal.pk]), TYPED | {"version": "1", "en-text": "Hi,"})
    written = page.content.decode()
    assert (page.status_code, "Hello," in written, "Hi," in written) == (409, True, True)
    assert editor.post(reverse("snippet", args=[formal.pk]), TYPED | {"version": "2", "en-text": "Hi,"}).status_code == 302


@pytest.mark.django_db
def test_the_demos_snippets_are_loaded_once_and_know_their_variables() -> None:
    new = demo.load_snippets(None)
    assert (new, demo.load_snippets(None)) == (Snippet.objects.count(), 0)
    texts = [text for row in Snippet.objects.all() for text in row.texts.values()]
    assert [rendering.unknown(text) for text in texts if rendering.unknown(text)] == []
    assert {code for row in Snippet.objects.all() for code in row.texts} == set(Language.values)
