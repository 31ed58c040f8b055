"""Facets beside the team: refer, another service, spam, care first; and three teams from labels alone."""

import tomllib
from pathlib import Path

import pytest
from scipy.sparse import csr_matrix

from classifier import concepts, store
from classifier.corpus import Recipe
from classifier.examples import DATA, Example
from classifier.facets import detail
from classifier.linear import fit
from classifier.model import Model
from classifier.reading import read
from classifier.train import train, validate

OWN = (
    "Where is my tax refund",
    "My tax return is lost",
    "When is my tax bill due",
    "The tax office wants a paper",
    "My taxes are too high",
    "Who reads my tax letter",
)
SPAM = ("Buy cheap bitcoin now", "Rank higher with our SEO offer", "You have won a loan", "Cheap casino discount", "Best price for bitcoin", "Our SEO services")
PLAIN = (
    "The page on voting is wrong",
    "A typo on your page",
    "The text on your site is old",
    "Your page mentions a wrong date",
    "The text has a mistake",
    "An old text",
)
FAULTS = ("The site gives error 404", "The button does not work", "The page will not load", "The link is broken", "Error on the site", "The screen stays blank")
RENTS = (
    "We rent your hall for a congress",
    "Which room is free for a reception",
    "A stand at the fair",
    "Book the room",
    "Rent a stand",
    "The hall for a congress",
)


def _rows(texts: tuple[str, ...], team: str, facet: str = "", matter: str | None = None) -> list[Example]:
    return [Example(f"{text} {n}", "en", team, f"{text[:9]}-{i}", "form", False, matter, facet) for i, text in enumerate(texts) for n in range(5)]


@pytest.fixture(scope="module")
def model() -> Model:
    """A small model of three teams, quickly trained."""
    rows = _rows(OWN, "editorial", "refer") + _rows(SPAM, "editorial", "spam") + _rows(PLAIN, "editorial", "", "editorial")
    return train(rows + _rows(FAULTS, "online", "", "online") + _rows(RENTS, "events", "", "events"))


def test_it_takes_its_teams_from_the_labels(model: Model) -> None:
    assert set(model.predict("anything", "form", False).probabilities) == {"editorial", "online", "events"}
    assert model.predict("a room for our congress", "form", False).best == "events"
    assert model.predict("this link gives an error", "form", False).best == "online"


def test_a_facet_names_its_theme(model: Model) -> None:
    facet = model.predict("Where is my tax refund please", "form", False).facet
    assert (facet.name, facet.detail) == ("refer", "tax")
    assert facet.confidence > 0.5


def test_spam_is_seen(model: Model) -> None:
    assert model.predict("cheap bitcoin and a casino discount", "form", False).facet.name == "spam"


def test_an_ordinary_question_has_no_facet(model: Model) -> None:
    assert model.predict("the link on the page is broken", "form", False).facet.name == ""


def test_a_facet_that_nobody_labelled_is_never_named(model: Model) -> None:
    assert model.facets is not None
    assert model.facets.thresholds["care"] == 1.0


def test_the_service_is_the_one_the_text_speaks_of_most() -> None:
    assert detail("service", read("I am a journalist, can our film crew come?")) == "press_centre"
    assert detail("service", read("nothing of the kind")) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Mijn inschrijving in de Kruispuntbank van Ondernemingen is fout",
        "Je cherche un numéro d'inscription à la BCE",
        "Wie helpt mij met de inschrijving in de KBO?",
    ],
)
def test_a_registration_of_a_company_is_no_matter_of_schools(text: str) -> None:
    assert detail("refer", read(text)) == "business_own"


def test_what_is_found_twice_in_one_place_counts_once() -> None:
    assert detail("refer", read("Mijn ondernemingsnummer: wie geeft het aan een school of een universiteit?")) == "education"


def test_no_theme_is_named_on_a_tie() -> None:
    assert detail("refer", read("My passport and my school")) == ""


def test_every_theme_knows_its_matters() -> None:
    lists, known = tomllib.loads((DATA / "facets.toml").read_text(encoding="utf-8"))["refer"], concepts.lexicon().concepts
    assert set(lists["matters"]) == set(lists["themes"])
    assert all(f"glossary: {matter}" in known for names in lists["matters"].values() for matter in names)


def test_a_saved_model_keeps_its_facets(model: Model, tmp_path: Path) -> None:
    store.save(model, tmp_path / "model", "key")
    again = store.load(tmp_path / "model", "key").predict("Where is my tax refund", "form", False).facet
    said = model.predict("Where is my tax refund", "form", False).facet
    assert (again.name, again.detail) == (said.name, said.detail)
    assert again.confidence == pytest.approx(said.confidence, abs=1e-4)


def test_no_question_is_asked_of_a_model_that_saw_its_archetype() -> None:
    rows = _rows(PLAIN, "editorial", "", "editorial") + _rows(FAULTS, "online", "", "online")
    found = validate(rows, Recipe(use_words=False))
    assert sorted(found.asked) == list(range(len(rows)))
    assert found.unseen.probabilities.sum(axis=1) == pytest.approx(1)


def test_one_label_alone_is_certain() -> None:
    assert fit(csr_matrix((3, 2)), ["same"] * 3, strength=1.0).labels == ("same",)
