"""`manage.py listen`: wait for what networks tell at once (IMAP IDLE, streams); one such process in full mode."""

from typing import Any

from django.core.management.base import BaseCommand

from inbox import polling


class Command(BaseCommand):
    """Listen to the networks."""

    help = "Wait for what mailboxes and networks tell at once, and take it in. Run one beside the workers; without it they are asked once a minute."

    def handle(self, *args: Any, **options: Any) -> None:
        """Listen until Ctrl-C."""
        try:
            polling.Listener().run()
        except KeyboardInterrupt:
            self.stdout.write("No longer listening.")
