"""A storm of webhooks: a thousand messages, each three times, shuffled, sixteen at once, and the desk killed in the middle.

Invariant: each message is taken in exactly once, and each person's messages are one question.
"""

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Timer

import httpx
import pytest

from tests.channels.cases import SECRET
from tests.fakes import graph
from tests.pages.conftest import ROOT, Desk, new_desk

PEOPLE, EACH, TIMES, AT_ONCE = 100, 10, 3, 16
UNTIL_READ_S = 120
CONNECT = f"""
from inbox import accounts
given = dict(app_secret="{SECRET}", verify_token="v", access_token="a", phone_id="9", base_url="http://127.0.0.1:9")
print(accounts.connect("whatsapp", "WhatsApp", "+32", given).pk)
"""
COUNT = f"""
import json, time
from inbox.models import Message, Question, Source
of, until = dict(account__kind="whatsapp"), time.monotonic() + {UNTIL_READ_S}
while Source.objects.filter(state="received", **of).exists() and time.monotonic() < until:
    time.sleep(0.5)
print(json.dumps([Message.objects.filter(kind="incoming", **of).count(), Question.objects.filter(**of).count(),
                  Source.objects.filter(state="received", **of).count(), Source.objects.filter(state="quarantine", **of).count()]))
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that can be killed."""
    running = new_desk(tmp_path_factory)
    yield running
    running.stop(signal.SIGKILL)


def _shell(desk: Desk, code: str) -> str:
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=desk.environment, check=True, capture_output=True, text=True)
    return done.stdout.strip().splitlines()[-1]


def _payloads() -> list[bytes]:
    found = []
    for person in range(PEOPLE):
        for number in range(EACH):
            text = {"body": f"Vraag {number} van persoon {person}"}
            message = {"from": f"3247{person:07}", "id": f"w{person}.{number}", "timestamp": "1793000000", "type": "text", "text": text}
            found.append(json.dumps(graph.whatsapp(message)).encode())
    storm = found * TIMES
    random.Random(5).shuffle(storm)
    return storm


def _hand_over(network: httpx.Client, body: bytes) -> int:
    """Call as a network does: again and again until it is taken; return how many calls it took."""
    for call in range(1, 400):
        try:
            if network.post("", content=body, headers=graph.signature(body, SECRET)).status_code == 200:
                return call
        except httpx.HTTPError:
            pass
        time.sleep(0.25)
    raise AssertionError("A payload was never taken.")


@pytest.mark.timeout(400)
def test_a_storm_loses_nothing_and_repeats_nothing(desk: Desk) -> None:
    address = f"{desk.address}/hooks/{_shell(desk, CONNECT)}/"

    def kill() -> None:
        desk.stop(signal.SIGKILL)
        desk.start()

    killer = Timer(3, kill)
    killer.start()
    storm = _payloads()
    with httpx.Client(base_url=address, timeout=20) as network, ThreadPoolExecutor(AT_ONCE) as pool:
        calls = sum(pool.map(lambda body: _hand_over(network, body), storm))
    killer.join()
    messages, questions, unread, quarantined = json.loads(_shell(desk, COUNT))
    print(f"{len(storm)} payloads in {calls} calls: {messages} messages, {questions} questions, {unread} unread, {quarantined} in quarantine")
    assert (messages, questions, unread, quarantined) == (PEOPLE * EACH, PEOPLE, 0, 0)
