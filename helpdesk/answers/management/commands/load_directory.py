"""`manage.py load_directory`: bring the first set of Belgian administrations into the directory."""

from typing import Any

from django.core.management.base import BaseCommand

from helpdesk.answers import bodies


class Command(BaseCommand):
    """Load the directory."""

    help = "Add the Belgian administrations that come with the desk to the directory, and renew those that nobody edited; an edited one stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the rows."""
        new, renewed = bodies.load()
        self.stdout.write(f"{new} administrations added, {renewed} renewed.")
