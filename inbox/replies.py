"""Answering: write the reply, its Delivery and its Event in one transaction; take it back while it still waits.

A reply never goes out over a message the agent has not seen: the caller says the last event on his screen. Nor does it go
out in another language than the citizen's without the agent's word, nor twice from one screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.safestring import SafeString

from classifier import language
from helpdesk.answers import readings, rendering
from helpdesk.answers.models import WordingVersion
from helpdesk.people.models import User
from helpdesk.sanitize import markdown, plain
from inbox import events, files, fitting, links, outgoing, personal_data, search
from inbox.channels import registry
from inbox.models import Delivery, Draft, Event, Identity, Insertion, Message, Question

LEAST_READ = 40
SURE_OF_LANGUAGE = 0.95
UNDO_FOR = timedelta(seconds=15)
SPEAKING = (Event.Kind.MESSAGE, Event.Kind.EDITED, Event.Kind.REMOVED, Event.Kind.REPLIED, Event.Kind.WITHDRAWN)
CONTACTS = ("phone", "email")


class AnsweredMeanwhile(Exception):
    """Something was said since the agent last looked; `events` are what is new."""

    def __init__(self, news: list[Event]) -> None:
        super().__init__(f"{len(news)} new")
        self.events = news


class EmptyReply(Exception):
    """There is nothing to send."""


class PersonalData(Exception):
    """A public reply holds personal data; `kinds` are which. Contact data of a service can be meant, anything else cannot."""

    def __init__(self, kinds: list[str]) -> None:
        super().__init__(", ".join(kinds))
        self.kinds = kinds

    @property
    def can_be_meant(self) -> bool:
        """Whether it may be the telephone or address of a service."""
        return set(self.kinds) <= set(CONTACTS)


class Unfilled(Exception):
    """Variables of ours still stand in the text; `names` are which."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names

    @property
    def shown(self) -> str:
        """The variables as the agent sees them, in braces."""
        return ", ".join(f"{{{name}}}" for name in self.names)


class SecretLink(Exception):
    """A public reply holds the citizen's link to his follow-up page: whoever reads it could open the question."""


class OtherLanguage(Exception):
    """The text is in another language than the question's; `code` is which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Meant:
    """What an agent was warned of and means: `departure`, another language than the citizen's; `contacts`, a service's in public."""

    departure: bool = False
    contacts: bool = False


AS_IT_IS = Meant()


@dataclass(frozen=True)
class Rendered:
    """A reply as the citizen will see it."""

    subject: str
    parts: list[SafeString]


def preview(question: Question, by: User, text: str, *, is_public: bool) -> Rendered:
    """Return what `text` would become: the mail with its signature, or the parts of a thread."""
    if registry.get(question.account.kind).markup == "html":
        mail = outgoing.compose(question, by, text)
        return Rendered(mail.subject, [markdown(mail.text)])
    parts = outgoing.pieces(question, by, text, is_public=is_public, most=fitting.limit(question))
    return Rendered("", [plain(part.text) for part in parts])


def news(question: Question, by: User, seen_event_id: int) -> list[Event]:
    """Return what was said on the question since event `seen_event_id`, by others or by the same agent in another window."""
    undone = question.events.filter(pk__gt=seen_event_id, kind=Event.Kind.UNDONE, actor=by).count()
    found = list(question.events.filter(pk__gt=seen_event_id, kind__in=SPEAKING).select_related("actor"))
    others = [event for event in found if event.actor_id != by.pk]
    return others or (found if len(found) > undone else [])


def other_language(question: Question, text: str) -> str:
    """Return the language a text is surely in when it is not the question's, else ""."""
    if len(text) < LEAST_READ:
        return ""
    found = language.identify(text)
    return found.code if found.code and found.code != question.language and found.confidence >= SURE_OF_LANGUAGE else ""


