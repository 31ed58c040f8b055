"""Which of the rarer things a question has, asked in one statement: an ordinary one is opened without reading any of them."""

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from helpdesk.people.models import User
from inbox import files
from inbox.models import Attachment, Attempt, Draft, IncidentQuestion, Insertion, Mention, Question, SetAside, Source, Twin

_QUESTION, _AGENT, _KEY = -1, -2, "-3"


def of(question: Question, agent: User) -> frozenset[str]:
    """Return the names of what there is to read: of the question, of its messages, and of what this agent left on it."""
    names, sql, params = _asking()
    meant: dict[Any, Any] = {_QUESTION: question.pk, _AGENT: agent.pk, _KEY: files.draft_key(question, agent)}
    with connection.cursor() as cursor:
        cursor.execute(sql, [meant.get(value, value) for value in params])
        return frozenset(name for name, is_there in zip(names, cursor.fetchone(), strict=True) if is_there)


def _rows() -> dict[str, QuerySet[Any]]:
    said: dict[str, Any] = {"message__question": _QUESTION}
    return {
        "drafts": Draft.objects.filter(question=_QUESTION, agent=_AGENT),
        "kept": Attachment.objects.filter(upload_key=_KEY, message=None),
        "mentions": Mention.objects.filter(**said, user=_AGENT, seen_at=None),
        "part": IncidentQuestion.objects.filter(question=_QUESTION, out_at=None),
        "twins": Twin.objects.filter(Q(question=_QUESTION) | Q(kept=_QUESTION), parted_at=None),
        "aside": SetAside.objects.filter(question=_QUESTION),
        "tags": Question.tags.through.objects.filter(question=_QUESTION),
        "attachments": Attachment.objects.filter(**said),
        "insertions": Insertion.objects.filter(**said),
        "sources": Source.objects.filter(**said).order_by(),
        "attempts": Attempt.objects.filter(~Q(delivery__error="") | Q(number__gt=1), delivery__message__question=_QUESTION).order_by(),
    }


@cache
def _asking() -> tuple[list[str], str, list[Any]]:
    """Return the names, the statement and its parameters; building it costs more than running it, so its ids are put in afterwards."""
    rows = _rows()
    parts = [asked.values("pk")[:1].query.sql_with_params() for asked in rows.values()]
    exist = ", ".join(f"EXISTS({sql})" for sql, _params in parts)
    return list(rows), f"SELECT {exist}", [value for _sql, params in parts for value in params]
