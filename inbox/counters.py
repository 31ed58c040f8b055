"""Counting what one address does in an hour. When the counter does not answer, people count more: nobody is refused."""

import logging

from limits import RateLimitItem
from limits.errors import StorageError
from limits.strategies import RateLimiter
from redis import RedisError

log = logging.getLogger(__name__)


def is_within(limiter: RateLimiter, limit: RateLimitItem, *names: str) -> bool:
    """Count one more of `names`; False when that is more than `limit` allows."""
    try:
        return limiter.hit(limit, *names)
    except (RedisError, StorageError):
        log.warning("The counter does not answer.", exc_info=True)
        return True
