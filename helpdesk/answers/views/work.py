"""What happens beside the text while editors work: drafts kept, who else is here, comments."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk.answers import comments, drafts, presence
from helpdesk.answers.models import Answer, Comment
from helpdesk.answers.versions import WORDS
from helpdesk.answers.views.shown import language_of
from helpdesk.people.models import User
from helpdesk.people.permissions import requires


@requires("edit_answers")
@require_POST
def draft(request: HttpRequest, language: str, pk: int | None = None) -> HttpResponse:
    """Keep what is being typed into one wording."""
    row = get_object_or_404(Answer, pk=pk) if pk else None
    words = {name: request.POST.get(f"{language_of(language)}-{name}", "") for name in WORDS}
    version = request.POST.get(f"{language}-version", "")
    drafts.keep(row, language, cast(User, request.user), words, int(version) if version.isdecimal() and len(version) < 9 else 0)
    return HttpResponse(status=204)


@requires("edit_answers")
@require_POST
def discard(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Throw away what was typed and not saved."""
    row = get_object_or_404(Answer, pk=pk) if pk else None
    drafts.discard(row, cast(User, request.user))
    messages.success(request, _("Your unsaved text was thrown away. This is the saved text."))
    return redirect("answer_edit", row.pk) if row else redirect("answer_new")


@requires("edit_answers")
@require_POST
def here(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who else has the answer open in the editor."""
    others = presence.here(get_object_or_404(Answer, pk=pk), cast(User, request.user))
    return render(request, "answers/_here.html", {"others": others})


@requires("edit_answers")
@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a comment."""
    row = get_object_or_404(Answer, pk=pk)
    if comments.add(row, cast(User, request.user), request.POST.get("text", "")) is None:
        messages.error(request, _("The comment is empty. Write something, then add it."))
    return redirect(f"{_address(pk)}#comments")


@requires("edit_answers")
@require_POST
def resolve(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Settle a comment, or open it again."""
    row = get_object_or_404(Comment, pk=number, answer=pk)
    comments.resolve(row, cast(User, request.user), is_resolved=request.POST.get("resolved") == "yes")
    return redirect(f"{_address(pk)}#comments")


def _address(pk: int) -> str:
    return reverse("answer", args=[pk])
