"""`manage.py measure_surges`: how well surges are found in invented streams of questions, by two ways."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from classifier import similar, streams
from classifier.examples import LANGUAGES

SIZES = (12, 25, 52)
OTHERS = 100
VARIED = 1000


class Command(BaseCommand):
    """Measure the surges."""

    help = "Print precision, recall and time of finding surges in streams made from the training questions by seed, for TF-IDF and for MinHash."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many streams."""
        parser.add_argument("--rounds", type=int, default=10, help="streams for each language and size")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and print."""
        self.stdout.write(f"A surge among {OTHERS} other questions of one language, {options['rounds']} streams in each of {len(LANGUAGES)} languages")
        self.stdout.write(f"{'':10}{'surge':>26}  {'size':>5}  {'found':>6}  {'precision':>9}  {'recall':>6}  {'slowest':>9}")
        for in_own_words in (False, True):
            for size in SIZES:
                for name, find in streams.FINDERS.items():
                    figures = streams.measure(find, size=size, others=OTHERS, rounds=options["rounds"], in_own_words=in_own_words)
                    kind, slowest = "the matter, in own words" if in_own_words else "one text, retold", f"{figures.slowest_s * 1000:.0f} ms"
                    said = f"{figures.found:6.2f}  {figures.precision:9.3f}  {figures.recall:6.3f}  {slowest:>9}"
                    self.stdout.write(f"{name:10}{kind:>26}  {size:5}  {said}")
        self._false_alarms(options["rounds"])
        self._window()

    def _false_alarms(self, rounds: int) -> None:
        for name, find in streams.FINDERS.items():
            alarms = 0
            for seed in range(rounds):
                lines = streams.varied(VARIED, seed)
                for language in LANGUAGES:
                    texts = [text for text, spoken in lines if spoken == language]
                    alarms += len(find(texts, similar.Usual(similar.learnt(language))))
            self.stdout.write(f"{name:10}false alarms in {rounds} streams of {VARIED} varied questions: {alarms}")

    def _window(self) -> None:
        for name, find in streams.FINDERS.items():
            texts, _surge = streams.stream("nl", VARIED, OTHERS, 1, in_own_words=False)
            begun = time.process_time()
            find(texts, streams.usual("nl"))
            self.stdout.write(f"{name:10}{len(texts)} questions of one language in the window: {(time.process_time() - begun) * 1000:.0f} ms")
