"""Cutting a long text into the pieces that a network takes: at paragraphs, else sentences, else words. Pure."""

import re
from collections.abc import Callable, Iterator

BREAKS = (re.compile(r"(?<=\n\n)"), re.compile(r"(?<=[.!?…:;])(?=\s)|(?<=\n)"), re.compile(r"(?<=\s)"))


def cut(text: str, most: int, measure: Callable[[str], int] = len) -> list[str]:
    """Return `text` in pieces that measure at most `most` each; nothing but white space between them is lost.

    Parameters
    ----------
    most
        At least 1, in the unit of `measure`.
    measure
        Length of a text as the network counts it.
    """
    pieces: list[str] = []
    held = ""
    for unit in _units(text.strip(), most, measure, 0):
        if held and measure((held + unit).strip()) > most:
            pieces.append(held.strip())
            held = ""
        held += unit
    return [piece for piece in [*pieces, held.strip()] if piece]


def _units(text: str, most: int, measure: Callable[[str], int], level: int) -> Iterator[str]:
    """Yield pieces that fit, broken no finer than they must be."""
    if measure(text.strip()) <= most:
        yield text
    elif level < len(BREAKS):
        for unit in filter(None, BREAKS[level].split(text)):
            yield from _units(unit, most, measure, level + 1)
    else:
        while text:
            size = next((size for size in range(min(len(text), most), 1, -1) if measure(text[:size]) <= most), 1)
            yield text[:size]
            text = text[size:]
