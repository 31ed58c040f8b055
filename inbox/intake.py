"""The one door in: every channel hands its messages over here.

One transaction a message, and the same message twice is the same row: (account, external_id) is unique. The safety gate
and triage run before anything is written, so that a question is stored whole.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from helpdesk.recent import Recent
from inbox import care, clocks, doorbell, events, files, language_law, links, personal_data, receipts, references, search, threads, triage
from inbox.channels import registry
from inbox.channels.base import File, Incoming, Post
from inbox.models import Account, Attachment, Citizen, Decision, Delivery, Event, Identity, Message, Question
from inbox.models import Post as PostRow

EXCERPT_LENGTH = 160
GREETING_WORDS = 7


@dataclass(frozen=True)
class Details:
    """What a form knows beside the message. `upload_key` names files that were kept while the form was shown again."""

    language: str = ""
    subject: str = ""
    topic: str = ""
    asker: str = Question.Asker.CITIZEN
    postcode: str = ""
    upload_key: str = ""


def web_account() -> Account:
    """Return the contact form's account."""
    return _web_account.get()


_web_account = Recent(lambda: Account.objects.get_or_create(kind="form", address="form", defaults={"name": "Contact form"})[0])


def known(account: Account, external_id: str) -> Message | None:
    """Return the message that was already taken in under this id."""
    pk = Message.objects.filter(account=account, external_id=external_id).values_list("pk", flat=True).first()
    return Message.objects.select_related("question").get(pk=pk) if pk else None


def receive(account: Account, incoming: Incoming, *, details: Details | None = None) -> Message:
    """Take a message in: a new question, or the next message of the thread it names.

    A repeat returns the row of the first time and changes nothing.
    """
    try:
        return _receive(account, incoming, details)
    except IntegrityError:  # The same message, or the first message of the same citizen, was written beside us.
        return known(account, incoming.external_id) or _receive(account, incoming, details)


def _receive(account: Account, incoming: Incoming, details: Details | None) -> Message:
    with transaction.atomic():
        identity = _identity(account, incoming)
        question = threads.find(account, incoming, identity)
        if question:
            return _append(question, incoming, identity, details)
        return _open(account, incoming, identity, details or Details(subject=incoming.subject))


def add_message(question: Question, incoming: Incoming, *, details: Details | None = None) -> Message:
    """Add the citizen's next message to his question; a closed or waiting question opens again."""
    try:
        with transaction.atomic():
            return _append(question, incoming, question.identity, details)
    except IntegrityError:
        first = known(question.account, incoming.external_id)
        if first is None:
            raise
        return first


def _open(account: Account, incoming: Incoming, identity: Identity, details: Details) -> Message:
    now = timezone.now()
    text = f"{details.subject}\n{incoming.text}" if details.subject else incoming.text
    prior = details.language or incoming.language
    decided = triage.decide(text, channel=account.kind, is_public=incoming.visibility == "public", prior=prior or None)
    written_in = decided.written_in or incoming.language
    question = Question.objects.create(**_address(account, identity, incoming), **_triage(decided, now), **_form(details, written_in), received_at=now)
    message, *receipts_written = _messages(question, incoming)
    _keep_files(message, incoming, details)
    decision = triage.decision(question, decided)
    Decision.objects.bulk_create([decision])
    for receipt in receipts_written:
        Delivery.objects.create(message=receipt)
    search.index(message)
    events.publish(question, Event.Kind.RECEIVED, team=decided.team.key if decided.team else None, confidence=decided.confidence, alarm=decided.alarm)
    doorbell.ring_soon("inbox.tasks.watch_new")
    return message


def _address(account: Account, identity: Identity, incoming: Incoming) -> dict[str, object]:
    return {
        "reference": references.new(),
        "account": account,
        "citizen": identity.citizen,
        "identity": identity,
        "thread_id": incoming.thread_id[:255],
        "post": _post(account, incoming.post) if incoming.post else None,
        "excerpt": _excerpt(incoming),
        "is_public": incoming.visibility == "public",
    }


def _post(account: Account, post: Post) -> PostRow:
    shown = {"text": post.text, "author": post.author[:120], "url": post.url[:500]}
    return PostRow.objects.get_or_create(account=account, external_id=post.external_id[:255], defaults=shown)[0]


def _excerpt(incoming: Incoming) -> str:
    """Return a list's line: personal data that was posted in public is not repeated there."""
    text = personal_data.mask(incoming.text, is_public=True) if incoming.visibility == "public" else incoming.text
    return excerpt(text) or ", ".join(file.name for file in incoming.attachments)[:EXCERPT_LENGTH]


