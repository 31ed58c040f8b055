"""The live inbox: views, rows and counters; the same fragments for the first load and for what changed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from helpdesk.people.models import User
from helpdesk.people.permissions import requires
from inbox import search, selectors
from inbox.models import Event


def me(request: HttpRequest) -> User:
    """Return the signed-in person."""
    assert isinstance(request.user, User)
    return request.user


def frame(request: HttpRequest, view: str) -> dict[str, object]:
    """Return what every page of the desk shows around its main part."""
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    counters = selectors.counters(me(request))
    views = [{"key": key, "label": label, "count": counters.get(key)} for key, label in selectors.VIEWS.items()]
    return {"views": views, "view": view, "newest_event": newest or 0, "counted_to": selectors.COUNTED_TO}


@requires("see_inbox")
def desk(request: HttpRequest, view: str = "team") -> HttpResponse:
    """Show a view's list."""
    if view not in selectors.VIEWS:
        raise Http404
    page = selectors.page(view, me(request), request.GET.get("after", ""))
    return render(request, "desk/inbox.html", {**frame(request, view), "page": page})


@requires("see_inbox")
def rows(request: HttpRequest, view: str) -> HttpResponse:
    """Return a view's rows and counters as a fragment."""
    if view not in selectors.VIEWS:
        raise Http404
    page = selectors.page(view, me(request), request.GET.get("after", ""))
    return render(request, "desk/_live.html", {**frame(request, view), "page": page})


@requires("see_inbox")
def found(request: HttpRequest) -> HttpResponse:
    """Show what a search finds."""
    words = request.GET.get("q", "")[:200]
    page = selectors.Page(search.find(me(request), words), "")
    return render(request, "desk/inbox.html", {**frame(request, "search"), "page": page, "search_words": words})
