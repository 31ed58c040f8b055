"""`manage.py train_classifier`: train the team model on the training questions and put it to use."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from tqdm import tqdm

from classifier import examples, store
from classifier.train import train


class Command(BaseCommand):
    """Train the classifier."""

    help = "Train the team model on classifier/data and write it, signed, to the data folder; running desks load it within seconds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where from and where to."""
        parser.add_argument("--data", type=Path, default=examples.DATA, help="folder of the training questions")
        parser.add_argument("--out", type=Path, default=settings.CLASSIFIER_MODEL, help="file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        """Train behind a progress bar, then save."""
        with tqdm(unit=" steps", desc="Classifier") as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            model = train(examples.load("train", options["data"]), progress=progress)
        store.save(model, options["out"], settings.SECRET_KEY)
        self.stdout.write(f"{model.version}: threshold {model.threshold:.2f}, temperature {model.temperature:.2f}")
