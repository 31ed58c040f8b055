"""Search, the same on both databases."""

import html
import re

import pytest
from django.test import Client

from helpdesk.people.models import User
from inbox import search, selectors, work
from inbox.models import Question
from tests.conftest import Ask


def test_accents_case_and_endings_do_not_matter(ask: Ask, ana: User) -> None:
    question = ask("Où trouver les brochures sur les élections ?", language="fr").question
    assert search.find(ana, "BROCHURE election") == [question]


def test_every_word_must_occur(ask: Ask, ana: User) -> None:
    ask("Où trouver les brochures ?", language="fr")
    assert search.find(ana, "brochure passeport") == []


def test_notes_and_subjects_are_found(ask: Ask, ana: User) -> None:
    question = ask("Something", subject="Kindergeld").question
    work.note(question, ana, "Asked the colleagues at the crossroads bank")
    assert search.find(ana, "crossroads") == [question]
    assert search.find(ana, "kindergeld") == [question]


def test_a_reference_finds_its_question(question: Question, ana: User) -> None:
    assert search.find(ana, question.shown_reference.lower()) == [question]


def test_a_restricted_question_is_not_found_by_others(ask: Ask, ana: User, lena: User) -> None:
    question = ask("Ik wil dood, niemand helpt", language="nl").question
    assert (search.find(ana, "niemand"), search.find(lena, "niemand")) == ([], [question])


def test_odd_queries_find_nothing_and_break_nothing(question: Question, ana: User) -> None:
    assert [search.find(ana, words) for words in ("", '"', "* OR", "'); DROP", "\0", "a" * 9000)] == [[]] * 6


def test_what_is_found_is_paged_by_key(ask: Ask, ana: User) -> None:
    asked = [ask("Where is the brochure?", number=number).question for number in range(5)]
    first = search.find(ana, "brochure", limit=3)
    second = search.find(ana, "brochure", before=first[-1].pk, limit=3)
    assert [*first, *second] == asked[::-1]


def test_the_page_of_what_was_found_leads_to_the_next(client: Client, ask: Ask, ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "PAGE", 2)
    oldest, *_newer = [ask("Where is the brochure?", number=number).question for number in range(3)]
    client.force_login(ana)
    link = re.search(r'class="pager"><a class="button" href="([^"]+)"', client.get("/desk/search?q=brochure").content.decode())
    assert link is not None
    assert f"/desk/q/{oldest.reference}/" in client.get(html.unescape(link[1])).content.decode()
