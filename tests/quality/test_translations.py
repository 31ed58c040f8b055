"""What the catalogues say in Dutch, French and German fits the texts of the pages."""

import re

import pytest

from inbox import catalogues

VARIABLE = re.compile(r"%\((\w+)\)[sd]")


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_translations_keep_their_variables(language: str) -> None:
    messages = [message for message in catalogues.read(language) if message.id and message.string and isinstance(message.id, str)]
    assert [message.id for message in messages if set(VARIABLE.findall(str(message.id))) != set(VARIABLE.findall(str(message.string)))] == []


def test_catalogues_hold_every_text_of_the_pages() -> None:
    wanted = {message.id for message in catalogues.wanted() if message.id}
    assert [sorted(wanted - {message.id for message in catalogues.read(language)})[:5] for language in catalogues.LANGUAGES] == [[], [], []]
