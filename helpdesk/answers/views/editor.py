"""Pages of the reusable answers: agents read them, editors and leads change them."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from helpdesk.answers import editing, life, rendering, selectors
from helpdesk.answers.checking import Checked, checked, score_in
from helpdesk.answers.forms import AnswerForm, FilterForm, WordingForm
from helpdesk.answers.models import Answer, Wording
from helpdesk.answers.plain import score
from helpdesk.people.models import Language, User
from helpdesk.people.permissions import may, requires

LONGEST = 20_000


@requires("read_answers")
@require_GET
def answers(request: HttpRequest) -> HttpResponse:
    """List the answers; a further page comes as rows only."""
    form = FilterForm(request.GET)
    page = selectors.listed(form.filters(), language=get_language() or "en", after=request.GET.get("after", ""))
    more = request.GET.copy()
    more["after"] = page.after
    context = {
        "form": form,
        "page": page,
        "more_url": f"{request.path}?{more.urlencode()}" if page.after else "",
        "today": timezone.localdate(),
        "may_edit": may(request.user, "edit_answers"),
    }
    is_fragment = request.headers.get("HX-Request") and request.GET.get("after")
    return render(request, "answers/_rows.html" if is_fragment else "answers/answers.html", context)


@requires("read_answers")
@require_GET
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one answer in all its languages; one that is missing is said to be."""
    row = get_object_or_404(Answer, pk=pk)
    wordings = {wording.language: wording for wording in row.wordings.select_related("updated_by")}
    languages = [
        {"code": code, "label": label, "wording": wordings.get(code), "html": rendering.preview(wordings[code].text) if code in wordings else ""}
        for code, label in Language.choices
    ]
    context = {"answer": row, "languages": languages, "title": _title(wordings), "today": timezone.localdate()}
    return render(request, "answers/answer.html", {**context, "may_edit": may(request.user, "edit_answers")})


@requires("edit_answers")
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a new answer or change one, its four languages on one page."""
    row = get_object_or_404(Answer, pk=pk) if pk else None
    wordings = {wording.language: wording for wording in row.wordings.all()} if row else {}
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, instance=row)
    forms = [WordingForm(code, wordings.get(code), data) for code in Language.values]
    if row is None and data is None:
        _begin(forms, request.GET)
    conflicts: dict[str, editing.Conflict] = {}
    if data is not None and _all_valid(form, forms):
        words = {each.language: typed for each in forms if (typed := each.words())}
        try:
            saved = editing.save(get_object_or_404(Answer, pk=pk) if pk else None, cast(User, request.user), form.details(), words)
        except editing.EditedMeanwhile as error:
            conflicts = error.conflicts
            forms = _reopened(forms, request.POST, conflicts)
        else:
            messages.success(request, _("The answer was saved."))
            return redirect("answer", saved.pk)
    context: dict[str, Any] = {"answer": row, "form": form, "forms": _with_previews(forms), "title": _title(wordings), "variables": rendering.VARIABLES}
    has_errors = form.errors or any(each.errors for each in forms)
    status = 409 if conflicts else 422 if has_errors else 200
    context |= {"conflicts": _compared(conflicts), "has_errors": has_errors, "all_forms": [form, *forms]}
    return render(request, "answers/edit.html", context, status=status)


@requires("edit_answers")
@require_POST
def preview(request: HttpRequest, language: str) -> HttpResponse:
    """Return the text being typed in `language` as the citizen will see it."""
    text, before = request.POST.get(f"{language}-text", "")[:LONGEST], request.POST.get(f"{language}-before", "")
    context = {"html": rendering.preview(text), "language": _language(language), "field": f"id_{language}-text"}
    return render(request, "answers/_preview.html", {**context, "checked": checked(text, language, score_in(before))})


@requires("edit_answers")
@require_POST
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish, retire or take back to draft."""
    row = get_object_or_404(Answer, pk=pk)
    verbs = {"published": life.publish, "retired": life.retire, "draft": life.to_draft}
    verb = verbs.get(request.POST.get("state", ""))
    if verb is None:
        raise Http404
    try:
        verb(row, cast(User, request.user))
    except life.NothingToPublish:
        messages.error(request, _("This answer has no text yet. Write it in at least one language, then publish it."))
    else:
        messages.success(request, _("The answer is now: %(state)s.") % {"state": row.get_state_display()})
    return redirect("answer", pk)


