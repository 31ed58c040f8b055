"""Search, the same on both databases."""

from helpdesk.people.models import User
from inbox import search, work
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
