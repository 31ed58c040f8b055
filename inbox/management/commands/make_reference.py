"""`manage.py make_reference`: write docs/reference from the code, so that it cannot lag unseen."""

from argparse import SUPPRESS, Action
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandParser

from helpdesk import env

OURS = ("inbox", "helpdesk")
MADE = "Made by `manage.py make_reference` from the code; change the code, not this page."


def pages() -> dict[str, str]:
    """Return the reference's pages by file name."""
    return {"settings.md": _settings(), "commands.md": _commands()}


def own_commands() -> dict[str, BaseCommand]:
    """Return the project's own management commands by name, in order."""
    found = {name: app for name, app in get_commands().items() if isinstance(app, str) and app.split(".")[0] in OURS}
    return {name: load_command_class(app, name) for name, app in sorted(found.items())}


def _settings() -> str:
    rows = [f"| `{one.name}` | {one.kind} | {_shown(one)} | {one.meaning} |" for one in sorted(env.KNOWN.values(), key=lambda one: one.name)]
    head = ["# Settings", "", MADE, "", "All settings are environment variables.", "", "| name | type | default | meaning |", "|---|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def _shown(setting: env.Setting) -> str:
    if setting.name == "BEHIND_HTTPS":
        return "`yes`, with `DEBUG` `no`"
    if setting.name == "DATABASE_URL":
        return "SQLite in `DATA_DIR`"
    return f"`{setting.default}`" if setting.default else "(empty)"


def _commands() -> str:
    parts = ["# Commands", "", MADE, "", "Each is called as `.venv/bin/python manage.py <command>`.", ""]
    for name, command in own_commands().items():
        parser = CommandParser(add_help=False)
        command.add_arguments(parser)
        parts += [f"## {name}", "", command.help, ""]
        options = [_option(action) for action in parser._actions if action.help != SUPPRESS]
        parts += ["| option | default | meaning |", "|---|---|---|", *options, ""] if options else []
    return "\n".join(parts)


def _option(action: Action) -> str:
    default = action.default
    if isinstance(default, Path):
        default = default.relative_to(settings.BASE_DIR) if default.is_relative_to(settings.BASE_DIR / "classifier") else default.name
    name = ", ".join(action.option_strings) or action.dest
    return f"| `{name}` | {'' if default in (None, False) else f'`{default}`'} | {action.help or ''} |"


class Command(BaseCommand):
    """Write the reference."""

    help = "Write docs/reference/settings.md and commands.md from the code."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write every page that changed."""
        folder = settings.BASE_DIR / "docs" / "reference"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages().items():
            (folder / name).write_text(text, encoding="utf-8")
            self.stdout.write(f"docs/reference/{name}")
