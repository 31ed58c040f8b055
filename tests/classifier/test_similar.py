"""Questions that ask the same: what counts of a text, which lie together, and what is unusual."""

import pytest

from classifier import similar, streams
from classifier.examples import LANGUAGES

SAME = "Aanmelden met itsme geeft fout 500 sinds vanmorgen"


def test_greeting_grammar_and_signature_say_nothing() -> None:
    mail = f"Geachte heer, mevrouw,\n{SAME}\nMet vriendelijke groeten\nJan Voorbeeld, Dorpsstraat 1"
    assert similar.telling(mail) == similar.telling(SAME)


def test_a_text_that_only_says_goodbye_is_kept() -> None:
    assert similar.without_ending("Alvast bedankt") == "Alvast bedankt"


def test_numbers_and_addresses_are_no_telling_words() -> None:
    assert set(similar.telling("85.07.30-033.28 carla@citizen.example https://site.example/x")) == set()


def test_words_that_are_new_weigh_more_than_usual_ones() -> None:
    usual = similar.Usual([{"pagina"}] * 50)
    assert usual.weight("itsme") > 2 * usual.weight("pagina")


def test_a_chain_of_neighbours_is_no_group() -> None:
    chain = [{f"w{n}", f"w{n + 1}", f"w{n + 2}"} for n in range(30)]
    assert similar.alike(chain, similar.Usual(), 8) == []


@pytest.mark.parametrize(("count", "expected", "is_unusual"), [(8, 0.0, True), (8, 3.0, False), (30, 8.0, True), (30, 20.0, False)])
def test_what_is_unusual_depends_on_the_usual_rate(count: int, expected: float, is_unusual: bool) -> None:
    assert similar.is_unusual(count, expected) is is_unusual


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_training_questions_raise_no_alarm(language: str) -> None:
    texts = [text for text, spoken in streams.varied(1380, seed=1) if spoken == language]
    assert streams.by_tfidf(texts, similar.Usual(similar.learnt(language))) == []


def test_a_retold_question_is_found_in_every_language() -> None:
    figures = streams.measure(streams.by_tfidf, size=25, others=100, rounds=2, in_own_words=False)
    assert figures.found == 1
    assert figures.precision >= 0.95
    assert figures.recall >= 0.9


def test_a_thousand_who_retell_one_question_are_one_group() -> None:
    texts, surge = streams.stream("nl", 1000, 100, 1, in_own_words=False)
    found = streams.by_tfidf(texts, streams.usual("nl"))
    assert len(found) == 1
    assert len(found[0]) >= 0.8 * len(surge)
