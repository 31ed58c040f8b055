"""What every channel promises, checked on every one that is registered."""

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox import delivery, sources
from inbox.channels import abilities, base, registry
from inbox.channels.partner.channel import sign
from inbox.models import Account, Delivery, Message, Question, Source
from tests.channels.cases import CASES, SECRET, Case
from tests.fakes.server import Fake

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


def test_every_network_channel_has_a_case() -> None:
    assert {case.kind for case in CASES} | {"email"} == {kind for kind, channel in registry.CHANNELS.items() if isinstance(channel, abilities.Reader)}


def test_capabilities_are_there_and_make_sense() -> None:
    for channel in registry.ALL:
        assert channel.is_public_possible or channel.is_private_possible
        assert channel.max_chars is None or channel.max_chars > 0
        assert channel.measure("abc") == 3
        assert len({need.name for need in channel.needs}) == len(channel.needs)


def _mutations(said: Any, wrong: Any) -> list[Any]:
    """Return `said` with each of its places in turn replaced by `wrong`."""
    if isinstance(said, dict):
        return [wrong] + [{**said, key: changed} for key, value in said.items() for changed in _mutations(value, wrong)]
    if isinstance(said, list):
        return [wrong] + [[*said[:n], changed, *said[n + 1 :]] for n, value in enumerate(said) for changed in _mutations(value, wrong)]
    return [wrong]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_parse_is_total(case: Case) -> None:
    channel = registry.reader(case.kind)
    for payload in case.payloads.values():
        for wrong in (None, "", "\0", "x" * 300, -1, 10**30, [], {}, [None], {"a": 1}):
            for said in _mutations(json.loads(payload), wrong):
                try:
                    found = channel.parse(json.dumps(said).encode(), case.settings)
                except base.Unreadable:
                    continue
                assert isinstance(found, list)


@given(st.sampled_from(CASES), st.binary(max_size=200) | JSON.map(lambda said: json.dumps(said).encode()))
def test_any_bytes_are_items_or_unreadable(case: Case, noise: bytes) -> None:
    try:
        assert isinstance(registry.reader(case.kind).parse(noise, case.settings), list)
    except base.Unreadable:
        return


def test_a_first_message_opens_a_question(case: Case, account: Account) -> None:
    source = sources.receive(account, case.payloads["first"])
    assert source.state == Source.State.TAKEN, source.error
    message = Message.objects.get(kind=Message.Kind.INCOMING)
    assert "brochure" in message.text
    assert message.question.written_in in ("", "nl")


def test_a_repeated_payload_changes_nothing(case: Case, account: Account) -> None:
    for _again in range(3):
        sources.receive(account, case.payloads["first"])
    Source.objects.all().delete()
    sources.receive(account, case.payloads["first"])
    assert Message.objects.filter(kind=Message.Kind.INCOMING).count() == 1


def test_a_reply_joins_its_question(case: Case, account: Account) -> None:
    sources.receive(account, case.payloads["chat" if case.kind == "instagram" else "first"])
    sources.receive(account, case.payloads["reply"])
    assert Question.objects.count() == 1


def test_what_is_not_a_message_opens_nothing(case: Case, account: Account) -> None:
    sources.receive(account, case.payloads["unknown"])
    assert not Question.objects.exists()


def _state() -> set[tuple[str, bool, bool]]:
    rows = Message.objects.filter(kind=Message.Kind.INCOMING).values_list("text", "removed_at", "edited_at")
    return {(text, removed is not None, edited is not None) for text, removed, edited in rows}


@pytest.mark.parametrize("length", [None, 20], ids=["with a part missing", "cut off"])
def test_what_is_malformed_waits_in_quarantine_with_the_reason(case: Case, account: Account, length: int | None) -> None:
    source = sources.receive(account, case.payloads["malformed"][:length])
    assert (source.state, bool(source.error)) == (Source.State.QUARANTINED, True)
    assert not Question.objects.exists()


