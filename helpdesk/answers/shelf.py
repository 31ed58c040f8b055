"""The reusable answers as one process knows them: indexed once, then changed answer by answer as the database changes.

A request never waits for many texts: up to `FEW` are read at once, more in a thread, and meanwhile what is read already is
found. The shelf may be a moment behind; whoever shows an answer reads it from the database again.
"""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from classifier import holding
from classifier.holding import Words
from classifier.recommend import Recommender, Use
from classifier.recommend import Wording as Text
from classifier.text import fold
from helpdesk.answers.models import Answer, Wording
from helpdesk.recent import Recent

CHECK_EVERY_S = 2.0
LEARN_EVERY_S = 30.0
FEW = 400
AT_ONCE = 200
OVERLAP = timedelta(minutes=1)

Uses = Callable[[int], Iterable[Use]]


@dataclass(frozen=True, slots=True)
class Known:
    """A wording as it was read: `head`, its title and keywords, is folded."""

    answer: int
    language: str
    written: datetime
    head: str


@dataclass
class Shelf:
    """What is known: the recommender, the words, the wordings by id, for each answer its languages, and how far the database was read."""

    recommender: Recommender = field(default_factory=Recommender)
    words: Words[int] = field(default_factory=Words)
    texts: dict[int, Known] = field(default_factory=dict)
    languages: dict[int, dict[str, int]] = field(default_factory=dict)
    stamp: dict[str, Any] = field(default_factory=dict)
    day: date | None = None
    last_use: int = 0


_shelf = Shelf()
_lock = threading.Lock()
_checked_at = float("-inf")
_learnt_at = float("-inf")
_changes = 0
_uses: Uses | None = None


def offered() -> QuerySet[Wording]:
    """Return the wordings that may be offered today. The one place that decides it.

    The answer is published, still valid, and not flagged for longer than FLAG_DAYS; the wording was approved, and is not behind for longer than
    BEHIND_DAYS what is approved of its source. Its words are those that were approved. The rows are read now; the hour by which they are judged
    is at most a minute old.
    """
    return _offered.get().all()


def _offered_now() -> QuerySet[Wording]:
    now = timezone.now()
    valid = Q(answer__valid_until=None) | Q(answer__valid_until__gte=timezone.localdate())
    checked = Q(answer__flagged_at=None) | Q(answer__flagged_at__gt=now - timedelta(days=settings.FLAG_DAYS))
    source = Wording.objects.filter(answer=OuterRef("answer"), language=OuterRef("answer__source_language")).values("approved")
    level = Q(behind_since=None) | Q(behind_since__gt=now - timedelta(days=settings.BEHIND_DAYS)) | Q(rests_on__gte=Subquery(source))
    return Wording.objects.filter(valid, checked, level, answer__state=Answer.State.PUBLISHED, approved__isnull=False).select_related("answer")


_offered = Recent(_offered_now, lambda: (timezone.localdate(), settings.FLAG_DAYS, settings.BEHIND_DAYS))


def learn_from(uses: Uses) -> None:
    """Learn from what `uses` yields: given the last key seen, the uses after it. Called once, when the desk starts."""
    global _uses  # noqa: PLW0603  (one shelf a process)
    _uses = uses


def forget() -> None:
    """Have the next call look whether answers or uses changed; called by every verb that changes an answer."""
    global _checked_at, _learnt_at, _changes  # noqa: PLW0603  (one shelf a process)
    _checked_at = _learnt_at = float("-inf")
    _changes += 1


def changes() -> int:
    """Return how often this process changed answers."""
    return _changes


def reset() -> None:
    """Empty the shelf, as after a start: what was read belongs to another database."""
    global _shelf  # noqa: PLW0603  (one shelf a process)
    with _lock:
        _shelf = Shelf()
    forget()


def fresh() -> Shelf:
    """Return the shelf, brought up to date; the database is asked at most every few seconds, by one thread."""
    global _checked_at  # noqa: PLW0603  (one shelf a process)
    if time.monotonic() - _checked_at >= CHECK_EVERY_S and _lock.acquire(blocking=False):
        try:
            _checked_at = time.monotonic()
            is_at_once = _catch_up()
        finally:
            _lock.release()
        if not is_at_once:
            _start(_in_background)
    return _shelf


def is_behind() -> bool:
    """Tell whether answers are still being read in the background."""
    return _shelf.day is None or _lock.locked()


