"""Compiling the catalogues in locale/ with Babel, so that no machine needs GNU gettext."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings


def compile_all() -> int:
    """Compile every catalogue that is newer than what was compiled of it; return how many were."""
    sources = sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po"))
    stale = [source for source in sources if _is_stale(source)]
    for source in stale:
        with source.open("rb") as readable:
            catalogue = read_po(readable, locale=source.parent.parent.name)
        part = source.with_suffix(".mo.part")
        with part.open("wb") as writable:
            write_mo(writable, catalogue)
        part.replace(source.with_suffix(".mo"))
    return len(stale)


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime
