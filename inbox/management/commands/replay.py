"""`manage.py replay`: a simulated year with topics that drift, with and without learning; or what one correction does."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from matplotlib.figure import Figure
from tqdm import tqdm

from classifier import examples, replay, single, store
from classifier.replay import Week

SHOWN_TOGETHER = 4
LINES = {"without": "without learning", "remembering": "with the memory of corrections", "learning": "with memory and training"}


class Command(BaseCommand):
    """Replay a year."""

    help = "Print and draw the accuracy of a simulated year with topic drift, with and without learning; a few minutes on two cores."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the chance, the mistakes, and where to draw."""
        parser.add_argument("--seed", type=int, default=1, help="of the chance that draws topics, questions and mistakes")
        parser.add_argument("--flipped", type=float, default=replay.MISTAKEN, help="share of the labels that people show wrongly; 0.2 poisons the desk")
        parser.add_argument("--plot", type=Path, default=settings.DATA_DIR / "replay.svg", help="file of the plot (.svg or .png)")
        parser.add_argument("--single", action="store_true", help="measure what one correction does, right or poisoned, on the model in use instead")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replay, print, draw."""
        if options["single"]:
            self._single()
            return
        with tqdm(unit=" weeks", desc="A year") as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            weeks = replay.year(examples.load("train"), seed=options["seed"], flipped=options["flipped"], progress=progress)
        self._print(weeks)
        _draw(weeks, options["plot"])
        self.stdout.write(f"Plot: {options['plot'].name}")

    def _print(self, weeks: Sequence[Week]) -> None:
        self.stdout.write(f"{'weeks':8}{'questions':>10}" + "".join(f"{name:>34}" for name in LINES.values()) + "  training")
        for start in range(0, len(weeks), SHOWN_TOGETHER):
            part = weeks[start : start + SHOWN_TOGETHER]
            outcome = ", ".join(week.outcome for week in part if week.outcome)
            self.stdout.write(f"{part[0].number:2}–{part[-1].number:<5}{sum(week.count for week in part):10}" + _shares(part) + f"  {outcome}")
        self.stdout.write(f"{'year':8}{sum(week.count for week in weeks):10}" + _shares(weeks))

    def _single(self) -> None:
        try:
            model = store.load(settings.CLASSIFIER_MODEL, settings.SECRET_KEY)
        except store.ModelFileError as error:
            raise CommandError(f"{error} Run `manage.py train_classifier` first.") from error
        self.stdout.write(f"{'one correction':22}{'':10}{'nearly the same words':>24}{'the same matter':>20}{'all else':>20}")
        for effect in single.measure(model, examples.load("test")):
            pairs = [f"{before:.3f} → {after:.3f}" for before, after in (effect.copies, effect.matter, effect.others)]
            self.stdout.write(f"{effect.name:22}{'poisoned' if effect.is_poisoned else 'right':10}{pairs[0]:>24}{pairs[1]:>20}{pairs[2]:>20}")


def _share(weeks: Sequence[Week], line: str) -> float:
    return float(sum(getattr(week, line) for week in weeks) / (sum(week.count for week in weeks) or 1))


def _shares(weeks: Sequence[Week]) -> str:
    return "".join(f"{_share(weeks, line):34.3f}" for line in LINES)


def _draw(weeks: Sequence[Week], path: Path) -> None:
    mpl.use("Agg")
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.add_subplot()
    parts = [weeks[start : start + SHOWN_TOGETHER] for start in range(0, len(weeks), SHOWN_TOGETHER)]
    for line, name in LINES.items():
        axes.plot([part[-1].number for part in parts], [_share(part, line) for part in parts], marker="o", label=name)
    for week in weeks:
        if week.outcome == "promoted":
            axes.axvline(week.number, linestyle=":", color="grey")
    axes.set(xlabel="Week (dotted: a challenger was promoted)", ylabel="Share that was right", title="A simulated year with topic drift")
    axes.legend()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path)
