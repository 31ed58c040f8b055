"""Pages of the snippets: editors and leads keep the greetings, closings and paragraphs that agents put around an answer."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from helpdesk.answers import rendering, snippets
from helpdesk.answers.checking import Checked, checked
from helpdesk.answers.forms import KEY_TAKEN, SnippetForm
from helpdesk.answers.models import Snippet
from helpdesk.answers.plain import score
from helpdesk.people.models import Language, User
from helpdesk.people.permissions import requires


@requires("edit_answers")
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """List the snippets with their texts in each language."""
    rows = [(row, [(code, label, rendering.preview(row.texts.get(code, ""))) for code, label in Language.choices]) for row in snippets.listed()]
    return render(request, "answers/snippets.html", {"rows": rows})


@requires("edit_answers")
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a snippet; what was typed is kept when it cannot be saved."""
    row = get_object_or_404(Snippet, pk=pk) if pk else None
    form = SnippetForm(row, request.POST or None)
    if request.method != "POST":
        return _page(request, row, form)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        snippets.save(row, cast(User, request.user), form.typed())
    except snippets.KeyTaken:
        form.add_error("key", KEY_TAKEN)
        return _page(request, row, form, status=422)
    except snippets.ChangedMeanwhile as error:
        data = request.POST.copy()
        data["version"] = str(error.theirs.version)
        return _page(request, error.theirs, SnippetForm(error.theirs, data), status=409, theirs=error.theirs)
    messages.success(request, _("The snippet is saved."))
    return redirect("snippets")


def _page(request: HttpRequest, row: Snippet | None, form: SnippetForm, *, status: int = 200, theirs: Snippet | None = None) -> HttpResponse:
    context = {
        "snippet": row,
        "form": form,
        "details": [form[name] for name in SnippetForm.Meta.fields],
        "texts": [_text(form, code, row) for code in Language.values],
        "variables": rendering.VARIABLES,
        "theirs": theirs,
        "their_texts": [(label, code, theirs.texts.get(code, "")) for code, label in Language.choices] if theirs else [],
        "all_forms": [form],
        "has_errors": bool(form.errors),
    }
    return render(request, "answers/snippet.html", context, status=status)


def _text(form: SnippetForm, code: str, row: Snippet | None) -> dict[str, Any]:
    """Return one language's field with its preview and what the checker says of it."""
    field = form[f"{code}-text"]
    text, before = str(field.value() or ""), row.texts.get(code, "") if row else ""
    said: Checked = checked(text, code, score(before, code).value if before else None)
    return {"language": code, "label": Language(code).label, "input": field, "field": field.id_for_label, "html": rendering.preview(text), "checked": said}
