"""Texts spoilt on purpose, always in the same way."""

import pytest

from classifier import noise

TEXT = "Goedendag, de pagina over het pensioen geeft een foutmelding. Kunt u dat nakijken?"


@pytest.mark.parametrize("name", noise.KINDS)
def test_the_same_text_is_always_spoilt_the_same_way(name: str) -> None:
    assert noise.KINDS[name](TEXT) == noise.KINDS[name](TEXT)


def test_a_short_text_keeps_its_first_words() -> None:
    assert noise.short(TEXT) == "Goedendag, de pagina over het pensioen geeft een"


def test_typing_errors_keep_the_number_of_words() -> None:
    spoilt = noise.typing_errors(TEXT * 3)
    assert spoilt != TEXT * 3
    assert len(spoilt.split()) == len((TEXT * 3).split())
