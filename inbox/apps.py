"""What comes in and goes out: questions, messages, channels, the live desk."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """The shared inbox."""

    name = "inbox"
