"""The language the law prescribes for the answer to a private company, by the postcode of its seat.

A company in a municipality of one language, without a special regime, is answered in the language of its region, whatever it
wrote in. Citizens, and companies elsewhere, are answered in the language they used.

Source: coordinated laws of 18 July 1966 on the use of languages in administrative matters, art. 41 § 2.
"""

import tomllib
from functools import cache
from pathlib import Path


def due(postcode: str) -> str | None:
    """Return the language code due to a company with this Belgian postcode; None where its own choice stands."""
    number = int(postcode) if postcode.isascii() and postcode.isdigit() else 0
    regions = _regions()
    if _is_in(regions["special"], number):
        return None
    return next((language for language in ("nl", "fr") if _is_in(regions[language], number)), None)


def _is_in(ranges: list[tuple[int, int]], number: int) -> bool:
    return any(first <= number <= last for first, last in ranges)


@cache
def _regions() -> dict[str, list[tuple[int, int]]]:
    rows = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {name: [(first, last) for first, last in part["ranges"]] for name, part in rows.items()}
