"""`make bench`: what the desk takes in and how fast its pages are, on PostgreSQL and Redis, in processes as in production.

Everything aims at 127.0.0.1 and stops by itself. Beside every figure of a page stands the same figure of an empty view through
the same servers and middleware, and the ratio of the two.
"""

import asyncio
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from tests.bench import load

SIZES = tuple(int(size) for size in os.environ.get("BENCH_SIZES", "1000,100000").split(","))
SECONDS = float(os.environ.get("BENCH_SECONDS", "10"))
REQUESTS = 300


def main() -> None:
    """Prepare a desk in a folder of its own, then measure."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="helpdesk.settings", SECRET_KEY="bench-" + "x" * 60, DATA_DIR=folder, TRUSTED_PROXIES="1", BEHIND_HTTPS="0",
            ALLOWED_HOSTS="127.0.0.1", EMAIL_HOST="127.0.0.1", DEBUG="0", CELERY_BROKER_URL=os.environ["REDIS_URL"],
        )  # fmt: skip
        import django

        django.setup()
        _prepare()
        from tests.bench import servers

        _say(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; {servers.WORKERS} web processes beside database and clients")
        pages, sockets, process = stack.enter_context(servers.running())
        from tests.bench import answers, centre

        if os.environ.get("BENCH_ONLY") == "answers":
            answers.measure(_row)
            centre.measure(_row, pages, process, _empty(pages), SECONDS)
            return
        _channels(pages)
        if os.environ.get("BENCH_ONLY") == "channels":
            return
        _predictions()
        _submissions(pages, process)
        _memory(process)
        for size in SIZES:
            _pages(pages, size)
        asyncio.run(_to_screen(pages, sockets, _session()))
        answers.measure(_row)
        centre.measure(_row, pages, process, _empty(pages), SECONDS)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _prepare() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("train_classifier")
    call_command("load_demo", questions=5)


def _row(name: str, *values: str) -> None:
    _say(f"{name:44}" + "".join(f"{value:>14}" for value in values))


def _predictions() -> None:
    from django.conf import settings

    from classifier import examples, store

    model, texts = store.load(settings.CLASSIFIER_MODEL, settings.SECRET_KEY), examples.load("test")
    took = []
    for example in [*texts[:20], *texts]:
        begun = time.perf_counter()
        model.predict(example.text, example.channel, example.is_public)
        took.append((time.perf_counter() - begun) * 1000)
    took = sorted(took[20:])
    _row(
        "predictions, one process",
        f"{1000 / statistics.mean(took):.0f} a second",
        f"p50 {took[len(took) // 2]:.2f} ms",
        f"p95 {took[int(len(took) * 0.95)]:.2f} ms",
    )


def _submissions(port: int, pid: int) -> None:
    from tests.bench import load, servers

    _row("questions taken in", "a second", "POST p50", "POST p95", "processor", "× empty view")
    load.ask_for(2, 2, port)
    empty = _empty(port)
    for clients in (1, 8, 32):
        before = servers.worked_ms(pid)
        timed = load.ask_for(SECONDS, clients, port)
        worked = (servers.worked_ms(pid) - before) / len(timed.took)
        half, most = timed.percentile_ms(0.5), timed.percentile_ms(0.95)
        multiple = [f"{half / empty:.1f}"] if clients == 1 else []
        _row(f"  {clients} clients, GET and POST", f"{timed.per_second:.0f}", f"{half:.1f} ms", f"{most:.1f} ms", f"{worked:.1f} ms", *multiple)


def _channels(port: int) -> None:
    from tests.bench import channels

    _row("channels", "a second", "p50", "p95", "× bare")
    empty = _empty(port)
    for clients in (1, 8):
        timed = channels.webhooks(port, SECONDS, clients)
        _timed(f"  webhook payloads kept, {clients} clients", timed, empty if clients == 1 else 0)
    for name, (timed, bare) in {
        "  mails parsed and taken in, one process": channels.mails(REQUESTS),
        "  deliveries by SMTP, one process": channels.deliveries(REQUESTS),
    }.items():
        _timed(name, timed, bare.percentile_ms(0.5))


def _timed(name: str, timed: "load.Timed", bare_ms: float) -> None:
    half = timed.percentile_ms(0.5)
    _row(name, f"{timed.per_second:.0f}", f"{half:.1f} ms", f"{timed.percentile_ms(0.95):.1f} ms", f"{half / bare_ms:.1f}" if bare_ms else "")


def _empty(port: int) -> float:
    """Return the median of a view that does nothing but redirect, in milliseconds."""
    from tests.bench import load

    client, took = load.Client(port), []
    for _ in range(REQUESTS):
        begun = time.perf_counter()
        client.request("GET", "/", wanted=302)
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def _session() -> str:
    from django.conf import settings
    from django.test import Client

    from helpdesk.people.models import User

    browser = Client()
    browser.force_login(User.objects.get(email="lena@desk.example"), settings.AUTHENTICATION_BACKENDS[0])
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def _pages(port: int, size: int) -> None:
    from inbox.models import Question
    from tests.bench import fill, load

    fill.up_to(size)
    client, empty = load.Client(port, _session()), _empty(port)
    references = list(Question.objects.order_by("?").values_list("reference", flat=True)[:100])
    words = ["brochure", "fout 404", "pension montant", "screen reader", "Ministerrat", "adres"]
    _row(f"{size:,} questions", "p50", "p95", "× empty view")
    measured: dict[str, Callable[[], load.Timed]] = {
        "list": lambda: load.repeat(client, ["/desk/view/everyone/", "/desk/view/team/", "/desk/view/closed/"], REQUESTS),
        "list, the fragment of a live update": lambda: load.repeat(client, ["/desk/view/everyone/rows/"], REQUESTS),
        "open a question from the list": lambda: load.repeat(client, [f"/desk/q/{reference}/pane/" for reference in references], REQUESTS),
        "open a question by its address": lambda: load.repeat(client, [f"/desk/q/{reference}/" for reference in references], REQUESTS),
        "search": lambda: load.repeat(client, [f"/desk/search?{urlencode({'q': word})}" for word in words], REQUESTS),
        "reply": lambda: _replies(client, references),
    }
    for name, measure in measured.items():
        timed = measure()
        half = timed.percentile_ms(0.5)
        _row(f"  {name}", f"{half:.1f} ms", f"{timed.percentile_ms(0.95):.1f} ms", f"{half / empty:.1f}")
    _row("  an empty view", f"{empty:.1f} ms")


def _replies(client: "load.Client", references: list[str]) -> "load.Timed":
    from tests.bench import load

    timed = load.Timed()
    token = "b" * 32
    client.cookie += f"; csrftoken={token}"
    for reference in references:
        body = urlencode({"csrfmiddlewaretoken": token, "text": "You find it on the page about elections.", "seen": str(2**62), "then": "close", "anyway": "1"})
        begun = time.perf_counter()
        client.request("POST", f"/desk/q/{reference}/reply/", body, load.FORM, wanted=302)
        timed.took.append(time.perf_counter() - begun)
    return timed


async def _to_screen(pages: int, sockets: int, cookie: str) -> None:
    """From the citizen's click to the fragment in the agent's page: POST, event on the socket, the page's pause, GET of the list."""
    import websockets

    from tests.bench import load

    took: list[float] = []
    agent, citizen = load.Client(pages, cookie), load.Client(pages)
    address = f"ws://127.0.0.1:{sockets}/ws/desk/"
    async with websockets.connect(address, additional_headers={"Cookie": cookie, "Origin": f"http://127.0.0.1:{pages}"}) as socket:
        for _ in range(60):
            begun = time.perf_counter()
            await asyncio.to_thread(load.ask, citizen)
            await asyncio.wait_for(socket.recv(), 10)
            await asyncio.sleep(BATCH_S)
            await asyncio.to_thread(agent.request, "GET", "/desk/view/everyone/rows/")
            took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    _row("form to the agent's page", f"p50 {took[30]:.0f} ms", f"p95 {took[57]:.0f} ms", f"of it {BATCH_S * 1000:.0f} ms pause")


BATCH_S = 0.1


def _memory(pid: int) -> None:
    import psutil

    parent = psutil.Process(pid)
    sizes = [process.memory_info().rss / 1e6 for process in parent.children(recursive=True)] or [parent.memory_info().rss / 1e6]
    _row("memory of a web process", f"{max(sizes):.0f} MB")


if __name__ == "__main__":
    main()
