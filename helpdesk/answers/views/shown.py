"""Pages that agents read, too: the list, one answer in all its languages, the versions of a wording."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from helpdesk.answers import behind, comparing, life, rendering, selectors, timeline, versions
from helpdesk.answers.forms import FilterForm
from helpdesk.answers.models import Answer, Wording, WordingVersion
from helpdesk.people.models import Language, User
from helpdesk.people.permissions import may, requires

TOLD = 60
MOST_WORDINGS = 20


@requires("read_answers")
@require_GET
def answers(request: HttpRequest) -> HttpResponse:
    """List the answers; a further page comes as rows only."""
    form = FilterForm(request.GET)
    filters = replace(form.filters(), person=request.user.pk)
    page = selectors.listed(filters, language=get_language() or "en", after=request.GET.get("after", ""))
    more = request.GET.copy()
    more["after"] = page.after
    context = {
        "form": form,
        "page": page,
        "show": filters.show,
        "more_url": f"{request.path}?{more.urlencode()}" if page.after else "",
        "today": timezone.localdate(),
        "may_edit": may(request.user, "edit_answers"),
    }
    is_fragment = request.headers.get("HX-Request") and request.GET.get("after")
    return render(request, "answers/_rows.html" if is_fragment else "answers/answers.html", context)


@requires("read_answers")
@require_GET
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one answer in all its languages, what it rests on, and what happened to it."""
    row, person = get_object_or_404(Answer.objects.select_related("owner", "approved_by"), pk=pk), cast(User, request.user)
    wordings = {wording.language: wording for wording in row.wordings.select_related("updated_by")}
    late, newest, own = behind.of(row), versions.newest(row), life.own(row, person)
    unapproved = [code for code, wording in wordings.items() if wording.is_waiting]
    languages = [
        {
            "code": code,
            "label": label,
            "wording": wordings.get(code),
            "html": rendering.preview(wordings[code].text) if code in wordings else "",
            "behind": late.get(code),
            "waiting": newest[code] if code in unapproved and row.state in selectors.WAITING else None,
            "changes": _changes(newest[code]) if code in unapproved else [],
        }
        for code, label in Language.choices
    ]
    context = {
        "answer": row,
        "languages": languages,
        "title": title(wordings),
        "today": timezone.localdate(),
        "now": timezone.now(),
        "seen": ",".join(f"{code}:{wording.version}" for code, wording in wordings.items()),
        "own": own,
        "for_me": [code for code in unapproved if code not in own],
        "told": timeline.of(row)[:TOLD],
        "comments": row.comments.select_related("author", "resolved_by"),
        "may_edit": may(person, "edit_answers"),
    }
    return render(request, "answers/answer.html", context)


@requires("read_answers")
@require_GET
def history(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Show the versions of one wording, and what one of them changed in any other."""
    wording = get_object_or_404(Wording.objects.select_related("answer"), answer=pk, language=language)
    rows = list(selectors.history(wording))
    chosen = _version(rows, request.GET.get("version", "")) or rows[0]
    before = _version(rows, request.GET.get("against", "")) or _version(rows, str(chosen.number - 1))
    parts = {name: comparing.words(getattr(before, name, ""), getattr(chosen, name)) for name in versions.WORDS}
    context = {"wording": wording, "versions": rows, "chosen": chosen, "before": before, "parts": parts, "label": Language(language).label}
    return render(request, "answers/history.html", {**context, "may_edit": may(request.user, "edit_answers")})


@requires("read_answers")
@require_GET
def late(request: HttpRequest) -> HttpResponse:
    """Say which of the wordings in `w` are behind now; a composer that is open asks again and again."""
    numbers = [int(text) for text in request.GET.getlist("w")[:MOST_WORDINGS] if text.isascii() and text.isdecimal() and len(text) < 18]
    rows = Wording.objects.filter(pk__in=numbers).exclude(behind_since=None).select_related("answer")
    sources = {row.answer_id: row for row in Wording.objects.filter(answer__in=[row.answer_id for row in rows], language=F("answer__source_language"))}
    found = [(row, behind.by_changes(row, sources.get(row.answer_id))) for row in rows]
    return render(request, "answers/_late.html", {"late": found})


def title(wordings: Mapping[str, Wording | WordingVersion]) -> str:
    """Return the title in the reader's language, else in another one."""
    shown = wordings.get(get_language() or "en") or next(iter(wordings.values()), None)
    return shown.title if shown else ""


def language_of(code: str) -> str:
    """Return a language of the desk; raises Http404."""
    if code not in Language.values:
        raise Http404
    return code


def _changes(newest: WordingVersion) -> list[tuple[str, list[comparing.Part]]]:
    """Return what the newest version changes in the words that are read, by field; nothing when it is those words."""
    names = {"title": _("Title"), "text": _("Text"), "short_text": _("Short text"), "keywords": _("Keywords")}
    texts = {name: (getattr(newest.wording, name), getattr(newest, name)) for name in names}
    return [(names[name], comparing.words(*pair)) for name, pair in texts.items() if pair[0] != pair[1]]


def _version(rows: list[WordingVersion], number: str) -> WordingVersion | None:
    return next((each for each in rows if str(each.number) == number), None)
