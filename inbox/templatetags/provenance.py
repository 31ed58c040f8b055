"""With how many messages an answer went out, for the page of the answer."""

from django import template

from helpdesk.answers.models import Answer
from inbox import recalls

register = template.Library()


@register.simple_tag
def times_sent(answer: Answer) -> dict[str, int]:
    """Return with how many messages each wording went out, by language."""
    return recalls.languages(answer)


@register.filter
def of(counts: dict[str, int], language: str) -> int:
    """Return the count of a language."""
    return counts.get(language, 0)
