"""Why the classifier said so: trying a question without some of its words, and the answered questions nearest to it."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from classifier import explain
from helpdesk.people import directory
from inbox import precedents as answered
from inbox import selectors, triage
from inbox.models import Decision, Question
from inbox.views.desk import me
from inbox.views.opening import with_question

_SPAN = re.compile(r"(\d{1,6})-(\d{1,6})", re.ASCII)
MOST_REMOVED = 50


@with_question
def what_if(request: HttpRequest, row: Question) -> HttpResponse:
    """Return the words that decided, each to be left out, and where the question would go without those left out, if it came in now."""
    removed = [(int(found[1]), int(found[2])) for part in request.GET.getlist("without")[:MOST_REMOVED] if (found := _SPAN.fullmatch(part))]
    text, decision = selectors.asked(row), row.decisions.first()
    before, now = _decided(row, text), _decided(row, explain.blank(text, removed))
    if now.best_team is None:
        return render(request, "desk/_what_if_none.html")
    words = [reason | {"is_removed": (reason["start"], reason["end"]) in removed} for reason in before.reasons if reason["kind"] == "word"]
    context = {"question": row, "words": words, "removed": removed, "now": now, "teams": directory.teams()}
    return render(request, "desk/_what_if.html", context | {"is_other": _percents(decision) != _percents(before)})


def _decided(row: Question, text: str) -> triage.Decided:
    return triage.decide(text, channel=row.account.kind, is_public=row.is_public, prior=row.language, besides=row.pk)


def _percents(said: Decision | triage.Decided | None) -> dict[str, int]:
    return {team: round(share * 100) for team, share in said.probabilities.items()} if said else {}


@with_question
def precedents(request: HttpRequest, row: Question) -> HttpResponse:
    """Return the answered questions nearest to this one."""
    return render(request, "desk/_precedents.html", {"precedents": answered.nearest(row, me(request))})
