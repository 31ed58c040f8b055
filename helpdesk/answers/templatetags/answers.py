"""What happened to an answer, in words."""

from django import template

from helpdesk.answers.models import AnswerEvent
from helpdesk.answers.saying import told

register = template.Library()


@register.filter
def in_words(event: AnswerEvent) -> str:
    """Return what an event says."""
    return told(event)
