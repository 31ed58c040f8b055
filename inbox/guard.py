"""Keeping robots off the citizens' form without a puzzle: a trap field, signed timing, limits an address and a network.

A browser that runs scripts proves some work while its citizen writes, and many people behind one address then have more room.

A refused citizen reads why and what else he can do; nothing he typed is lost.
"""

import hashlib
import ipaddress
import time

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from inbox import counters

LEAST_SECONDS = 2
LONGEST_SECONDS = 60 * 60 * 24
SALT = "inbox.guard"
PER_ADDRESS = (RateLimitItemPerMinute(6), RateLimitItemPerHour(30))
PER_ADDRESS_WITH_PROOF = (RateLimitItemPerMinute(20), RateLimitItemPerHour(150))
PROOF_ZERO_BITS = 13
PER_NETWORK = (RateLimitItemPerMinute(60), RateLimitItemPerHour(600))
_limiter = MovingWindowRateLimiter(storage_from_string(settings.REDIS_URL or "memory://"))


class Refused(Exception):
    """The form is not taken now; `cause` is "trap", "fast", "old" or "limit"."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


def stamp(nonce: str) -> str:
    """Return the signed time at which a form was shown, bound to its nonce."""
    return signing.dumps([nonce, int(time.time())], salt=SALT)


def check_form(nonce: str, stamped: str, trap: str) -> None:
    """Refuse what a robot sends: a filled trap, or a form that was not shown by us, or sent faster than people type."""
    if trap:
        raise Refused("trap")
    try:
        signed_nonce, shown_at = signing.loads(stamped, salt=SALT)
    except signing.BadSignature:
        raise Refused("old") from None
    age = time.time() - shown_at
    if signed_nonce != nonce or age > LONGEST_SECONDS:
        raise Refused("old")
    if age < LEAST_SECONDS and not settings.DEBUG:
        raise Refused("fast")


def is_proved(stamped: str, proof: str) -> bool:
    """Tell whether `proof` is a number with which the stamp's SHA-256 begins with PROOF_ZERO_BITS zeros (about 8,000 tries)."""
    if not (proof.isascii() and proof.isdigit() and len(proof) < 12):
        return False
    digest = hashlib.sha256(f"{stamped}:{proof}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - PROOF_ZERO_BITS) == 0


def check_rate(request: HttpRequest, purpose: str, *, proved: bool = False) -> None:
    """Count one try of the caller's address and network; refuse above the limits."""
    address, network = caller(request)
    for limit in PER_ADDRESS_WITH_PROOF if proved else PER_ADDRESS:
        if not counters.is_within(_limiter, limit, purpose, address):
            raise Refused("limit")
    for limit in PER_NETWORK:
        if not counters.is_within(_limiter, limit, purpose, network):
            raise Refused("limit")


def caller(request: HttpRequest) -> tuple[str, str]:
    """Return the caller's address and network (/24 or /48), as far back as our own proxies vouch for it."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    count = settings.TRUSTED_PROXIES
    raw = hops[-count] if count and len(hops) >= count else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(raw)
    except ValueError:
        return "unknown", "unknown"
    network = ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False)
    return str(address), str(network)
