"""How fast payloads and mails come in and answers go out, each beside the bare work of the same kind."""

import json
import smtplib
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.bench.load import Client, Timed, at_once

SECRET = "a shared secret of thirty-two letters"
TEXT = "Waar vind ik de brochure over de verkiezingen van volgend jaar? Ik vond ze niet op het portaal."
PEOPLE = 200


def webhooks(port: int, seconds: float, clients: int) -> Timed:
    """Let a network call with new messages, each client on its own connection."""
    from inbox import accounts
    from tests.fakes import graph

    given = {"app_secret": SECRET, "verify_token": "v", "access_token": "a", "phone_id": "9", "base_url": "http://127.0.0.1:9"}
    path = f"/hooks/{accounts.connect('whatsapp', 'WhatsApp', '+32', given).pk}/"
    until = time.perf_counter() + seconds

    def work(client_number: int) -> list[float]:
        client = Client(port)
        mine: list[float] = []
        while time.perf_counter() < until:
            number = f"w{client_number}.{time.time_ns()}"
            message = {"from": f"3247{len(mine) % PEOPLE:07}", "id": number, "timestamp": str(int(time.time())), "type": "text", "text": {"body": TEXT}}
            body = json.dumps(graph.whatsapp(message))
            headers = graph.signature(body.encode(), SECRET) | {"Content-Type": "application/json"}
            start = time.perf_counter()
            client.request("POST", path, body, headers)
            mine.append(time.perf_counter() - start)
        return mine

    return at_once(clients, work)


def _repeat(do: Callable[[int], object], times: int) -> Timed:
    timed, begun = Timed(), time.perf_counter()
    for number in range(times):
        start = time.perf_counter()
        do(number)
        timed.took.append(time.perf_counter() - start)
    timed.lasted = time.perf_counter() - begun
    return timed


def _mail(number: int) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Carla <carla{number}@citizen.example>", "helpdesk@helpdesk.example", "De brochure"
    mail["Message-ID"] = f"<{number}.{time.time_ns()}@citizen.example>"
    mail.set_content(f"{TEXT}\n\nOp maandag schreef iemand:\n> {TEXT}\n")
    mail.add_alternative(f"<p>{TEXT}</p><blockquote>{TEXT}</blockquote>", subtype="html")
    mail.add_attachment(b"x" * 20_000, maintype="application", subtype="pdf", filename="brief.pdf")
    return mail.as_bytes()


def mails(times: int) -> tuple[Timed, Timed]:
    """Take mails in, one process; beside it the same mails through Python's parser alone."""
    from inbox import accounts, sources

    account, raw = accounts.mailbox(), [_mail(number) for number in range(times)]
    sources.receive(account, _mail(-1))
    taken = _repeat(lambda number: str(sources.receive(account, raw[number])), times)
    return taken, _repeat(lambda number: list(message_from_bytes(raw[number], policy=policy.default).walk()), times)


def deliveries(times: int) -> tuple[Timed, Timed]:
    """Send what waits to a mail server on loopback, one process; beside it the same number of mails by smtplib alone."""
    from django.conf import settings
    from django.utils import timezone

    from inbox import delivery
    from inbox.models import Delivery
    from tests.pages.smtp import MailServer

    waiting = Delivery.objects.filter(state=Delivery.State.QUEUED, message__account__kind="email")
    waiting.update(not_before=timezone.now())
    pks = list(waiting.values_list("pk", flat=True)[:times])
    with MailServer() as server:
        settings.EMAIL_PORT, settings.EMAIL_USE_TLS = server.port, False

        def alone(_number: int) -> None:
            with smtplib.SMTP("127.0.0.1", server.port) as line:
                line.sendmail("helpdesk@helpdesk.example", ["carla@citizen.example"], _mail(0)[:2000])

        sent = _repeat(lambda number: str(delivery.deliver(pks[number])), len(pks))
        return sent, _repeat(alone, len(pks))
