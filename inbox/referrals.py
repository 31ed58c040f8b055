"""Referring: telling the citizen who is competent, or passing his question on to that administration with his consent.

Nothing is passed on without the citizen's recorded yes, nor ever a question that is restricted or care first. The administration
gets a secret link, no account; whatever it does is an event of the question, and what it returns is the desk's again.
"""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from django.db import IntegrityError, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from helpdesk.answers import directory
from helpdesk.answers.models import Body
from helpdesk.people.models import Language, User
from inbox import clocks, doorbell, drafts, events, links, outgoing, receipts, search, work
from inbox.models import Delivery, Draft, Event, Message, Question, Referral

OPEN_FOR = timedelta(days=30)
LONGEST = 20_000
NOTHING_ELSE: Mapping[str, object] = MappingProxyType({})


class CannotPassOn(Exception):
    """A question cannot be passed on; `because` is "care", "over", "address" or "pending"."""

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.because = because


class NotYours(Exception):
    """The administration does not hold the question any more: it settled it before, or it was taken back."""


def offered(question: Question, asked: str, words: str = "") -> list[Body]:
    """Return the administrations to refer a question to: those found by an agent's words, else those that fit what was `asked`."""
    if words.strip():
        return directory.found(words)
    return directory.fitting(topic=question.topic, text=f"{question.excerpt}\n{asked}")


def text(question: Question, body: Body) -> str:
    """Return what the citizen reads, in his language: who is competent, how to reach it, what to have at hand."""
    language = question.language
    with translation.override(language):
        speaks = [str(Language(code).label) for code in body.languages if code in Language.values]
    context = {"name": body.name_in(language), "body": body, "speaks": [] if language in body.languages else speaks}
    context |= {"does": _inside(body.does.get(language, ""), language), "at_hand": body.at_hand.get(language, "")}
    context |= {name: _address(getattr(body, name), language) for name in ("web", "forms")}
    return render_to_string(f"referral/{language}.txt", context).strip()


def _address(addresses: dict[str, str], language: str) -> str:
    return addresses.get(language) or next(iter(addresses.values()), "")


def _inside(sentence: str, language: str) -> str:
    """Return a text as it stands inside a sentence; German begins with a noun, and an abbreviation keeps its capitals."""
    keeps = language == Language.DE or sentence[1:2].isupper()
    return sentence if keeps else sentence[:1].lower() + sentence[1:]


def refer(question: Question, body: Body, by: User) -> Referral:
    """Put the referral's text into the agent's draft and remember it; the same one is put in once."""
    said = text(question, body)
    with transaction.atomic():
        draft = Draft.objects.filter(question=question, agent=by, kind=Draft.Kind.REPLY).first()
        written = draft.text if draft else ""
        if said not in written:
            newest = question.events.order_by("-pk").values_list("pk", flat=True).first()
            drafts.save(question, by, f"{written.rstrip()}\n\n{said}".strip(), seen_event_id=newest or 0)
        return Referral.objects.get_or_create(question=question, body=body, by=by, state=Referral.State.TOLD, message=None)[0]


def sent(message: Message, by: User) -> None:
    """Note which referrals went out with a reply; those that the agent took out of it are forgotten."""
    for row in message.question.referrals.filter(state=Referral.State.TOLD, message=None, by=by).select_related("body"):
        if any(name in message.text for name in row.body.names.values()):
            Referral.objects.filter(pk=row.pk).update(message=message)
            _publish(row, Referral.State.TOLD, by)
        else:
            row.delete()


def why_not(question: Question, body: Body) -> str:
    """Return why a question cannot be passed on to `body`: "care", "over", "address", "pending"; "" when it can."""
    if is_kept(question):
        return "care"
    if question.is_withdrawn or question.state == Question.State.SPAM:
        return "over"
    if not body.handover_email or not body.is_active:
        return "address"
    return "pending" if question.referrals.filter(state__in=Referral.PENDING).exists() else ""


def is_kept(question: Question) -> bool:
    """Tell whether a question stays with the desk whatever anybody says: restricted, or care first."""
    return bool(question.is_restricted or question.alarm or question.priority == Question.Priority.CARE_FIRST)


def ask(question: Question, body: Body, by: User) -> Referral:
    """Ask the citizen whether his question may be passed on; he answers on his page. Raises CannotPassOn."""
    if because := why_not(question, body):
        raise CannotPassOn(because)
    try:
        with transaction.atomic():
            row = Referral.objects.create(question=question, body=body, by=by, state=Referral.State.ASKED)
            message = receipts.may_we_pass_on(question, body.name_in(question.language))
            message.save()
            Delivery.objects.create(message=message)
            work.set_state(question, Question.State.WAITING, by)
            _publish(row, Referral.State.ASKED, by)
    except IntegrityError:
        raise CannotPassOn("pending") from None
    return row