def _looked_through(question: Question, text: str, meant: Meant, *, is_public: bool) -> str:
    """Return the other language a text is in and is meant to be in, or ""; raise what keeps it from being sent."""
    if not text.strip():
        raise EmptyReply
    if names := rendering.left(text):
        raise Unfilled(names)
    _keep_private(question, text, is_public=is_public, are_contacts_meant=meant.contacts)
    other = other_language(question, text)
    if other and not meant.departure:
        raise OtherLanguage(other)
    return other


def reply(
    question: Question,
    by: User,
    text: str,
    *,
    seen_event_id: int,
    close: bool = True,
    insertions: Sequence[int] = (),
    is_public: bool | None = None,
    meant: Meant = AS_IT_IS,
) -> Message:
    """Write a reply with the files kept for it and queue it; it leaves after 15 seconds, in which `undo` takes it back.

    Parameters
    ----------
    seen_event_id
        The newest event on the agent's screen.
    close
        Whether the reply closes the question; otherwise it waits for the citizen.
    insertions
        Ids of the wording versions that were put in; one whose text was deleted again does not count.
    is_public
        Whether everybody reads it; as the question was asked where it is None. A private question is never answered in public.
    meant
        What the agent was warned of and means all the same.

    Returns
    -------
    Message
        The reply; the one already written when the same screen sends the same text again.

    Raises
    ------
    AnsweredMeanwhile
        The citizen or a colleague wrote since; nothing was written.
    EmptyReply
        The text is blank.
    Unfilled
        A variable such as {citizen} still stands in the text.
    SecretLink
        The reply is public and holds the link to the citizen's follow-up page.
    PersonalData
        The reply is public and holds personal data.
    OtherLanguage
        The text is surely in another language and the departure is not meant.
    """
    is_public = question.is_public and is_public is not False
    other = _looked_through(question, text, meant, is_public=is_public)
    now = timezone.now()
    with transaction.atomic():
        row = Question.objects.select_for_update().get(pk=question.pk)
        again = _sent_from(row, by, text, seen_event_id)
        if again:
            return again
        meanwhile = news(row, by, seen_event_id)
        if meanwhile:
            raise AnsweredMeanwhile(meanwhile)
        mail = outgoing.compose(question, by, text)
        message = Message.objects.create(
            question=row, account_id=row.account_id, kind=Message.Kind.REPLY, agent=by, author_name=by.name,
            subject=mail.subject, text=text.strip(), language=other or row.language, is_public=is_public,
        )  # fmt: skip
        _hang_on(message, row, by, insertions)
        Delivery.objects.create(message=message, not_before=now + UNDO_FOR)
        before = _answered(row, by, close=close)
        Draft.objects.filter(question=row, agent=by, kind=Draft.Kind.REPLY).delete()
        search.index(message)
        events.publish(row, Event.Kind.REPLIED, by, message=message.pk, **before, after=row.state, other_language=other)
    question.refresh_from_db()
    return message


def _hang_on(message: Message, row: Question, by: User, insertions: Sequence[int]) -> None:
    """Keep with a reply which wordings went out in it, and hand it the files of the draft."""
    put_in = _left_in(message.text, insertions)
    Insertion.objects.bulk_create([Insertion(message=message, version=one, left=rendering.share_left(one.text, message.text)) for one in put_in])
    readings.sent({version.wording_id for version in put_in})
    if registry.get(row.account.kind).accepts_attachments:
        files.attach(files.draft_key(row, by), message)


def _answered(row: Question, by: User, *, close: bool) -> dict[str, str]:
    """Note that a question is answered; return what an undo puts back."""
    now, before = timezone.now(), {"before": row.state, "service": row.asked_service}
    row.state = Question.State.CLOSED if close else Question.State.WAITING
    row.closed_at, row.last_message_at = (now if close else None), now
    row.first_replied_at = row.first_replied_at or now
    row.assignee, row.asked_service = row.assignee or by, ""
    renewed = links.renewed(row)
    for name, value in renewed.items():
        setattr(row, name, value)
    fields = ["state", "closed_at", "last_message_at", "first_replied_at", "assignee", "asked_service", *renewed]
    row.save(update_fields=fields)
    return before


