"""The editor: an answer and its wordings on one page, the source left, a translation right."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk.answers import behind, comparing, drafts, editing, rendering, versions
from helpdesk.answers.checking import Checked, checked, score_in
from helpdesk.answers.forms import AnswerForm, WordingForm
from helpdesk.answers.models import Answer, AnswerDraft
from helpdesk.answers.plain import score
from helpdesk.answers.saying import numbers_in_words, only_in_replies
from helpdesk.answers.views.shown import language_of, title
from helpdesk.people.models import Language, User
from helpdesk.people.permissions import requires

LONGEST = 20_000
Compared = list[tuple[str, editing.Conflict, list[comparing.Part]]]


@requires("edit_answers")
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a new answer or change one."""
    row = get_object_or_404(Answer, pk=pk) if pk else None
    if request.method == "POST":
        return _save(request, row)
    person = cast(User, request.user)
    forms = _forms(row, None)
    kept = drafts.of(row, person)
    if row is None and not kept:
        _begin(forms, request.GET)
    for form in forms:
        if form.language in kept:
            _take_back(form, kept[form.language])
    initial = None if row else {"source_language": _first(request)}
    return _page(request, row, AnswerForm(instance=row, initial=initial), forms, kept=kept)


@requires("edit_answers")
@require_POST
def preview(request: HttpRequest, language: str) -> HttpResponse:
    """Return the text being typed in `language` as the citizen will see it."""
    text, before = request.POST.get(f"{language}-text", "")[:LONGEST], request.POST.get(f"{language}-before", "")
    context = {"html": rendering.preview(text), "language": language_of(language), "field": f"id_{language}-text"}
    return render(request, "answers/_preview.html", {**context, "checked": checked(text, language, score_in(before))})


def _save(request: HttpRequest, row: Answer | None) -> HttpResponse:
    person = cast(User, request.user)
    form, forms = AnswerForm(request.POST, instance=row), _forms(row, request.POST)
    if not all([form.is_valid(), *(each.is_valid() for each in forms)]):
        return _page(request, row, form, forms, status=422)
    words = {each.language: typed for each in forms if (typed := each.words())}
    try:
        saved = editing.save(get_object_or_404(Answer, pk=row.pk) if row else None, person, form.details(), words)
    except editing.EditedMeanwhile as error:
        return _page(request, row, form, _reopened(forms, request.POST, error.conflicts), conflicts=error.conflicts, status=409)
    except editing.HoldsPersonalData as error:
        sentence = _("This answer is published, and the text holds %(kinds)s. Take it out, then save.") % {"kinds": numbers_in_words(error.kinds)}
        next(each for each in forms if each.language == error.language).add_error("text", sentence)
        return _page(request, row, form, forms, status=422)
    except editing.OnlyInReplies as error:
        next(each for each in forms if each.language == error.language).add_error("text", only_in_replies(error))
        return _page(request, row, form, forms, status=422)
    drafts.discard(row, person)
    messages.success(request, _("The answer was saved."))
    return redirect("answer", saved.pk)


def _page(
    request: HttpRequest,
    row: Answer | None,
    form: AnswerForm,
    forms: list[WordingForm],
    *,
    kept: dict[str, AnswerDraft] | None = None,
    conflicts: dict[str, editing.Conflict] | None = None,
    status: int = 200,
) -> HttpResponse:
    newest = {each.language: each.newest for each in forms if each.newest}
    source, late = row.source_language if row else _first(request), behind.of(row) if row else {}
    ordered = sorted(forms, key=lambda each: each.language != source)
    context: dict[str, Any] = {
        "answer": row,
        "form": form,
        "forms": [(*each, late.get(each[0].language)) for each in _with_previews(ordered)],
        "title": title(newest),
        "variables": rendering.VARIABLES,
        "source": source,
        "beside": _beside(request, forms, source, late),
        "kept": kept or {},
        "conflicts": _compared(conflicts or {}),
        "has_errors": status == 422,
        "waits": row is not None and row.state == Answer.State.PUBLISHED and versions.needs_second_person(row.topic),
        "all_forms": [form, *forms],
    }
    return render(request, "answers/edit.html", context, status=status)


def _first(request: HttpRequest) -> str:
    """Return the language a new answer is written in first: the link's, else Dutch."""
    asked = request.GET.get("language", "") or request.POST.get("source_language", "")
    return asked if asked in Language.values else Language.NL


def _beside(request: HttpRequest, forms: list[WordingForm], source: str, late: dict[str, behind.Behind]) -> str:
    """Return the language shown beside the source: one with errors, the one asked for, one that is behind, one that is missing."""
    others = [each for each in forms if each.language != source]
    asked = request.GET.get("language", "")
    wanted = [
        *(each.language for each in others if each.is_bound and each.errors),
        *(each.language for each in others if each.language == asked),
        *(each.language for each in others if each.language in late),
        *(each.language for each in others if not each.newest),
    ]
    return next(iter(wanted), others[0].language)


def _forms(row: Answer | None, data: QueryDict | None) -> list[WordingForm]:
    newest = versions.newest(row) if row else {}
    source = newest.get(row.source_language) if row else None
    return [WordingForm(code, newest.get(code), data, source=source) for code in Language.values]


def _begin(forms: list[WordingForm], given: QueryDict) -> None:
    """Fill in the title that a link to a new answer brings."""
    for each in forms:
        if each.language == given.get("language"):
            each.initial["title"] = given.get("title", "")[:200]


def _take_back(form: WordingForm, draft: AnswerDraft) -> None:
    """Put in what was typed and not saved; it is saved on top of the version it began from."""
    form.initial.update(draft.words)
    form.initial["version"] = draft.opened_version


def _reopened(forms: list[WordingForm], posted: QueryDict, conflicts: dict[str, editing.Conflict]) -> list[WordingForm]:
    """Keep what was typed, on top of the versions the editor is now shown: his next save is about these."""
    data = posted.copy()
    for code, conflict in conflicts.items():
        data[f"{code}-version"] = str(conflict.theirs.number)
    return [WordingForm(each.language, conflicts[each.language].theirs if each.language in conflicts else each.newest, data) for each in forms]


def _with_previews(forms: list[WordingForm]) -> list[tuple[WordingForm, str, Checked]]:
    """Return each form with its preview and what the checker says; the score before is that of the text as it stands."""
    texts = [str(each["text"].value() or "") for each in forms]
    before = [score(each.newest.text, each.language).value if each.newest else None for each in forms]
    return [(each, rendering.preview(text), checked(text, each.language, was)) for each, text, was in zip(forms, texts, before, strict=True)]


def _compared(conflicts: dict[str, editing.Conflict]) -> Compared:
    return [(str(Language(code).label), each, comparing.words(each.theirs.text, each.mine.text)) for code, each in conflicts.items()]
