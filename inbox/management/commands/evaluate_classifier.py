"""`manage.py evaluate_classifier`: measure the model in use on the questions kept aside, and draw its reliability curve."""

import platform
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from matplotlib.figure import Figure

from classifier import evaluate, examples, measure, store, train
from classifier.corpus import Recipe
from classifier.examples import Example
from classifier.model import Model

CANDIDATES = {
    "words": Recipe(use_chars=False, use_concepts=False),
    "characters": Recipe(use_words=False, use_concepts=False),
    "words and characters": Recipe(use_concepts=False),
    "concepts and families": Recipe(use_words=False, use_chars=False, strength=0.3),
    "words, characters, concepts": Recipe(),
    "the same, held back more (C = 0.3)": Recipe(strength=0.3),
    "the same, held back less (C = 3)": Recipe(strength=3.0),
    "characters and concepts": Recipe(use_words=False),
}


class Command(BaseCommand):
    """Evaluate the classifier."""

    help = "Print how right the model is on the test questions, with 95 % intervals: team, facets, languages, spoilt texts, speed; draw the reliability curve."

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
        self._spoilt(model, questions)
        self._facets(model)
        self._languages(questions)
        self._sizes(model, questions)
        self._draw(report, options["plot"])
        self.stdout.write(f"Reliability curve: {options['plot'].name}")

    def _spoilt(self, model: Model, questions: Sequence[Example]) -> None:
        for code, value in measure.by_language(model, questions).items():
            self.stdout.write(f"{f'macro-F1, {code}':36}{value:7.3f}")
        self.stdout.write(f"\n{'spoilt on purpose':36}{'macro-F1':>8}  {'coverage':>8}  {'precision':>9}")
        for row in measure.robustness(model, questions):
            self.stdout.write(f"{row.name:36}{row.macro_f1:8.3f}  {row.coverage:8.3f}  {row.precision:9.3f}")
        self.stdout.write(f"{'greetings only, left to To sort':36}{measure.greetings_left_alone(model):8.3f}")

    def _facets(self, model: Model) -> None:
        try:
            questions = examples.load("test-facets")
        except FileNotFoundError:
            return
        self.stdout.write(f"\n{f'facets, {len(questions)} questions kept aside':36}{'texts':>8}  {'named':>8}  {'precision':>9}  {'recall':>6}")
        for row in measure.of_facets(model, questions):
            self.stdout.write(f"{row.name:36}{row.count:8}  {row.named:8}  {row.precision:9.3f}  {row.recall:6.3f}")

    def _languages(self, questions: Sequence[Example]) -> None:
        self.stdout.write(f"\n{'language by the first words':36}{'right':>8}  {'not sure':>8}  {'wrong':>9}  {'texts':>6}")
        for row in measure.languages(questions):
            self.stdout.write(f"{f'{row.words} words':36}{row.right:8.3f}  {row.unsure:8.3f}  {row.wrong:9.3f}  {row.count:6}")
        said = ", ".join(f"{code}: {found}" for code, found in measure.abroad().items())
        self.stdout.write(f"none of ours: {said}")

    def _sizes(self, model: Model, questions: Sequence[Example]) -> None:
        half, most = measure.milliseconds(model, questions)
        size = settings.CLASSIFIER_MODEL.stat().st_size / 1e6
        self.stdout.write(f"\none prediction, processor time: {half:.2f} ms, p95 {most:.2f} ms; model file {size:.1f} MB; threshold {model.threshold:.2f}")

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