def consent(row: Referral, *, is_given: bool) -> bool:
    """Keep the citizen's yes or no, with its date; on yes the question is passed on. False when he is not asked any more."""
    question, now = row.question, timezone.now()
    if is_given and why_not(question, row.body) not in ("", "pending"):
        return revoke(row)
    with transaction.atomic():
        if not is_given:
            return _move(row, (Referral.State.ASKED,), Referral.State.DECLINED, changes={"settled_at": now})
        agreed = {"consented_at": now, "expires_at": now + OPEN_FOR, "mail_due_at": now}
        done = _move(row, (Referral.State.ASKED,), Referral.State.AGREED, service=row.body.name_in(question.language), changes=agreed)
        if done:
            doorbell.ring("inbox.tasks.mail_referral", row.pk)
    return done


def revoke(row: Referral, by: User | None = None) -> bool:
    """Take a question back: the administration's link is dead at once. False when it is settled already."""
    with transaction.atomic():
        settled = {"link_version": F("link_version") + 1, "settled_at": timezone.now(), "mail_due_at": None}
        return _move(row, Referral.PENDING, Referral.State.REVOKED, by, changes=settled)


def expire() -> None:
    """Take back what an administration left lying until its link's end."""
    for row in Referral.objects.filter(state__in=Referral.WITH_BODY, expires_at__lte=timezone.now()).select_related("question", "body")[:200]:
        revoke(row)


def accept(row: Referral) -> None:
    """Note that the administration takes the question up. Raises NotYours."""
    with transaction.atomic():
        service = row.body.name_in(row.question.language)
        _demand(_move(row, (Referral.State.AGREED,), Referral.State.ACCEPTED, service=service))


def give_back(row: Referral, reason: str) -> None:
    """The administration returns the question with a reason: it is the desk's again, with a new date. Raises NotYours."""
    due_at, promised_on = clocks.promise(timezone.now())
    with transaction.atomic():
        returned = {"reason": reason.strip()[:2000], "settled_at": timezone.now()}
        _demand(_move(row, Referral.WITH_BODY, Referral.State.RETURNED, changes=returned))
        Question.objects.filter(pk=row.question_id).update(due_at=due_at, promised_on=promised_on)


def answer(row: Referral, said: str) -> Message:
    """Send the administration's answer to the citizen, under its name; the question is closed. Raises NotYours."""
    question, name, now = row.question, row.body.name_in(row.question.language), timezone.now()
    with translation.override(question.language):
        signed = f"{said.strip()[:LONGEST]}\n\n" + _("Answered by: %(name)s") % {"name": name}
    with transaction.atomic():
        _demand(_move(row, Referral.WITH_BODY, Referral.State.ANSWERED, changes={"settled_at": now}))
        before = Question.objects.values_list("state", flat=True).get(pk=question.pk)
        message = Message.objects.create(
            question=question, account_id=question.account_id, kind=Message.Kind.REPLY, author_name=name[:120],
            subject=outgoing.compose(question, None, signed).subject, text=signed, language=question.language,
        )  # fmt: skip
        Delivery.objects.create(message=message)
        Referral.objects.filter(pk=row.pk).update(message=message)
        answered = {"state": Question.State.CLOSED, "closed_at": now, "last_message_at": now, "first_replied_at": question.first_replied_at or now}
        Question.objects.filter(pk=question.pk).update(**answered | links.renewed(question))
        search.index(message)
        events.publish(question, Event.Kind.REPLIED, message=message.pk, before=before, after=Question.State.CLOSED.value)
    return message


def _move(
    row: Referral,
    before: tuple[str, ...],
    state: Referral.State,
    by: User | None = None,
    *,
    service: str = "",
    changes: Mapping[str, object] = MappingProxyType({}),
) -> bool:
    """Move a referral on if nobody did before; its question is the desk's to follow, and says which service it is with."""
    if not Referral.objects.filter(pk=row.pk, state__in=before).update(state=state, **changes):
        return False
    question = row.question
    if service or row.state in Referral.WITH_BODY:
        Question.objects.filter(pk=question.pk).update(asked_service=service[:120])
    question.refresh_from_db()
    waits_for_us = row.state == Referral.State.ASKED and question.state == Question.State.WAITING
    if waits_for_us or (state == Referral.State.RETURNED and question.state != Question.State.SPAM):
        work.set_state(question, Question.State.OPEN, by)
    row.refresh_from_db()
    row.question.refresh_from_db()
    _publish(row, state, by)
    return True


def _demand(done: bool) -> None:
    if not done:
        raise NotYours


def _publish(row: Referral, state: Referral.State, by: User | None) -> None:
    events.publish(row.question, Event.Kind.REFERRAL, by, referral=row.pk, name=row.body.name_in(row.question.language), state=state.value)
