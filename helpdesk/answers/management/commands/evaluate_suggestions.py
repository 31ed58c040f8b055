"""`manage.py evaluate_suggestions`: measure on questions kept aside how often the right answer is suggested."""

import platform
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from helpdesk.answers import evaluation


class Command(BaseCommand):
    """Evaluate the suggestions."""

    help = "Print recall@1, recall@3 and MRR of the suggested answers on the questions kept aside, with 95 % intervals drawn over answers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to measure."""
        parser.add_argument("--compare", action="store_true", help="compare candidates on the training questions instead")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and print."""
        rows = evaluation.compare() if options["compare"] else evaluation.evaluate()
        part = "training questions" if options["compare"] else "questions kept aside"
        self.stdout.write(f"{rows[0].count} {part}; Python {platform.python_version()}, {platform.machine()}")
        self.stdout.write(f"{'':40}{'texts':>6}" + "".join(f"{name:>9}{'95 % interval':>15}" for name in ("recall@1", "recall@3", "MRR")))
        for row in rows:
            figures = "".join(f"{figure.value:9.3f}{f'{figure.low:.3f}–{figure.high:.3f}':>15}" for figure in (row.recall_1, row.recall_3, row.mrr))
            self.stdout.write(f"{row.name:40}{row.count:6}{figures}")
