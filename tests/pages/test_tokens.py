"""The colours keep their contrasts: 4.5 for text, 3 for the lines of controls and the focus ring (WCAG 1.4.3, 1.4.11)."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parents[2] / "static/css/tokens.css").read_text()
GROUNDS = ("page", "surface", "sunken", "raised", "hover", "brand-soft")
SOFT = ("info", "success", "warning", "danger", "note")
TEXT_PAIRS = (
    *((text, ground) for text in ("text", "text-soft", "link", "link-visited", "danger", "success", "warning", "info", "accent") for ground in GROUNDS),
    *((kind, f"{kind}-soft") for kind in SOFT),
    *((text, f"{kind}-soft") for text in ("text", "text-soft", "link") for kind in (*SOFT, "neutral")),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-brand-soft", "brand-soft"),
    ("on-danger", "danger"),
    ("on-danger", "danger-strong"),
)
LINE_PAIRS = tuple((line, ground) for line in ("line-strong", "focus") for ground in GROUNDS)


def palette(selector: str) -> dict[str, str]:
    """Return the declarations of the block of `selector`."""
    block = TOKENS.split(selector + " {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): ([^;]+);", block))


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb. Source: WCAG 2.2, definition of relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("selector", ['[data-theme="light"]', '  [data-theme="dark"]'])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_PAIRS, 4.5), (LINE_PAIRS, 3.0)])
def test_every_pair_has_its_contrast(selector: str, pairs: tuple[tuple[str, str], ...], least: float) -> None:
    colours = palette(selector)
    weak = [(one, other) for one, other in pairs if contrast(colours[one], colours[other]) < least]
    assert weak == []


def test_the_chosen_dark_is_the_devices_dark() -> None:
    assert palette(':root:not([data-theme="light"])') == palette('  [data-theme="dark"]')
