"""The page of an administration that a question was passed on to: read, accept, return, answer. No account; a dead link tells nothing."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from inbox import guard, referrals
from inbox import handover as ways
from inbox.models import Attachment, Referral


def _secret(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open the referral behind an administration's token; neither kept by caches nor indexed."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, language: str, token: str, **rest: object) -> HttpResponseBase:
        translation.activate(language)
        row = ways.resolve(token)
        answer = view(request, row, **rest) if row else render(request, "citizen/handover_gone.html", {"language": language}, status=404)
        answer["Cache-Control"] = "no-store, private"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return opened


@_secret
@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, row: Referral) -> HttpResponse:
    """Show the question, and take what the administration decides."""
    if request.method == "GET":
        return _page(request, row)
    text, verb = request.POST.get("text", "").strip(), request.POST.get("do", "")
    if verb in ("return", "answer") and not text:
        said = _("Write why you return the question.") if verb == "return" else _("Write your answer to the citizen.")
        return _page(request, row, error=said, verb=verb, status=422)
    try:
        guard.check_rate(request, "handover")
        _done(row, verb, text)
    except guard.Refused:
        return _page(request, row, error=_("Too many tries in a short time. Wait a minute and send it again."), verb=verb, text=text, status=429)
    except referrals.NotYours:
        messages.error(request, _("This question is settled already."))
    return redirect("handover", translation.get_language(), ways.token(row))


def _done(row: Referral, verb: str, text: str) -> None:
    if verb == "accept":
        referrals.accept(row)
    elif verb == "return":
        referrals.give_back(row, text)
    elif verb == "answer":
        referrals.answer(row, text)


def _page(request: HttpRequest, row: Referral, *, error: str = "", verb: str = "", text: str = "", status: int = 200) -> HttpResponse:
    is_open = row.state in Referral.WITH_BODY
    context = {
        "referral": row, "question": row.question, "is_open": is_open, "thread": ways.thread(row) if is_open else [], "error": error, "verb": verb,
        "text": text, "token": ways.token(row), "language": translation.get_language(), "name": row.body.name_in(translation.get_language() or "en"),
    }  # fmt: skip
    return render(request, "citizen/handover.html", context, status=status)


@_secret
@require_GET
def attachment(request: HttpRequest, row: Referral, pk: int) -> HttpResponseBase:  # noqa: ARG001  (views take a request)
    """Hand over a file of the thread, always as a download, as long as the question is with the administration."""
    shown = [message.pk for message in ways.thread(row)] if row.state in Referral.WITH_BODY else []
    kept = Attachment.objects.filter(pk=pk, message__in=shown).first()
    if kept is None:
        raise Http404
    return FileResponse(kept.file.open(), as_attachment=True, filename=kept.name, content_type=kept.content_type)
