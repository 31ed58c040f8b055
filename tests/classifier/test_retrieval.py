"""Finding documents: changed one by one, across languages, with the words that led to them."""

import pytest

from classifier.recommend import MOST_LIFT, USES_OF_ONE, Recommender, Use, Wording
from classifier.retrieval import Asked, Index, document

TEXTS = {
    1: ("en", "Questions about your pension", "The Federal Pensions Service knows your career."),
    2: ("en", "Where to vote", "Your municipality sends the polling letter."),
    3: ("fr", "Demander un passeport", "Allez à la commune avec une photo."),
    4: ("nl", "Een brochure bestellen", "Wij sturen u de folder met de post."),
}


@pytest.fixture
def index() -> Index[int]:
    found: Index[int] = Index()
    found.put([document(key, key, language, head, body) for key, (language, head, body) in TEXTS.items()])
    return found


def _found(index: Index[int], text: str, language: str = "en") -> list[int]:
    return [hit.key for hit in index.query(Asked(text), language)]


def test_the_nearest_document_comes_first(index: Index[int]) -> None:
    assert _found(index, "When will my pension be paid?")[0] == 1


def test_a_question_finds_a_text_in_another_language(index: Index[int]) -> None:
    assert _found(index, "Ich brauche einen Reisepass", "de")[0] == 3


def test_a_text_in_the_readers_language_goes_before_the_same_in_another(index: Index[int]) -> None:
    index.put([document(5, 5, "nl", "Een paspoort aanvragen", "Ga naar de gemeente met een foto.")])
    assert (_found(index, "passeport paspoort", "nl")[0], _found(index, "passeport paspoort", "fr")[0]) == (5, 3)


def test_a_changed_document_is_found_by_its_new_words_only(index: Index[int]) -> None:
    index.put([document(1, 1, "en", "Lighthouses", "Their keepers.")])
    assert _found(index, "lighthouse")[0] == 1
    assert 1 not in _found(index, "pension")


def test_a_document_taken_out_is_found_no_more(index: Index[int]) -> None:
    index.remove([1, 99])
    assert (len(index), 1 in _found(index, "pension")) == (3, False)


def test_changes_one_by_one_give_what_all_at_once_gives(index: Index[int]) -> None:
    single: Index[int] = Index()
    for key, (language, head, body) in TEXTS.items():
        single.put([document(key, key, language, head, body)])
    assert single.query(Asked("folder bestellen"), "nl") == index.query(Asked("folder bestellen"), "nl")


def test_the_words_that_led_there_are_those_of_the_citizen(index: Index[int]) -> None:
    assert index.why(Asked("Quand recevrai-je ma Retraite ?"), 1) == ["Retraite"]


def test_an_empty_index_and_an_empty_text_find_nothing(index: Index[int]) -> None:
    assert (_found(Index(), "pension"), _found(index, "?!")) == ([], [])


@pytest.fixture
def recommender(index: Index[int]) -> Recommender:
    known = Recommender()
    known.change([Wording(key, key, language, head, "", body) for key, (language, head, body) in TEXTS.items()])
    return known


def test_what_was_sent_for_a_like_question_is_found_without_a_word_in_common(recommender: Recommender) -> None:
    recommender.learn([Use(1, 4, "en", "Grandma collects your lovely yellow papers")])
    [first, *_rest] = recommender.rank(Asked("My aunt collects lovely yellow papers"), "en")
    assert (first.answer, first.uses, first.wording) == (4, 1, None)


def test_however_often_it_was_sent_it_counts_within_a_bound(recommender: Recommender) -> None:
    recommender.learn([Use(key, 4, "en", "yellow papers") for key in range(500)])
    [first] = recommender.rank(Asked("yellow papers"), "en")
    assert first.score < MOST_LIFT
    assert (first.uses, len(recommender.uses)) == (USES_OF_ONE, USES_OF_ONE)


def test_uses_can_be_forgotten(recommender: Recommender) -> None:
    recommender.learn([Use(1, 4, "en", "yellow papers")])
    recommender.unlearn()
    assert recommender.rank(Asked("yellow papers"), "en") == []
