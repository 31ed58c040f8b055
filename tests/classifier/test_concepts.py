"""Concepts and their families: the same meaning in four languages, found word by word."""

import pytest

from classifier import concepts, features
from classifier.reading import read
from classifier.text import pieces


def _named(text: str) -> set[str]:
    return {mention.concept for mention in concepts.mentions(pieces(text))}


@pytest.mark.parametrize(
    "text", ["De knop werkt op mijn gsm niet.", "Le formulaire NE FONCTIONNE PAS", "Die Seite lädt einfach nicht", "the button doesn't work", "it doesnt work"]
)
def test_broken_is_the_same_in_four_languages(text: str) -> None:
    assert "broken" in _named(text)


def test_a_phrase_is_marked_from_its_first_to_its_last_word() -> None:
    text = "Dat werkt bij mij niet meer"
    found = next(mention for mention in concepts.mentions(pieces(text)) if mention.concept == "broken")
    assert text[found.start : found.end] == "werkt bij mij niet"


def test_a_whole_word_is_not_found_at_the_beginning_of_another() -> None:
    assert "link" in _named("de link naar de brochure")
    assert "link" not in _named("de linkerkolom")


def test_a_part_is_found_inside_a_compound() -> None:
    assert "brochure" in _named("Die Wahlbroschüre ist da")


def test_families_count_their_concepts() -> None:
    weights = features.weigh_concepts({"broken", "link", "tax"})
    assert weights[f"{features.FAMILY}technical"] == pytest.approx(2 * features.FAMILY_STEP)
    assert weights[f"{features.FAMILY}citizen"] == pytest.approx(features.FAMILY_STEP)


def test_many_texts_at_once_are_read_as_one_by_one() -> None:
    texts = ["The link is broken", "Mijn belastingen", "", "Où est la brochure ?"]
    readings = [read(text) for text in texts]
    space = features.learn(readings, min_df=1)
    matrix = space.matrix(readings)
    for row, text in enumerate(texts):
        assert dict(zip(matrix[row].indices.tolist(), matrix[row].data.tolist(), strict=True)) == pytest.approx(space.columns(text), abs=1e-6)


def test_a_word_of_the_glossary_is_a_concept_but_settles_nothing() -> None:
    space = features.learn([read("thanks a lot")], min_df=1)
    assert "glossary: thanks" in {mention.concept for mention in space.mentions(read("thanks a lot"))}
    assert not space.has_concept(space.columns("thanks a lot"))
    assert space.has_concept(space.columns("a broken link"))