@pytest.mark.parametrize("seed", range(4))
def test_order_does_not_matter(case: Case, account: Account, seed: int) -> None:
    names = [name for name in ("first", "chat", "edit", "removal") if name in case.payloads]
    random.Random(seed).shuffle(names)
    for name in names:
        sources.receive(account, case.payloads[name])
    for pk in Source.objects.filter(state=Source.State.RECEIVED).values_list("pk", flat=True):
        sources.take(Source.objects.select_related("account").get(pk=pk))
    texts = {text for text, _removed, _edited in _state()}
    if "edit" in names:
        assert any(text.endswith("Dank u.") for text in texts)
    if "removal" in names:
        assert any(removed for _text, removed, _edited in _state())


def test_files_come_with_the_message(case: Case, account: Account, net: Fake) -> None:
    if "file" not in case.payloads:
        pytest.skip("The network hands over no files.")
    payload = case.payloads["file"].replace(b"http://127.0.0.1:9", net.url.encode())
    source = sources.receive(account, payload)
    assert source.message, source.error
    assert [row.name for row in source.message.attachments.all()]


@pytest.mark.parametrize("case", [case for case in CASES if case.proof], ids=lambda case: case.kind)
def test_a_call_without_the_right_proof_is_refused(case: Case) -> None:
    channel, body = registry.hook(case.kind), case.payloads["first"]
    assert channel and case.proof
    proof = case.proof(body)
    channel.verify(base.Call("POST", proof, {}, body), case.settings)
    for wrong in ({}, {key: value[:-1] + ("0" if value[-1] != "0" else "1") for key, value in proof.items()}):
        with pytest.raises(base.Refused):
            channel.verify(base.Call("POST", wrong, {}, body), case.settings)


def test_a_partners_call_older_than_five_minutes_is_refused() -> None:
    case = next(case for case in CASES if case.kind == "partner")
    channel, body = registry.hook("partner"), case.payloads["first"]
    assert channel
    with pytest.raises(base.Refused, match="older"):
        channel.verify(base.Call("POST", {"x-signature": sign(SECRET, body, at=1_700_000_000)}, {}, body), case.settings)


def test_a_message_is_sent(case: Case, account: Account, net: Fake) -> None:
    receipt = registry.get(case.kind).send(case.outgoing(), case.settings_at(net.url) | {"address": "desk"})
    assert receipt.external_id
    assert len(case.sent(net)) == 1


def _refusal(case: Case, net: Fake) -> base.ChannelError:
    given = {need.name: need.default for need in registry.get(case.kind).needs} | case.settings_at(net.url)
    with pytest.raises(base.ChannelError) as raised:
        registry.get(case.kind).send(case.outgoing(), given)
    return raised.value


def test_too_many_is_passing_and_says_how_long(case: Case, account: Account, net: Fake) -> None:
    net.faults.append("wait")
    error = _refusal(case, net)
    assert not error.permanent
    assert error.retry_after and 1 <= error.retry_after.total_seconds() <= 600


def test_a_server_error_is_passing(case: Case, account: Account, net: Fake) -> None:
    net.faults.append("error")
    error = _refusal(case, net)
    assert not error.permanent


def test_a_line_cut_after_the_message_is_never_sent_twice(case: Case, account: Account, net: Fake) -> None:
    net.faults.append("drop")
    error = _refusal(case, net)
    assert not error.permanent
    if not isinstance(error, base.Uncertain):
        given = {need.name: need.default for need in registry.get(case.kind).needs} | case.settings_at(net.url)
        registry.get(case.kind).send(case.outgoing(), given)
    assert len(case.sent(net)) == 1


def test_a_network_that_is_not_there_is_passing(case: Case, account: Account, net: Fake) -> None:
    net.close()
    error = _refusal(case, net)
    assert not error.permanent and not isinstance(error, base.Uncertain)


def test_a_reply_goes_out_where_the_question_came_in(case: Case, account: Account, net: Fake) -> None:
    source = sources.receive(account, case.payloads["first"])
    assert source.message
    Delivery.objects.all().delete()
    row = source.message.question
    message = Message.objects.create(question=row, account=account, kind=Message.Kind.REPLY, text="Zie **de pagina**.", is_public=row.is_public)
    made = Delivery.objects.create(message=message)
    Question.objects.update(last_incoming_at=message.created_at)
    assert delivery.deliver(made.pk) == Delivery.State.SENT, made.attempts.get().error
    assert "de pagina" in json.dumps(case.sent(net)[0])
