"""Numbers that citizens should not send are found, others are left alone. All numbers here are made up from their sums."""

import pytest

from helpdesk import personal_data

NINE = "850730033"
NATIONAL = f"{NINE}{97 - int(NINE) % 97:02d}"
YOUNG = "050730033"
YOUNG_NATIONAL = f"{YOUNG}{97 - int('2' + YOUNG) % 97:02d}"
BIS = "852730033"
BIS_NATIONAL = f"{BIS}{97 - int(BIS) % 97:02d}"


@pytest.mark.parametrize("digits", [NATIONAL, YOUNG_NATIONAL, BIS_NATIONAL])
def test_it_finds_a_national_number_before_and_after_2000_and_a_bis_number(digits: str) -> None:
    assert [one.kind for one in personal_data.find(f"my number {digits}, thanks")] == ["national"]


@pytest.mark.parametrize("pattern", ["{}.{}.{}-{}.{}", "{} {} {} {} {}", "{}{}{}-{}-{}"])
def test_it_reads_dots_dashes_and_spaces(pattern: str) -> None:
    written = pattern.format(NATIONAL[:2], NATIONAL[2:4], NATIONAL[4:6], NATIONAL[6:9], NATIONAL[9:])
    assert personal_data.mask(f"a {written} b") == "a *** b"


@pytest.mark.parametrize("account", ["BE68 5390 0754 7034", "be68539007547034", "NL91 ABNA 0417 1643 00"])
def test_it_finds_an_iban_and_leaves_the_words_after_it(account: str) -> None:
    assert personal_data.mask(f"pay to {account} please") == "pay to *** please"


def test_it_finds_a_card_number() -> None:
    assert personal_data.mask("card 4111 1111 1111 1111.") == "card ***."


@pytest.mark.parametrize(
    "text", ["call 0470 12 34 56", "+32 2 123 45 67", "85073003399", "BE68 5390 0754 7035", "4111 1111 1111 1112", "in 2026, 1000 Brussels"]
)
def test_it_leaves_other_numbers_alone(text: str) -> None:
    assert personal_data.find(text) == []
