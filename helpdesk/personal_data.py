"""Numbers that citizens should not send: national register number, IBAN, payment card. Finds them, never refuses a text.

The browser's twin is `static/js/personal-data.js`; both read the same forms and check the same sums.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from stdnum import iban, luhn

NATIONAL = re.compile(r"(?<![\w])\d{2}[ .\-/]?\d{2}[ .\-/]?\d{2}[ .\-/]{0,3}\d{3}[ .\-/]?\d{2}(?!\d)")
IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ .\-]?[A-Za-z0-9]){11,30}")
PHONE = re.compile(r"(?<![\w+])(?:\+32|0032|0)[ ./\-]?(?:\(0\))?[1-9](?:[ ./\-]?\d){7,8}(?!\d)")
EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
CARD = re.compile(r"(?<![\w])[3-6](?:[ \-]?\d){12,18}(?!\d)")
IBAN_LENGTHS = {"BE": 16, "NL": 18, "LU": 20, "DE": 22, "GB": 22, "ES": 24, "RO": 24, "PT": 25, "FR": 27, "IT": 27, "PL": 28}
MASK = "***"


class Found(NamedTuple):
    """A number in a text: `kind` is "national", "iban", "card", "phone" or "email"; the text between `start` and `end` is the number."""

    kind: str
    start: int
    end: int


def find(text: str, *, is_public: bool = False) -> list[Found]:
    """Return the numbers in `text`, in order, none overlapping another.

    Parameters
    ----------
    is_public
        Everybody reads the text: telephone numbers and e-mail addresses count, too.
    """
    found: list[Found] = []
    finders: tuple[Callable[[str], Iterator[Found]], ...] = (_ibans, _nationals, _cards, *((_emails, _phones) if is_public else ()))
    for finder in finders:
        found += [new for new in finder(text) if all(new.end <= old.start or new.start >= old.end for old in found)]
    return sorted(found, key=lambda one: one.start)


def mask(text: str, *, is_public: bool = False) -> str:
    """Return `text` with every such number replaced by asterisks."""
    for one in reversed(find(text, is_public=is_public)):
        text = f"{text[: one.start]}{MASK}{text[one.end :]}"
    return text


def _nationals(text: str) -> Iterator[Found]:
    for hit in NATIONAL.finditer(text):
        if is_national(re.sub(r"\D", "", hit.group())):
            yield Found("national", *hit.span())


def is_national(digits: str) -> bool:
    """Tell whether eleven digits are a national or bis number: CC = 97 - (nine digits mod 97), from 2000 on with a 2 before them."""
    if int(digits[2:4]) % 20 > 12 or int(digits[2:4]) >= 60 or int(digits[4:6]) > 31:
        return False
    control = int(digits[9:])
    return control in (97 - int(digits[:9]) % 97, 97 - int(f"2{digits[:9]}") % 97)


def _ibans(text: str) -> Iterator[Found]:
    for hit in IBAN.finditer(text):
        length = IBAN_LENGTHS.get(hit.group()[:2].upper(), 0)
        places = [place for place in range(*hit.span()) if text[place].isalnum()]
        if not length or len(places) < length:
            continue
        end = places[length - 1] + 1
        is_whole = not text[end : end + 1].isalnum()
        if is_whole and iban.is_valid("".join(text[place] for place in places[:length]), check_country=False):
            yield Found("iban", hit.start(), end)


def _cards(text: str) -> Iterator[Found]:
    for hit in CARD.finditer(text):
        if luhn.is_valid(re.sub(r"\D", "", hit.group())):
            yield Found("card", *hit.span())


def _emails(text: str) -> Iterator[Found]:
    for hit in EMAIL.finditer(text):
        yield Found("email", *hit.span())


def _phones(text: str) -> Iterator[Found]:
    for hit in PHONE.finditer(text):
        yield Found("phone", *hit.span())
