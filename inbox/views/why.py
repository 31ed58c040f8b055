"""Why the classifier said so: trying a question without some of its words, and the answered questions nearest to it."""

import re
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from classifier import store
from helpdesk.people import directory
from inbox import precedents as answered
from inbox import selectors, triage
from inbox.models import Question
from inbox.views.desk import me
from inbox.views.opening import with_question

_SPAN = re.compile(r"(\d{1,6})-(\d{1,6})", re.ASCII)
MOST_REMOVED = 50


@with_question
def what_if(request: HttpRequest, row: Question) -> HttpResponse:
    """Return the words that decided, each to be left out, and what the model would say without those left out."""
    removed = [(int(found[1]), int(found[2])) for part in request.GET.getlist("without")[:MOST_REMOVED] if (found := _SPAN.fullmatch(part))]
    try:
        model = triage.model()
    except store.ModelFileError:
        return render(request, "desk/_what_if_none.html")
    text, channel = selectors.asked(row), row.account.kind
    before = model.predict(text, channel, row.is_public)
    words = [asdict(reason) | {"is_removed": (reason.start, reason.end) in removed} for reason in before.reasons if reason.kind == "word"]
    now = model.predict(text, channel, row.is_public, without=removed)
    return render(request, "desk/_what_if.html", {"question": row, "words": words, "removed": removed, "now": now, "teams": directory.teams()})


@with_question
def precedents(request: HttpRequest, row: Question) -> HttpResponse:
    """Return the answered questions nearest to this one."""
    return render(request, "desk/_precedents.html", {"precedents": answered.nearest(row, me(request))})
