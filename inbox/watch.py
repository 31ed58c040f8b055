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


def watch_new() -> bool:
    """Watch the questions that came in since the last time; tell whether more may wait."""
    waiting = prints.missing(timezone.now())
    for question in waiting:
        watch(question)
    return len(waiting) >= prints.MOST_MISSED


def sweep() -> None:
    """Watch what was not watched yet, look once more, and forget what is too old."""
    now = timezone.now()
    watch_new()
    surges.look(now)
    prints.sweep(now)
