"""What an agent says of a suggested answer: not useful for this question, or show all again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from helpdesk.answers.models import Answer
from inbox import suggesting
from inbox.models import Question
from inbox.views.desk import me
from inbox.views.opening import with_question


@with_question
@require_POST
def set_aside(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Suggest an answer no more, for this question only."""
    suggesting.set_aside(row, get_object_or_404(Answer, pk=pk), me(request))
    return _offered(request, row)


@with_question
@require_POST
def put_back(request: HttpRequest, row: Question) -> HttpResponse:
    """Suggest again what was set aside for this question."""
    suggesting.put_back(row)
    return _offered(request, row)


def _offered(request: HttpRequest, row: Question) -> HttpResponse:
    """Return the suggestions as they are now; the whole question where a browser asks without script."""
    if request.headers.get("Sec-Fetch-Dest") == "document":
        return redirect("question", row.reference)
    offered = {**vars(suggesting.offer(row, suggesting.asked(row))), "question": row, "compact": True}
    return render(request, "desk/_suggestions.html", offered)
