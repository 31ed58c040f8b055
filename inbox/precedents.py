"""The answered questions nearest to one at hand, from an index that each process keeps and looks over once a minute.

Only what everybody at the desk may see goes in: no restricted, withdrawn or spam question; what is shown is read and
checked again.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from classifier.nearest import Index
from classifier.text import normalise
from helpdesk.people.models import User
from helpdesk.people.permissions import visible
from helpdesk.recent import Recent
from inbox import selectors
from inbox.models import Message, Question

READ = 1_000
LOOKED_AT = 12
NEAR_ENOUGH = 0.08
READ_LETTERS = 1_000


@dataclass(frozen=True)
class _Kept:
    """What this process knows: the index and the state of the database it was made from."""

    stamp: Any = None
    index: Index[int] | None = None


_last = _Kept()


def nearest(question: Question, user: User, count: int = 3) -> list[Question]:
    """Return at most `count` answered questions like this one that `user` may see, the nearest first; of those that say the same to one team, one."""
    index = _kept.get().index
    found = index.query(selectors.asked(question), LOOKED_AT) if index else []
    scores = {pk: score for pk, score in found if score >= NEAR_ENOUGH and pk != question.pk}
    rows = visible(user, _answered().filter(pk__in=scores)).select_related("team")
    best: dict[tuple[str, int | None], Question] = {}
    for row in sorted(rows, key=lambda row: -scores[row.pk]):
        best.setdefault((normalise(row.subject or row.excerpt), row.team_id), row)
    return list(best.values())[:count]


def _answered() -> QuerySet[Question]:
    return Question.objects.filter(state=Question.State.CLOSED, first_replied_at__isnull=False, is_restricted=False, is_withdrawn=False)


def _read() -> _Kept:
    global _last  # noqa: PLW0603  (one index a process)
    stamp = _answered().aggregate(count=Count("pk"), last=Max("closed_at"))
    if stamp != _last.stamp:
        first = Message.objects.filter(question=OuterRef("pk"), kind=Message.Kind.INCOMING).order_by("pk").values("text")[:1]
        text = Concat("subject", Value("\n"), Subquery(first), output_field=CharField())
        rows = _answered().annotate(asked=text).order_by("-closed_at").values_list("pk", "asked")[:READ]
        texts = [(pk, asked[:READ_LETTERS]) for pk, asked in rows if asked]
        _last = _Kept(stamp, Index(texts) if texts else None)
    return _last


_kept = Recent(_read)
