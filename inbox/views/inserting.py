"""What the composer puts into a reply: reusable answers and snippets, ready for the question's network."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from helpdesk.answers import suggestions
from helpdesk.answers.models import Snippet
from inbox import inserting
from inbox.models import Question
from inbox.views.desk import me
from inbox.views.opening import with_question

PLAIN = "text/plain; charset=utf-8"


@with_question
def insertion(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Return a wording with its variables filled, which version it is, and whether it is the short text."""
    wording = get_object_or_404(suggestions.offered(), pk=pk)
    version = wording.versions.filter(number=wording.approved or 0).first()
    put = inserting.wording(row, me(request), wording, request.GET.get("form", ""), is_public=_is_public(request, row))
    answer = HttpResponse(put.text, content_type=PLAIN)
    answer["X-Version"] = str(version.pk if version else "")
    answer["X-Form"] = "short" if put.is_short else "full"
    return answer


@with_question
def snippet(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Return a snippet in the question's language with its variables filled."""
    kept = get_object_or_404(Snippet, pk=pk, is_active=True)
    return HttpResponse(inserting.snippet(row, me(request), kept, is_public=_is_public(request, row)), content_type=PLAIN)


def _is_public(request: HttpRequest, row: Question) -> bool:
    return row.is_public and request.GET.get("readers") != "citizen"
