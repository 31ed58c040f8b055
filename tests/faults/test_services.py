"""The full mode while Redis stops and starts, and while the database crashes and comes back, in a storm of webhooks.

Invariant: each payload is one message, each person's messages one question; each confirmation is at the network once, or the
desk says that it does not know.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import httpx
import pytest

from tests.channels.cases import SECRET
from tests.fakes import graph
from tests.faults import services

ROOT = Path(__file__).parents[2]
PEOPLE, EACH, TIMES, AT_ONCE = 20, 5, 3, 8
DOWN_AFTER_S, DOWN_FOR_S, SETTLES_WITHIN_S = 1.5, 4, 150
CONNECT = """
from inbox import accounts
given = dict(app_secret="{secret}", verify_token="v", access_token="a", phone_id="9", base_url="{url}")
print(accounts.connect("whatsapp", "WhatsApp", "+32", given).pk)
"""
COUNT = """
import json
from datetime import timedelta
from inbox import delivery
from inbox.models import Delivery, Message, Question, Source
delivery.mark_cut_off(timedelta(minutes=1))
states = [Delivery.objects.filter(state=state).count() for state in ("sent", "unknown", "queued", "sending", "failed")]
print(json.dumps([Message.objects.filter(kind="incoming").count(), Question.objects.count(), Source.objects.exclude(state="taken").count(), *states]))
"""
pytestmark = [
    pytest.mark.skipif(bool(services.missing()), reason=f"Not installed: {services.missing()}. .ci/run installs them."),
    pytest.mark.timeout(400),
]


@dataclass
class Desk:
    """A web process and a worker, in full mode."""

    port: int
    environment: dict[str, str]

    def shell(self, code: str) -> str:
        """Run code in the desk and return its last line."""
        command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout.strip().splitlines()[-1]

    @contextmanager
    def running(self) -> Iterator[None]:
        """Serve and work."""
        serve = [sys.executable, "-m", "uvicorn", "helpdesk.asgi:application", "--port", str(self.port), "--log-level", "error", "--lifespan", "off"]
        work = [sys.executable, "-m", "celery", "-A", "helpdesk.celery", "worker", "--beat", "--concurrency", "2", "--loglevel", "error"]
        work += ["--schedule", f"{self.environment['DATA_DIR']}/beat"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT, "env": self.environment, "start_new_session": True}
        processes = [subprocess.Popen(command, **quiet) for command in (serve, work)]  # type: ignore[call-overload]
        try:
            services.wait_for(self.port)
            yield
        finally:
            for process in processes:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(20)


def _payloads() -> list[bytes]:
    found = []
    for person in range(PEOPLE):
        for number in range(EACH):
            message = {"from": f"3247{person:07}", "id": f"w{person}.{number}", "timestamp": str(int(time.time())), "type": "text"}
            found.append(json.dumps(graph.whatsapp(message | {"text": {"body": f"Vraag {number} van persoon {person}"}})).encode())
    storm = found * TIMES
    random.Random(7).shuffle(storm)
    return storm


def _hand_over(address: str, body: bytes) -> float:
    """Call as a network does, until it is taken; return how long the slowest answer took."""
    slowest = 0.0
    for _call in range(300):
        begun = time.monotonic()
        try:
            answer = httpx.post(address, content=body, headers=graph.signature(body, SECRET), timeout=20)
            slowest = max(slowest, time.monotonic() - begun)
            if answer.status_code == 200:
                return slowest
        except httpx.HTTPError:
            pass
        time.sleep(0.25)
    raise AssertionError("A payload was never taken.")


def _settled(desk: Desk) -> list[int]:
    until = time.monotonic() + SETTLES_WITHIN_S
    while True:
        counts: list[int] = json.loads(desk.shell(COUNT))
        if not (counts[2] or counts[5] or counts[6]) or time.monotonic() > until:
            return counts
        time.sleep(2)


@pytest.mark.parametrize("fails", ["redis", "database"])
def test_a_service_that_fails_loses_nothing_and_repeats_nothing(fails: str, tmp_path: Path) -> None:
    with ExitStack() as stack:
        redis, database, net = stack.enter_context(services.Redis()), stack.enter_context(services.Postgres()), stack.enter_context(graph.Graph())
        environment = {
            **os.environ, "DATA_DIR": str(tmp_path), "DEBUG": "1", "REDIS_URL": f"redis://127.0.0.1:{redis.port}/0",
            "CELERY_BROKER_URL": f"redis://127.0.0.1:{redis.port}/1", "DATABASE_URL": f"postgres://desk@127.0.0.1:{database.port}/postgres",
        }  # fmt: skip
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True)
        desk = Desk(services.free_port(), environment)
        address = f"http://127.0.0.1:{desk.port}/hooks/{desk.shell(CONNECT.format(secret=SECRET, url=net.url))}/"
        stack.enter_context(desk.running())
        httpx.get(address, timeout=60)
        failing: services.Redis | services.Postgres = redis if fails == "redis" else database
        timers = [Timer(DOWN_AFTER_S, failing.stop), Timer(DOWN_AFTER_S + DOWN_FOR_S, failing.start)]
        for timer in timers:
            timer.start()
        storm = _payloads()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            slowest = max(pool.map(lambda body: _hand_over(address, body), storm))
        for timer in timers:
            timer.join()
        messages, questions, unread, sent, unknown, *pending = _settled(desk)
        at_network = len(net.sent)
    print(f"{fails} down for {DOWN_FOR_S} s in {len(storm)} payloads, slowest answer {slowest:.1f} s: {messages} messages, {questions} questions, ")
    print(f"{unread} not taken; confirmations: {at_network} at the network, {sent} sent, {unknown} unknown, {pending} queued, sending, failed")
    assert (messages, questions, unread, pending) == (PEOPLE * EACH, PEOPLE, 0, [0, 0, 0])
    assert sent <= at_network <= sent + unknown == PEOPLE
