"""A mailbox of ours: read over IMAP, answered over SMTP, by its own server or the desk's.

A mail is marked as read only when it was dealt with: its question stands, or it is seen in quarantine, or it is kept as a report or
a machine's. What the mailbox holds and the desk does not know is found by
the daily comparison, which asks for the last days again: known mails change nothing.

Source: RFC 9051 (IMAP), RFC 2177 (IDLE), RFC 4731 (search by UID).
"""

import imaplib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Literal

from django.core.mail.backends.smtp import EmailBackend

from inbox.channels import http
from inbox.channels.base import RECENT, ChannelError, Fetched, Item, Outgoing, Receipt, Setting, Settings, Shown
from inbox.channels.email import sending
from inbox.channels.email.page import shown
from inbox.channels.email.parse import parse
from inbox.channels.mail import MailSender

RECENT_DAYS = 3
MAILS_IN, OAUTH2 = "Mails in", "Sign-in by OAuth2"
TIMEOUT_S = 30


class EmailChannel(MailSender):
    """A mailbox."""

    kind: ClassVar[str] = "email"
    label: ClassVar[str] = "E-mail"
    icon: ClassVar[str] = "mail"
    intake: ClassVar[Literal["form", "hook", "poll", "stream"]] = "poll"
    waits_alone: ClassVar[bool] = False
    max_per_hour: ClassVar[int | None] = 30
    needs: ClassVar[Sequence[Setting]] = (
        Setting("imap_host", "IMAP server", group=MAILS_IN),
        Setting("imap_port", "IMAP port", default="993", group=MAILS_IN),
        Setting("security", "Encryption", default="tls", group=MAILS_IN, choices=sending.SECURITY),
        Setting("user", "User", group=MAILS_IN),
        Setting("password", "Password", is_secret=True, is_required=False, help="Empty when the server wants OAuth2.", group=MAILS_IN),
        Setting("folder", "Folder", default="INBOX", group=MAILS_IN),
        *sending.NEEDS,
        Setting("token_url", "OAuth2 token address", is_required=False, group=OAUTH2),
        Setting("client_id", "OAuth2 client", is_required=False, group=OAUTH2),
        Setting("client_secret", "OAuth2 client secret", is_secret=True, is_required=False, group=OAUTH2),
        Setting("refresh_token", "OAuth2 refresh token", is_secret=True, is_required=False, group=OAUTH2),
    )

    def parse(self, payload: bytes, settings: Settings) -> list[Item]:
        """Return what a mail says."""
        return parse(payload, own=(settings.get("address", ""), settings.get("sender", ""), settings.get("user", "")))

    def show(self, payload: bytes) -> Shown:
        """Return a mail with its HTML and inline pictures."""
        return shown(payload)

    def fetch(self, settings: Settings, cursor: str) -> Iterator[Fetched]:
        """Yield new mails; the cursor is the last UID under the mailbox's UIDVALIDITY. RECENT asks for the last days again."""
        with _mailbox(settings) as box:
            validity = _validity(box, settings)
            known = json.loads(cursor) if cursor and cursor != RECENT else {}
            last = int(known.get("uid", 0)) if known.get("validity") == validity else 0
            for uid in _uids(box, cursor, last):
                answer = box.client.uid("FETCH", str(uid), "(BODY.PEEK[])")[1]
                raw = next((part[1] for part in answer if isinstance(part, tuple)), None)
                if raw is None:
                    continue
                last = max(last, uid)
                yield Fetched(raw, json.dumps({"validity": validity, "uid": last}), f"{validity}/{uid}")

    def mark(self, settings: Settings, marks: Sequence[str]) -> None:
        """Mark mails as read; those of another UIDVALIDITY are other mails now."""
        with _mailbox(settings) as box:
            validity = _validity(box, settings)
            uids = [uid for before, _, uid in (mark.partition("/") for mark in marks) if before == validity]
            if uids:
                box.client.uid("STORE", ",".join(uids), "+FLAGS.SILENT", "(\\Seen)")

    def wait(self, settings: Settings, cursor: str, timeout_s: float) -> bool:
        """Return whether the mailbox changed within `timeout_s`."""
        with _mailbox(settings) as box:
            return any(b"EXISTS" in said for said in box.idle.wait(timeout=timeout_s))

    def check(self, settings: Settings) -> str:
        """Return the folder and how many mails are in it; a mail server of its own must let us in, too."""
        with _mailbox(settings) as box:
            said = f"{settings['user']}: {box.folder.status(settings['folder'], ['MESSAGES'])['MESSAGES']}"
        if own := self.server(settings):
            sending.check(own)
        return said

    def server(self, settings: Settings) -> EmailBackend | None:
        """Return the mail server that this mailbox's answers leave by; None for the desk's own."""
        is_by_token = settings.get("smtp_host") and settings.get("smtp_user") and settings.get("refresh_token") and not settings.get("smtp_password")
        return sending.server(settings, _access_token(settings) if is_by_token else "")

    def sender(self, settings: Settings) -> str | None:
        """Return the address that citizens see; None for the desk's own."""
        return sending.sender(settings)

    def send(self, outgoing: Outgoing, settings: Settings) -> Receipt:
        """Send one mail; a token that the server refuses is forgotten, so that the next try buys another."""
        try:
            return super().send(outgoing, settings)
        except ChannelError as error:
            if error.is_account_broken and settings.get("refresh_token"):
                _tokens.pop(_token_key(settings), None)
            raise


