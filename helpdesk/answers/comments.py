"""What editors tell each other about an answer."""

from django.db import transaction
from django.utils import timezone

from helpdesk.answers import timeline
from helpdesk.answers.models import Answer, AnswerEvent, Comment
from helpdesk.people.models import User

LONGEST = 2000


def add(answer: Answer, by: User, text: str) -> Comment | None:
    """Write a comment; None when there is nothing in it."""
    if not text.strip():
        return None
    with transaction.atomic():
        comment = Comment.objects.create(answer=answer, author=by, text=text.strip()[:LONGEST])
        timeline.note(answer, AnswerEvent.Kind.COMMENT, by, comment=comment.pk)
    return comment


def resolve(comment: Comment, by: User, *, is_resolved: bool) -> None:
    """Settle a comment, or open it again."""
    at, person = (timezone.now(), by) if is_resolved else (None, None)
    Comment.objects.filter(pk=comment.pk).update(resolved_at=at, resolved_by=person)
