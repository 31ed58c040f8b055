"""Answers as files: taking them out, and bringing them in with a look before anything is written."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from helpdesk.answers.models import Answer, ImportRow, ImportRun
from helpdesk.answers.saying import problem, unreadable
from helpdesk.answers.transfer import formats, runs
from helpdesk.people.models import Language, User
from helpdesk.people.permissions import requires

SHOWN = 200
LATEST = 10


@requires("edit_answers")
def start(request: HttpRequest) -> HttpResponse:
    """Take a file, or show what can be taken out and which files came in."""
    error = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None or isinstance(file, list):
            error = _("Choose a file first.")
        elif (file.size or 0) > formats.MOST_BYTES:
            error = unreadable("size")
        else:
            try:
                run = runs.start(cast(User, request.user), file.name or "", file.read())
            except formats.Unreadable as bad:
                error = unreadable(bad.why)
            else:
                return redirect("answers_import_run", run.pk)
    context = {"error": error, "runs": ImportRun.objects.select_related("editor")[:LATEST], "kinds": list(formats.KINDS)}
    return render(request, "answers/import.html", context, status=422 if error else 200)


@requires("edit_answers")
@require_GET
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an import: what it would change or changed, and which rows cannot be taken over."""
    return render(request, "answers/import_run.html", _context(get_object_or_404(ImportRun.objects.select_related("editor"), pk=pk)))


@requires("edit_answers")
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Return how far an import is."""
    return render(request, "answers/_import.html", _context(get_object_or_404(ImportRun.objects.select_related("editor"), pk=pk)))


@requires("edit_answers")
@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the good rows."""
    if not runs.write(get_object_or_404(ImportRun, pk=pk)):
        messages.error(request, _("This file is being checked still, or was written already."))
    return redirect("answers_import_run", pk)


@requires("edit_answers")
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:  # noqa: ARG001  (views take a request)
    """Hand over every answer as a file."""
    if kind not in formats.KINDS:
        raise Http404
    answers = Answer.objects.order_by("pk").prefetch_related("wordings", "sources")
    done = HttpResponse(formats.written(kind, answers), content_type=formats.KINDS[kind])
    done["Content-Disposition"] = f'attachment; filename="answers-{timezone.localdate().isoformat()}.{kind}"'
    return done


def _context(row: ImportRun) -> dict[str, object]:
    bad = row.rows.filter(effect=ImportRow.Effect.BAD)
    good = row.rows.filter(effect__in=[ImportRow.Effect.NEW, ImportRow.Effect.CHANGED]).select_related("answer")
    found = runs.counts(row)
    return {
        "run": row,
        "is_moving": row.state in (ImportRun.State.CHECKING, ImportRun.State.WRITING),
        "counts": [(label, found[effect]) for effect, label in ImportRow.Effect.choices if found.get(effect)],
        "to_write": found.get("new", 0) + found.get("changed", 0),
        "bad": [(each, problem(each)) for each in bad[:SHOWN]],
        "good": [(each, _title(each), [_change(name) for name in each.changes]) for each in good[:SHOWN]],
    }


def _title(row: ImportRow) -> str:
    wordings = row.data.get("wordings", {})
    first = row.data.get("source_language") or Language.NL
    return next((str(wordings[code].get("title", "")) for code in (first, *Language.values) if code in wordings), row.place)


def _change(name: str) -> str:
    return str(Language(name).label) if name in Language.values else _("details")