def _validity(box: Any, settings: Settings) -> str:
    return str(box.folder.status(settings["folder"], ["UIDVALIDITY"])["UIDVALIDITY"])


def _uids(box: Any, cursor: str, last: int) -> list[int]:
    """Return which mails to fetch, oldest first: after the last one, or all unread ones when there is no last one."""
    if cursor == RECENT:
        found = box.uids(f"SINCE {date.today() - timedelta(days=RECENT_DAYS):%d-%b-%Y}", charset=None)
    else:
        found = box.uids(f"UID {last + 1}:*" if last else "UNSEEN", charset=None)
    return sorted(uid for uid in map(int, found) if uid > last)


@contextmanager
def _mailbox(settings: Settings) -> Iterator[Any]:
    """Open the mailbox; whatever the server does wrong is a ChannelError."""
    import imap_tools

    kinds = {"tls": imap_tools.MailBox, "starttls": imap_tools.MailBoxStartTls, "none": imap_tools.MailBoxUnencrypted}
    try:
        box: Any = kinds[settings["security"]](settings["imap_host"], int(settings["imap_port"]), timeout=TIMEOUT_S)
        if settings.get("refresh_token"):
            _open_by_token(box, settings)
        else:
            box.login(settings["user"], settings.get("password", ""), settings["folder"])
    except (KeyError, ValueError, imap_tools.MailboxLoginError, imap_tools.MailboxFolderSelectError) as error:
        raise ChannelError(http.words(error), permanent=False, is_account_broken=True) from error
    except (OSError, imaplib.IMAP4.error) as error:
        raise ChannelError(http.words(error), permanent=False) from error
    try:
        yield box
    except (OSError, imaplib.IMAP4.error, imap_tools.ImapToolsError) as error:
        raise ChannelError(http.words(error), permanent=False) from error
    finally:
        _leave(box)


def _open_by_token(box: Any, settings: Settings) -> None:
    """Open a mailbox by OAuth2; a token that the server refuses is forgotten, so that the next try buys another."""
    try:
        box.xoauth2(settings["user"], _access_token(settings), settings["folder"])
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        _tokens.pop(_token_key(settings), None)
        raise ChannelError(http.words(error), permanent=False, is_account_broken=True) from error


def _leave(box: Any) -> None:
    with suppress(Exception):  # (the connection may be gone; there is nothing left to say)
        box.logout()


_tokens: dict[str, tuple[str, datetime]] = {}


def _token_key(settings: Settings) -> str:
    return f"{settings['user']} {settings['refresh_token']}"


def _access_token(settings: Settings) -> str:
    """Return a live access token, got by the refresh token (RFC 6749, section 6)."""
    key, now = _token_key(settings), datetime.now(UTC)
    token, until = _tokens.get(key, ("", now))
    if until > now:
        return token
    form = {"grant_type": "refresh_token", "refresh_token": settings["refresh_token"], "client_id": settings.get("client_id", "")}
    answer = http.ask("POST", settings["token_url"], is_repeatable=True, data=form | {"client_secret": settings.get("client_secret", "")})
    said = http.json_of(answer)
    if answer.status_code != 200 or "access_token" not in said:
        raise http.refuse(answer, "The mail server's OAuth2 refused our refresh token.", is_account_broken=True)
    _tokens[key] = (str(said["access_token"]), now + timedelta(seconds=int(said.get("expires_in", 300)) - 60))
    return _tokens[key][0]
