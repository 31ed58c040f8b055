"""What stands beside a question and takes a moment to find: whom it can be referred to, what it goes with, who asks.

The page fetches it once it is shown; a browser without script asks for it with the page.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from helpdesk.people.models import User
from inbox import citizens, referrals, selectors, suggesting, twins
from inbox.models import Incident, Question
from inbox.views.desk import me
from inbox.views.opening import with_question

ALIKE = 5


@with_question
def beside(request: HttpRequest, row: Question) -> HttpResponse:
    """Return the cards beside an open question."""
    return render(request, "desk/_beside.html", {"question": row, **found(me(request), row, suggesting.asked(row))})


def found(person: User, row: Question, asked: str, words: str = "") -> dict[str, object]:
    """Return what the cards show; `asked` is what the citizen wrote last, `words` what the agent looks for in the directory."""
    same = twins.offered(row)
    alike = [citizens.side(person, other) for other in citizens.alike(row)[:ALIKE]]
    return {
        "offered_bodies": [(body, referrals.why_not(row, body)) for body in referrals.offered(row, asked, words)],
        "body_words": words,
        "referrals": row.referrals.prefetch_related("body", "by", "message"),
        "part": row.memberships.filter(out_at=None).prefetch_related("incident").first(),
        "incidents_open": Incident.objects.filter(closed_at=None),
        "same_matter": same,
        "written_last": twins.written_last([row, *same]) if same else None,
        "absorbed": twins.joined(row)[1],
        "others": selectors.others(person, row),
        "own": citizens.side(person, row.citizen) if alike else None,
        "alike": alike,
        "merges": citizens.merges(row),
    }
