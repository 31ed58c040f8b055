"""A desk of its own for browser tests: `manage.py start` in a process, a database and a data folder nobody else uses."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from psycopg import sql

from tests.fakes.others import Partner
from tests.pages.smtp import MailServer
from tests.prepare import browser as browser_path

ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
UP_WITHIN_S = 400
STOPS_WITHIN_S = 60
SEEN_WITHIN_MS = 20_000
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")


@dataclass
class Desk:
    """A running desk."""

    address: str
    data: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process and wait until it answers."""
        port = self.address.rsplit(":", 1)[1]
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "start", "--port", port], cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + UP_WITHIN_S
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.address}/en/", timeout=2).close()
                return
            except (urllib.error.URLError, OSError):
                assert self.process.poll() is None, "The desk stopped while it started."
                time.sleep(0.2)
        raise AssertionError("The desk did not start in time.")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the process."""
        if self.process:
            self.process.send_signal(how)
            self.process.wait(STOPS_WITHIN_S)
            self.process = None


def new_desk(tmp_path_factory: pytest.TempPathFactory, **settings: str) -> Desk:
    """Start a demo desk with few questions whose people read English: a copy, on a database of its own, of the one that the first test fills."""
    base = tmp_path_factory.getbasetemp()
    filled = _filled(base.parent if RUN else base)
    data = Path(shutil.copytree(filled, tmp_path_factory.mktemp("desk"), dirs_exist_ok=True))
    running = _desk(data, **_database(f"{data.name}_{os.getpid()}", copied_from=filled.name), **settings)
    running.start()
    return running


def _filled(folder: Path) -> Path:
    """Return the data of a desk that was started once, on nothing, and stopped; the workers of a run share it."""
    data = folder / f"filled_{RUN or os.getpid()}"
    with (folder / "filled.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not data.exists():
            fresh = folder / "fresh"
            fresh.mkdir()
            first = _desk(fresh, **_database(data.name))
            first.start()
            first.stop()
            run(first, "from helpdesk.people.models import User; User.objects.update(language='en')")
            fresh.rename(data)
    return data


def _desk(data: Path, **settings: str) -> Desk:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "DATA_DIR": str(data), "DEBUG": "1", "DEMO": "1", "DEMO_QUESTIONS": "12", **settings}
    return Desk(f"http://127.0.0.1:{port}", data, environment)


def run(desk: Desk, code: str) -> str:
    """Run some lines in a process beside the desk, on its database; return what they print."""
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code], cwd=ROOT, env=desk.environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def _database(name: str, *, copied_from: str = "template1") -> dict[str, str]:
    """Return the settings of a new database: on the server that the tests run on, else SQLite in the desk's folder."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        return {"DATABASE_URL": "", "REDIS_URL": "", "CELERY_BROKER_URL": ""}
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(copied_from)))
    return {"DATABASE_URL": f"{server.rpartition('/')[0]}/{name}"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of the module's own."""
    running = new_desk(tmp_path_factory)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def mails() -> Iterator[MailServer]:
    """A mail server."""
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def partner() -> Iterator[Partner]:
    """The chatbot's callback."""
    with Partner() as fake:
        yield fake


@pytest.fixture(scope="module")
def mailing_desk(tmp_path_factory: pytest.TempPathFactory, mails: MailServer) -> Iterator[Desk]:
    """A desk of the module's own that sends by this mail server."""
    running = new_desk(tmp_path_factory, EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(mails.port), EMAIL_USE_TLS="0")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless browser; what a page shows late on a busy machine is waited for."""
    expect.set_options(timeout=SEEN_WITHIN_MS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        yield started
        started.close()
