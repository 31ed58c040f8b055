"""Who may call the API: a live token, with the scopes the view names, and not too often."""

import time
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from inbox import keys
from inbox.models import ApiToken

if TYPE_CHECKING:
    from rest_framework.views import APIView

REQUESTS_A_MINUTE = 600


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`; unknown, expired and revoked keys get the same answer."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, ApiToken] | None:
        """Return the token of the header, None without one; raise AuthenticationFailed for a dead one."""
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        token = keys.find(words[1].decode("latin-1")) if len(words) == 2 else None
        if token is None:
            raise AuthenticationFailed(_("This token is not known or has ended. Ask the desk's administrator for a new one."))
        keys.note_use(token)
        return AnonymousUser(), token

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme, so that a missing token is answered by 401."""
        return "Bearer"


class HasScope(BasePermission):
    """The token must have every scope the view requires for the method; a view that names none is closed."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Compare the view's `required_scopes` (method -> scope) with the token's."""
        required = getattr(view, "required_scopes", {}).get(request.method)
        if required is None:
            return request.method == "OPTIONS" and isinstance(request.auth, ApiToken)
        self.message = _("This token may not do this: it needs the scope %(scope)s.") % {"scope": required}
        return has_scope(request, required)


def has_scope(request: Request, scope: str) -> bool:
    """Tell whether the request's token has `scope`."""
    return isinstance(request.auth, ApiToken) and scope in request.auth.scopes


@lru_cache(maxsize=1)
def _limiter() -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(storage_from_string(settings.REDIS_URL or "memory://"))


class TokenThrottle(BaseThrottle):
    """At most REQUESTS_A_MINUTE requests a token."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count the request."""
        self.prefix = request.auth.prefix if isinstance(request.auth, ApiToken) else ""
        return not self.prefix or _limiter().hit(RateLimitItemPerMinute(REQUESTS_A_MINUTE), "api", self.prefix)

    def wait(self) -> float:
        """Return the seconds until the next request is taken; they become Retry-After."""
        window = _limiter().get_window_stats(RateLimitItemPerMinute(REQUESTS_A_MINUTE), "api", self.prefix)
        return max(1.0, window.reset_time - time.time())
