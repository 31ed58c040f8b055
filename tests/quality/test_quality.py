"""The checks that keep the house in order: layers, types, lint, format, migrations."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def _run(*command: str) -> None:
    done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_imports_go_one_way() -> None:
    _run("lint-imports")


def test_types_are_strict() -> None:
    _run("mypy", "helpdesk", "inbox", "classifier", "tests")


def test_lint_is_clean() -> None:
    _run("ruff", "check", ".")


def test_format_is_ours() -> None:
    _run("ruff", "format", "--check", ".")


@pytest.mark.django_db
def test_every_model_change_has_its_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_files_stay_short() -> None:
    files = [path for package in ("helpdesk", "inbox", "classifier", "tests") for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts]
    assert {str(path.relative_to(ROOT)) for path in files if len(path.read_text().splitlines()) > 300} == set()


def test_templates_hold_no_inline_script_or_style() -> None:
    pages = [path for path in (ROOT / "templates").rglob("*.html") if "mail" not in path.parts]
    bad = [path.name for path in pages if "style=" in path.read_text() or "<script>" in path.read_text() or "onclick=" in path.read_text()]
    assert bad == []
