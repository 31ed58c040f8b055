"""The card of a care-first question: what kind it is, and the numbers to give, in the citizen's language."""

from django import template
from django.template.loader import render_to_string
from django.utils import translation

from inbox import care, facets
from inbox.models import Question

register = template.Library()


@register.filter
def alarm_name(question: Question) -> str:
    """Return "care first: self-harm" in the reader's language."""
    return facets.label(Question.Facet.CARE, question.alarm)


@register.filter
def care_numbers(question: Question) -> list[str]:
    """Return the lines with numbers that the protocol has for a kind of alarm, in the question's language."""
    with translation.override(question.language):
        lines = render_to_string(f"mail/_numbers_{question.alarm}.txt").splitlines()
    return [line.removeprefix("- ") for line in lines if line.strip()]


@register.simple_tag
def care_kinds() -> list[tuple[str, str]]:
    """Return the kinds of care with their names, in the reader's language."""
    return [(kind, str(facets.DETAILS[kind])) for kind in care.KINDS]
