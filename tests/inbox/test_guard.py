"""What keeps robots off: the trap, the signed time, the limits."""

import time

import pytest
from django.core import signing
from django.test import RequestFactory

from inbox import guard


def stamped(nonce: str, age_s: int) -> str:
    return signing.dumps([nonce, int(time.time()) - age_s], salt=guard.SALT)


def test_a_form_of_ours_is_taken() -> None:
    guard.check_form("n", stamped("n", 60), "")


@pytest.mark.parametrize(
    ("nonce", "age_s", "trap", "cause"), [("n", 60, "filled", "trap"), ("n", 0, "", "fast"), ("n", 90_000, "", "old"), ("other", 60, "", "old")]
)
def test_others_are_refused_with_the_cause(nonce: str, age_s: int, trap: str, cause: str) -> None:
    with pytest.raises(guard.Refused) as refused:
        guard.check_form("n", stamped(nonce, age_s), trap)
    assert refused.value.cause == cause


def test_a_forwarded_address_counts_only_behind_our_own_proxy() -> None:
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="203.0.113.9", REMOTE_ADDR="198.51.100.7")
    assert guard.caller(request) == ("198.51.100.7", "198.51.100.0/24")


def test_work_is_proved_for_one_stamp_only() -> None:
    proof = next(number for number in range(10**6) if guard.is_proved("stamp", str(number)))
    assert not guard.is_proved("another stamp", str(proof))


@pytest.mark.parametrize("proof", ["", "-1", "١", "1" * 50, "x"])
def test_odd_proofs_prove_nothing(proof: str) -> None:
    assert not guard.is_proved("stamp", proof)


def test_who_proved_work_has_more_room() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="198.51.100.7")
    for _ in range(10):
        guard.check_rate(request, "ask", proved=True)
    with pytest.raises(guard.Refused):
        for _ in range(10):
            guard.check_rate(request, "ask")
