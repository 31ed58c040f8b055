"""`manage.py load_demo`: fill an empty desk with teams, people, answers and questions to try it on."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from helpdesk.answers import bodies
from helpdesk.answers import demo as answers
from helpdesk.answers.demo import upkeep
from inbox.demo import people, questions, surge
from inbox.learning import labels
from inbox.models import Question


class Command(BaseCommand):
    """Load the demo desk."""

    help = "Fill an empty desk with two teams, their people, reusable answers and some hundreds of questions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of questions."""
        parser.add_argument("--questions", type=int, default=320, help="how many questions citizens ask")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the rows with the verbs of the product, behind a progress bar."""
        if Question.objects.exists():
            raise CommandError("This desk already holds questions: the demo is loaded into an empty desk only.")
        staff = people.load()
        editor = next(person for person in staff if person.is_editor)
        bodies.load()
        upkeep.look_through_directory()
        answers.load(editor)
        answers.load_snippets(editor)
        count = options["questions"]
        surging = len(surge.texts()) if count >= surge.FROM_QUESTIONS else 0
        with tqdm(total=count, unit=" questions", desc="Demo desk") as bar:

            def progress(done: int, _all: int) -> None:
                bar.update(done - bar.n)

            questions.load(staff, count=count - surging, progress=progress)
            if surging:
                surge.load(bar.update)
        labels.collect()
