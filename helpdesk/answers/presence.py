"""Who has an answer open in the editor now."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from helpdesk.answers.models import Answer, AnswerPresence
from helpdesk.people.models import User

GONE_AFTER = timedelta(seconds=50)


def here(answer: Answer, by: User) -> list[User]:
    """Note that a person has the answer open; return who else has."""
    now = timezone.now()
    if not AnswerPresence.objects.filter(answer=answer, editor=by).update(seen_at=now):
        try:
            with transaction.atomic():
                AnswerPresence.objects.create(answer=answer, editor=by, seen_at=now)
        except IntegrityError:  # Two of his windows at once.
            AnswerPresence.objects.filter(answer=answer, editor=by).update(seen_at=now)
    rows = answer.presences.filter(seen_at__gte=now - GONE_AFTER).exclude(editor=by).select_related("editor")
    return [row.editor for row in rows]


def sweep() -> None:
    """Forget who left."""
    AnswerPresence.objects.filter(seen_at__lt=timezone.now() - 2 * GONE_AFTER).delete()
