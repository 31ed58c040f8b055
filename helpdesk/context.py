"""What every template may use: the desk's name and whether it is a demo. No queries here."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, Any]:
    """Return the context shared by all pages."""
    return {
        "desk_name": settings.DESK_NAME,
        "languages": [code for code, _ in settings.LANGUAGES],
        "theme": request.COOKIES.get("theme", "auto"),
        "is_demo": settings.DEMO,
        "is_debug": settings.DEBUG,
    }
