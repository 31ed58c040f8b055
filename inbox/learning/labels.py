"""Which team was right: read from what people did, as the events tell it. Nobody is asked, and no text is copied.

A move by a person is a correction. A reply or a closing by somebody of the team the question was sent to, without a move, is a
confirmation. Spam, withdrawn, restricted and care-first questions teach nothing.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch

from helpdesk.people.models import User
from inbox.learning.moves import meant
from inbox.models import Bookmark, Decision, Event, Example, Message, Question

SPEAKING = (Event.Kind.REPLIED, Event.Kind.UNDONE, Event.Kind.STATE, Event.Kind.MOVED, Event.Kind.WITHDRAWN, Event.Kind.REMOVED)
BATCH = 500
READ_AGAIN = 200
NAME = "labels"


def collect() -> int:
    """Read the events since the last time and write what they teach; return how many questions were looked at.

    Events can be committed out of order, so the last READ_AGAIN are read again; the outcome is the same however often.
    """
    looked_at = 0
    while True:
        mark, newest, touched = _next()
        for start in range(0, len(touched), BATCH):
            _learn(touched[start : start + BATCH])
        if newest > mark.event:
            Bookmark.objects.filter(pk=mark.pk, event__lt=newest).update(event=newest)
        looked_at += len(touched)
        if newest < mark.event + BATCH * 10:
            return looked_at


def _next() -> tuple[Bookmark, int, list[int]]:
    mark = Bookmark.objects.get_or_create(name=NAME)[0]
    rows = Event.objects.filter(pk__gt=mark.event - READ_AGAIN).order_by("pk").values_list("pk", "question_id", "kind")[: BATCH * 10 + READ_AGAIN]
    events = list(rows)
    newest = events[-1][0] if events else 0
    return mark, newest, list(dict.fromkeys(question for _pk, question, kind in events if kind in SPEAKING))


def _learn(questions: list[int]) -> None:
    events = Event.objects.filter(kind__in=SPEAKING).select_related("actor").prefetch_related("actor__teams").order_by("pk")
    taken_back = Exists(Message.objects.filter(question=OuterRef("pk"), removed_at__isnull=False))
    rows = Question.objects.filter(pk__in=questions).select_related("team").annotate(is_taken_back=taken_back)
    rows = rows.prefetch_related(Prefetch("events", events, "told"), "decisions")
    trusted = Example.objects.filter(decision__question__in=questions, trusted_at__isnull=False)
    with transaction.atomic():
        trusted.exclude(team=F("decision__question__team")).update(trusted_by=None, trusted_at=None)
        for question in rows:
            _label(question)


def _label(question: Question) -> None:
    decision = next(iter(question.decisions.all()), None)
    if decision is None:
        return
    found = _found(question, decision)
    if found is None or question.team is None:
        Example.objects.filter(decision=decision).delete()
    else:
        source, by, at = found
        Example.objects.update_or_create(decision=decision, defaults={"team": question.team, "source": source, "by": by, "labelled_at": at})


def _found(question: Question, decision: Decision) -> tuple[Example.Source, User | None, datetime] | None:
    """Return how, by whom and when the question's team was found right; None when nobody has said so."""
    is_private = question.is_restricted or question.alarm or question.is_withdrawn or question.is_taken_back  # type: ignore[attr-defined]
    if is_private or question.team_id is None or question.state == Question.State.SPAM:
        return None
    told: list[Event] = question.told  # type: ignore[attr-defined]
    moves = meant(event for event in told if event.kind == Event.Kind.MOVED)
    if moves:
        last = moves[-1]
        source = Example.Source.CONFIRMED if question.team_id == decision.team_id else Example.Source.CORRECTED
        return source, last.actor, last.created_at
    ended = next((event for event in told if _ends(event) and _is_of(event.actor, question)), None)
    if ended is None or (ended.kind == Event.Kind.REPLIED and question.first_replied_at is None):
        return None
    return Example.Source.CONFIRMED, ended.actor, ended.created_at


def _ends(event: Event) -> bool:
    return event.kind == Event.Kind.REPLIED or (event.kind == Event.Kind.STATE and event.data.get("after") == Question.State.CLOSED)


def _is_of(actor: User | None, question: Question) -> bool:
    return actor is not None and question.team_id in {team.pk for team in actor.teams.all()}
