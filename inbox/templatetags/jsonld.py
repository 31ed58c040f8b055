"""Structured data for search engines: an answer as a FAQPage (schema.org)."""

import json
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from helpdesk.answers.centre import Shown

register = template.Library()
UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def faq_page(shown: Shown) -> SafeString:
    """Return the answer as JSON-LD; a block of data, not a script: no browser runs it."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "inLanguage": shown.wording.language,
        "dateModified": shown.wording.updated_at.isoformat(),
        "mainEntity": [{"@type": "Question", "name": shown.title, "acceptedAnswer": {"@type": "Answer", "text": str(shown.html)}}],
    }
    safe = json.dumps(data, ensure_ascii=False).translate(UNSAFE)
    return mark_safe(f'<script type="{escape("application/ld+json")}">{safe}</script>')  # noqa: S308  (its marks are escaped)
