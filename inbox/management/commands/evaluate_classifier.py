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
from tqdm import tqdm

from classifier import contest, evaluate, examples, measure, store, train
from classifier.corpus import Recipe
from classifier.examples import Example
from classifier.model import Model
from classifier.train import Unseen

PARTS = {
    "all of it": Recipe(),
    "words": Recipe(use_chars=False, use_concepts=False),
    "characters": Recipe(use_words=False, use_concepts=False),
    "words and characters": Recipe(use_concepts=False),
    "concepts and families": Recipe(use_words=False, use_chars=False),
    "characters and concepts": Recipe(use_words=False),
    "what one matter alone says counts, too": Recipe(shares=False),
    "no words left out": Recipe(thins=False),
    "neither of the two": Recipe(shares=False, thins=False),
}

SETS: dict[str, tuple[examples.Split, ...]] = {"test-*.jsonl": ("test",), "test-later-*.jsonl": ("test-later",), "both sets": ("test", "test-later")}
FIGURES = f"{'macro-F1':>9}  {'exceptions':>10}  {'coverage':>8}  {'calibration error':>17}  {'log-loss':>8}"


class Command(BaseCommand):
    """Evaluate the classifier."""

    help = "Print how right the model is on the test questions, with 95 % intervals: team, facets, languages, spoilt texts, speed; draw the reliability curve."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to draw."""
        parser.add_argument("--compare", action="store_true", help="compare families of models by nested cross-validation on the training questions instead")
        parser.add_argument("--parts", action="store_true", help="show by cross-validation on the training questions what each part brings instead")
        parser.add_argument("--training", type=int, metavar="COUNT", help="print the processor time of training on COUNT questions instead")
        parser.add_argument("--plot", type=Path, default=settings.DATA_DIR / "reliability.svg", help="file of the reliability curve (.svg or .png)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure, print, draw."""
        if options["compare"]:
            self._compare()
            return
        if options["parts"]:
            self._parts()
            return
        if options["training"]:
            seconds = measure.training_seconds(examples.load("train"), options["training"])
            self.stdout.write(f"training on {options['training']} questions, processor time: {seconds:.0f} s")
            return
        try:
            model = store.load(settings.CLASSIFIER_MODEL, settings.SECRET_KEY)
        except store.ModelFileError as error:
            raise CommandError(f"{error} Run `manage.py train_classifier` first.") from error
        self.stdout.write(f"{model.version}; Python {platform.python_version()}, {platform.machine()}")
        questions = examples.load("test")
        report, *_others = [self._teams(model, name, [one for split in splits for one in examples.load(split)]) for name, splits in SETS.items()]
        self._spoilt(model, questions)
        self._facets(model)
        self._languages(questions)
        self._sizes(model, questions)
        self._draw(report, options["plot"])
        self.stdout.write(f"Reliability curve: {options['plot'].name}")

    def _teams(self, model: Model, name: str, questions: Sequence[Example]) -> evaluate.Report:
        report = evaluate.evaluate(model, questions)
        self.stdout.write(f"\nteams, {len(questions)} questions of {name}")
        self.stdout.write(f"{'':36}{'value':>7}  {'95 % interval':>15}  {'channel only':>12}  {'texts':>5}")
        for figure in report.figures:
            baseline = "" if figure.baseline is None else f"{figure.baseline:.3f}"
            self.stdout.write(f"{figure.name:36}{figure.value:7.3f}  {f'{figure.low:.3f}–{figure.high:.3f}':>15}  {baseline:>12}  {figure.count:5}")
        for code, value in measure.by_language(model, questions).items():
            self.stdout.write(f"{f'macro-F1, {code}':36}{value:7.3f}")
        return report

    def _spoilt(self, model: Model, questions: Sequence[Example]) -> None:
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
        self.stdout.write(f"Nested cross-validation by archetype on {len(questions)} training questions")
        with tqdm(unit=" fits", desc="Families") as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            standings = contest.compare(questions, progress=progress)
        self.stdout.write(f"{'':40}{FIGURES}" + "".join(f"  {name:>15}" for name in contest.SPOILT) + "  accuracy against the first")
        for one in standings:
            spoilt = "".join(f"  {one.spoilt[name]:15.3f}" for name in contest.SPOILT)
            more, low, high = one.behind
            self.stdout.write(f"{one.name:40}{_figures(one.unseen, questions)}{spoilt}  {more:+.3f} ({low:+.3f} to {high:+.3f})")

    def _parts(self) -> None:
        questions = examples.load("train")
        self.stdout.write(f"Cross-validation by archetype on {len(questions)} training questions")
        self.stdout.write(f"{'':40}{FIGURES}")
        for name, recipe in PARTS.items():
            _temperature, unseen = train.cross_validate(questions, recipe)
            self.stdout.write(f"{name:40}{_figures(unseen, questions)}")

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


def _figures(unseen: Unseen, questions: Sequence[Example]) -> str:
    found = {figure.name: figure.value for figure in evaluate.of_unseen(unseen, questions).figures}
    loss = train.log_loss(unseen.probabilities, unseen.targets)
    return (
        f"{found['macro-F1']:9.3f}  {found['accuracy on the exceptions']:10.3f}  {found['coverage at 95% precision']:8.3f}  "
        f"{found['calibration error']:17.3f}  {loss:8.3f}"
    )
