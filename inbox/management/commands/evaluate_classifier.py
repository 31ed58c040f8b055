"""`manage.py evaluate_classifier`: measure the model in use on the questions kept aside, and draw its reliability curve."""

import platform
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import matplotlib as mpl
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from matplotlib.figure import Figure

from classifier import evaluate, examples, store, train
from classifier.train import Recipe

CANDIDATES = {
    "words": Recipe(use_chars=False, use_concepts=False),
    "characters": Recipe(use_words=False, use_concepts=False),
    "words and characters": Recipe(use_concepts=False),
    "concepts": Recipe(use_words=False, use_chars=False),
    "words, characters and concepts": Recipe(),
    "the same, held back more (C = 1)": Recipe(strength=1.0),
    "the same, held back less (C = 10)": Recipe(strength=10.0),
}


class Command(BaseCommand):
    """Evaluate the classifier."""

    help = "Print macro-F1, accuracy, coverage and calibration error of the model on the test questions, with 95 % intervals, and draw the reliability curve."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to draw."""
        parser.add_argument("--compare", action="store_true", help="compare candidates by cross-validation on the training questions instead")
        parser.add_argument("--plot", type=Path, default=settings.DATA_DIR / "reliability.svg", help="file of the reliability curve (.svg or .png)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure, print, draw."""
        if options["compare"]:
            self._compare()
            return
        try:
            model = store.load(settings.CLASSIFIER_MODEL, settings.SECRET_KEY)
        except store.ModelFileError as error:
            raise CommandError(f"{error} Run `manage.py train_classifier` first.") from error
        questions = examples.load("test")
        report = evaluate.evaluate(model, questions)
        self.stdout.write(f"{model.version} on {len(questions)} questions kept aside; Python {platform.python_version()}, {platform.machine()}")
        self.stdout.write(f"{'':36}{'value':>7}  {'95 % interval':>15}  {'channel only':>12}  {'texts':>5}")
        for figure in report.figures:
            baseline = "" if figure.baseline is None else f"{figure.baseline:.3f}"
            self.stdout.write(f"{figure.name:36}{figure.value:7.3f}  {f'{figure.low:.3f}–{figure.high:.3f}':>15}  {baseline:>12}  {figure.count:5}")
        self._draw(report, options["plot"])
        self.stdout.write(f"Reliability curve: {options['plot'].name}")

    def _compare(self) -> None:
        questions = examples.load("train")
        self.stdout.write(f"Cross-validation by archetype on {len(questions)} training questions")
        self.stdout.write(f"{'':36}{'macro-F1':>9}  {'exceptions':>10}  {'coverage':>8}  {'calibration error':>17}")
        for name, recipe in CANDIDATES.items():
            _temperature, unseen = train.cross_validate(questions, recipe)
            figures = {figure.name: figure.value for figure in evaluate.of_unseen(unseen, questions).figures}
            self.stdout.write(
                f"{name:36}{figures['macro-F1']:9.3f}  {figures['accuracy on the exceptions']:10.3f}  "
                f"{figures['coverage at 95% precision']:8.3f}  {figures['calibration error']:17.3f}"
            )

    def _draw(self, report: evaluate.Report, path: Path) -> None:
        mpl.use("Agg")
        figure = Figure(figsize=(5, 5), layout="constrained")
        axes = figure.add_subplot()
        axes.plot([0.5, 1], [0.5, 1], linestyle="--", color="grey", label="perfectly calibrated")
        axes.plot([said for said, _was, _count in report.curve], [was for _said, was, _count in report.curve], marker="o", label="measured")
        axes.set(xlabel="Confidence the model states", ylabel="Share that was right", title="Reliability on questions kept aside")
        axes.legend()
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path)
