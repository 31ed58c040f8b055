"""The documentation keeps up with the code: fresh references, links that lead somewhere."""

import re
from pathlib import Path

import pytest

from helpdesk import env
from inbox.management.commands import make_reference

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def _anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.S)
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"[a-z]+:", link)]
    targets = [(page.parent / link.partition("#")[0] if link.partition("#")[0] else page, link.partition("#")[2]) for link in links]
    broken = [str(target) for target, anchor in targets if not target.exists() or (anchor and anchor not in _anchors(target))]
    assert broken == []


@pytest.mark.parametrize("name", ["settings.md", "commands.md"])
def test_the_reference_is_fresh(name: str) -> None:
    written = (ROOT / "docs" / "reference" / name).read_text()
    assert _stable(written) == _stable(make_reference.pages()[name]), "Run manage.py make_reference."


def _stable(text: str) -> list[str]:
    """Leave out defaults that the environment of the run decides."""
    return [re.sub(r"\| [^|]* \|(?= [^|]*\|$)", "||", line) for line in text.splitlines()]


def test_every_setting_says_what_it_means() -> None:
    silent = [setting.name for setting in env.KNOWN.values() if len(setting.meaning.split()) < 3]
    assert (silent, len(env.KNOWN) <= 40) == ([], True)


def test_every_command_says_what_it_does() -> None:
    assert [name for name, command in make_reference.own_commands().items() if len(command.help.split()) < 3] == []
