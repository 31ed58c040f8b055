"""Counting refuses nobody when the counter does not answer."""

from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from inbox import counters

ONCE = RateLimitItemPerHour(1)


def test_more_than_the_limit_is_refused() -> None:
    limiter = MovingWindowRateLimiter(MemoryStorage())
    assert [counters.is_within(limiter, ONCE, "a") for _ in range(2)] == [True, False]


def test_a_counter_that_is_down_refuses_nobody() -> None:
    limiter = MovingWindowRateLimiter(storage_from_string("redis://127.0.0.1:9/0"))
    assert [counters.is_within(limiter, ONCE, "a") for _ in range(2)] == [True, True]
