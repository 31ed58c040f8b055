"""Search and form on other sites' pages: a frame of its own, without cookies, that only the sites of WIDGET_SITES may show."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from helpdesk.answers import centre
from inbox import guard, links
from inbox.forms import AskForm
from inbox.models import Question
from inbox.views.ask import NONCE_LENGTH, take

SHOWN = 5
THEMES = ("light", "dark", "auto")
View = Callable[[HttpRequest, str], HttpResponse]


def framed(view: View) -> View:
    """Let the sites of WIDGET_SITES show the page in a frame; with DEBUG the desk itself, to try it."""

    @wraps(view)
    def shown(request: HttpRequest, language: str) -> HttpResponse:
        sites = [*settings.WIDGET_SITES, *([SELF] if settings.DEBUG else [])] or [NONE]
        return cast(HttpResponse, csp_replace({"frame-ancestors": sites})(lambda _request: view(request, language))(request))

    return shown


@csrf_exempt
@xframe_options_exempt
@framed
@never_cache
@require_http_methods(["GET", "POST"])
def widget(request: HttpRequest, language: str) -> HttpResponse:
    """Show the search and the form, and take the question; the form's signed stamp stands in for the cookie of other pages."""
    translation.activate(language)
    request.LANGUAGE_CODE = language
    if request.method == "POST":
        return _ask(request, language)
    words = request.GET.get("q", "").strip()[:200]
    found: list[centre.Shown] = []
    if words:
        try:
            guard.check_rate(request, "suggest", proved=True)
            found = [centre.show(wording) for wording in centre.search(words, language)[:SHOWN]]
        except guard.Refused:
            return _page(request, language, words=words, cause="limit", status=429)
    return _page(request, language, words=words, found=found)


def _ask(request: HttpRequest, language: str) -> HttpResponse:
    nonce = request.POST.get("nonce", "")[:NONCE_LENGTH]
    form = AskForm({**request.POST.dict(), "language": language, "asker": Question.Asker.CITIZEN})
    if not form.is_valid():
        return _page(request, language, form=form, nonce=nonce, status=422)
    try:
        question = take(request, form.cleaned_data, nonce, language)
    except guard.Refused as error:
        return _page(request, language, form=form, nonce=nonce, cause=error.cause, status=429 if error.cause == "limit" else 422)
    context = {"question": question, "link": links.path(question), "language": language, **_look(request)}
    return render(request, "widget/asked.html", context)


def _page(request: HttpRequest, language: str, *, form: AskForm | None = None, nonce: str = "", status: int = 200, **context: Any) -> HttpResponse:
    nonce = nonce or secrets.token_hex(NONCE_LENGTH // 2)
    shown = {"form": form or AskForm(), "nonce": nonce, "stamp": guard.stamp(nonce), "language": language}
    return render(request, "widget/widget.html", {**shown, **context, **_look(request)}, status=status)


def _look(request: HttpRequest) -> dict[str, str]:
    """Return the theme the site asked for; colours are set by the frame's script, which checks them."""
    asked = request.GET.get("theme", "auto")
    return {"theme": asked if asked in THEMES else "auto"}