def _left_in(text: str, insertions: Sequence[int]) -> list[WordingVersion]:
    """Return the wordings put in of which something is left in the reply; the agent may have deleted one again."""
    inserted = WordingVersion.objects.filter(pk__in=list(insertions)) if insertions else ()
    return [version for version in inserted if rendering.is_left(version.text, text) or rendering.is_left(version.short_text, text)]


def _keep_private(question: Question, text: str, *, is_public: bool, are_contacts_meant: bool) -> None:
    if is_public and links.token(question) in text:
        raise SecretLink
    kinds = sorted({one.kind for one in personal_data.find(text, is_public=True)}) if is_public else []
    if kinds and not (are_contacts_meant and set(kinds) <= set(CONTACTS)):
        raise PersonalData(kinds)


def _sent_from(question: Question, by: User, text: str, seen_event_id: int) -> Message | None:
    """Return the reply that the same screen has already sent with the same text: a double click, or a request sent again."""
    own = question.events.filter(pk__gt=seen_event_id, kind=Event.Kind.REPLIED, actor=by).values_list("data__message", flat=True)
    return question.messages.filter(pk__in=[pk for pk in own if pk], text=text.strip()).last()


def undo(message: Message, by: User) -> bool:
    """Take a reply back while it waits: text and files become the agent's draft again. False when it already left."""
    with transaction.atomic():
        held = Delivery.objects.filter(message=message, state=Delivery.State.QUEUED, tries=0, not_before__gt=timezone.now()).delete()[0]
        if not held:
            return False
        question = message.question
        written = question.events.filter(kind=Event.Kind.REPLIED, data__message=message.pk).last()
        before = written.data if written else {}
        state = str(before.get("before", Question.State.OPEN))
        insertions = list(message.insertions.values_list("version_id", flat=True))
        Draft.objects.update_or_create(
            question=question, agent=by, kind=Draft.Kind.REPLY,
            defaults={"text": message.text, "insertions": insertions, "is_private": question.is_public and not message.is_public},
        )  # fmt: skip
        files.detach(message, files.draft_key(question, by))
        search.forget(message)
        readings.taken_back(set(message.insertions.values_list("version__wording", flat=True)))
        message.delete()
        answered = question.messages.filter(kind=Message.Kind.REPLY).order_by("id").first()
        closed_at = question.closed_at if state in (Question.State.CLOSED, Question.State.SPAM) else None
        Question.objects.filter(pk=question.pk).update(
            state=state, closed_at=closed_at, first_replied_at=answered.sent_at if answered else None, asked_service=before.get("service", "")
        )
        events.publish(question, Event.Kind.UNDONE, by)
    return True


def retry(delivery: Delivery, by: User) -> bool:
    """Queue a failed or unknown delivery again, now; False when it is neither."""
    stuck = (Delivery.State.FAILED, Delivery.State.UNKNOWN)
    with transaction.atomic():
        done = Delivery.objects.filter(pk=delivery.pk, state__in=stuck).update(state=Delivery.State.QUEUED, not_before=timezone.now(), tries=0, error="")
        if done:
            Identity.objects.filter(pk=delivery.message.question.identity_id).update(unreachable_since=None, unreachable_because="")
            events.publish(delivery.message.question, Event.Kind.DELIVERY, by, delivery=delivery.pk, state=Delivery.State.QUEUED.value)
    return bool(done)


def settle(delivery: Delivery, by: User) -> bool:
    """Take an unknown delivery for sent, on an agent's word."""
    with transaction.atomic():
        done = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.UNKNOWN).update(state=Delivery.State.SENT, sent_at=timezone.now())
        if done:
            events.publish(delivery.message.question, Event.Kind.DELIVERY, by, delivery=delivery.pk, state=Delivery.State.SENT.value)
    return bool(done)
