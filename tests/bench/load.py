"""Clients: each sends one request after the other on a connection of its own, and notes how long each took."""

import http.client
import random
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core import signing

from classifier import examples
from inbox import guard

TEXTS = [row.text for row in examples.load("train") if row.language == "en"]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Timed:
    """Seconds each request took, and how long all of it lasted."""

    took: list[float] = field(default_factory=list)
    lasted: float = 0.0

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return len(self.took) / self.lasted

    def percentile_ms(self, share: float) -> float:
        """Return the time that `share` (0 to 1) of the requests did not exceed, in milliseconds."""
        return sorted(self.took)[min(int(len(self.took) * share), len(self.took) - 1)] * 1000


class Client:
    """One connection."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookie = cookie

    def request(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None, *, wanted: int = 200) -> bytes:
        """Return the body of the answer, which must have the wanted status."""
        self.connection.request(method, path, body, {"Cookie": self.cookie, **(headers or {})})
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != wanted:
            raise RuntimeError(f"{method} {path}: {answer.status} instead of {wanted}")
        return content


def ask(client: Client) -> float:
    """Be a new citizen with an address of his own: GET the form, POST it; return the seconds of the POST."""
    address = {"X-Forwarded-For": ".".join(str(random.randrange(1, 255)) for _ in range(4))}
    token = secrets.token_hex(16)
    client.request("GET", "/en/", headers=address)
    nonce = secrets.token_hex(16)
    stamp = signing.dumps([nonce, int(time.time()) - 60], salt=guard.SALT)
    email = f"{nonce[:12]}@citizen.example"
    body = urlencode(
        {"csrfmiddlewaretoken": token, "nonce": nonce, "stamp": stamp, "text": random.choice(TEXTS), "email": email, "asker": "citizen", "language": "en"}
    )
    begun = time.perf_counter()
    client.request("POST", "/en/", body, {**FORM, **address, "Cookie": f"csrftoken={token}"}, wanted=302)
    return time.perf_counter() - begun


def at_once(count: int, work: Callable[[int], list[float]]) -> Timed:
    """Let `count` threads work, each with its number; they return the seconds that their requests took."""
    timed, lock, begun = Timed(), threading.Lock(), time.perf_counter()

    def run(number: int) -> None:
        mine = work(number)
        with lock:
            timed.took += mine

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    timed.lasted = time.perf_counter() - begun
    return timed


def ask_for(seconds: float, clients: int, port: int) -> Timed:
    """Let `clients` ask one question after the other for `seconds`."""
    until = time.perf_counter() + seconds

    def work(_number: int) -> list[float]:
        client, mine = Client(port), []
        while time.perf_counter() < until:
            mine.append(ask(client))
        return mine

    return at_once(clients, work)


def repeat(client: Client, paths: list[str], times: int) -> Timed:
    """GET the paths in turn, `times` in all, after a short warm-up."""
    timed = Timed()
    for path in paths[:5]:
        client.request("GET", path)
    begun = time.perf_counter()
    for number in range(times):
        start = time.perf_counter()
        client.request("GET", paths[number % len(paths)])
        timed.took.append(time.perf_counter() - start)
    timed.lasted = time.perf_counter() - begun
    return timed
