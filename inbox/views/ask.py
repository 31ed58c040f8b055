"""The contact form: a citizen asks. Nothing typed is ever lost on an error; sent twice is taken once."""

import secrets
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

from helpdesk.answers import centre, gaps, suggestions
from inbox import files, guard, intake, links
from inbox.channels.base import Incoming, Sender
from inbox.forms import AskForm
from inbox.models import Question
from inbox.tiles import TILES

SUGGESTIONS_SHOWN = 3
NONCE_LENGTH = 32


def home(request: HttpRequest) -> HttpResponse:
    """Lead to the form in the citizen's language: the one he chose last, else his browser's."""
    return redirect("ask", translation.get_language_from_request(request)[:2])


@never_cache
def ask(request: HttpRequest, language: str) -> HttpResponse:
    """Show the form and take the question."""
    translation.activate(language)
    request.LANGUAGE_CODE = language
    nonce = request.POST.get("nonce", "")[:NONCE_LENGTH] or secrets.token_hex(NONCE_LENGTH // 2)
    form = AskForm(request.POST or None, initial={"language": language})
    refused: list[str] = []
    if request.method == "POST":
        files.drop(nonce, request.POST.getlist("drop"))
        refused = files.keep(nonce, request.FILES.getlist("files"))
        if "add_files" not in request.POST and form.is_valid() and not refused:
            try:
                return redirect("asked", language, links.token(take(request, form.cleaned_data, nonce, language)))
            except guard.Refused as error:
                return _page(request, form, nonce, language, cause=error.cause, status=429 if error.cause == "limit" else 422)
    answer = _page(request, form, nonce, language, refused=refused, status=422 if refused or (request.method == "POST" and form.errors) else 200)
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=settings.LANGUAGE_COOKIE_AGE, samesite="Lax", secure=settings.BEHIND_HTTPS)
    return answer


def take(request: HttpRequest, data: dict[str, Any], nonce: str, language: str) -> Question:
    """Take the question of a form that was filled in well; sent twice is taken once. Raises guard.Refused."""
    account, stamp = intake.web_account(), request.POST.get("stamp", "")
    try:
        guard.check_form(nonce, stamp, request.POST.get("website", ""))
        guard.check_rate(request, "ask", proved=guard.is_proved(stamp, request.POST.get("proof", "")))
    except guard.Refused:
        message = intake.known(account, nonce)  # What was taken once is confirmed again, however often it is sent.
        if message is None:
            raise
    else:
        incoming = Incoming(external_id=nonce, sender=Sender(data["email"], data["name"]), text=data["text"], sent_at=timezone.now())
        has_files = bool(request.FILES) or "has_files" in request.POST
        message = intake.receive(account, incoming, details=_details(data, nonce if has_files else ""))
        gaps.asked_all_the_same([int(pk) for pk in request.POST.getlist("read")[:3] if pk.isascii() and pk.isdecimal() and len(pk) < 18], language)
    return message.question


def _details(data: dict[str, Any], upload_key: str) -> intake.Details:
    return intake.Details(
        language=data["language"], subject=data["subject"], topic=data["topic"], asker=data["asker"], postcode=data["postcode"], upload_key=upload_key
    )


def _page(
    request: HttpRequest, form: AskForm, nonce: str, language: str, *, refused: list[str] | None = None, cause: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "nonce": nonce,
        "stamp": guard.stamp(nonce),
        "kept": files.kept(nonce) if request.method == "POST" else [],
        "refused": refused,
        "cause": cause,
        "tiles": TILES,
        "language": language,
        **files.limits(),
    }
    return render(request, "citizen/ask.html", context, status=status)


@never_cache
def asked(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Confirm: the reference, what happens next and by when."""
    translation.activate(language)
    question = links.resolve(token)
    if question is None:
        raise Http404
    answer = render(request, "citizen/asked.html", {"question": question, "link": links.path(question), "language": language})
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def suggest(request: HttpRequest, language: str) -> HttpResponse:
    """Offer up to three published answers while the citizen writes; nothing to who asks too often."""
    translation.activate(language)
    try:
        guard.check_rate(request, "suggest", proved=True)
    except guard.Refused:
        return HttpResponse(status=429)
    text = request.GET.get("text", "")[:2000]
    wordings = suggestions.published(text, language, limit=SUGGESTIONS_SHOWN) if len(text.split()) > 2 else []
    return render(request, "citizen/_suggestions.html", {"suggested": [centre.show(wording) for wording in wordings]})
