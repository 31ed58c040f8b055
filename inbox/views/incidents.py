"""Surges and incidents: the banner, opening an incident, its page, and what agents do to a question's part in it."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpdesk.people.models import User
from helpdesk.people.permissions import may_see, requires, visible
from inbox import incident_figures, incident_plots, incidents, selectors, surges, twins
from inbox.models import Fingerprint, Incident, IncidentQuestion, Question, Surge, Twin
from inbox.views import broadcasts
from inbox.views.desk import frame, me
from inbox.views.opening import number, with_question

SHOWN = 200


@requires("see_inbox")
def surges_shown(request: HttpRequest) -> HttpResponse:
    """Return the banner as it is now, as a fragment."""
    return render(request, "desk/_surges.html", {"surges": surges.banner()})


@requires("lead")
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a surge aside; the page offers to take that back."""
    row = get_object_or_404(Surge, pk=pk)
    surges.dismiss(row, me(request))
    if request.headers.get("HX-Request"):
        return render(request, "desk/_surges.html", {"surges": surges.banner(), "put_aside": row})
    return redirect("desk")


@requires("lead")
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a surge that was put aside."""
    surges.restore(get_object_or_404(Surge, pk=pk))
    if request.headers.get("HX-Request"):
        return render(request, "desk/_surges.html", {"surges": surges.banner()})
    return redirect("desk")


@requires("see_inbox")
def all_incidents(request: HttpRequest) -> HttpResponse:
    """List the incidents, open ones first."""
    rows = incident_figures.counted(Incident.objects.select_related("opened_by"))
    opened, closed = _drawn(rows.filter(closed_at=None)), _drawn(rows.filter(closed_at__isnull=False)[:SHOWN])
    return render(request, "desk/incidents.html", {**frame(request, "incidents"), "title": _("Incidents"), "opened": opened, "closed": closed})


def _drawn(rows: Iterable[Incident]) -> list[tuple[Incident, incident_plots.Spark | None]]:
    """Return each incident with the line of its questions."""
    listed = list(rows)
    sparks = incident_plots.sparks(listed)
    return [(row, sparks.get(row.pk)) for row in listed]


@requires("lead")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show what an incident would hold, each question with a tick box, and open it."""
    asked = request.POST if request.method == "POST" else request.GET
    surge = Surge.objects.filter(pk=number(asked.get("surge"))).first()
    question = selectors.question(me(request), asked.get("question", ""))
    offered = _offered(me(request), surge, question)
    name, error = asked.get("name", ""), ""
    ticked = [number(text) for text in request.POST.getlist("ticked")] if request.method == "POST" else [row.question_id for row in offered]
    if request.method == "POST":
        chosen = [row.question for row in offered if row.question_id in ticked]
        left = [row.question for row in offered if row.question_id not in ticked]
        try:
            made = incidents.open_incident(name, chosen, me(request), left=left, surge=surge)
        except incidents.Unnamed:
            error = _("Give the incident a name that colleagues recognise.")
        except incidents.Nobody:
            error = _("Tick at least one question.")
        else:
            incidents.match_recent(made)
            return redirect("incident", made.pk)
    context = {"offered": offered, "ticked": ticked, "name": name, "error": error, "surge": surge, "question": question, "title": _("Open an incident")}
    return render(request, "desk/incident_new.html", {**frame(request, "incidents"), **context}, status=422 if error else 200)


def _offered(person: User, surge: Surge | None, question: Question | None) -> list[Fingerprint]:
    rows = surges.prints_of(surge) if surge else incidents.candidates(question) if question else []
    held = set(IncidentQuestion.objects.filter(question__in=[row.question_id for row in rows], out_at=None).values_list("question", flat=True))
    return [row for row in rows if row.question_id not in held and may_see(person, row.question)]


@requires("see_inbox")
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an incident."""
    return page(request, get_object_or_404(Incident.objects.select_related("opened_by", "closed_by"), pk=pk))


def page(request: HttpRequest, row: Incident, *, status: int = 200, **typed: object) -> HttpResponse:
    """Return an incident's page, also with what was typed and could not be taken."""
    inside = incident_figures.inside(row)
    out = IncidentQuestion.objects.filter(incident=row, out_at__isnull=False)
    context = {
        **frame(request, "incidents"),
        "title": row.name,
        "incident": row,
        "count": inside.count(),
        "plot": incident_plots.plot(list(inside.values_list("question__received_at", flat=True)), incident_plots.done(row)),
        "by_language": incident_figures.languages(row),
        "by_channel": incident_figures.channels(row),
        "timeline": incident_figures.timeline(row),
        "taken_out": visible(me(request), out, through="question__").select_related("question")[:SHOWN],
        "answers": broadcasts.shown(row, me(request)),
        **broadcasts.forms(row),
        **typed,
    }
    return render(request, "desk/incident.html", context, status=status)


@requires("see_inbox")
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """List an incident's questions, as the inbox does."""
    row = get_object_or_404(Incident, pk=pk)
    rows = selectors.Page(list(selectors.of_incident(me(request), row.pk)[:SHOWN]), "")
    return render(request, "desk/inbox.html", {**frame(request, "search"), "title": row.name, "page": rows, "incident": row})


@requires("lead")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an incident, or open it again."""
    row = get_object_or_404(Incident, pk=pk)
    if "open" in request.POST:
        incidents.reopen(row)
        messages.success(request, _("The incident is open again: later questions join it."))
    elif incidents.close(row, me(request)):
        messages.success(request, _("The incident is closed: nothing joins it any more."))
    return redirect("incident", pk)


@requires("lead")
@require_POST
def join_surge(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a surge's questions into an incident that is open."""
    surge = get_object_or_404(Surge, pk=pk)
    row = get_object_or_404(Incident, pk=number(request.POST.get("incident")))
    rows = Question.objects.filter(pk__in=surge.questions, is_restricted=False)
    broadcasts.put_in(row, list(rows), me(request), surge=surge)
    return redirect("incident", row.pk)


@with_question
@require_POST
def put_in(request: HttpRequest, row: Question) -> HttpResponse:
    """Put a question into an open incident."""
    found = Incident.objects.filter(pk=number(request.POST.get("incident")), closed_at=None).first()
    if found is None or not broadcasts.put_in(found, [row], me(request)):
        messages.error(request, _("Choose an open incident. A question is part of one at a time."))
    return redirect("question", row.reference)


@with_question
@require_POST
def take_out(request: HttpRequest, row: Question) -> HttpResponse:
    """Take a question out of its incident."""
    if incidents.take_out(row, me(request)):
        messages.success(request, _("The question is no longer part of the incident and never joins it again by itself."))
    return redirect("question", row.reference)


@with_question
@require_POST
def join_twin(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Answer another question of the same citizen where this one is, or this one there."""
    other = next((one for one in twins.offered(row) if one.pk == pk and may_see(me(request), one)), None)
    made = None
    if other:
        made = twins.join(row, other, me(request)) if "there" in request.POST else twins.join(other, row, me(request))
    if made is None:
        messages.error(request, _("These two questions cannot be joined any more. Look again."))
        return redirect("question", row.reference)
    messages.success(request, _("The two questions are one matter now: answer it once."))
    return redirect("question", made.kept.reference)


@with_question
@require_POST
def part_twin(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Part two questions that were joined."""
    twins.part(get_object_or_404(Twin.objects.select_related("question", "kept"), pk=pk, parted_at=None), me(request))
    messages.success(request, _("The two questions are apart again."))
    return redirect("question", row.reference)
