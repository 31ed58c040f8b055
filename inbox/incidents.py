"""Incidents: opened by a lead, joined by later questions by themselves, left on an agent's word, closed by the closing answer.

A question is part of one incident at a time, and one that was taken out never joins the same incident by itself again.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from classifier import similar
from helpdesk.people.models import User
from inbox import events, prints
from inbox.models import Event, Fingerprint, Incident, IncidentQuestion, Question, Recipient, Surge

FEW = 4
SURER = 0.1
CANDIDATES = 50
How = IncidentQuestion.How


class Unnamed(Exception):
    """An incident needs a name."""


class Nobody(Exception):
    """An incident needs at least one question."""


def open_incident(name: str, questions: Sequence[Question], by: User, *, left: Iterable[Question] = (), surge: Surge | None = None) -> Incident:
    """Open an incident over `questions`; a second click on the same surge or question finds the first one.

    Parameters
    ----------
    left
        Questions that were offered and not chosen: they never join by themselves.

    Raises
    ------
    Unnamed, Nobody
        The name is blank, or no question was chosen.
    """
    if not name.strip():
        raise Unnamed
    if not questions:
        raise Nobody
    with transaction.atomic():
        locked = list(Question.objects.select_for_update().filter(pk__in=[one.pk for one in questions]).order_by("pk"))
        again = Incident.objects.filter(surges=surge).first() if surge else _opened_over(locked)
        if again:
            return again
        incident = Incident.objects.create(name=" ".join(name.split())[:120], opened_by=by, keys=_keys(locked))
        for question in locked:
            _add(incident, question, How.OPENED, by)
        _keep_out(incident, left, by)
        if surge:
            Surge.objects.filter(pk=surge.pk).update(incident=incident, is_live=False)
    return incident


def _opened_over(questions: list[Question]) -> Incident | None:
    """Return the incident that holds all these questions already."""
    held = set(IncidentQuestion.objects.filter(question__in=questions, out_at=None).values_list("question", "incident"))
    whole = len({question for question, _incident in held}) == len(questions) and len({incident for _question, incident in held}) == 1
    return Incident.objects.get(pk=next(iter(held))[1]) if whole else None


def _keys(questions: Iterable[Question]) -> dict[str, Any]:
    documents: dict[str, list[dict[str, str]]] = {}
    for row in Fingerprint.objects.filter(question__in=[question.pk for question in questions]):
        documents.setdefault(row.language, []).append(row.words)
    return {language: prints.key(language, rows) for language, rows in documents.items()}


def _add(incident: Incident, question: Question, how: How, by: User | None = None) -> bool:
    """Make a question part of an incident, if it is of none; False when it is."""
    try:
        with transaction.atomic():
            _row, is_new = IncidentQuestion.objects.get_or_create(incident=incident, question=question, defaults={"how": how})
    except IntegrityError:  # It is part of another incident.
        return False
    if is_new:
        events.publish(question, Event.Kind.INCIDENT, by, incident=incident.pk, name=incident.name)
    return is_new


def _keep_out(incident: Incident, questions: Iterable[Question], by: User) -> None:
    rows = [IncidentQuestion(incident=incident, question=one, how=How.OPENED, out_at=timezone.now(), out_by=by) for one in questions]
    IncidentQuestion.objects.bulk_create(rows, ignore_conflicts=True)


def join(incident: Incident, questions: Iterable[Question], by: User, *, surge: Surge | None = None) -> int:
    """Put questions into an open incident by hand, also ones that were taken out; its keys learn from them. Returns how many."""
    with transaction.atomic():
        locked = Incident.objects.select_for_update().filter(closed_at=None).filter(pk=incident.pk).first()
        if locked is None:
            return 0
        count = sum(_put_back(locked, question, by) or _add(locked, question, How.HAND, by) for question in questions)
        members = Question.objects.filter(memberships__incident=locked, memberships__out_at=None)
        Incident.objects.filter(pk=locked.pk).update(keys=_keys(members))
        if surge:
            Surge.objects.filter(pk=surge.pk).update(incident=locked, is_live=False)
    return count


def _put_back(incident: Incident, question: Question, by: User) -> bool:
    row = IncidentQuestion.objects.filter(incident=incident, question=question, out_at__isnull=False)
    if IncidentQuestion.objects.filter(question=question, out_at=None).exists() or not row.update(out_at=None, out_by=None, how=How.HAND):
        return False
    events.publish(question, Event.Kind.INCIDENT, by, incident=incident.pk, name=incident.name)
    return True


def match(question: Question) -> Incident | None:
    """Let a new question join the open incident it belongs to; None where it belongs to none, or was taken out of it."""
    row = Fingerprint.objects.filter(question=question).first()
    if row is None or question.is_restricted or question.state not in (Question.State.NEW, Question.State.OPEN):
        return None
    vector = prints.vector(row.language, row.words)
    incidents = Incident.objects.filter(closed_at=None).exclude(members__question=question)
    best = max(((_closeness(incident, row.language, vector), incident.pk, incident) for incident in incidents), default=None)
    if best is None or best[0] < 0 or not _add(best[2], question, How.MATCHED):
        return None
    return best[2]


def _closeness(incident: Incident, language: str, vector: similar.Vector) -> float:
    """Return by how much a question is closer to an incident than it must be; below 0 it does not belong. A key made of few is less sure."""
    key = incident.keys.get(language)
    if not key:
        return -1.0
    return similar.cosine(vector, key["words"]) - similar.BELONGS - (SURER if key["of"] < FEW else 0)


def match_recent(incident: Incident) -> int:
    """Let the questions join that came while the incident was being opened; return how many."""
    waiting = Fingerprint.objects.filter(received_at__gte=timezone.now() - prints.WINDOW, language__in=incident.keys)
    rows = waiting.exclude(question__memberships__incident=incident).select_related("question")[: prints.MOST_RECENT]
    return sum(match(row.question) is not None for row in rows)


def take_out(question: Question, by: User) -> Incident | None:
    """Take a question out of its incident; it gets nothing more from it and never joins it by itself again. Returns the incident."""
    with transaction.atomic():
        row = IncidentQuestion.objects.select_for_update().select_related("incident").filter(question=question, out_at=None).first()
        if row is None:
            return None
        row.out_at, row.out_by = timezone.now(), by
        row.save(update_fields=["out_at", "out_by"])
        held = Recipient.objects.filter(question=question, broadcast__incident=row.incident, state=Recipient.State.WAITING)
        held.update(state=Recipient.State.LEFT_OUT, reason=Recipient.Reason.OUT)
        events.publish(question, Event.Kind.TAKEN_OUT, by, incident=row.incident_id, name=row.incident.name)
    return row.incident


def close(incident: Incident, by: User | None) -> bool:
    """Close an incident: nothing joins any more. False when it was closed."""
    return bool(Incident.objects.filter(pk=incident.pk, closed_at=None).update(closed_at=timezone.now(), closed_by=by))


def reopen(incident: Incident) -> bool:
    """Open a closed incident again: questions join again. False when it was open."""
    return bool(Incident.objects.filter(pk=incident.pk, closed_at__isnull=False).update(closed_at=None, closed_by=None))


def candidates(question: Question) -> list[Fingerprint]:
    """Return what looks like a question, newest first and itself on top: what an incident opened by hand may hold."""
    own = prints.make(question)
    if own is None:
        return []
    vector = prints.vector(own.language, own.words)
    rows = prints.seen().filter(language=own.language, received_at__gte=timezone.now() - prints.KEPT_FOR / 2).exclude(pk=own.pk)
    near = rows.select_related("question__account", "question__citizen", "question__team").order_by("-received_at")[: prints.MOST_RECENT]
    like = [row for row in near if similar.cosine(prints.vector(row.language, row.words), vector) >= similar.ALIKE]
    return [own, *like[:CANDIDATES]]
