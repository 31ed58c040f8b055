"""What agents and citizens do to a question beside writing: each verb is one transaction with its Event."""

import re
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from helpdesk.people.models import Language, User
from inbox import clocks, events, search
from inbox.models import Draft, Event, Mention, Message, Question, Tag

MENTION = re.compile(r"(?<!\w)@([\w.\-]+)")


class Taken(Exception):
    """Somebody else claimed the question first; `holder` is who."""

    def __init__(self, holder: User) -> None:
        super().__init__(holder.name)
        self.holder = holder


def claim(question: Question, by: User) -> Question:
    """Assign a question to oneself; raises Taken when a colleague holds it."""
    with transaction.atomic():
        won = Question.objects.filter(pk=question.pk, assignee=None).update(assignee=by)
        question.refresh_from_db(fields=["assignee", "state"])
        if not won and question.assignee != by:
            assert question.assignee is not None
            raise Taken(question.assignee)
        if won:
            _open_if_new(question)
            events.publish(question, Event.Kind.ASSIGNED, by, to=by.pk)
    return question


def assign(question: Question, to: User, by: User) -> Question:
    """Give a question to a colleague, whoever holds it now."""
    with transaction.atomic():
        Question.objects.filter(pk=question.pk).update(assignee=to)
        question.refresh_from_db(fields=["assignee", "state"])
        _open_if_new(question)
        events.publish(question, Event.Kind.ASSIGNED, by, to=to.pk)
    return question


def release(question: Question, by: User) -> Question:
    """Put a question back, held by nobody."""
    with transaction.atomic():
        if Question.objects.filter(pk=question.pk, assignee__isnull=False).update(assignee=None):
            events.publish(question, Event.Kind.RELEASED, by)
    question.refresh_from_db(fields=["assignee"])
    return question


def _open_if_new(question: Question) -> None:
    if Question.objects.filter(pk=question.pk, state=Question.State.NEW).update(state=Question.State.OPEN):
        question.state = Question.State.OPEN


def set_state(question: Question, state: str, by: User | None = None) -> Question:
    """Move a question to another state; the same state again is a no-op."""
    wanted = Question.State(state)
    closed_at = timezone.now() if wanted in (Question.State.CLOSED, Question.State.SPAM) else None
    with transaction.atomic():
        before = Question.objects.select_for_update().values_list("state", flat=True).get(pk=question.pk)
        if before != wanted:
            Question.objects.filter(pk=question.pk).update(state=wanted, closed_at=closed_at)
            events.publish(question, Event.Kind.STATE, by, before=before, after=wanted.value)
    question.refresh_from_db(fields=["state", "closed_at"])
    return question


def set_language(question: Question, language: str, by: User, *, because: str) -> Question:
    """Set the language the reply is due in; the law prescribes one, so that a departure keeps its reason."""
    with transaction.atomic():
        before = Question.objects.select_for_update().values_list("language", flat=True).get(pk=question.pk)
        if before != language:
            Question.objects.filter(pk=question.pk).update(language=Language(language), language_reason=Question.LanguageReason.AGENT)
            events.publish(question, Event.Kind.LANGUAGE, by, before=before, after=language, because=because[:300])
    question.refresh_from_db(fields=["language", "language_reason"])
    return question


def ask_service(question: Question, service: str, by: User) -> Question:
    """Note which other service was asked about a question, and tell its citizen; "" when nobody is waited for any more."""
    name = " ".join(service.split())[:120]
    with transaction.atomic():
        if Question.objects.filter(pk=question.pk).exclude(asked_service=name).update(asked_service=name):
            _open_if_new(question)
            events.publish(question, Event.Kind.ASKED, by, service=name)
    question.refresh_from_db()
    return question


def set_tags(question: Question, names: Iterable[str], by: User) -> list[Tag]:
    """Make these the question's tags; names are folded to lower case."""
    wanted = sorted({" ".join(name.lower().split())[:40] for name in names} - {""})
    with transaction.atomic():
        tags = [Tag.objects.get_or_create(name=name)[0] for name in wanted]
        question.tags.set(tags)
        events.publish(question, Event.Kind.TAGGED, by, tags=wanted)
    return tags


def note(question: Question, by: User, text: str, *, seen_event_id: int | None = None) -> Message:
    """Write a note that only agents see; `@name` (first name or the start of the e-mail address) tells that colleague.

    With the newest event on the agent's screen, the same note sent again from there is written once.
    """
    with transaction.atomic():
        Question.objects.select_for_update().get(pk=question.pk)
        again = None if seen_event_id is None else _noted_from(question, by, text, seen_event_id)
        if again:
            return again
        Draft.objects.filter(question=question, agent=by, kind=Draft.Kind.NOTE).delete()
        message = Message.objects.create(
            question=question, account_id=question.account_id, kind=Message.Kind.NOTE, agent=by, author_name=by.name, text=text, language=question.language
        )
        named = mentioned(text)
        Mention.objects.bulk_create([Mention(message=message, user=user) for user in named])
        search.index(message)
        events.publish(question, Event.Kind.NOTE, by, message=message.pk, mentions=[user.pk for user in named])
    return message


def _noted_from(question: Question, by: User, text: str, seen_event_id: int) -> Message | None:
    written = question.events.filter(pk__gt=seen_event_id, kind=Event.Kind.NOTE, actor=by).values_list("data__message", flat=True)
    return question.messages.filter(pk__in=list(written), text=text).last()


def mentioned(text: str) -> list[User]:
    """Return the colleagues named with @ in a text."""
    words = {word.lower().rstrip(".") for word in MENTION.findall(text)}
    if not words:
        return []
    people = User.objects.filter(is_active=True)
    return [user for user in people if words & {user.name.split()[0].lower(), user.email.partition("@")[0]}]


def see_mentions(question: Question, by: User) -> None:
    """Note that `by` has read what colleagues wrote to him on a question."""
    Mention.objects.filter(message__question=question, user=by, seen_at=None).update(seen_at=timezone.now())


def withdraw(question: Question) -> Question:
    """The citizen takes his question back: it closes, and stays in the record."""
    with transaction.atomic():
        done = Question.objects.filter(pk=question.pk, is_withdrawn=False).update(is_withdrawn=True, state=Question.State.CLOSED, closed_at=timezone.now())
        if done:
            events.publish(question, Event.Kind.WITHDRAWN)
    question.refresh_from_db()
    return question


def rate(question: Question, *, is_solved: bool | None = None, was_clear: str = "", knows_what_next: str = "", text: str = "") -> Question:
    """Keep the citizen's verdict; "it did not solve my question" opens the question again."""
    now = timezone.now()
    with transaction.atomic():
        row = Question.objects.select_for_update().get(pk=question.pk)
        row.is_solved = row.is_solved if is_solved is None else is_solved
        row.was_clear, row.knows_what_next = was_clear or row.was_clear, knows_what_next or row.knows_what_next
        row.rating_text, row.rated_at = text or row.rating_text, now
        if is_solved is False and row.state in (Question.State.CLOSED, Question.State.WAITING):
            row.state, row.closed_at = Question.State.OPEN, None
            row.due_at, row.promised_on = clocks.promise(now)
        elif is_solved and row.state in (Question.State.OPEN, Question.State.WAITING):
            row.state, row.closed_at = Question.State.CLOSED, now
        row.save()
        events.publish(row, Event.Kind.RATED, is_solved=is_solved, was_clear=was_clear, knows_what_next=knows_what_next)
    question.refresh_from_db()
    return question
