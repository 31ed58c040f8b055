"""Counting what is read and what helped, without cookies and without names: sums by wording and day.

Reads are gathered in the process and written down now and then, so that a page costs no write; a crash loses a few of them.
"""

import time
from collections import Counter
from collections.abc import Iterable
from threading import Lock

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from helpdesk.answers.models import Reading, Wording

WRITE_EVERY_S = 20.0
WRITE_AT = 200


class _Gathered:
    """Reads not yet written down."""

    def __init__(self) -> None:
        self.lock, self.counts, self.since = Lock(), Counter[int](), time.monotonic()


_gathered = _Gathered()


def read(wording: Wording) -> None:
    """Count one reading."""
    with _gathered.lock:
        _gathered.counts[wording.pk] += 1
        is_time = time.monotonic() - _gathered.since >= WRITE_EVERY_S or _gathered.counts.total() >= WRITE_AT
    if is_time:
        flush()


def flush() -> None:
    """Write down what was gathered."""
    with _gathered.lock:
        counts, _gathered.counts, _gathered.since = _gathered.counts, Counter(), time.monotonic()
    known = set(Wording.objects.filter(pk__in=counts).values_list("pk", flat=True)) if counts else set()
    for pk in known:
        _add(pk, read=counts[pk])


def vote(wording: Wording, *, helped: bool) -> None:
    """Count one voice on whether a wording helped."""
    _add(wording.pk, **{"helped" if helped else "did_not_help": 1})


def sent(wordings: Iterable[int]) -> None:
    """Count that agents sent these wordings to somebody."""
    for pk in wordings:
        _add(pk, sent=1)


def taken_back(wordings: Iterable[int]) -> None:
    """Count off what was sent and taken back again."""
    for pk in wordings:
        last = Reading.objects.filter(wording=pk, sent__gt=0).order_by("-day").first()
        if last:
            Reading.objects.filter(pk=last.pk, sent__gt=0).update(sent=F("sent") - 1)


def _add(wording_pk: int, **counts: int) -> None:
    with transaction.atomic():
        row, _new = Reading.objects.get_or_create(wording_id=wording_pk, day=timezone.localdate())
        Reading.objects.filter(pk=row.pk).update(**{name: F(name) + count for name, count in counts.items()})
