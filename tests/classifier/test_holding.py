"""Which documents hold every one of some words."""

import pytest

from classifier import holding
from classifier.holding import Words

TEXTS = {
    1: ("nl", "Identiteitskaart verloren", "Bel meteen DOC STOP, dag en nacht."),
    2: ("nl", "Een paspoort", "Met uw identiteitskaart naar de gemeente."),
    3: ("fr", "Carte d'identité perdue", "Appelez DOC STOP."),
}


@pytest.fixture
def words() -> Words[int]:
    """The words of three texts."""
    made: Words[int] = Words()
    made.change([holding.document(key, key * 10, *text) for key, text in TEXTS.items()], [])
    return made


@pytest.mark.parametrize(
    ("asked", "keys"),
    [("kaart", [1, 2]), ("KAART verloren", [1]), ("stop doc", [1, 3]), ("identite", [1, 2, 3]), ("kaart perdue", []), ("zeilboot", []), ("d", [1, 2, 3])],
)
def test_every_word_must_stand_there_also_inside_another_one(words: Words[int], asked: str, keys: list[int]) -> None:
    assert sorted(held.key for held in words.holding(holding.words(asked), "nl", 10)) == sorted(keys)


def test_the_language_comes_first_then_what_stands_in_the_head(words: Words[int]) -> None:
    found = words.holding(holding.words("identit"), "nl", 10)
    assert [(held.key, held.group, held.score) for held in found] == [(1, 10, 1.0), (2, 20, 0.0), (3, 30, 1.0)]


def test_no_more_than_asked_for_and_the_best_of_them(words: Words[int]) -> None:
    assert [held.key for held in words.holding(["identit"], "fr", 1)] == [3]


def test_a_changed_text_is_found_by_its_new_words_only(words: Words[int]) -> None:
    words.change([holding.document(2, 20, "nl", "Vuurtoren", "Aan zee.")], [2, 3])
    assert [[held.key for held in words.holding([word], "nl", 10)] for word in ("vuurtoren", "paspoort", "carte")] == [[2], [], []]


def test_nothing_known_and_nothing_asked(words: Words[int]) -> None:
    assert Words[int]().holding(["kaart"], "nl", 10) == []
    assert len(words.holding([], "nl", 10)) == 3
