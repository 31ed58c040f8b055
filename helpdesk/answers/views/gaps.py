"""What is missing: searches in vain, answers that did not do, languages that agents needed."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from helpdesk.answers import gaps
from helpdesk.answers.models import Answer, Gap
from helpdesk.people.models import Language, User
from helpdesk.people.permissions import requires

SHOWN = 100


@requires("edit_answers")
@require_GET
def missing(request: HttpRequest) -> HttpResponse:
    """List what people needed and did not find, most wanted first."""
    kind, language = request.GET.get("kind", ""), request.GET.get("language", "")
    rows = gaps.open_gaps(kind if kind in Gap.Kind.values else "", language if language in Language.values else "")[:SHOWN]
    shown = [(gap, next((wording for wording in gap.answer.wordings.all()), None) if gap.answer else None) for gap in rows]
    most = max((gap.count for gap, _wording in shown), default=1)
    context = {"gaps": shown, "most": most, "kinds": Gap.Kind.choices, "languages_offered": Language.choices, "kind": kind, "chosen": language}
    return render(request, "answers/missing.html", context)


@requires("edit_answers")
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one off the list."""
    gaps.settle(get_object_or_404(Gap, pk=pk), cast(User, request.user))
    messages.success(request, _("Taken off the list. It comes back when people miss it again."))
    return redirect("answers_missing")


@requires("read_answers")
@require_POST
def needed(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Note that an agent needs an answer in a language it does not have."""
    answer = get_object_or_404(Answer, pk=pk)
    if language not in Language.values:
        raise Http404
    if not answer.wordings.filter(language=language).exists():
        gaps.needed(answer, language)
    return render(request, "answers/_asked_for.html")
