"""A mailbox that wants OAuth2: the refresh token buys an access token, which opens the mailbox (XOAUTH2)."""

import base64
import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from inbox.channels.base import ChannelError
from inbox.channels.email import channel
from tests.fakes.server import Fake, Reply, Request

REPLIES = {"CAPABILITY": "* CAPABILITY IMAP4rev1 AUTH=XOAUTH2", "SELECT": "* 3 EXISTS", "STATUS": '* STATUS "INBOX" (MESSAGES 3)', "LOGOUT": "* BYE see you"}


class Tokens(Fake):
    """Where tokens are bought."""

    def answer(self, request: Request) -> Reply:
        """Sell one for the right refresh token."""
        is_right = request.fields.get("refresh_token") == "a refresh token"
        return Reply({"access_token": "good for an hour", "expires_in": 3600}) if is_right else Reply({"error": "invalid_grant"}, 400)


class _Mailbox(socketserver.StreamRequestHandler):
    server: "_Imap"

    def handle(self) -> None:
        self._say("* OK ready")
        for line in iter(self.rfile.readline, b""):
            tag, verb = line.decode().split()[:2]
            if verb == "AUTHENTICATE":
                self._say("+ ")
                said = base64.b64decode(self.rfile.readline()).decode()
                self.server.said.append(said)
                self._say(f"{tag} OK in" if "Bearer good for an hour" in said else f"{tag} NO who are you")
                continue
            if verb in REPLIES:
                self._say(REPLIES[verb])
            self._say(f"{tag} OK done")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Imap(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Mailbox)
        self.said: list[str] = []
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def imap() -> Iterator[_Imap]:
    """A mailbox on loopback that knows no passwords."""
    with _Imap() as running:
        yield running
        running.shutdown()


@pytest.fixture
def tokens(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tokens]:
    """The provider on loopback; nothing was bought yet."""
    monkeypatch.setattr(channel, "_tokens", {})
    with Tokens() as running:
        yield running


def _given(imap: _Imap, tokens: Tokens, refresh_token: str = "a refresh token") -> dict[str, str]:
    server = {"imap_host": "127.0.0.1", "imap_port": str(imap.server_address[1]), "security": "none", "user": "desk", "folder": "INBOX"}
    return server | {"token_url": f"{tokens.url}/token", "client_id": "us", "client_secret": "ours", "refresh_token": refresh_token}


def test_the_mailbox_opens_with_an_access_token(imap: _Imap, tokens: Tokens) -> None:
    assert channel.EmailChannel().check(_given(imap, tokens)) == "desk: 3"
    assert imap.said == ["user=desk\x01auth=Bearer good for an hour\x01\x01"]
    assert {key: tokens.requests[0].fields[key] for key in ("grant_type", "client_id", "client_secret")} == {
        "grant_type": "refresh_token",
        "client_id": "us",
        "client_secret": "ours",
    }


def test_an_access_token_is_bought_once_while_it_lives(imap: _Imap, tokens: Tokens) -> None:
    for _time in range(2):
        channel.EmailChannel().check(_given(imap, tokens))
    assert (len(imap.said), len(tokens.requests)) == (2, 1)


def test_a_dead_refresh_token_is_the_accounts_trouble(imap: _Imap, tokens: Tokens) -> None:
    with pytest.raises(ChannelError) as raised:
        channel.EmailChannel().check(_given(imap, tokens, "another one"))
    assert raised.value.is_account_broken


def test_a_token_that_the_mailbox_refuses_is_the_accounts_trouble_and_forgotten(imap: _Imap, tokens: Tokens) -> None:
    channel._tokens["desk a refresh token"] = ("stolen", datetime.max.replace(tzinfo=UTC))
    with pytest.raises(ChannelError) as raised:
        channel.EmailChannel().check(_given(imap, tokens))
    assert raised.value.is_account_broken
    assert channel.EmailChannel().check(_given(imap, tokens)) == "desk: 3"
