"""A citizen's phone for trying the desk out: he writes on a network that runs on loopback, and reads what the desk answers there."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import httpx

from inbox.channels.words import text_of
from tests.channels.cases import CASES, SECRET, Case
from tests.fakes import graph
from tests.fakes.server import Fake

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif } body { margin: 0 auto; max-width: 40rem; padding: 1rem }
nav a { display: inline-block; padding: .25rem .75rem } nav a[aria-current] { font-weight: bold; border-bottom: 3px solid }
iframe { width: 100%; height: 55vh; border: 1px solid #8888; border-radius: .5rem } textarea { width: 100%; box-sizing: border-box; font: inherit }
button { font: inherit; padding: .5rem 1.5rem } p { padding: .5rem .75rem; border-radius: .75rem; white-space: pre-wrap; overflow-wrap: anywhere;
  max-width: 80% }
.citizen { background: #2463c833; margin-left: auto } .desk { background: #8883 } small { display: block; opacity: .8 }
"""
FIRST = "Waar vind ik de brochure over de verkiezingen?"


@dataclass
class Talk:
    """One conversation: `say` lets the citizen write; `hook` is where a network that calls us calls."""

    case: Case
    fake: Fake
    say: "Callable[[Talk, str], None]"
    hook: str = ""
    seen: int = 0
    lines: list[tuple[str, str]] = field(default_factory=list)

    def write(self, text: str) -> None:
        """Write as the citizen."""
        self.lines.append(("citizen", text))
        self.say(self, text)

    def read(self) -> list[tuple[str, str]]:
        """Return who said what, with what the desk has said meanwhile."""
        sent = self.case.sent(self.fake)
        self.lines += [("desk", words(said)) for said in sent[self.seen :]]
        self.seen = len(sent)
        return self.lines

    def call(self, body: bytes) -> None:
        """Call the desk as this network does."""
        proof = self.case.proof(body) if self.case.proof else {}
        httpx.post(self.hook, content=body, headers=proof | {"Content-Type": "application/json"}, timeout=20).raise_for_status()


def words(said: dict[str, Any]) -> str:
    """Return the text in what a network was sent, whichever network."""
    message = said.get("message")
    found = said.get("text") or said.get("content") or (message.get("text") if isinstance(message, dict) else message) or json.dumps(said)
    return text_of(str(found["body"] if isinstance(found, dict) else found))


def _on_network(talk: Talk, text: str) -> None:
    talk.fake.say(text)  # type: ignore[attr-defined]


def _on_whatsapp(talk: Talk, text: str) -> None:
    number = f"w{time.time_ns()}"
    talk.call(
        json.dumps(graph.whatsapp({"from": "32400000001", "id": number, "timestamp": str(int(time.time())), "type": "text", "text": {"body": text}})).encode()
    )


def _on_facebook(talk: Talk, text: str) -> None:
    talk.call(json.dumps(graph.feed(comment_id=f"9_100_{time.time_ns()}", message=text, created_time=int(time.time()))).encode())


def _on_instagram(talk: Talk, text: str) -> None:
    event = graph.message(text, f"i{time.time_ns()}") | {"timestamp": time.time_ns() // 1_000_000}
    talk.call(json.dumps(graph.messenger(event, kind="instagram")).encode())


def _on_partner(talk: Talk, text: str) -> None:
    said = {"id": f"p{time.time_ns()}", "sender": {"id": "501", "name": "Carla Example"}, "text": text, "thread_id": "t1", "sent_at": int(time.time())}
    talk.call(json.dumps(said).encode())


SAY: dict[str, Callable[[Talk, str], None]] = {
    "telegram": _on_network, "mastodon": _on_network, "bluesky": _on_network, "whatsapp": _on_whatsapp, "facebook": _on_facebook,
    "instagram": _on_instagram, "partner": _on_partner,
}  # fmt: skip


def talks() -> dict[str, Talk]:
    """Start every network and return a conversation on each."""
    found = {case.kind: Talk(case, case.fake(), SAY[case.kind]) for case in CASES if case.kind in SAY}
    for talk in found.values():
        talk.fake.first = int(time.time()) % 50_000
    return found


class _Handler(BaseHTTPRequestHandler):
    server: "Phone"

    def do_GET(self) -> None:
        kind, _, part = self.path.strip("/").partition("/")
        if kind not in self.server.talks:
            self._send("", 303, Location="/telegram")
        elif part:
            self._send(f"<meta http-equiv=refresh content=2><main>{_lines(self.server.talks[kind])}</main>")
        else:
            self._send(_page(self.server.talks, kind))

    def do_POST(self) -> None:
        kind = self.path.strip("/")
        given = parse_qs(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())
        text = given.get("text", [""])[0].strip()
        if text and kind in self.server.talks:
            self.server.talks[kind].write(text)
        self._send("", 303, Location=f"/{kind}")

    def _send(self, content: str, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(f"<!doctype html><html lang=en><title>A citizen's phone</title><style>{STYLE}</style>{content}</html>".encode())

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


class Phone(ThreadingHTTPServer):
    """The phone's pages on a port of 127.0.0.1."""

    daemon_threads = True

    def __init__(self, port: int, found: dict[str, Talk]) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.talks = found


def _page(found: dict[str, Talk], kind: str) -> str:
    links = "".join(f'<a href="/{name}"{" aria-current=page" if name == kind else ""}>{name.title()}</a>' for name in found)
    suggestion = "" if found[kind].lines else FIRST
    return (
        f"<meta name=viewport content='width=device-width'><h1>A citizen's phone</h1><nav>{links}</nav>"
        f'<iframe src="/{kind}/talk" title="The conversation"></iframe>'
        f'<form method=post action="/{kind}"><label>Write to the desk<textarea name=text rows=3 required>{escape(suggestion)}</textarea></label>'
        "<button>Send</button></form>"
    )


def _lines(talk: Talk) -> str:
    said = "".join(f"<p class={who}><small>{'You' if who == 'citizen' else 'The desk'}</small>{escape(text)}</p>" for who, text in talk.read())
    return said or "<p class=desk>Nobody has written yet.</p>"


def settings_of(talk: Talk) -> dict[str, str]:
    """Return what connects the desk's account to this network."""
    return talk.case.settings_at(talk.fake.url) | ({"secret": SECRET} if talk.case.kind == "partner" else {})
