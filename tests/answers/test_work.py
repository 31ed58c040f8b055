"""Beside the text: drafts, who else is here, comments, any two versions, the list's filters."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.answers import bodies, demo, directory, drafts, editing, presence, readings, selectors
from helpdesk.answers.demo import upkeep
from helpdesk.answers.editing import Details, Words
from helpdesk.answers.models import Answer, AnswerDraft, AnswerPresence, Body
from helpdesk.answers.selectors import Filters
from helpdesk.people.models import User

from .conftest import TAX, Write

TYPED = {"en-title": "Tax", "en-text": "Half a sentence", "en-version": "1"}


@pytest.fixture
def editor(client: Client, eduardo: User) -> Client:
    client.force_login(eduardo)
    return client


def test_what_was_typed_comes_back_with_a_note(editor: Client, tax: Answer) -> None:
    editor.post(reverse("answer_draft", args=[tax.pk, "en"]), TYPED)
    page = editor.get(reverse("answer_edit", args=[tax.pk])).content.decode()
    assert "Half a sentence" in page and "What you typed and did not save is back" in page
    assert tax.wordings.get(language="en").text == TAX["en"].text


def test_a_draft_is_its_writers_alone(editor: Client, tax: Answer, lena: User) -> None:
    editor.post(reverse("answer_draft", args=[tax.pk, "en"]), TYPED)
    assert drafts.of(tax, lena) == {}


def test_a_draft_is_thrown_away_on_demand_and_by_saving(editor: Client, tax: Answer, eduardo: User) -> None:
    editor.post(reverse("answer_draft", args=[tax.pk, "en"]), TYPED)
    editor.post(reverse("answer_discard", args=[tax.pk]))
    assert drafts.of(tax, eduardo) == {}
    editor.post(reverse("answer_new_draft", args=["fr"]), {"fr-title": "A", "fr-text": "B"})
    editor.post(reverse("answer_new"), {"topic": "family", "fr-title": "A", "fr-text": "B", "fr-version": "0"})
    assert AnswerDraft.objects.count() == 0


def test_a_draft_like_the_saved_text_is_none(tax: Answer, eduardo: User) -> None:
    drafts.keep(tax, "en", eduardo, {"text": "x"}, 1)
    drafts.keep(tax, "en", eduardo, TAX["en"].fields, 1)
    assert drafts.of(tax, eduardo) == {}


def test_an_older_draft_meets_the_newer_text_as_a_conflict(editor: Client, tax: Answer, lena: User) -> None:
    editor.post(reverse("answer_draft", args=[tax.pk, "en"]), TYPED)
    editing.save(tax, lena, Details.of(tax), {"en": Words("Hers", "Her text", "", 1)})
    assert 'name="en-version" value="1"' in editor.get(reverse("answer_edit", args=[tax.pk])).content.decode()


def test_editors_see_who_else_is_here_until_he_leaves(editor: Client, tax: Answer, lena: User) -> None:
    presence.here(tax, lena)
    assert "Lena Example is editing this answer, too." in editor.post(reverse("answer_here", args=[tax.pk])).content.decode()
    AnswerPresence.objects.filter(editor=lena).update(seen_at=timezone.now() - timedelta(minutes=2))
    assert "Lena" not in editor.post(reverse("answer_here", args=[tax.pk])).content.decode()
    presence.sweep()
    assert AnswerPresence.objects.count() == 1


def test_a_comment_is_settled_and_opened_again(editor: Client, tax: Answer) -> None:
    editor.post(reverse("answer_comment", args=[tax.pk]), {"text": "Is the amount right?"})
    comment = tax.comments.get()
    address = reverse("answer_comment_resolve", args=[tax.pk, comment.pk])
    assert "settled by Eduardo Example" in editor.post(address, {"resolved": "yes"}, follow=True).content.decode()
    editor.post(address, {"resolved": "no"})
    comment.refresh_from_db()
    assert comment.resolved_at is None


def test_any_two_versions_are_compared(editor: Client, tax: Answer, lena: User) -> None:
    for number, text in ((1, "One two"), (2, "One three")):
        editing.save(tax, lena, Details.of(tax), {"en": Words("Tax", text, "", number)})
    parts = editor.get(reverse("answer_history", args=[tax.pk, "en"]), {"version": "1", "against": "3"}).context["parts"]["text"]
    assert "".join(part.text for part in parts if part.kind != "added") == "One three"


def test_the_list_shows_the_most_used_first_and_the_never_used(write: Write) -> None:
    answers = [write({"en": Words(f"Answer {number}", "Text")}) for number in range(3)]
    for times, answer in enumerate(answers):
        readings.sent([answer.wordings.get().pk] * times)
    used = selectors.listed(Filters(show="used"), language="en").rows
    assert [(row.answer, row.weight) for row in used] == [(answers[2], 2), (answers[1], 1)]
    assert [row.answer for row in selectors.listed(Filters(show="unused"), language="en").rows] == [answers[0]]


def test_the_weighed_list_goes_on_after_a_page(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "PAGE", 2)
    answers = [write({"en": Words(f"Answer {number}", "Text")}) for number in range(5)]
    readings.sent([answer.wordings.get().pk for answer in answers])
    seen, after = [], ""
    for _page in range(3):
        page = selectors.listed(Filters(show="used"), language="en", after=after)
        seen += [row.answer for row in page.rows]
        after = page.after
    assert (seen, after) == (answers[::-1], "")


def test_the_list_shows_what_ends_soon_what_is_disliked_and_what_waits(tax: Answer, eduardo: User) -> None:
    assert [len(selectors.listed(Filters(show=name), language="en").rows) for name in ("expiring", "disliked", "waiting")] == [0, 0, 0]
    Answer.objects.update(review_on=timezone.localdate() + timedelta(days=29))
    readings.vote(tax.wordings.get(language="en"), helped=False)
    editing.save(tax, eduardo, Details.of(Answer.objects.get()), {"en": Words("Tax", "New", "", 1)})
    assert [len(selectors.listed(Filters(show=name), language="en").rows) for name in ("expiring", "disliked", "waiting")] == [1, 1, 1]


@pytest.mark.parametrize("show", ["mine", "waiting", "behind", "flagged", "expiring"])
def test_the_demo_has_something_for_every_filter(editor: Client, show: str) -> None:
    demo.load(None)
    assert editor.get(reverse("answers"), {"show": show}).context["page"].rows
    assert not Answer.objects.filter(sources__checked_on=None).exists()


def test_the_demos_directory_was_looked_through(eduardo: User) -> None:
    bodies.load()
    upkeep.look_through_directory()
    assert {True, False} == {directory.is_stale(body) for body in Body.objects.all()}
