"""`manage.py retrain`: train a challenger on what people taught and promote it if it is better; what the button and the night do."""

import os
from argparse import SUPPRESS, ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inbox.learning import training
from inbox.models import ModelChange, TrainingRun

NICE = 10


class Command(BaseCommand):
    """Train a challenger."""

    help = "Train a challenger on the training questions and what people taught, compare it with the model in use, and promote it if it is surely better."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the run that a worker was rung for."""
        parser.add_argument("--run", type=int, default=0, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the run and say what came of it."""
        pk = options["run"]
        if pk:
            os.nice(NICE)
        else:
            try:
                pk = training.begin().pk
            except training.AlreadyRunning as error:
                raise CommandError("A training is running already: wait for its end.") from error
        if not training.perform(pk):
            raise CommandError("This run is done, or another process does it.")
        run, change = TrainingRun.objects.get(pk=pk), ModelChange.objects.filter(run=pk).first()
        self.stdout.write(f"{change.get_kind_display()} ({change.reason})" if change else f"{run.get_state_display()}: {run.error}")
