"""Pages of the directory of administrations: agents read it, editors and leads keep it."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from helpdesk.answers import bodies, comparing, directory
from helpdesk.answers.body_forms import LABELS, BodyForm, DirectoryFilterForm
from helpdesk.answers.models import Answer, Body
from helpdesk.people.models import Language, User
from helpdesk.people.permissions import may, requires


@requires("read_answers")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """List the administrations."""
    form = DirectoryFilterForm(request.GET)
    rows = [(body, directory.is_stale(body), _topics(body)) for body in directory.listed(form.filters())]
    return render(request, "answers/bodies.html", {"form": form, "rows": rows, "may_edit": may(request.user, "edit_answers")})


@requires("read_answers")
@require_GET
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one administration in all its languages."""
    row = get_object_or_404(Body, pk=pk)
    languages = [(code, label, {name: getattr(row, name).get(code, "") for name in bodies.BY_LANGUAGE}) for code, label in Language.choices]
    labels = dict(Language.choices)
    context: dict[str, Any] = {"body": row, "languages": languages, "answers_in": [labels[code] for code in row.languages if code in labels]}
    context |= {"topics": _topics(row), "is_stale": directory.is_stale(row), "may_edit": may(request.user, "edit_answers")}
    return render(request, "answers/body.html", context)


@requires("edit_answers")
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add an administration or change one."""
    row, is_stale = get_object_or_404(Body, pk=pk) if pk else None, False
    form = BodyForm(row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        opened = form.cleaned_data["opened_version"] or 0
        try:
            saved = bodies.save(get_object_or_404(Body, pk=pk) if pk else None, _me(request), form.changes(), opened_version=opened)
        except bodies.EditedMeanwhile:
            is_stale, posted = True, request.POST.copy()
            posted["opened_version"] = str(get_object_or_404(Body, pk=pk).version)
            form = BodyForm(row, posted)
        else:
            messages.success(request, _("The administration was saved."))
            return redirect("body", saved.pk)
    return render(request, "answers/body_edit.html", {"body": row, "form": form, "is_stale": is_stale}, status=409 if is_stale else 422 if form.errors else 200)


@requires("edit_answers")
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that everything about an administration is still true today."""
    row = get_object_or_404(Body, pk=pk)
    try:
        bodies.check(row, _me(request))
    except bodies.EditedMeanwhile:
        messages.error(request, _("Somebody saved this just now. Look at it again."))
    else:
        messages.success(request, _("Noted: checked today."))
    return redirect("body", pk)


@requires("read_answers")
@require_GET
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the versions of an administration, and what the chosen one changed."""
    row = get_object_or_404(Body, pk=pk)
    versions = list(row.versions.select_related("written_by"))
    number = request.GET.get("version", "")
    chosen = next((each for each in versions if str(each.number) == number), versions[0] if versions else None)
    before = next((each for each in versions if chosen and each.number == chosen.number - 1), None)
    parts = [(label, comparing.words(old, new)) for label, old, new in _lines(before.data if before else {}, chosen.data if chosen else {}) if old != new]
    context = {"body": row, "versions": versions, "chosen": chosen, "before": before, "parts": parts}
    return render(request, "answers/body_history.html", {**context, "may_edit": may(request.user, "edit_answers")})


@requires("edit_answers")
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an older version the newest again."""
    row, number = get_object_or_404(Body, pk=pk), request.POST.get("version", "")
    if not number.isdecimal() or len(number) > 9 or not row.versions.filter(number=int(number)).exists():
        raise Http404
    try:
        bodies.restore(row, int(number), _me(request))
    except bodies.EditedMeanwhile:
        messages.error(request, _("Somebody saved this just now. Look at it again."))
    else:
        messages.success(request, _("Version %(number)s is the newest again.") % {"number": number})
    return redirect("body_history", pk)


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _topics(row: Body) -> list[str]:
    return [str(Answer.Topic(topic).label) for topic in row.topics if topic in Answer.Topic.values]


def _lines(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return what a version holds line by line: its label, the text before and now."""
    labels = {field.name: str(field.verbose_name) for field in Body._meta.fields} | {"topics": _("Topics"), "languages": _("Languages it answers in")}
    lines = [(labels[name], _text(old.get(name)), _text(new.get(name))) for name in bodies.FIELDS if name not in bodies.BY_LANGUAGE]
    texts = [(name, code) for name in bodies.BY_LANGUAGE for code in Language.values]
    return [(f"{LABELS[name]} ({code})", old.get(name, {}).get(code, ""), new.get(name, {}).get(code, "")) for name, code in texts] + lines


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(value) if isinstance(value, list) else str(value or "")
