"""Which questions got which version of an answer, and taking back what was wrong: "This was wrong" opens a recall.

Read from the messages, stored nowhere else. What is sent to those citizens is a broadcast like an incident's.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, When
from django.utils import timezone

from helpdesk.answers.models import Answer, WordingVersion
from helpdesk.people.models import User
from inbox.models import Broadcast, Delivery, Insertion, Recall, Recipient


class NothingChosen(Exception):
    """A recall needs at least one version that was sent."""


def sent(answer: Answer, since: date | None = None) -> QuerySet[Insertion]:
    """Return where versions of an answer went into a message, from a day on."""
    rows = Insertion.objects.filter(version__wording__answer=answer)
    return rows.filter(message__sent_at__gte=_begin(since)) if since else rows


def counts(answer: Answer, since: date | None = None) -> list[tuple[WordingVersion, int, datetime]]:
    """Return the versions of an answer that went out, newest first, each with how many messages it went out with and when the last did."""
    rows = sent(answer, since).values("version").annotate(count=Count("pk"), last=Max("message__sent_at"))
    found = {row["version"]: (row["count"], row["last"]) for row in rows}
    versions = WordingVersion.objects.filter(pk__in=found).select_related("wording").order_by("wording__language", "-number")
    return [(version, *found[version.pk]) for version in versions]


def languages(answer: Answer) -> dict[str, int]:
    """Return with how many messages each wording of an answer went out, by language."""
    return dict(sent(answer).values_list("version__wording__language").annotate(Count("pk")).order_by())


def open_recall(answer: Answer, versions: Iterable[int], by: User, *, since: date | None = None) -> Recall:
    """Open a recall of these versions; a second click finds the first one.

    Raises
    ------
    NothingChosen
        None of the versions went out since then.
    """
    with transaction.atomic():
        Answer.objects.select_for_update().get(pk=answer.pk)
        chosen = set(sent(answer, since).filter(version__in=list(versions)).values_list("version", flat=True))
        if not chosen:
            raise NothingChosen
        for row in Recall.objects.filter(answer=answer, since=since).exclude(broadcast__state=Broadcast.State.OUT).prefetch_related("versions"):
            if {one.pk for one in row.versions.all()} == chosen:
                return row
        made = Recall.objects.create(answer=answer, since=since, opened_by=by)
        made.versions.set(chosen)
    return made


def of(answer: Answer) -> QuerySet[Recall]:
    """Return the recalls of an answer, newest first, each with whether its correction `is_under_way`: approved, and not yet at everybody's."""
    is_under_way = Case(When(_under_way(), then=True), default=False)
    return Recall.objects.filter(answer=answer).select_related("opened_by", "broadcast").annotate(is_under_way=is_under_way)


def is_any_under_way(answer: Answer) -> bool:
    """Return whether a correction of this answer is under way."""
    return Recall.objects.filter(_under_way(), answer=answer).exists()


def _under_way() -> Q:
    leaving = Q(state=Recipient.State.WAITING) | Q(message__delivery__state__in=[Delivery.State.QUEUED, Delivery.State.SENDING])
    return Q(broadcast__state=Broadcast.State.APPROVED) | Q(Exists(Recipient.objects.filter(leaving, broadcast__recall=OuterRef("pk"))))


def insertions(recall: Recall) -> QuerySet[Insertion]:
    """Return where the recalled versions went into a message."""
    return sent(recall.answer, recall.since).filter(version__in=recall.versions.all())


def reached(recall: Recall) -> QuerySet[Insertion]:
    """Return those that left, or may have: what failed did not reach anybody."""
    return insertions(recall).exclude(message__delivery__state=Delivery.State.FAILED)


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
