"""The language checker's fragment, for the editor of an answer and for the composer of a reply."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from helpdesk.answers.checking import checked, score_in
from helpdesk.people.models import Language
from helpdesk.people.permissions import requires

LONGEST = 20_000


@requires("read_answers")
@require_POST
def check(request: HttpRequest, language: str) -> HttpResponse:
    """Return what the checker says of the text being typed; `field` names the text area that the remarks lead to."""
    if language not in Language.values:
        raise Http404
    field = request.POST.get("field", "")[:80]
    text = request.POST.get(request.POST.get("name", "text"), "").replace("\r\n", "\n")[:LONGEST]
    found = checked(text, language, score_in(request.POST.get("before", "")))
    return render(request, "answers/_check.html", {"checked": found, "language": language, "field": field})