def excerpt(text: str) -> str:
    """Return the first words of a text on one line, without a line that only greets."""
    first, _, rest = text.strip().partition("\n")
    greets = first.rstrip().endswith((",", "!")) and len(first.split()) <= GREETING_WORDS and rest.strip()
    return " ".join((rest if greets else text).split())[:EXCERPT_LENGTH]


def _triage(decided: triage.Decided, now: datetime) -> dict[str, object]:
    due_at, promised_on = clocks.promise(now)
    usual: dict[str, object] = {
        "team": decided.team,
        "confidence": decided.confidence,
        "facet": decided.facet.name,
        "facet_detail": decided.facet.detail,
        "other_language": decided.other_language,
        "is_mixed": decided.is_mixed,
        "due_at": due_at,
        "promised_on": promised_on,
        "link_expires_at": now + timedelta(days=links.LIFETIME_DAYS),
    }
    return usual | (care.marks(decided.alarm, now) if decided.alarm else {})


def _form(details: Details, written_in: str) -> dict[str, object]:
    language, reason = details.language or written_in or "en", Question.LanguageReason.CHOSEN if details.language else Question.LanguageReason.USED
    due = language_law.due(details.postcode) if details.asker == Question.Asker.COMPANY else None
    if due and due != language:
        language, reason = due, Question.LanguageReason.LAW
    return {
        "subject": details.subject[:200],
        "topic": details.topic,
        "asker": details.asker,
        "postcode": details.postcode,
        "language": language,
        "language_reason": reason,
        "written_in": written_in,
    }


def _identity(account: Account, incoming: Incoming) -> Identity:
    kind, name = registry.get(account.kind).identity_kind, incoming.sender.name[:120]
    address = incoming.sender.address.strip().lower() if kind == "email" else incoming.sender.address
    found = Identity.objects.select_related("citizen").filter(kind=kind, address=address).first()
    if found:
        return found
    return Identity.objects.create(kind=kind, address=address, display_name=name, citizen=Citizen.objects.create(name=name))


def _messages(question: Question, incoming: Incoming) -> list[Message]:
    """Write the citizen's message and what is sent to him at once: the confirmation, or the protocol's numbers; in public nothing."""
    rows = [_message(question, incoming, question.identity)]
    if not question.is_public:
        rows.append(receipts.confirmation(question))
    return Message.objects.bulk_create(rows)


def _message(question: Question, incoming: Incoming, identity: Identity) -> Message:
    return Message(
        question=question,
        account=question.account,
        kind=Message.Kind.INCOMING,
        external_id=incoming.external_id,
        identity=identity,
        author_name=incoming.sender.name[:120],
        language=question.written_in or question.language,
        text=incoming.text.replace("\0", ""),
        html=incoming.html.replace("\0", ""),
        is_public=incoming.visibility == "public",
        in_reply_to=incoming.in_reply_to[:255],
        sent_at=incoming.sent_at,
    )


def _keep_files(message: Message, incoming: Incoming, details: Details | None) -> None:
    if details and details.upload_key:
        files.attach(details.upload_key, message)
    _store(message, incoming.attachments)


def _store(message: Message, sent: Sequence[File]) -> None:
    for file in sent:
        kept = ContentFile(file.content, name=file.name)
        Attachment.objects.create(
            message=message,
            file=kept,
            name=file.name[:200],
            content_type=file.content_type,
            size=len(file.content),
            sha256=hashlib.sha256(file.content).hexdigest(),
        )


def _append(question: Question, incoming: Incoming, identity: Identity, details: Details | None) -> Message:
    now = timezone.now()
    locked = Question.objects.select_for_update().select_related("account", "identity", "citizen").get(pk=question.pk)
    message = _message(locked, incoming, identity)
    message.save(force_insert=True)
    _keep_files(message, incoming, details)
    due_at, promised_on = clocks.promise(now)
    reopened = locked.state in (Question.State.WAITING, Question.State.CLOSED)
    fields: dict[str, object] = {"last_incoming_at": now, "last_message_at": now, "is_solved": None, **links.renewed(locked)}
    if reopened:
        fields |= {"state": Question.State.OPEN, "due_at": due_at, "promised_on": promised_on, "closed_at": None, "is_withdrawn": False}
    alarm = triage.alarm(incoming.text)
    if alarm:
        fields |= care.marks(alarm, now)
    Question.objects.filter(pk=locked.pk).update(**fields)
    search.index(message)
    events.publish(locked, Event.Kind.MESSAGE, message=message.pk, reopened=reopened)
    return message
