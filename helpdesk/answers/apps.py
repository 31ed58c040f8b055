"""What we say: reusable answers and their wordings in four languages."""

from django.apps import AppConfig


class AnswersConfig(AppConfig):
    """Reusable answers."""

    name = "helpdesk.answers"
    label = "answers"
