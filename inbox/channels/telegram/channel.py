"""A Telegram bot: webhook or long polling in, messages with markup out.

Source: Telegram Bot API; python-telegram-bot.
"""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any, ClassVar, Literal, TypeVar

from inbox.channels import http
from inbox.channels.base import RECENT, Call, ChannelError, Fetched, File, Item, Outgoing, Receipt, Setting, Settings, Uncertain
from inbox.channels.network import LOST, NetworkChannel, prove
from inbox.channels.telegram.markup import telegram_html
from inbox.channels.telegram.parse import LARGEST_FILE, parse

GATEWAY = ("Bad Gateway", "Gateway Timeout", "(504)")
KINDS = ["message", "edited_message", "my_chat_member"]
Result = TypeVar("Result")


class TelegramChannel(NetworkChannel):
    """A bot on Telegram."""

    kind: ClassVar[str] = "telegram"
    label: ClassVar[str] = "Telegram"
    icon: ClassVar[str] = "plane"
    intake: ClassVar[Literal["form", "hook", "poll", "stream"]] = "hook"
    max_chars: ClassVar[int | None] = 4000
    waits_alone: ClassVar[bool] = True
    accepts_attachments: ClassVar[bool] = True
    identity_kind: ClassVar[str] = "telegram"
    needs: ClassVar[Sequence[Setting]] = (
        Setting("token", "Bot token", is_secret=True, help="As the BotFather gave it."),
        Setting("mode", "How updates come", default="polling", help="polling or webhook; a webhook needs an address that Telegram can reach."),
        Setting("secret", "Webhook secret", is_secret=True, is_required=False, help="Letters and digits of your choice."),
        Setting("api_url", "Address of the Bot API", default="https://api.telegram.org"),
    )

    def parse(self, payload: bytes, settings: Settings) -> list[Item]:
        """Return what an update says."""
        return parse(payload)

    def greet(self, call: Call, settings: Settings) -> str | None:
        """Telegram asks for no handshake."""
        return None

    def verify(self, call: Call, settings: Settings) -> None:
        """Compare the secret header; raises Refused."""
        prove(call.headers.get("x-telegram-bot-api-secret-token", ""), settings.get("secret", ""))

    def fetch(self, settings: Settings, cursor: str) -> Iterator[Fetched]:
        """Yield new updates in polling mode; asking with the next offset confirms those before it."""
        if settings["mode"] != "polling" or cursor == RECENT:
            return
        offset = int(cursor) if cursor.isdigit() else 0
        while updates := _run(settings, lambda bot, at=offset: bot.get_updates(offset=at, timeout=0, allowed_updates=KINDS)):  # type: ignore[misc]
            for update in updates:
                offset = update.update_id + 1
                yield Fetched(json.dumps(update.to_dict(), sort_keys=True).encode(), str(offset))

    def wait(self, settings: Settings, cursor: str, timeout_s: float) -> bool:
        """Return whether an update is there, confirming none."""
        if settings["mode"] != "polling":
            time.sleep(timeout_s)
            return False
        offset = int(cursor) if cursor.isdigit() else 0
        return bool(_run(settings, lambda bot: bot.get_updates(offset=offset, limit=1, timeout=int(timeout_s), allowed_updates=KINDS), timeout_s))

    def check(self, settings: Settings) -> str:
        """Return the bot's name."""
        return f"@{_run(settings, lambda bot: bot.get_me()).username}"

    def install(self, settings: Settings) -> Settings:
        """Tell Telegram where updates go."""
        if settings["mode"] == "webhook":
            secret = settings.get("secret") or None
            _run(settings, lambda bot: bot.set_webhook(settings["hook"], secret_token=secret, allowed_updates=KINDS))
        else:
            _run(settings, lambda bot: bot.delete_webhook())
        return {}

    def send(self, outgoing: Outgoing, settings: Settings) -> Receipt:
        """Send one message, or one file with the text as its caption."""
        sent = _run(settings, lambda bot: _post(bot, outgoing))
        return Receipt(f"{sent.chat_id}:{sent.message_id}")

    def download(self, file: File, settings: Settings) -> File:
        """Fetch a file by its id; Telegram hands over at most 20 MB."""

        async def fetched(bot: Any) -> bytes:
            found = await bot.get_file(file.remote)
            if (found.file_size or 0) > LARGEST_FILE:
                raise ChannelError(LOST, permanent=True)
            return bytes(await found.download_as_bytearray())

        return File(file.name, file.content_type, _run(settings, fetched))


async def _post(bot: Any, outgoing: Outgoing) -> Any:
    from telegram import InputFile, ReplyParameters

    chat, answered = outgoing.thread_id or outgoing.recipient, outgoing.in_reply_to.rpartition(":")[2]
    reply = ReplyParameters(int(answered), allow_sending_without_reply=True) if answered.isdigit() else None
    html = telegram_html(outgoing.html) if outgoing.html else None
    mode = "HTML" if html else None
    for file in outgoing.attachments[:1]:
        document = InputFile(file.content, filename=file.name)
        return await bot.send_document(chat, document, caption=html or outgoing.text or None, parse_mode=mode, reply_parameters=reply)
    return await bot.send_message(chat, html or outgoing.text, parse_mode=mode, reply_parameters=reply)


def _wait(error: Any) -> timedelta:
    return error.retry_after if isinstance(error.retry_after, timedelta) else timedelta(seconds=error.retry_after)


def _run(settings: Settings, do: Callable[[Any], Awaitable[Result]], patience_s: float = 0) -> Result:
    """Speak with Telegram; its errors become the contract's."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    from telegram import Bot, error
    from telegram.request import HTTPXRequest

    async def spoken() -> Result:
        request = HTTPXRequest(connect_timeout=5, read_timeout=20 + patience_s, write_timeout=20)
        root = settings["api_url"].rstrip("/")
        bot = Bot(settings["token"], base_url=f"{root}/bot", base_file_url=f"{root}/file/bot", request=request, get_updates_request=request)
        try:
            return await do(bot)
        finally:
            await request.shutdown()

    try:
        return asyncio.run(spoken())
    except error.RetryAfter as wait:
        raise ChannelError(wait.message, permanent=False, retry_after=_wait(wait)) from wait
    except error.InvalidToken as wrong:
        raise ChannelError(wrong.message, permanent=False, is_account_broken=True) from wrong
    except error.Forbidden as blocked:
        raise ChannelError(blocked.message, permanent=True, is_unreachable=True) from blocked
    except error.BadRequest as wrong:
        raise ChannelError(wrong.message, permanent=True, is_unreachable="chat not found" in wrong.message.lower()) from wrong
    except error.NetworkError as cut:
        is_answered = cut.__cause__ is None and not any(word in cut.message for word in GATEWAY)
        if is_answered or isinstance(cut.__cause__, http.BEFORE_SENDING):
            raise ChannelError(cut.message, permanent=False) from cut
        raise Uncertain(cut.message) from cut
    except error.TelegramError as other:
        raise ChannelError(other.message, permanent=False) from other
