"""What the product imports is what `make run` installs: requirements/base.txt, not the tests' own packages."""

import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).parents[2]
OURS = {"helpdesk", "inbox", "classifier"}
PINNED = set(re.findall(r"^([a-z0-9][\w.-]*)==", (ROOT / "requirements" / "base.txt").read_text(), re.M))


def _imported() -> set[str]:
    sources = [path.read_text() for package in OURS for path in (ROOT / package).rglob("*.py")]
    named = {name for source in sources for name in re.findall(r"^\s*(?:from|import) ([a-zA-Z]\w*)", source, re.M)}
    apps = {app.partition(".")[0] for app in [*settings.INSTALLED_APPS, *settings.MIDDLEWARE]}
    return (named | apps) - OURS - set(sys.stdlib_module_names)


def test_the_product_imports_only_what_it_installs() -> None:
    known = packages_distributions()
    wheels = {name: {re.sub(r"[-_.]+", "-", wheel.lower()) for wheel in known.get(name, [])} for name in _imported()}
    assert {name for name, found in wheels.items() if not found & PINNED} == set()


def test_pins_carry_hashes_and_no_hosts() -> None:
    for name in ("base.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text()
        assert len(re.findall(r"^\S+==", text, re.M)) == len(re.findall(r"==\S+(?: ;[^\\]*)? \\\n\s+--hash=", text))
        assert "://" not in text
