"""`{% icon "send" %}`: an icon of our sprite, known in every template. With a label it says something, without it is decoration."""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Return the icon `name`; `label` is read aloud."""
    return _icon(name, str(label))


@lru_cache(maxsize=512)
def _icon(name: str, label: str) -> SafeString:
    sprite = static("icons.svg")
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}" focusable="false"><use href="{}#{}"></use></svg>', label, sprite, name)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', sprite, name)
