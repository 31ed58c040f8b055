"""The full mode on this machine: pages by granian (WSGI), sockets by uvicorn (ASGI), each in a process of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

BIN = Path(sys.executable).parent
WORKERS = 2


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running() -> Iterator[tuple[int, int, int]]:
    """Serve; give the port of the pages, the port of the sockets and the process id of the pages."""
    pages, sockets = free_port(), free_port()
    serve = [str(BIN / "granian"), "--interface", "wsgi", "--workers", str(WORKERS), "--blocking-threads", "1", "--log-level", "error"]
    processes = [
        subprocess.Popen([*serve, "--port", str(pages), "helpdesk.wsgi:application"], env=os.environ),
        subprocess.Popen([str(BIN / "uvicorn"), "helpdesk.asgi:application", "--port", str(sockets), "--log-level", "error", "--lifespan", "off"]),
    ]
    try:
        for port in (pages, sockets):
            _wait(f"http://127.0.0.1:{port}/en/")
        yield pages, sockets, processes[0].pid
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


def worked_ms(pid: int) -> float:
    """Return how long the web processes below `pid` have worked, in milliseconds of the processor."""
    return sum(sum(process.cpu_times()[:2]) for process in psutil.Process(pid).children(recursive=True)) * 1000


def _wait(url: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("The servers did not start.")
