"""The live inbox: views, rows and counters; the same fragments for the first load and for what changed."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from helpdesk.people.models import User
from helpdesk.people.permissions import may, requires
from inbox import search, selectors, surges
from inbox.presence import colleagues

ICONS = {"mine": "person", "team": "team", "sort": "sort", "everyone": "inbox", "closed": "check", "mentions": "bell"}


def me(request: HttpRequest) -> User:
    """Return the signed-in person."""
    assert isinstance(request.user, User)
    return request.user


def frame(request: HttpRequest, view: str) -> dict[str, object]:
    """Return what every page of the desk shows around its main part."""
    standing = selectors.desk(me(request))
    views = [{"key": key, "label": label, "count": standing.counters.get(key), "icon": ICONS[key]} for key, label in selectors.VIEWS.items()]
    return {
        "views": views,
        "view": view,
        "title": selectors.VIEWS.get(view, ""),
        "newest_event": standing.newest_event,
        "counted_to": selectors.COUNTED_TO,
        "surges": surges.banner() if standing.is_surging else [],
    }


def around(request: HttpRequest) -> dict[str, object]:
    """Return `frame` for a page that is opened by people who see the inbox and by others who do not."""
    return frame(request, "") if may(me(request), "see_inbox") else {}


@requires("work")
def start(request: HttpRequest) -> HttpResponseBase:
    """Show everybody the first page of his work: the inbox, the answers, or the people."""
    if may(me(request), "see_inbox"):
        return desk(request)
    return redirect("answers" if may(me(request), "read_answers") else "people")


@requires("see_inbox")
def desk(request: HttpRequest, view: str = "team") -> HttpResponse:
    """Show a view's list."""
    if view not in selectors.VIEWS:
        raise Http404
    after = request.GET.get("after", "")
    return render(request, "desk/inbox.html", {**frame(request, view), "page": selectors.page(view, me(request), after), "after": after})


@requires("see_inbox")
def rows(request: HttpRequest, view: str) -> HttpResponse:
    """Return a view's rows and counters as a fragment."""
    if view not in selectors.VIEWS:
        raise Http404
    after = request.GET.get("after", "")
    return render(request, "desk/_live.html", {**frame(request, view), "page": selectors.page(view, me(request), after), "after": after})


@requires("see_inbox")
def presence(request: HttpRequest) -> HttpResponse:
    """Return who looks at and writes on which question, as a fragment."""
    return render(request, "desk/_presence.html", {"colleagues": colleagues(me(request))})


@requires("see_inbox")
def found(request: HttpRequest) -> HttpResponse:
    """Show what a search finds."""
    words, after = request.GET.get("q", "")[:200], request.GET.get("after", "")
    before = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    hits = search.find(me(request), words, before=before, limit=selectors.PAGE + 1)
    page = selectors.Page(hits[: selectors.PAGE], str(hits[selectors.PAGE - 1].pk) if len(hits) > selectors.PAGE else "")
    title = _("Found for “%(words)s”") % {"words": words}
    return render(request, "desk/inbox.html", {**frame(request, "search"), "title": title, "page": page, "search_words": words})