@requires("read_answers")
@require_GET
def history(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Show the versions of one wording, and what the chosen one changed."""
    wording = get_object_or_404(Wording.objects.select_related("answer"), answer=pk, language=language)
    versions = list(selectors.history(wording))
    number = request.GET.get("version", "")
    chosen = next((each for each in versions if str(each.number) == number), versions[0])
    before = next((each for each in versions if each.number == chosen.number - 1), None)
    parts = {name: selectors.compare(getattr(before, name, ""), getattr(chosen, name)) for name in editing.WORDS}
    context = {"wording": wording, "versions": versions, "chosen": chosen, "before": before, "parts": parts, "label": Language(language).label}
    return render(request, "answers/history.html", {**context, "may_edit": may(request.user, "edit_answers")})


@requires("edit_answers")
@require_POST
def restore(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Make an older version the newest again."""
    wording = get_object_or_404(Wording.objects.select_related("answer"), answer=pk, language=language)
    number = request.POST.get("version", "")
    if not number.isdecimal() or not wording.versions.filter(number=int(number)).exists():
        raise Http404
    try:
        editing.restore(wording, int(number), cast(User, request.user))
    except editing.EditedMeanwhile:
        messages.error(request, _("Somebody saved this text just now. Look at the newest version, then restore again if you still want to."))
    else:
        messages.success(request, _("Version %(number)s is the newest text again.") % {"number": number})
    return redirect("answer_history", pk, language)


def _begin(forms: list[WordingForm], given: QueryDict) -> None:
    """Fill in the title that a link to a new answer brings."""
    for each in forms:
        if each.language == given.get("language"):
            each.initial["title"] = given.get("title", "")[:200]


def _all_valid(form: AnswerForm, forms: list[WordingForm]) -> bool:
    """Check every form, so that all errors are shown at once."""
    return all([form.is_valid(), *(each.is_valid() for each in forms)])


def _reopened(forms: list[WordingForm], posted: QueryDict, conflicts: dict[str, editing.Conflict]) -> list[WordingForm]:
    """Keep what was typed, on top of the versions the editor is now shown: his next save is about these."""
    data = posted.copy()
    for code, conflict in conflicts.items():
        data[f"{code}-version"] = str(conflict.theirs.version)
    return [WordingForm(each.language, conflicts[each.language].theirs if each.language in conflicts else each.wording, data) for each in forms]


def _with_previews(forms: list[WordingForm]) -> list[tuple[WordingForm, str, Checked]]:
    """Return each form with its preview and what the checker says; the score before is that of the text as it stands."""
    texts = [str(each["text"].value() or "") for each in forms]
    before = [score(each.wording.text, each.language).value if each.wording else None for each in forms]
    return [(each, rendering.preview(text), checked(text, each.language, was)) for each, text, was in zip(forms, texts, before, strict=True)]


def _compared(conflicts: dict[str, editing.Conflict]) -> list[tuple[str, editing.Conflict, list[selectors.Part]]]:
    return [(str(Language(code).label), each, selectors.compare(each.theirs.text, each.mine.text)) for code, each in conflicts.items()]


def _title(wordings: dict[str, Wording]) -> str:
    """Return the title in the reader's language, else in another one."""
    shown = wordings.get(get_language() or "en") or next(iter(wordings.values()), None)
    return shown.title if shown else ""


def _language(code: str) -> str:
    if code not in Language.values:
        raise Http404
    return code
