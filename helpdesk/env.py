"""Typed reading of the environment.

Every setting is read through here, so that `docs/reference/settings.md` can be made from what the
code really reads. A value that cannot be read stops the start with one sentence.
"""

import os
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, type, default as shown in the reference, and meaning."""

    name: str
    kind: str
    default: str
    meaning: str


KNOWN: dict[str, Setting] = {}


def _read(name: str, kind: str, default: str, meaning: str) -> str:
    KNOWN[name] = Setting(name, kind, default, meaning)
    return os.environ.get(name, "").strip()


def text(name: str, *, default: str = "", meaning: str) -> str:
    """Read a text."""
    return _read(name, "text", default, meaning) or default


def flag(name: str, *, default: bool, meaning: str) -> bool:
    """Read a yes/no value; `1`, `true`, `yes`, `on` are yes, `0`, `false`, `no`, `off` are no."""
    raw = _read(name, "yes/no", "yes" if default else "no", meaning).lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    sys.exit(f"{name} is '{raw}': set it to yes or no.")


def number(name: str, *, default: int, meaning: str) -> int:
    """Read a whole number."""
    raw = _read(name, "number", str(default), meaning)
    try:
        return int(raw) if raw else default
    except ValueError:
        sys.exit(f"{name} is '{raw}': set it to a whole number.")


def words(name: str, *, default: str = "", meaning: str) -> list[str]:
    """Read a list, separated by commas."""
    raw = _read(name, "list", default, meaning) or default
    return [word.strip() for word in raw.split(",") if word.strip()]
