"""How fast answers are suggested at ten thousand answers in four languages; alone by `python -m tests.bench.answers`, then on SQLite.

The answers are made up of sentences of the demo's answers and of the classifier's training texts, each with words of its own,
so that common words are as common as on a real shelf and rare ones as rare.
"""

import os
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial

ANSWERS = int(os.environ.get("BENCH_ANSWERS", "10000"))
OWN_WORDS = 6
RARE_WORDS = 40_000
BATCH = 1_000
Say = Callable[..., None]


def measure(row: Say) -> None:
    """Fill the shelf and print what it costs; the desk's own answers stay."""
    import psutil

    from helpdesk.answers import shelf, suggestions

    fill()
    process = psutil.Process()
    shelf.reset()
    before, begun = process.memory_info().rss, time.perf_counter()
    shelf.fresh()
    answered = suggestions.suggest("Where is my tax refund?", "en")
    row("first suggestion after a start", f"{(time.perf_counter() - begun) * 1000:.0f} ms", f"{len(answered)} found")
    while shelf.is_behind():
        time.sleep(0.2)
    row("all read, in the background", f"{time.perf_counter() - begun:.0f} s", f"{len(shelf.fresh().texts):,} texts")
    known = shelf.fresh().recommender.wordings
    row("memory of the shelf", f"{(process.memory_info().rss - before) / 1e6:.0f} MB", f"arrays {known.size_bytes / 1e6:.0f} MB")
    _timed(row)


def _timed(row: Say) -> None:
    from helpdesk.answers import evaluation, suggestions

    asked = evaluation.examples("test")
    row("", "p50", "p95", "most")
    _print(row, "suggest to an agent", [partial(suggestions.suggest, e.text, e.language) for e in asked])
    _print(row, "suggest to a citizen", [partial(suggestions.published, e.text, e.language) for e in asked])
    _print(row, "search by two words", [partial(suggestions.search, " ".join(e.text.split()[1:3]), e.language) for e in asked[:100]])
    _print(row, "suggest after an answer changed", list(_edits(100)))


def _edits(count: int) -> Iterator[Callable[[], object]]:
    from helpdesk.answers import editing, suggestions
    from helpdesk.answers.models import Wording

    for wording in Wording.objects.filter(language="en").select_related("answer").order_by("pk")[:count]:
        details = editing.Details(wording.answer.topic)
        editing.save(wording.answer, None, details, {"en": editing.Words(wording.title, f"{wording.text} Changed.", wording.keywords, wording.version)})
        yield lambda: suggestions.suggest("Where is my tax refund?", "en")


def _print(row: Say, name: str, calls: Iterable[Callable[[], object]]) -> None:
    took = []
    for call in calls:
        begun = time.perf_counter()
        call()
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    row(f"  {name}", f"{took[len(took) // 2]:.1f} ms", f"{took[int(len(took) * 0.95)]:.1f} ms", f"{took[-1]:.1f} ms")


def fill() -> None:
    """Write published answers until there are `ANSWERS`."""
    from django.db import connection

    from helpdesk.answers.models import Answer, Wording

    chance = random.Random(7)
    sentences = _sentences()
    topics, now = Answer.Topic.values, Answer.objects.filter(state=Answer.State.PUBLISHED).count()
    for begin in range(now, ANSWERS, BATCH):
        count = min(BATCH, ANSWERS - begin)
        answers = Answer.objects.bulk_create([Answer(topic=chance.choice(topics), state=Answer.State.PUBLISHED) for _ in range(count)])
        Wording.objects.bulk_create(
            [Wording(answer=answer, language=code, approved=1, **_words(chance, texts)) for answer in answers for code, texts in sentences.items()],
            batch_size=500,
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _sentences() -> dict[str, list[str]]:
    from classifier import examples
    from helpdesk.answers import evaluation

    found: dict[str, list[str]] = {code: [] for code in examples.LANGUAGES}
    for wording in evaluation.wordings():
        found[wording.language] += [part for part in wording.text.split(".") if len(part.split()) > 3]
    for example in examples.load("train"):
        found[example.language].append(re.sub(r"[{}]", "", example.text))  # (spam shows its own variables)
    return found


def _words(chance: random.Random, texts: list[str]) -> dict[str, str]:
    own = [_made_up(chance.randrange(RARE_WORDS)) for _ in range(OWN_WORDS)]
    title, *body = chance.sample(texts, 5)
    return {"title": " ".join(title.split()[:8])[:150] + f" {own[0]}", "keywords": ", ".join(own[:4]), "text": ". ".join(body) + " " + " ".join(own)}


def _made_up(number: int) -> str:
    word = random.Random(number)
    return "".join(word.choice("bdfgklmnprst") + word.choice("aeiou") for _ in range(word.randint(3, 5)))


def main() -> None:
    """Measure on a database of its own in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(DJANGO_SETTINGS_MODULE="helpdesk.settings", SECRET_KEY="bench-" + "x" * 60, DATA_DIR=folder, DEBUG="0")
        import django

        django.setup()
        from django.core.management import call_command

        from tests.bench.__main__ import _row

        call_command("migrate", verbosity=0)
        call_command("load_demo", questions=5)
        measure(_row)


if __name__ == "__main__":
    main()
