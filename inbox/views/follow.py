"""The citizen's private page: state, thread, add, rate, withdraw. Unknown, revoked and expired links look the same."""

import secrets
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inbox import citizens, files, guard, intake, links, lost_links, twins, work
from inbox.channels.base import Incoming, Sender
from inbox.forms import AddForm, LostLinkForm, RateForm
from inbox.models import Attachment, Merge, Message, Question, Referral

View = Callable[..., HttpResponseBase]


def private(view: Callable[..., HttpResponseBase]) -> View:
    """Open the question behind a citizen's token, in the page's language; neither kept by caches nor indexed."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, language: str, token: str, **rest: object) -> HttpResponseBase:
        translation.activate(language)
        question = links.resolve(token)
        answer = view(request, question, **rest) if question else render(request, "citizen/no_link.html", {"language": language}, status=404)
        answer["Cache-Control"] = "no-store, private"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return opened


def step(question: Question) -> str:
    """Return the question's state in one of five plain words."""
    if question.is_withdrawn:
        return "withdrawn"
    if question.asked_service and question.state in (Question.State.NEW, Question.State.OPEN):
        return "asked"
    plain = {"new": "received", "open": "looked_into", "waiting": "need_you", "closed": "answered", "spam": "received"}
    return plain[question.state]


@private
@require_GET
def follow(request: HttpRequest, question: Question) -> HttpResponse:
    """Show the question to its citizen."""
    return _page(request, question)


def _page(request: HttpRequest, question: Question, form: AddForm | None = None, refused: list[str] | None = None, status: int = 200) -> HttpResponse:
    thread = question.messages.exclude(kind=Message.Kind.NOTE).prefetch_related("attachments")
    shown = [message for message in thread if message.kind != Message.Kind.REPLY or message.delivery.not_before <= timezone.now()]
    context = {
        "question": question,
        "step": step(kept.kept if (kept := twins.joined(question)[0]) else question),
        "answered_with": kept.kept if kept else None,
        **_referral(question),
        "thread": shown,
        "form": form or AddForm(),
        "rate_form": RateForm(),
        "refused": refused,
        "nonce": (nonce := request.POST.get("nonce", "")[:32] or secrets.token_hex(16)),
        "kept": files.kept(nonce) if request.method == "POST" else [],
        **files.limits(),
        "token": links.token(question),
        "language": translation.get_language(),
    }
    return render(request, "citizen/follow.html", context, status=status)


def _referral(question: Question) -> dict[str, object]:
    """Return the newest passing on of a question, with the administration's name in the page's language."""
    row = question.referrals.exclude(state=Referral.State.TOLD).select_related("body").first()
    return {"referral": row, "referral_name": row.body.name_in(translation.get_language() or question.language) if row else ""}


def back(question: Question) -> HttpResponse:
    """Show the citizen his page again."""
    return redirect("follow", translation.get_language(), links.token(question))


@private
@require_POST
def add(request: HttpRequest, question: Question) -> HttpResponse:
    """Take one more message; the same form sent twice is one message."""
    nonce, form = request.POST.get("nonce", "")[:32], AddForm(request.POST)
    if nonce:
        files.drop(nonce, request.POST.getlist("drop"))
    refused = files.keep(nonce, request.FILES.getlist("files")) if nonce else []
    form.fields["text"].required = not (nonce and files.kept(nonce).exists())  # Files may come without words.
    if "drop" in request.POST or not form.is_valid() or refused or not nonce:
        return _page(request, question, form, refused, status=422)
    try:
        guard.check_rate(request, "add")
    except guard.Refused:
        return _page(
            request, question, form, [_("Too many messages in a short time. What you typed is still here: wait a minute and send it again.")], status=429
        )
    incoming = Incoming(f"add-{nonce}", Sender(question.identity.address, question.citizen.name), form.cleaned_data["text"], timezone.now())
    intake.add_message(question, incoming, details=intake.Details(upload_key=nonce))
    messages.success(request, _("We received your message."))
    return back(question)


@private
@require_POST
def solved(request: HttpRequest, question: Question) -> HttpResponse:
    """Keep whether the answer solved it, and the rating."""
    verdict = {"yes": True, "no": False}.get(request.POST.get("solved", ""))
    form = RateForm(request.POST)
    data = form.cleaned_data if form.is_valid() else {}
    work.rate(
        question,
        is_solved=verdict,
        was_clear=data.get("was_clear", ""),
        knows_what_next=data.get("knows_what_next", ""),
        text=data.get("rating_text", ""),
    )
    messages.success(request, _("Thank you. We keep your verdict with your question.") if verdict is not False else _("We look into your question again."))
    return back(question)


@private
def withdraw(request: HttpRequest, question: Question) -> HttpResponse:
    """Ask whether the citizen is sure, then close his question."""
    if request.method == "POST":
        work.withdraw(question)
        messages.success(request, _("You withdrew your question. We do nothing more with it."))
        return back(question)
    return render(request, "citizen/withdraw.html", {"question": question, "token": links.token(question), "language": translation.get_language()})


@private
@require_GET
def attachment(request: HttpRequest, question: Question, pk: int) -> HttpResponseBase:  # noqa: ARG001  (views take a request)
    """Hand over a file of the thread, always as a download."""
    shown = Attachment.objects.exclude(message__kind=Message.Kind.NOTE).exclude(message__delivery__not_before__gt=timezone.now())
    row = shown.filter(pk=pk, message__question=question).first()
    if row is None:
        raise Http404
    return FileResponse(row.file.open(), as_attachment=True, filename=row.name, content_type=row.content_type)


@never_cache
def lost_link(request: HttpRequest, language: str) -> HttpResponse:
    """Mail a citizen his links again; the page says the same whether or not the address is known."""
    translation.activate(language)
    form, sent, too_often = LostLinkForm(request.POST or None), False, False
    if request.method == "POST" and form.is_valid():
        try:
            guard.check_rate(request, "lost-link")
            lost_links.send(form.cleaned_data["email"], language)
            sent = True
        except guard.Refused:
            too_often = True
    status = 429 if too_often else 422 if form.errors else 200
    return render(request, "citizen/lost_link.html", {"form": form, "sent": sent, "too_often": too_often, "language": language}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """Ask whoever opened a mailed link whether both are one person; only his yes joins them."""
    translation.activate(language)
    found = citizens.asked(token)
    if found is None:
        return render(request, "citizen/no_link.html", {"language": language}, status=404)
    question, other = found
    if request.method == "POST":
        citizens.merge(question, other, proof=Merge.Proof.LINK)
    return render(request, "citizen/join.html", {"language": language, "question": question, "is_done": request.method == "POST"})
