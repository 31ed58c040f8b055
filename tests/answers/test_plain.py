"""How easy a text is to read, and what makes it hard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.answers.plain import AIM, check, score
from helpdesk.people.models import Language

EASY = {
    "nl": "U vraagt het formulier aan uw gemeente. U vult het in. U stuurt het terug voor 1 maart. Wij sturen u een brief.",
    "fr": "Vous demandez le papier à la commune. Vous le lisez. Vous le signez. Vous le donnez au guichet avant mars.",
    "de": "Sie holen das Blatt im Rathaus. Sie lesen es. Sie füllen es aus. Dann geben Sie es uns. Wir rufen Sie an.",
    "en": "Ask your town for the form. Fill it in. Send it back to us before March. We will write to you soon.",
}
HARD = {
    "nl": "Teneinde de verwerking van bovenvermelde documentatie overeenkomstig de reglementaire beschikkingen te verzekeren dient een verslag ingediend.",
    "fr": "Préalablement à l'introduction de la sollicitation, il y a lieu de procéder à l'identification du bénéficiaire conformément à la réglementation.",
    "de": "Gegebenenfalls erfolgt die Prüfung der diesbezüglichen Anspruchsvoraussetzungen nach Übermittlung der Bescheinigungen durch die Antragsteller.",
    "en": "Subsequent to the notification of the determination, documentation regarding eligibility must be furnished pursuant to applicable regulations.",
}  # fmt: skip
MARKED = [
    ("nl", "Uw dossier wordt door ons nagekeken.", "passive", "wordt … nagekeken"),
    ("fr", "Votre demande sera examinée par le service.", "passive", "sera examinée"),
    ("de", "Ihr Antrag wird von uns geprüft.", "passive", "wird … geprüft"),
    ("en", "Your file is checked by the service.", "passive", "is checked"),
    ("nl", "Kijk in je dossier.", "address", "je"),
    ("fr", "Regarde ton dossier.", "address", "ton"),
    ("de", "Schau in dein Konto.", "address", "dein"),
    ("nl", "De RVA betaalt u.", "acronym", "RVA"),
    ("en", "Read it [here](https://example.org).", "link", "here"),
    ("fr", "Voyez https://example.org/page", "link", "https://example.org/page"),
    ("de", "![](bild.png)", "picture", "![](bild.png)"),
    ("en", "# One\n\n### Three", "heading", "###"),
    ("de", "Die Arbeitsunfähigkeitsbescheinigung hilft.", "long_word", "Arbeitsunfähigkeitsbescheinigung"),
]


@pytest.mark.parametrize("language", Language.values)
def test_plain_words_score_above_the_aim_and_officialese_far_below(language: str) -> None:
    easy, hard = score(EASY[language], language).value, score(HARD[language], language).value
    assert easy is not None and hard is not None
    assert easy >= AIM > hard + 30


@pytest.mark.parametrize(("language", "text", "kind", "shown"), MARKED)
def test_what_makes_a_text_hard_is_marked(language: str, text: str, kind: str, shown: str) -> None:
    assert (kind, shown) in [(mark.kind, mark.text) for mark in check(text, language)]


@pytest.mark.parametrize("language", Language.values)
def test_plain_words_have_no_remark(language: str) -> None:
    assert check(EASY[language], language) == []


def test_officialese_comes_with_plain_words() -> None:
    found = next(mark for mark in check("Gelieve dit te bekomen teneinde verder te gaan.", "nl") if mark.text == "teneinde")
    assert (found.kind, found.instead) == ("officialese", "om")


def test_an_acronym_that_is_explained_has_no_remark() -> None:
    assert "acronym" not in {mark.kind for mark in check("De Rijksdienst voor Arbeidsvoorziening (RVA) betaalt u. De RVA belt u.", "nl")}


def test_items_of_a_list_are_sentences_of_their_own() -> None:
    items = "\n".join(f"- kijk naar punt {number} van de lijst" for number in "abcdef")
    assert score(items, "nl").sentences == 6
    assert "long_sentence" not in {mark.kind for mark in check(items, "nl")}


@given(st.text(max_size=300), st.sampled_from(Language.values))
def test_any_text_gets_marks_that_lie_inside_it(text: str, language: str) -> None:
    assert all(0 <= mark.start < mark.end <= len(text) for mark in check(text, language))


def test_an_abbreviation_ends_no_sentence() -> None:
    assert score("Neem uw kaart mee, bv. uw rijbewijs of uw pas, naar de balie.", "nl").sentences == 1
