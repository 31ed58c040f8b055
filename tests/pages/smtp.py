"""A mail server for tests that can misbehave at every step of a conversation, also after it took a mail and before it says so."""

import socketserver
import threading
from types import TracebackType


class _Conversation(socketserver.StreamRequestHandler):
    server: "MailServer"

    def handle(self) -> None:
        self._say("220 ready")
        for line in iter(self.rfile.readline, b""):
            self.server.said.append(line.decode("ascii", "replace").strip())
            verb = line[:4].upper().strip().decode("ascii", "replace")
            if verb == "QUIT":
                self._say("221 bye")
                return
            if not self._answer(verb) or (verb == "DATA" and not self._take()):
                return

    def _answer(self, step: str) -> bool:
        """Say what is foreseen for a step; False when the line is cut."""
        said = self.server.faults.get(step, {"DATA": "354 go on", "EHLO": "250-hello\r\n250 AUTH PLAIN"}.get(step, "250 ok"))
        if said == "hang":
            self.server.ended.wait()
        if said in ("hang", "cut"):
            return False
        self._say(said)
        return True

    def _take(self) -> bool:
        if self.server.faults.get("DATA"):
            return True
        self.server.take(b"".join(iter(self.rfile.readline, b".\r\n")))
        if self.server.is_silent.is_set():
            self.server.ended.wait()
            return False
        return self._answer(".")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mails on a free port of 127.0.0.1 and keeps their sources in `mails`, and what else a client said in `said`.

    `faults` are answers by step ("." is the end of a mail): a line, "hang" or "cut".
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.mails: list[str] = []
        self.said: list[str] = []
        self.faults: dict[str, str] = {}
        self.is_silent, self.ended, self.arrived = threading.Event(), threading.Event(), threading.Condition()
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def handle_error(self, *_about: object) -> None:
        """A client that hangs up, also after the test's end, is no fault of the test."""

    def take(self, source: bytes) -> None:
        """Keep a mail."""
        with self.arrived:
            self.mails.append(source.decode("utf-8", "replace"))
            self.arrived.notify_all()

    def wait_for(self, count: int, timeout_s: float = 40) -> list[str]:
        """Return the mails once there are `count` of them."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.mails) >= count, timeout_s), f"{len(self.mails)} of {count} mails came."
            return list(self.mails)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.ended.set()
        self.shutdown()
        super().__exit__(kind, error, trace)
