"""A mail server for tests that can fall silent at the worst moment: after it took a mail, before it says so."""

import socketserver
import threading
from types import TracebackType


class _Conversation(socketserver.StreamRequestHandler):
    server: "MailServer"

    def handle(self) -> None:
        self._say("220 ready")
        for line in iter(self.rfile.readline, b""):
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                self.server.take(b"".join(iter(self.rfile.readline, b".\r\n")))
                if self.server.is_silent.is_set():
                    self.server.ended.wait()
                    return
                self._say("250 taken")
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mails on a free port of 127.0.0.1 and keeps their sources in `mails`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.mails: list[str] = []
        self.is_silent, self.ended, self.arrived = threading.Event(), threading.Event(), threading.Condition()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

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
