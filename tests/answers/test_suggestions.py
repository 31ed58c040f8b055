"""Finding the answer that fits."""

from datetime import timedelta

from django.utils import timezone

from helpdesk.answers import demo, editing, life, suggestions
from helpdesk.answers.models import Answer
from helpdesk.people.models import User

from .conftest import Write


def test_a_citizen_is_offered_answers_in_his_language_only(tax: Answer, write: Write) -> None:
    write({"en": editing.Words("Refund of train tickets", "Ask the railway about your refund.")})
    found = suggestions.published("Waar blijft mijn teruggave van de belastingen?", "nl")
    assert [wording.language for wording in found] == ["nl"]


def test_a_draft_is_offered_to_nobody(tax: Answer) -> None:
    life.to_draft(tax, None)
    assert suggestions.published("tax refund", "en") == []
    assert suggestions.search("tax", "en") == []


def test_an_answer_past_its_date_is_offered_to_nobody(tax: Answer, lena: User) -> None:
    editing.save(tax, lena, editing.Details("taxes", valid_until=timezone.localdate() - timedelta(days=1)), {})
    assert suggestions.published("tax refund", "en") == []
    assert suggestions.suggest("tax refund", "en") == []


def test_an_answer_is_offered_on_its_last_day(tax: Answer, lena: User) -> None:
    editing.save(tax, lena, editing.Details("taxes", valid_until=timezone.localdate()), {})
    assert len(suggestions.published("tax refund", "en")) == 1


def test_a_missing_language_is_said(tax: Answer) -> None:
    [hit] = suggestions.suggest("Where is my tax refund?", "de")
    assert (hit.wording.language, hit.in_language) == ("en", False)


def test_an_answer_found_in_one_language_is_shown_in_the_one_asked_for(tax: Answer) -> None:
    [hit] = suggestions.suggest("Where is my tax refund?", "nl")
    assert (hit.wording.language, hit.in_language) == ("nl", True)


def test_nothing_typed_finds_nothing(tax: Answer) -> None:
    assert suggestions.suggest("  ", "en") == []


def test_a_search_minds_no_accents_and_needs_every_word(tax: Answer, write: Write) -> None:
    write({"fr": editing.Words("Impôt", "Le précompte et la déclaration.")})
    assert [hit.wording.title for hit in suggestions.search("declaration IMPOT", "fr")] == ["Impôt"]
    assert suggestions.search("declaration passeport", "fr") == []


def test_a_search_without_words_lists_what_the_language_has_first(tax: Answer, write: Write) -> None:
    write({"fr": editing.Words("Autre", "Texte")})
    assert [hit.in_language for hit in suggestions.search("", "fr")] == [True, False]


def test_a_changed_text_is_found_at_once(alone: None, tax: Answer, lena: User) -> None:
    assert suggestions.search("lighthouse", "en") == []
    editing.save(tax, lena, editing.Details("taxes"), {"en": editing.Words("Lighthouse", "New", "", 1)})
    assert len(suggestions.search("lighthouse", "en")) == 1


def test_the_demo_answers_fit_what_citizens_ask(eduardo: User) -> None:
    demo.load(eduardo)
    asked = {
        "nl": ("Ik ben mijn identiteitskaart verloren, wat moet ik doen?", "DOC STOP"),
        "fr": ("Où en est mon remboursement d'impôts ?", "impôts"),
        "de": ("Die Seite zeigt einen Fehler 404, der Link funktioniert nicht", "Link"),
        "en": ("What did the council of ministers decide on Friday?", "council of ministers"),
    }
    assert all(word in suggestions.published(text, code)[0].title for code, (text, word) in asked.items())


def test_the_demo_loads_once(eduardo: User) -> None:
    assert (demo.load(eduardo), demo.load(eduardo)) == (60, 0)
