"""One question beside the list: thread, triage, assignment, states, notes, the reply."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk.answers import rendering, suggestions
from helpdesk.answers.models import Wording
from helpdesk.people.models import Language, Team, User
from helpdesk.people.permissions import requires
from inbox import drafts, replies, selectors, triage, work
from inbox.models import Attachment, Delivery, Draft, Message, Question
from inbox.views.desk import frame, me

SUGGESTED = 3


def _with_question(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Hand the view the question of its address, if the person may see it."""

    @requires("see_inbox")
    @wraps(view)
    def opened(request: HttpRequest, reference: str, **rest: object) -> HttpResponseBase:
        question = selectors.question(me(request), reference)
        if question is None:
            raise Http404
        return view(request, question, **rest)

    return opened


def _verb(view: Callable[[HttpRequest, Question], None]) -> Callable[..., HttpResponseBase]:
    """A view that does one thing to a question and shows it again."""

    @_with_question
    @require_POST
    @wraps(view)
    def done(request: HttpRequest, question: Question) -> HttpResponse:
        view(request, question)
        return redirect("question", question.reference)

    return done


@_with_question
def question(request: HttpRequest, row: Question) -> HttpResponse:
    """Show a question beside its list."""
    return _page(request, row)


def _page(request: HttpRequest, row: Question, *, typed: str | None = None, news: list[object] | None = None, status: int = 200) -> HttpResponse:
    person, kept = me(request), drafts.of(row, me(request))
    newest = row.events.order_by("-pk").values_list("pk", flat=True).first()
    view = request.GET.get("view", "team")
    context = {
        **frame(request, view),
        "page": selectors.page(view if view in selectors.VIEWS else "team", person),
        "question": row,
        "thread": selectors.thread(row),
        "timeline": selectors.timeline(row),
        "others": selectors.others(person, row),
        "decision": row.decisions.select_related("team", "best_team", "corrected_to", "corrected_by").first(),
        "teams": Team.objects.filter(is_active=True),
        "people": User.objects.filter(is_active=True, is_agent=True),
        "languages_offered": Language.choices,
        "states": Question.State.choices,
        "tags": ", ".join(tag.name for tag in row.tags.all()),
        "reply_text": typed if typed is not None else kept[Draft.Kind.REPLY].text if Draft.Kind.REPLY in kept else "",
        "insertions": kept[Draft.Kind.REPLY].insertions if Draft.Kind.REPLY in kept else [],
        "seen": newest or 0,
        "news": news,
        "suggested": suggestions.suggest(f"{row.subject} {row.excerpt}", row.language, limit=SUGGESTED),
        "undoable": request.session.pop("undoable", None),
    }
    return render(request, "desk/question.html", context, status=status)


@_with_question
@require_POST
def reply(request: HttpRequest, row: Question) -> HttpResponse:
    """Send a reply, or stop and show what was said meanwhile; the text is never lost."""
    text = request.POST.get("text", "")
    drafts.save(row, me(request), text)
    try:
        message = replies.reply(
            row,
            me(request),
            text,
            seen_event_id=_number(request.POST.get("seen")),
            language=request.POST.get("language", "")[:2],
            close=request.POST.get("then") != "wait",
            insertions=[_number(pk) for pk in request.POST.get("insertions", "").split(",") if pk],
        )
    except replies.AnsweredMeanwhile as error:
        return _page(request, row, typed=text, news=list(error.events), status=409)
    except replies.EmptyReply:
        messages.error(request, _("Write a reply first."))
    else:
        request.session["undoable"] = message.pk
    return redirect("question", row.reference)


@_with_question
@require_POST
def undo(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Take a reply back."""
    message = get_object_or_404(Message, pk=pk, question=row, kind=Message.Kind.REPLY, agent=me(request))
    if replies.undo(message, me(request)):
        messages.success(request, _("Your reply was taken back. The text is your draft again."))
    else:
        messages.error(request, _("Too late: the reply has already left."))
    return redirect("question", row.reference)


@_with_question
@require_POST
def retry(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Send a failed or unknown delivery again."""
    replies.retry(get_object_or_404(Delivery, pk=pk, message__question=row), me(request))
    return redirect("question", row.reference)


@_with_question
@require_POST
def preview(request: HttpRequest, row: Question) -> HttpResponse:
    """Return the reply as the citizen will read it."""
    return render(request, "desk/_preview.html", {"mail": replies.preview(row, me(request), request.POST.get("text", ""))})


@_with_question
@require_POST
def draft(request: HttpRequest, row: Question) -> HttpResponse:
    """Keep what was typed so far."""
    ids = [_number(pk) for pk in request.POST.get("insertions", "").split(",") if pk]
    drafts.save(row, me(request), request.POST.get("text", "")[:100_000], insertions=ids)
    return HttpResponse(status=204)


@_with_question
def insertion(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Return a wording with its variables filled, and which version it is."""
    wording = get_object_or_404(Wording.objects.select_related("answer"), pk=pk, answer__state="published")
    version = wording.versions.order_by("-number").first()
    values = {
        "citizen": row.citizen.name,
        "reference": row.shown_reference,
        "agent": me(request).name,
        "team": row.team.name_in(wording.language) if row.team else "",
    }
    answer = HttpResponse(rendering.fill(wording.text, values), content_type="text/plain; charset=utf-8")
    answer["X-Version"] = str(version.pk if version else "")
    return answer


@_with_question
def answers(request: HttpRequest, row: Question) -> HttpResponse:
    """Return reusable answers found by words."""
    hits = suggestions.search(request.GET.get("q", "")[:200], row.language, limit=10)
    return render(request, "desk/_suggestions.html", {"suggested": hits, "question": row})


@_verb
def claim(request: HttpRequest, row: Question) -> None:
    """Take the question."""
    try:
        work.claim(row, me(request))
    except work.Taken as error:
        messages.warning(request, _("%(name)s has taken this question already.") % {"name": error.holder.name})


@_verb
def release(request: HttpRequest, row: Question) -> None:
    """Put the question back."""
    work.release(row, me(request))


@_verb
def assign(request: HttpRequest, row: Question) -> None:
    """Give the question to a colleague."""
    to = User.objects.filter(pk=_number(request.POST.get("to")), is_active=True, is_agent=True).first()
    if to:
        work.assign(row, to, me(request))


@_verb
def move(request: HttpRequest, row: Question) -> None:
    """Move the question to another team, or back to To sort."""
    triage.move(row, Team.objects.filter(key=request.POST.get("team", ""), is_active=True).first(), me(request))


@_verb
def state(request: HttpRequest, row: Question) -> None:
    """Set the question's state."""
    wanted = request.POST.get("state", "")
    if wanted in Question.State.values:
        work.set_state(row, wanted, me(request))


@_verb
def tags(request: HttpRequest, row: Question) -> None:
    """Set the question's tags."""
    work.set_tags(row, request.POST.get("tags", "").split(","), me(request))


@_verb
def note(request: HttpRequest, row: Question) -> None:
    """Write a note for colleagues."""
    text = request.POST.get("note", "").strip()
    if text:
        work.note(row, me(request), text)


@_with_question
def attachment(request: HttpRequest, row: Question, pk: int) -> HttpResponseBase:  # noqa: ARG001  (views take a request)
    """Hand over a file, always as a download."""
    kept = get_object_or_404(Attachment, pk=pk, message__question=row)
    return FileResponse(kept.file.open(), as_attachment=True, filename=kept.name, content_type=kept.content_type)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
