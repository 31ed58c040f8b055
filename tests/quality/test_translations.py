"""What the catalogues say in Dutch, French and German fits the texts of the pages."""

import re

import pytest

from inbox import catalogues

VARIABLE = re.compile(r"%\((\w+)\)[sd]")


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_translations_keep_their_variables(language: str) -> None:
    messages = [message for message in catalogues.read(language) if message.id and message.string and isinstance(message.id, str)]
    assert [message.id for message in messages if set(VARIABLE.findall(str(message.id))) != set(VARIABLE.findall(str(message.string)))] == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    assert catalogues.missing(catalogues.read(language), catalogues.wanted()) == []
