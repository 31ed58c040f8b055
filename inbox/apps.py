"""What comes in and goes out: questions, messages, channels, the live desk."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """The shared inbox."""

    name = "inbox"

    def ready(self) -> None:
        """Hand the answers what agents sent, to learn from; they know nothing of questions."""
        from helpdesk.answers import suggestions
        from inbox import suggesting

        suggestions.learn_from(suggesting.uses)
