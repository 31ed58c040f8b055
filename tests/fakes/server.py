"""The server under every fake network: keeps what it was asked, and can refuse, fail, hang, or drop the line after it took a message."""

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import parse_qs, urlsplit

Fault = Literal["wait", "error", "hang", "drop"]
RETRY_AFTER_S = 7


@dataclass
class Request:
    """What was asked: path without its query, form or JSON fields, and the headers in lower case."""

    method: str
    path: str
    fields: dict[str, Any]
    headers: dict[str, str]
    body: bytes = b""


@dataclass
class Reply:
    """What is answered."""

    content: Any = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.fake.serve(self)

    def do_POST(self) -> None:
        self.server.fake.serve(self)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    fake: "Fake"


class Fake:
    """A network on a free port of 127.0.0.1; `faults` are what happens to the next messages sent there.

    `first` moves the numbers of what citizens say, so that a network that is started anew repeats none.
    """

    def __init__(self, port: int = 0) -> None:
        self.faults: deque[Fault] = deque()
        self.first = 0
        self.requests: list[Request] = []
        self.lock = threading.RLock()
        self.ended = threading.Event()
        self.server = _Server(("127.0.0.1", port), _Handler)
        self.server.fake = self
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def answer(self, request: Request) -> Reply:
        """Do what the network does; each network its own."""
        raise NotImplementedError

    def is_send(self, request: Request) -> bool:
        """Tell whether a request sends a message: faults happen to these."""
        raise NotImplementedError

    def stream(self, request: Request) -> Iterator[bytes] | None:
        """Return what is pushed on a connection that stays open; None for a request that is simply answered."""
        return None

    def too_many(self) -> Reply:
        """Return the network's way of saying: too many, wait."""
        return Reply({"error": "too many"}, 429, {"Retry-After": str(RETRY_AFTER_S)})

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request, or misbehave."""
        request = _read(handler)
        if (events := self.stream(request)) is not None:
            _push(handler, events)
            return
        with self.lock:
            self.requests.append(request)
            fault = self.faults.popleft() if self.faults and self.is_send(request) else None
            reply = {"wait": self.too_many(), "error": Reply({}, 503)}.get(fault or "") or self.answer(request)
        if fault == "hang":
            self.ended.wait()
        if fault in ("hang", "drop"):
            handler.close_connection = True
            handler.connection.close()
            return
        _write(handler, reply)

    def close(self) -> None:
        """End."""
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _read(handler: BaseHTTPRequestHandler) -> Request:
    address = urlsplit(handler.path)
    body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
    headers = {key.lower(): value for key, value in handler.headers.items()}
    fields: dict[str, Any] = {key: values[-1] for key, values in parse_qs(address.query).items()}
    if headers.get("content-type", "").startswith("application/json") and body:
        fields |= json.loads(body)
    elif headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        fields |= {key: values[-1] for key, values in parse_qs(body.decode()).items()}
    return Request(handler.command, address.path, fields, headers, body)


def _push(handler: BaseHTTPRequestHandler, events: Iterator[bytes]) -> None:
    handler.close_connection = True
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.send_header("Connection", "close")
    handler.end_headers()
    with suppress(OSError):  # (the listener left)
        for event in events:
            handler.wfile.write(event)
            handler.wfile.flush()


def _write(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    content = reply.content if isinstance(reply.content, bytes) else json.dumps(reply.content).encode()
    handler.send_response(reply.status)
    for key, value in reply.headers.items():
        handler.send_header(key, value)
    handler.send_header("Content-Type", "application/octet-stream" if isinstance(reply.content, bytes) else "application/json")
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)
