"""Variables of a wording."""

import pytest

from helpdesk.answers import rendering
from helpdesk.sanitize import markdown


def test_variables_are_filled() -> None:
    assert rendering.fill("Dear {citizen}, see {reference}.", {"citizen": "Carla", "reference": "K7"}) == "Dear Carla, see K7."


def test_a_variable_without_a_value_leaves_no_gap() -> None:
    assert rendering.fill("Dear {citizen},", {"citizen": ""}) == "Dear,"


def test_a_name_cannot_bring_markup_or_variables() -> None:
    filled = rendering.fill("Dear {citizen}", {"citizen": "[x](https://bad.example) <b>\n# {agent}", "agent": "Ana"})
    assert "[x]" in markdown(filled)
    assert "Ana" not in filled
    assert "\n" not in filled


@pytest.mark.parametrize(("text", "names"), [("{citizen} {town} {town}", ["town"]), ("{} { } {1}", []), ("{ agent }", [])])
def test_unknown_variables_are_named_once(text: str, names: list[str]) -> None:
    assert rendering.unknown(text) == names
