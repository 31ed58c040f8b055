"""One matter asked twice by the same citizen: offered to agents, joined on their word, answered once, and parted again."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from classifier import similar
from helpdesk.people.models import User
from inbox import events, prints
from inbox.models import Event, Fingerprint, Message, Question, Twin

ASKED_WITHIN = timedelta(days=14)
ALIKE = 0.35
READ = 20


def offered(question: Question) -> list[Question]:
    """Return the citizen's other open questions that ask the same: another time, or on another channel."""
    if not question.is_open or question.is_restricted:
        return []
    joined = Twin.objects.filter(question=OuterRef("pk"), parted_at=None)
    since = question.received_at - ASKED_WITHIN
    others = Question.objects.filter(~Exists(joined), citizen=question.citizen_id, state__in=Question.OPEN_STATES, is_restricted=False, received_at__gte=since)
    if Twin.objects.filter(question=question, parted_at=None).exists():
        return []
    rows = list(others.exclude(pk=question.pk).select_related("account").order_by("-pk")[:READ])
    if not rows:
        return []
    own = prints.make(question)
    return [other for other in rows if own and _asks_the_same(own, prints.make(other))]


def written_last(questions: Iterable[Question]) -> int | None:
    """Return the key of the question in which the citizen wrote last: an answer there reaches him on the channel that he used last."""
    wrote = Message.objects.filter(question__in=questions, kind=Message.Kind.INCOMING).order_by("-created_at", "-pk")
    return wrote.values_list("question", flat=True).first()


def _asks_the_same(own: Fingerprint, other: Fingerprint | None) -> bool:
    if other is None:
        return False
    if own.words == other.words:
        return True
    one, two = prints.vector(own.language, own.words), prints.vector(other.language, other.words)
    return similar.cosine(one, two) >= ALIKE if own.language == other.language else similar.related(one, two)


def join(question: Question, kept: Question, by: User) -> Twin | None:
    """Answer `question` where `kept` is: it closes without a reply. None when it is joined already, or the two are not one citizen's."""
    if question.pk == kept.pk or question.citizen_id != kept.citizen_id:
        return None
    try:
        with transaction.atomic():
            row = Question.objects.select_for_update().get(pk=question.pk)
            if Twin.objects.filter(question=kept, parted_at=None).exists():
                return None
            made = Twin.objects.create(question=row, kept=kept, state_before=row.state, made_by=by)
            Twin.objects.filter(kept=row, parted_at=None).update(kept=kept)
            Question.objects.filter(pk=row.pk).update(state=Question.State.CLOSED, closed_at=timezone.now())
            events.publish(row, Event.Kind.TWIN, by, other=kept.pk, reference=kept.shown_reference)
            events.publish(kept, Event.Kind.TWIN, by, other=row.pk, reference=row.shown_reference)
    except IntegrityError:  # Somebody joined it beside us.
        return None
    return made


def part(twin: Twin, by: User) -> bool:
    """Part two questions again: the joined one is as it was before. False when they were parted already."""
    with transaction.atomic():
        if not Twin.objects.filter(pk=twin.pk, parted_at=None).update(parted_at=timezone.now()):
            return False
        is_closed = twin.state_before in (Question.State.CLOSED, Question.State.SPAM)
        closed = Question.objects.filter(pk=twin.question_id, state=Question.State.CLOSED)
        closed.update(state=twin.state_before, **({} if is_closed else {"closed_at": None}))
        for one, other in ((twin.question, twin.kept), (twin.kept, twin.question)):
            events.publish(one, Event.Kind.UNTWINNED, by, other=other.pk, reference=other.shown_reference)
    return True


def joined(question: Question) -> tuple[Twin | None, list[Twin]]:
    """Return the join by which a question is answered elsewhere, and those of questions that are answered with it."""
    rows = Twin.objects.filter(Q(question=question) | Q(kept=question), parted_at=None).prefetch_related("kept__account", "question__account")
    return next((twin for twin in rows if twin.question_id == question.pk), None), [twin for twin in rows if twin.kept_id == question.pk]