def _catch_up() -> bool:
    """Read what changed; False when it is too much for a request."""
    stamp = dict(Answer.objects.aggregate(count=Count("pk"), last=Max("updated_at"), highest=Max("pk")))
    today = timezone.localdate()
    if stamp != _shelf.stamp or today != _shelf.day:
        answers = _changed(stamp) if today == _shelf.day else None
        if not _read(answers, at_most=FEW):
            return False
        _shelf.stamp = stamp
    is_done = _learn(anew=today != _shelf.day, at_most=AT_ONCE)
    _shelf.day = today
    return is_done


def _changed(stamp: dict[str, Any]) -> list[int] | None:
    """Return the answers that changed since the last look; None for "compare all" (the first look, and when one was deleted)."""
    last = _shelf.stamp.get("last")
    new = Answer.objects.filter(pk__gt=_shelf.stamp["highest"]).count() if last else 0
    if last is None or stamp["count"] != _shelf.stamp["count"] + new:
        return None
    return list(Answer.objects.filter(updated_at__gte=last - OVERLAP).values_list("pk", flat=True)[: FEW + 1])


def _read(answers: Sequence[int] | None, *, at_most: int | None) -> bool:
    """Bring the wordings of `answers` (None: of all) up to date; False, with nothing done, when more than `at_most` changed."""
    rows = offered() if answers is None else offered().filter(answer__in=answers)
    if at_most is not None and answers is None and rows.count() > at_most:
        return False
    written = dict(rows.values_list("pk", "updated_at"))
    known = list(_shelf.texts) if answers is None else [pk for answer in answers for pk in _shelf.languages.get(answer, {}).values()]
    changed = [pk for pk, moment in written.items() if pk not in _shelf.texts or _shelf.texts[pk].written != moment]
    if at_most is not None and len(changed) > at_most:
        return False
    _take_out([pk for pk in known if pk not in written])
    for begin in range(0, len(changed), AT_ONCE):
        _put(list(rows.filter(pk__in=changed[begin : begin + AT_ONCE])))
    return True


def _put(rows: Sequence[Wording]) -> None:
    _shelf.recommender.change([Text(row.pk, row.answer_id, row.language, row.title, row.keywords, row.text) for row in rows])
    held = [holding.document(row.pk, row.answer_id, row.language, f"{row.title} {row.keywords}", row.text) for row in rows]
    _shelf.words.change(held, [row.pk for row in rows])
    for row in rows:
        _shelf.texts[row.pk] = Known(row.answer_id, row.language, row.updated_at, fold(f"{row.title} {row.keywords}"))
        _shelf.languages[row.answer_id] = {**_shelf.languages.get(row.answer_id, {}), row.language: row.pk}


def _take_out(gone: Sequence[int]) -> None:
    if gone:
        _shelf.recommender.change([], gone)
        _shelf.words.change([], gone)
    for pk in gone:
        text = _shelf.texts.pop(pk)
        _shelf.languages[text.answer] = {code: key for code, key in _shelf.languages[text.answer].items() if key != pk}


def _learn(*, anew: bool, at_most: int | None) -> bool:
    """Read the uses since the last look; `anew` reads all again, so that what was erased since is forgotten. False when there are more."""
    global _learnt_at  # noqa: PLW0603  (one shelf a process)
    if _uses is None or (not anew and at_most and time.monotonic() - _learnt_at < LEARN_EVERY_S):
        return True
    _learnt_at = time.monotonic()
    if anew:
        _shelf.recommender.unlearn()
        _shelf.last_use = 0
    uses = list(islice(_uses(_shelf.last_use), at_most))
    if uses:
        _shelf.recommender.learn(uses)
        _shelf.last_use = max(use.key for use in uses)
    return at_most is None or len(uses) < at_most


def _start(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="answers", daemon=True).start()


def _in_background() -> None:
    """Compare all wordings with the shelf, in a thread and on a connection of its own; a second thread finds it under way."""
    if not _lock.acquire(blocking=False):
        return
    try:
        stamp = dict(Answer.objects.aggregate(count=Count("pk"), last=Max("updated_at"), highest=Max("pk")))
        today = timezone.localdate()
        _read(None, at_most=None)
        _learn(anew=today != _shelf.day, at_most=None)
        _shelf.stamp, _shelf.day = stamp, today
    finally:
        _lock.release()
        connection.close()
