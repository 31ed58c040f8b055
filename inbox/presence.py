"""Who looks at or writes on a question right now. A hint between colleagues, never a lock; nothing depends on it."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from helpdesk.people.models import User
from helpdesk.people.permissions import visible
from inbox.models import Presence, Question

GONE_AFTER = timedelta(seconds=60)


def look(user: User, question_id: int, *, is_writing: bool) -> bool:
    """Note that `user` has the question before him; return whether that is news to his colleagues.

    A question that he may not see is not noted.
    """
    if not visible(user, Question.objects.filter(pk=question_id)).exists():
        return False
    now = timezone.now()
    known = Presence.objects.filter(question_id=question_id, user=user, seen_at__gt=now - GONE_AFTER, is_writing=is_writing).exists()
    Presence.objects.update_or_create(question_id=question_id, user=user, defaults={"is_writing": is_writing, "seen_at": now})
    return not known


def leave(user: User, question_id: int) -> bool:
    """Note that `user` left the question; return whether he was there."""
    return bool(Presence.objects.filter(question_id=question_id, user=user).delete()[0])


def colleagues(user: User) -> QuerySet[Presence]:
    """Return where the others are, on questions that `user` may see."""
    fresh = Presence.objects.filter(seen_at__gt=timezone.now() - GONE_AFTER).exclude(user=user)
    return visible(user, fresh, through="question__").select_related("user").order_by("-is_writing", "user__name")
