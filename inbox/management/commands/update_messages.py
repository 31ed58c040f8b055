"""`manage.py update_messages`: bring the translators' catalogues up to the texts of code and templates."""

from typing import Any

from django.core.management.base import BaseCommand

from inbox import catalogues


class Command(BaseCommand):
    """Update the catalogues."""

    help = "Collect the texts marked for translation into locale/ and say how many each language lacks."

    def handle(self, *args: Any, **options: Any) -> None:
        """Update and report."""
        for language, count in catalogues.update().items():
            self.stdout.write(f"{language}: {count} texts lack a translation")
        catalogues.compile_all()
