"""The public help centre at ten thousand answers in four languages: its pages and its search, through the servers as in production.

Every request comes from another address, as from many citizens: one address may only search so often.
"""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote_plus

from tests.bench.load import Client, Timed, at_once
from tests.bench.servers import worked_ms

REQUESTS = 400
CLIENTS = 8
SAMPLE = 100
IN_A_ROW = 20
READ_WITHIN_S = 900
Say = Callable[..., None]


def measure(row: Say, port: int, pid: int, empty_ms: float, seconds: float) -> None:
    """Wait until the web processes know all answers, then print what a page costs alone, and how many a second go with many clients.

    `pid` is the parent of the web processes; what they worked for a request does not depend on what else the machine does.
    """
    paths = _paths()
    _wait_until_read(port)
    row("help centre", "p50", "p95", "a second", "× empty view", "processor")
    for name, some in paths.items():
        before = worked_ms(pid)
        alone = _ask(Client(port), some, REQUESTS)
        half, worked = alone.percentile_ms(0.5), (worked_ms(pid) - before) / REQUESTS
        times = f"{half:.1f} ms", f"{alone.percentile_ms(0.95):.1f} ms"
        row(f"  {name}, 1 client", *times, f"{alone.per_second:.0f}", f"{half / empty_ms:.1f}", f"{worked:.1f} ms")
        many = _ask_for(port, some, seconds)
        row(f"  {name}, {CLIENTS} clients", f"{many.percentile_ms(0.5):.1f} ms", f"{many.percentile_ms(0.95):.1f} ms", f"{many.per_second:.0f}")


def _paths() -> dict[str, list[str]]:
    """Return addresses by kind of page, in four languages."""
    from helpdesk.answers import centre, evaluation

    chance = random.Random(11)
    languages = ("nl", "fr", "de", "en")
    keys = chance.sample(list(centre.public().values_list("pk", flat=True)), SAMPLE)
    answers = [centre.path(wording) for wording in centre.public().filter(pk__in=keys)]
    themes = [f"/{code}/answers/{theme.slug}/" for code in languages for theme in centre.themes(code)]
    asked = [(example.language, example.text.split()) for example in evaluation.examples("test") if len(example.text.split()) > 4]
    two = [_search(language, words[1:3]) for language, words in chance.sample(asked, SAMPLE)]
    wrong = [_search(language, [_mistyped(chance, word) for word in words[1:4]]) for language, words in chance.sample(asked, SAMPLE)]
    return {
        "first page": [f"/{code}/answers/" for code in languages],
        "a theme": themes,
        "an answer": answers,
        "search, two words": two,
        "search, typing errors": wrong,
    }


def _search(language: str, words: list[str]) -> str:
    return f"/{language}/answers/search/?q={quote_plus(' '.join(words))}"


def _mistyped(chance: random.Random, word: str) -> str:
    """Return a word with two neighbouring letters swapped."""
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _wait_until_read(port: int) -> None:
    """Search for a word that only the last answer has, many at once so that every process is asked, until all find it again and again."""
    from helpdesk.answers.models import Wording

    last = Wording.objects.filter(language="nl").latest("pk")  # Languages are read one after the other, this one last.
    path, address = _search("nl", last.title.split()[-1:]), f"-{last.answer_id}/"

    def is_found(_number: int) -> bool:
        return address in Client(port).request("GET", path, headers=_somebody()).decode()

    rounds, until = 0, time.monotonic() + READ_WITHIN_S
    with ThreadPoolExecutor(CLIENTS) as clients:
        while rounds < IN_A_ROW:
            assert time.monotonic() < until, "The web processes did not read all answers in time."
            rounds = rounds + 1 if all(clients.map(is_found, range(CLIENTS))) else 0
            time.sleep(0.0 if rounds else 1.0)


def _somebody() -> dict[str, str]:
    return {"X-Forwarded-For": ".".join(str(random.randrange(1, 255)) for _ in range(4))}


def _ask(client: Client, paths: list[str], times: int) -> Timed:
    """GET the paths in turn, after one warm-up."""
    timed = Timed()
    client.request("GET", paths[0], headers=_somebody())
    begun = time.perf_counter()
    for number in range(times):
        start = time.perf_counter()
        client.request("GET", paths[number % len(paths)], headers=_somebody())
        timed.took.append(time.perf_counter() - start)
    timed.lasted = time.perf_counter() - begun
    return timed


def _ask_for(port: int, paths: list[str], seconds: float) -> Timed:
    """Let `CLIENTS` ask one after the other for `seconds`."""
    until = time.perf_counter() + seconds

    def work(client_number: int) -> list[float]:
        client, mine, number = Client(port), [], client_number * 7
        while time.perf_counter() < until:
            start = time.perf_counter()
            client.request("GET", paths[number % len(paths)], headers=_somebody())
            mine.append(time.perf_counter() - start)
            number += 1
        return mine

    return at_once(CLIENTS, work)
