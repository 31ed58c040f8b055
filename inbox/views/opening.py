"""Opening one question: whether the person may see it, and the ids that a form sends along."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponseBase

from helpdesk.people.permissions import requires
from inbox import selectors
from inbox.views.desk import me


def with_question(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Hand the view the question of its address, if the person may see it."""

    @requires("see_inbox")
    @wraps(view)
    def opened(request: HttpRequest, reference: str, **rest: object) -> HttpResponseBase:
        question = selectors.question(me(request), reference)
        if question is None:
            raise Http404
        return view(request, question, **rest)

    return opened


def number(text: str | None) -> int:
    """Return the id written in `text`; 0 for anything else, also for what no id can be."""
    value = int(text) if text and text.isascii() and text.isdigit() and len(text) < 20 else 0
    return value if value <= selectors.LARGEST_ID else 0


def numbers(text: str) -> list[int]:
    """Return the ids written in `text`, separated by commas."""
    return [found for part in text.split(",") if (found := number(part))]
