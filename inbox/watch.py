"""What happens to a question right after it was taken in: its fingerprint, the incident it belongs to, a look for surges."""

from django.utils import timezone

from inbox import broadcasts, incidents, prints, surges
from inbox.models import Question


def watch(question: Question) -> None:
    """Make a question's fingerprint and let it join an open incident, or look whether a surge begins. A second time changes nothing."""
    if prints.make(question) is None:
        return
    joined = incidents.match(question)
    if joined:
        broadcasts.tell_late(joined, question)
    else:
        surges.look_soon()


def sweep() -> None:
    """Watch the questions that no bell rang for, look once more, and forget what is too old."""
    now = timezone.now()
    for question in prints.missing(now):
        watch(question)
    surges.look(now)
    prints.sweep(now)
