"""Answers that somebody must look at: a source changed or died, a review date passed, the public reads half a sentence; and who is reminded of them.

A flagged answer is still offered for FLAG_DAYS. An editor who has checked it takes the flag away.
"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from helpdesk.answers import centre, rendering, suggestions, timeline
from helpdesk.answers.models import Answer, AnswerEvent, Source
from helpdesk.people.models import User

REMIND_EVERY = timedelta(hours=20)
NEXT_REVIEW = timedelta(days=180)


def flag(answer: Answer, why: Answer.Flag) -> bool:
    """Say that somebody must look at an answer; one that is flagged already keeps its date. Tell whether it is new."""
    now = timezone.now()
    if not Answer.objects.filter(pk=answer.pk, flagged_at=None).update(flag=why, flagged_at=now, updated_at=now):
        return False
    timeline.note(answer, AnswerEvent.Kind.FLAGGED, None, why=why.value)
    suggestions.forget()
    return True


def flag_reviews() -> int:
    """Flag the published answers whose review date passed; return how many are new."""
    due = Answer.objects.filter(state=Answer.State.PUBLISHED, review_on__lt=timezone.localdate(), flagged_at=None)
    return sum(flag(answer, Answer.Flag.REVIEW_DUE) for answer in due)


def flag_variables() -> int:
    """Flag the answers of the help centre that name a variable about one question, from before that was refused; return how many are new."""
    braced = centre.public().filter(Q(title__contains="{") | Q(text__contains="{"), answer__flagged_at=None)
    held = {wording.answer for wording in braced if rendering.only_in_replies(wording.title, wording.text)}
    return sum(flag(answer, Answer.Flag.VARIABLE) for answer in held)


def checked(answer: Answer, by: User | None) -> None:
    """Take the flag away: an editor compared the answer with its sources. A review date that passed moves on by half a year."""
    today = timezone.localdate()
    with transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(flag="", flagged_at=None, reminded_at=None, updated_at=timezone.now())
        Answer.objects.filter(pk=answer.pk, review_on__lt=today).update(review_on=today + NEXT_REVIEW)
        answer.sources.update(checked_on=today)
        answer.sources.filter(status=Source.Status.CHANGED).update(status=Source.Status.SAME)
        timeline.note(answer, AnswerEvent.Kind.CHECKED, by)
    suggestions.forget()


def remind() -> int:
    """Send each owner one mail about all his answers that need him; those without an owner go to the leads. Return how many mails."""
    now = timezone.now()
    due = _due().filter(Q(reminded_at=None) | Q(reminded_at__lt=now - REMIND_EVERY)).select_related("owner").prefetch_related("wordings")
    claimed = [answer for answer in due if Answer.objects.filter(pk=answer.pk, reminded_at=answer.reminded_at).update(reminded_at=now)]
    by_person: dict[User, list[Answer]] = {}
    leads = list(User.objects.filter(is_active=True, is_lead=True))
    for answer in claimed:
        for person in [answer.owner] if answer.owner and answer.owner.is_active else leads:
            by_person.setdefault(person, []).append(answer)
    for person, answers in by_person.items():
        _tell(person, answers)
    return len(by_person)


def _due() -> QuerySet[Answer]:
    """Return the published answers that need somebody: flagged, or at their end within a week."""
    ending = Q(valid_until__gte=timezone.localdate(), valid_until__lte=timezone.localdate() + timedelta(days=7))
    return Answer.objects.filter(Q(flagged_at__isnull=False) | ending, state=Answer.State.PUBLISHED).order_by("flagged_at", "pk")


def _tell(person: User, answers: list[Answer]) -> None:
    with translation.override(person.language):
        rows = [(answer, _title(answer, person.language)) for answer in answers]
        text = render_to_string("mail/answers_due.txt", {"rows": rows, "person": person, "site": settings.SITE_URL, "days": settings.FLAG_DAYS})
    subject, _newline, body = text.strip().partition("\n")
    send_mail(subject.strip(), body.strip(), None, [person.email], fail_silently=True)


def _title(answer: Answer, language: str) -> str:
    titles = {wording.language: wording.title for wording in answer.wordings.all()}
    return titles.get(language) or next(iter(titles.values()), "")
