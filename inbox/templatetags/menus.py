"""Menus of an open question that look the same for many: one is rendered once for what it shows."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from helpdesk.answers.models import Snippet
from helpdesk.people.models import Language
from inbox import inserting
from inbox.inserting import Offered

register = template.Library()


@register.simple_tag
def snippets_menu(language: str) -> SafeString:
    """Return the menu of the snippets for a reply in `language`."""
    return _snippets(inserting.snippets(language), language, get_language())


@lru_cache(maxsize=64)
def _snippets(offered: tuple[Offered, ...], language: str, _reader: str | None) -> SafeString:
    """Render the menu; the reader's language is an argument because the words depend on it."""
    rows = [(Snippet.Kind(row.kind).label, row) for row in offered]
    return render_to_string("desk/_snippets.html", {"rows": rows, "language": language, "language_name": Language(language).label})
