"""The translators' catalogues: which texts the product shows, and what each language says for them.

Source texts are English. Babel reads the Python files and, through Django's own `templatize`, the templates; no GNU gettext is needed.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from inbox.channels import registry

LANGUAGES = ("nl", "fr", "de")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PACKAGES = ("helpdesk", "inbox")


def path(language: str) -> Path:
    """Return the catalogue's file."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Return a language's catalogue; an empty one where there is no file yet."""
    source = path(language)
    if not source.exists():
        return _blank(language)
    with source.open("rb") as readable:
        return read_po(readable, locale=language)


def _blank(language: str | None = None) -> Catalog:
    return Catalog(locale=language, project="helpdesk", charset="utf-8", fuzzy=False, header_comment=f"# Texts of the pages and mails: {language}.")


def wanted() -> Catalog:
    """Return every text that code and templates mark for translation."""
    catalogue = _blank()
    for name, messages in _marked():
        for _line, message, _comments, context in messages:
            if message and (not isinstance(message, tuple) or message[0]):
                catalogue.add(message, locations=[(name, 0)], context=context)
    for text in _said_by_channels():
        catalogue.add(text, locations=[("inbox/channels", 0)])
    return catalogue


def _said_by_channels() -> Iterator[str]:
    """Yield what channels say of themselves: they import nothing of Django, so nothing in them is marked."""
    for channel in registry.CHANNELS.values():
        yield channel.label
        for need in channel.needs:
            yield from filter(None, (need.label, need.help, need.group, *(label for _value, label in need.choices)))


def _marked() -> Iterator[tuple[str, Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]]]:
    base = Path(settings.BASE_DIR)
    for package in PACKAGES:
        for file in sorted((base / package).rglob("*.py")):
            yield str(file.relative_to(base)), extract("python", BytesIO(file.read_bytes()), KEYWORDS)
    for file in sorted((base / "templates").rglob("*.*")):
        if file.suffix in {".html", ".txt"} and "style" not in file.parts and file.name != "style.html":
            # Babel's tokenizer minds indentation; what templatize leaves of a template has none that means anything.
            lines = (line.lstrip() for line in templatize(file.read_text(encoding="utf-8")).splitlines())
            yield str(file.relative_to(base)), extract("python", BytesIO("\n".join(lines).encode()), KEYWORDS)


def update() -> dict[str, int]:
    """Bring every catalogue up to what is wanted; return how many texts each still lacks."""
    template, lacking = wanted(), {}
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.last_translator = catalogue.language_team = "helpdesk"
        catalogue.msgid_bugs_address = ""
        path(language).parent.mkdir(parents=True, exist_ok=True)
        with path(language).open("wb") as writable:
            write_po(writable, catalogue, width=160, no_location=True, omit_header=False, sort_output=True)
        lacking[language] = len(missing(catalogue, template))
    return lacking


def missing(catalogue: Catalog, template: Catalog) -> list[str]:
    """Return the texts of `template` that `catalogue` does not say."""
    return [str(message.id) for message in template if message.id and not _is_said(catalogue, message)]


def _is_said(catalogue: Catalog, message: object) -> bool:
    found = catalogue.get(message.id, message.context)  # type: ignore[attr-defined]
    if found is None or found.fuzzy:
        return False
    return all(found.string) if isinstance(found.string, tuple) else bool(found.string)


def compile_all() -> int:
    """Compile every catalogue that is newer than what was compiled of it; return how many were."""
    stale = [language for language in LANGUAGES if _is_stale(path(language))]
    for language in stale:
        part = path(language).with_suffix(".mo.part")
        with part.open("wb") as writable:
            write_mo(writable, read(language))
        part.replace(path(language).with_suffix(".mo"))
    return len(stale)


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return source.exists() and (not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime)
