"""References of questions: unguessable, and easy to read out on the phone (no 0/O, no 1/I/L, no U/V pair)."""

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
LENGTH = 10


def new() -> str:
    """Return a fresh reference: ten characters, about 48 bits of chance."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def parse(text: str) -> str | None:
    """Return the reference a person typed, in any case and grouping, or None."""
    found = re.sub(r"[\s\-–.]", "", text).upper()
    return found if len(found) == LENGTH and set(found) <= set(ALPHABET) else None
