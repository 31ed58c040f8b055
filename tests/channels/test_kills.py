"""A worker is killed at every step of a send, on every network.

Invariant: the network has the reply once, or the desk says that it does not know; never twice, never lost in silence.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from inbox import accounts, delivery, sources
from inbox.channels import registry
from inbox.models import Account, Delivery, Message, Question
from tests.channels.cases import Case
from tests.fakes.server import Fake


class Killed(BaseException):
    """What no handler catches, as a SIGKILL is not caught."""


Step = Callable[[pytest.MonkeyPatch, str], None]


def _before(target: object, name: str) -> Step:
    def patch(monkeypatch: pytest.MonkeyPatch, _kind: str) -> None:
        def die(*_args: object, **_more: object) -> None:
            raise Killed

        monkeypatch.setattr(target, name, die)

    return patch


def _around_send(*, is_sent: bool) -> Step:
    def patch(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
        channel = registry.get(kind)
        send = channel.send

        def die(*args: object) -> None:
            if is_sent:
                send(*args)  # type: ignore[arg-type]
            raise Killed

        monkeypatch.setattr(channel, "send", die)

    return patch


STEPS: dict[str, Step] = {
    "claimed": _before(delivery, "_loaded"),
    "try noted": _before(delivery, "_send"),
    "secrets read": _before(accounts, "of"),
    "before the network": _around_send(is_sent=False),
    "the network took it": _around_send(is_sent=True),
    "part noted": _before(accounts, "went_well"),
    "before the end is noted": _before(delivery, "_record"),
}

NOTED = ("part noted", "before the end is noted")


def _reply(account: Account, case: Case) -> Delivery:
    message = sources.receive(account, case.payloads["first"]).message
    assert message
    Delivery.objects.all().delete()
    row = message.question
    said = Message.objects.create(question=row, account=account, kind=Message.Kind.REPLY, text="Zie de pagina.", is_public=row.is_public)
    Question.objects.update(last_incoming_at=timezone.now())
    return Delivery.objects.create(message=said)


def _recover() -> None:
    """Do what the sweep does once the cut is old enough."""
    delivery.mark_cut_off(timedelta(0))
    delivery.ask_networks()
    for pk in delivery.due():
        delivery.deliver(pk)


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_sends_nothing_twice_and_hides_nothing(case: Case, account: Account, net: Fake, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    row = _reply(account, case)
    with monkeypatch.context() as patched, pytest.raises(Killed):
        STEPS[step](patched, case.kind)
        delivery.deliver(row.pk)
    _recover()
    row.refresh_from_db()
    count = len(case.sent(net))
    print(f"{case.kind}, killed at “{step}”: {count} at the network, {row.state}")
    is_known = (count, row.state) == (1, Delivery.State.SENT)
    assert is_known or (step not in NOTED and count <= 1 and row.state == Delivery.State.UNKNOWN)
