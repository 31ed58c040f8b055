"""What is missing: searches without a result, answers that were read and did not do, languages an agent needed in vain."""

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from classifier.text import normalise
from helpdesk.answers.models import Answer, Gap
from helpdesk.people.models import User

LONGEST = 120


def searched(words: str, language: str) -> None:
    """Note a search that found nothing; numbers and addresses in it are masked."""
    wanted = normalise(words)[:LONGEST].strip()
    if wanted:
        _count(Gap.Kind.SEARCH, language, words=wanted)


def asked_all_the_same(answers: list[int], language: str) -> None:
    """Note that a citizen sent the form after he had read these answers."""
    for answer in Answer.objects.filter(pk__in=answers[:3]):
        _count(Gap.Kind.FORM, language, answer=answer)


def needed(answer: Answer, language: str) -> None:
    """Note that an agent needed an answer in a language that it does not have."""
    _count(Gap.Kind.LANGUAGE, language, answer=answer)


def open_gaps(kind: str = "", language: str = "") -> QuerySet[Gap]:
    """Return what is missing, most wanted first."""
    rows = Gap.objects.filter(done_at=None).select_related("answer").prefetch_related("answer__wordings")
    if kind:
        rows = rows.filter(kind=kind)
    if language:
        rows = rows.filter(language=language)
    return rows.order_by("-count", "-pk")


def settle(gap: Gap, by: User) -> None:
    """Take a gap off the list; it comes back with a count of its own when people miss the same thing again."""
    Gap.objects.filter(pk=gap.pk, done_at=None).update(done_at=timezone.now(), done_by=by)


def _count(kind: Gap.Kind, language: str, *, words: str = "", answer: Answer | None = None) -> None:
    now, same = timezone.now(), {"kind": kind, "language": language, "words": words, "answer": answer}
    if Gap.objects.filter(**same, done_at=None).update(count=F("count") + 1, last_at=now):
        return
    again = {"count": 1, "first_at": now, "last_at": now, "done_at": None, "done_by": None}
    if Gap.objects.filter(**same).update(**again):
        return
    try:
        with transaction.atomic():
            Gap.objects.create(**same, count=1)
    except IntegrityError:  # The same thing was missed beside us.
        Gap.objects.filter(**same).update(count=F("count") + 1, last_at=now)
