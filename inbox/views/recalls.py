"""Who received an answer, and taking back what was wrong: the list, the correction, its approval and its progress."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from helpdesk.answers.models import Answer
from helpdesk.people.models import Language, User
from helpdesk.people.permissions import requires, visible
from inbox import recalls
from inbox.models import Broadcast, Insertion, Recall
from inbox.views import broadcasts
from inbox.views.desk import frame, me
from inbox.views.opening import number

PAGE = 50
SHOWN_WITH = ("message__question__citizen", "message__question__account", "message__delivery", "version__wording")


@requires("see_inbox")
@require_GET
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how often each version of an answer went out and to whom, and offer to say that it was wrong."""
    row, since = get_object_or_404(Answer, pk=pk), _day(request.GET.get("since", ""))
    context = {
        **frame(request, "answers"),
        "answer": row,
        "title": _title(row),
        "since": since,
        "versions": recalls.counts(row, since),
        **_recalls(row),
        **_receivers(request, me(request), recalls.sent(row, since)),
    }
    return render(request, "desk/answer_sent.html", context)


@requires("see_inbox")
@require_GET
def listed(request: HttpRequest, pk: int) -> HttpResponse:
    """Return how far an answer's recalls are, as a fragment."""
    row = get_object_or_404(Answer, pk=pk)
    return render(request, "desk/_recalls.html", {"answer": row, **_recalls(row)})


def _recalls(answer: Answer) -> dict[str, object]:
    return {"recalls": recalls.of(answer), "is_moving": recalls.is_any_under_way(answer)}


def _receivers(request: HttpRequest, person: User, rows: QuerySet[Insertion]) -> dict[str, object]:
    """Return a page of who received it, newest first, and how many more there are that this person may not see."""
    seen = visible(person, rows, through="message__question__").select_related(*SHOWN_WITH).order_by("-pk")
    page = Paginator(seen, PAGE).get_page(request.GET.get("page"))
    return {"receivers": page, "hidden": rows.count() - page.paginator.count}


@requires("answer")
@require_POST
def open_recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a recall of the ticked versions."""
    row = get_object_or_404(Answer, pk=pk)
    chosen = [number(text) for text in request.POST.getlist("versions")]
    try:
        made = recalls.open_recall(row, chosen, me(request), since=_day(request.POST.get("since", "")))
    except recalls.NothingChosen:
        messages.error(request, _("Tick at least one version that went out."))
        return redirect(f"{reverse('answer_sent', args=[pk])}#wrong")
    return redirect("recall", made.pk)


@requires("see_inbox")
@require_GET
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a recall: what was wrong, who got it, the correction and how far it is."""
    row = get_object_or_404(Recall.objects.select_related("answer", "opened_by"), pk=pk)
    versions = list(row.versions.select_related("wording").order_by("wording__language", "number"))
    context = {
        **frame(request, "answers"),
        "recall": row,
        "title": _title(row.answer),
        "versions": versions,
        "is_offered": row.answer.state == Answer.State.PUBLISHED and any(one.number == one.wording.approved for one in versions),
        "answers": broadcasts.shown(row, me(request)),
        "unkept": [(code, Language(code).label, text) for code, text in request.session.pop("unkept", {}).items()],
        **_receivers(request, me(request), recalls.insertions(row)),
        **broadcasts.forms(row),
    }
    return render(request, "desk/recall.html", context)


@requires("answer")
@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the draft of a correction."""
    return broadcasts.keep(request, get_object_or_404(Recall, pk=pk), Broadcast.Kind.CORRECTION)


def _day(text: str) -> date | None:
    """Return the day written in `text`; None for anything else."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _title(answer: Answer) -> str:
    """Return an answer's title in the reader's language, else in another one."""
    titles = dict(answer.wordings.values_list("language", "title"))
    return titles.get(get_language() or "en") or next(iter(titles.values()), _("Answer without a text"))
