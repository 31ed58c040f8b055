"""Variables of a wording."""

from datetime import date

import pytest
import time_machine

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


def test_a_wording_with_its_variables_filled_is_left_in_the_reply() -> None:
    assert rendering.is_left("Dear {citizen}, your form is here.", "Dear Carla, your form is here.")


def test_a_reply_in_other_words_holds_nothing_of_the_wording() -> None:
    assert not rendering.is_left("You can order it on paper.", "Please ask the library.")


def test_a_date_is_written_out_in_the_language_of_the_text() -> None:
    assert rendering.fill("Vóór {promised_on}", {"promised_on": date(2026, 3, 1)}, "nl") == "Vóór 1 maart 2026"
    assert rendering.fill("Bis {promised_on}", {"promised_on": date(2026, 3, 1)}, "de") == "Bis 1. März 2026"


def test_a_value_of_another_type_is_refused() -> None:
    with pytest.raises(TypeError, match="today"):
        rendering.fill("{today}", {"today": "tomorrow"})


def test_what_still_stands_in_a_text_is_named_once() -> None:
    assert rendering.left("Dear {citizen}, { citizen }: {team}, {nobody}") == ["citizen", "team"]


def test_an_address_is_not_escaped() -> None:
    assert rendering.fill("See {link}", {"link": "https://desk.example/a_b/"}) == "See https://desk.example/a_b/"


def test_everybody_reads_todays_date_and_no_name() -> None:
    with time_machine.travel("2026-03-02", tick=False):
        assert rendering.public("Dear {citizen}, on {today} it costs 65 euros.", "en") == "Dear, on 2 March 2026 it costs 65 euros."
