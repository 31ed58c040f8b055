"""A PostgreSQL and a Redis of a test's own, on spare ports of 127.0.0.1, that can be stopped and started."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

UP_WITHIN_S = 30
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def missing() -> str:
    """Return what this machine lacks to run them, "" for nothing."""
    names = [] if _binaries() else ["postgresql"]
    return ", ".join([*names, *([] if shutil.which("redis-server") else ["redis-server"])])


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib").glob("postgresql/*/bin/initdb"))
    return found[-1].parent if found else None


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until somebody listens."""
    until = time.monotonic() + UP_WITHIN_S
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"Nobody listens on {port}.")


class Redis:
    """A Redis that forgets everything when it stops."""

    def __init__(self) -> None:
        self.port, self.home = free_port(), tempfile.mkdtemp(prefix="redis-")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        given = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self.home]
        self.process = subprocess.Popen(["redis-server", *given], **QUIET)  # type: ignore[call-overload]
        wait_for(self.port)

    def stop(self) -> None:
        """Kill it."""
        if self.process:
            self.process.kill()
            self.process.wait(20)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)


class Postgres:
    """A PostgreSQL that writes to disk before it says that it has written."""

    def __init__(self) -> None:
        self.port, self.home = free_port(), Path(tempfile.mkdtemp(prefix="pg-"))
        self.home.chmod(0o755)

    def _run(self, name: str, *arguments: str) -> None:
        owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run([*owner, str((_binaries() or Path()) / name), *arguments], check=True, cwd="/", **QUIET)  # type: ignore[call-overload]

    def start(self) -> None:
        """Start it."""
        given = f"-p {self.port} -k {self.home} -c listen_addresses=127.0.0.1"
        self._run("pg_ctl", "-D", str(self.home / "data"), "-w", "-l", str(self.home / "log"), "-o", given, "start")

    def stop(self) -> None:
        """Stop it at once, as a crash does: every connection ends in the middle of its work."""
        self._run("pg_ctl", "-D", str(self.home / "data"), "-m", "immediate", "stop")

    def __enter__(self) -> Self:
        if os.geteuid() == 0:
            shutil.chown(self.home, "postgres")
        self._run("initdb", "-D", str(self.home / "data"), "-U", "desk", "--auth=trust")
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
