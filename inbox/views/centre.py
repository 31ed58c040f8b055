"""The public help centre: answers by theme and by words, without an account and without cookies."""

from collections.abc import Iterable
from typing import Any

from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from helpdesk.answers import centre, readings
from helpdesk.answers.models import Wording
from helpdesk.people.models import Language
from inbox import guard

LONGEST_SEARCH = 200
SALT = "inbox.centre.vote"
VOTES_LIVE_S = 24 * 3600
public_page = cache_control(public=True, max_age=60)


@require_GET
@public_page
def index(request: HttpRequest, language: str) -> HttpResponse:
    """Show the themes and what is read most."""
    context = {"themes": centre.themes(language), "most_read": _linked(centre.most_read(language))}
    return _page(request, "centre/index.html", language, {**context, "alternates": _same_path("answers/")})


@require_GET
@public_page
def theme(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show the answers of one theme."""
    found = next((one for one in centre.themes(language) if one.slug == slug), None)
    if found is None:
        raise Http404
    alternates = [(code, f"/{code}/answers/{one.slug}/") for code in Language.values for one in centre.themes(code) if one.topic == found.topic]
    page = Paginator(range(found.count), centre.OF_THEME).get_page(request.GET.get("page"))
    context = {"theme": found, "page": page, "links": centre.theme_page(found.topic, language, page.number), "alternates": alternates}
    return _page(request, "centre/theme.html", language, context)


@require_GET
@public_page
def answer(request: HttpRequest, language: str, slug: str, pk: int) -> HttpResponse:
    """Show one answer; an address with an old title leads to the new one, a missing language says which there are."""
    wordings = centre.of_answer(pk)
    wording = wordings.get(language)
    if not wordings:
        raise Http404
    if wording is None:
        context = {"links": _linked(wordings.values()), "alternates": _same_path("answers/")}
        return _page(request, "centre/missing.html", language, context, status=404)
    shown = centre.show(wording)
    if not shown.path.endswith(f"/{slug}-{pk}/"):
        return HttpResponsePermanentRedirect(shown.path)
    readings.read(wording)
    context = {
        "shown": shown,
        "theme": next((one for one in centre.themes(language) if one.topic == wording.answer.topic), None),
        "related": centre.related(wording),
        "alternates": [(other.language, centre.path(other)) for other in wordings.values()],
        "source": wording.answer.sources.first(),
        "voice": signing.dumps(wording.pk, salt=SALT),
    }
    return _page(request, "centre/answer.html", language, context)


@require_GET
@cache_control(private=True, max_age=0)
def search(request: HttpRequest, language: str) -> HttpResponse:
    """Search the answers; nothing to who asks too often."""
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    context: dict[str, Any] = {"words": words, "alternates": _same_path("answers/search/")}
    try:
        guard.check_rate(request, "suggest", proved=True)
    except guard.Refused:
        return _page(request, "centre/search.html", language, {**context, "is_refused": True}, status=429)
    context["links"] = _linked(centre.search(words, language)) if words else []
    return _page(request, "centre/search.html", language, context)


@csrf_exempt
@require_POST
def vote(request: HttpRequest, language: str) -> HttpResponse:
    """Count one voice: the signed name of the wording stands in for a cookie, a limit for each address against many voices."""
    try:
        pk = signing.loads(request.POST.get("voice", ""), salt=SALT, max_age=VOTES_LIVE_S)
        guard.check_rate(request, f"vote-{pk}")
    except signing.BadSignature:
        raise Http404 from None
    except guard.Refused:
        pk = None
    wording = Wording.objects.filter(pk=pk).first()
    if wording:
        readings.vote(wording, helped=request.POST.get("helped") == "yes")
    helped = request.POST.get("helped") == "yes"
    return _page(request, "centre/thanks.html", language, {"helped": helped, "back": centre.path(wording) if wording else f"/{language}/answers/"})


@require_GET
@public_page
def feed(request: HttpRequest, language: str) -> HttpResponse:
    """Tell what is new, as an Atom feed."""
    context = {"entries": [centre.show(wording) for wording in centre.latest(language)]}
    return _page(request, "centre/feed.xml", language, context, content_type="application/atom+xml; charset=utf-8")


def _page(request: HttpRequest, template: str, language: str, context: dict[str, Any], *, status: int = 200, content_type: str | None = None) -> HttpResponse:
    translation.activate(language)
    request.LANGUAGE_CODE = language
    return render(request, template, {"language": language, "site": _site(request), **context}, status=status, content_type=content_type)


def _site(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _same_path(rest: str) -> list[tuple[str, str]]:
    return [(code, f"/{code}/{rest}") for code in Language.values]


def _linked(wordings: Iterable[Wording]) -> list[centre.Link]:
    return [centre.link(wording) for wording in wordings]
