"""Who is who: identities that may be one person, joining them on proof or on an agent's word, and parting them again."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from helpdesk.people.models import User
from helpdesk.people.permissions import visible
from inbox import events, twins
from inbox.models import Citizen, Delivery, Event, Identity, Merge, Message, Question, Twin

SALT = "inbox.citizens.join"
LIVES_S = 7 * 24 * 3600
LEAST_WORDS = 2
SHOWN = 3


@dataclass(frozen=True)
class Side:
    """A citizen as he stands beside another: his newest questions, and whether he can be asked by mail if both are one."""

    citizen: Citizen
    questions: list[Question]
    can_ask: bool


def alike(question: Question) -> QuerySet[Citizen]:
    """Return the citizens who may be the same person: those who wrote on this question, or bear the same first and last name."""
    wrote = Identity.objects.filter(messages__question=question).exclude(citizen=question.citizen_id).values("citizen")
    same = Q(pk__in=wrote)
    name = question.citizen.name.strip() or question.identity.display_name.strip()
    if len(name.split()) >= LEAST_WORDS:
        same |= Q(name__iexact=name) | Q(identities__display_name__iexact=name)
    merged = Merge.objects.filter(Q(kept=question.citizen_id) | Q(absorbed=question.citizen_id), undone_at=None)
    others = Citizen.objects.filter(same).exclude(pk=question.citizen_id).exclude(pk__in=merged.values("absorbed"))
    return others.distinct().prefetch_related("identities").order_by("-pk")


def merges(question: Question) -> QuerySet[Merge]:
    """Return the joins that still hold for a question's citizen."""
    return Merge.objects.filter(kept=question.citizen_id, undone_at=None).prefetch_related("absorbed", "by")


def merge(question: Question, absorbed: Citizen, *, proof: Merge.Proof, by: User | None = None) -> Merge:
    """Join another citizen with the question's own: his identities and questions become this one's. Nothing is deleted."""
    with transaction.atomic():
        kept = Citizen.objects.select_for_update().get(pk=question.citizen_id)
        identities = list(Identity.objects.filter(citizen=absorbed).values_list("pk", flat=True))
        questions = list(Question.objects.filter(citizen=absorbed).values_list("pk", flat=True))
        made = Merge.objects.create(kept=kept, absorbed=absorbed, identities=identities, questions=questions, proof=proof, by=by)
        Identity.objects.filter(pk__in=identities).update(citizen=kept)
        Question.objects.filter(pk__in=questions).update(citizen=kept)
        events.publish(question, Event.Kind.MERGED, by, merge=made.pk, proof=proof.value)
    return made


def part(made: Merge, question: Question, by: User) -> bool:
    """Undo a join: what came from the other citizen goes back to him, also what he asked since. False when it was undone already.

    Two questions that were answered as one matter are apart again when they are not one citizen's any more.
    """
    with transaction.atomic():
        if not Merge.objects.filter(pk=made.pk, undone_at=None).update(undone_at=timezone.now()):
            return False
        Identity.objects.filter(pk__in=made.identities).update(citizen=made.absorbed)
        Question.objects.filter(Q(pk__in=made.questions) | Q(identity__in=made.identities)).update(citizen=made.absorbed)
        theirs = Q(question__citizen=made.absorbed) | Q(kept__citizen=made.absorbed)
        for twin in Twin.objects.filter(theirs, parted_at=None).exclude(question__citizen=F("kept__citizen")).select_related("question", "kept"):
            twins.part(twin, by)
        events.publish(question, Event.Kind.PARTED, by, merge=made.pk)
    return True


def can_ask(other: Citizen) -> bool:
    """Tell whether the other citizen can be asked by mail whether both are one person."""
    return any(identity.kind == "email" and not identity.unreachable_since for identity in other.identities.all())


def side(user: User, citizen: Citizen) -> Side:
    """Return what stands beside another citizen, as far as `user` may see it."""
    asked = visible(user, Question.objects.filter(citizen=citizen)).order_by("-pk")[:SHOWN]
    return Side(citizen, list(asked), can_ask(citizen))


def ask_proof(question: Question, other: Citizen) -> Message | None:
    """Mail the other citizen a link: whoever opens it reads that mailbox, and says that both are one person. None without an address."""
    last = Question.objects.filter(citizen=other, identity__kind="email").select_related("account").order_by("-pk").first()
    if last is None:
        return None
    token = signing.dumps([question.pk, other.pk], salt=SALT)
    with translation.override(last.language):
        link = f"{settings.SITE_URL}{reverse('join', args=[last.language, token])}"
        text = render_to_string("mail/join.txt", {"link": link, "question": question, "desk_name": settings.DESK_NAME})
    subject, _, body = text.strip().partition("\n")
    with transaction.atomic():
        message = Message.objects.create(
            question=last, account_id=last.account_id, kind=Message.Kind.AUTOMATIC, language=last.language, subject=subject.strip(), text=body.strip()
        )
        Delivery.objects.create(message=message)
    return message


def asked(token: str) -> tuple[Question, Citizen] | None:
    """Return what a link of `ask_proof` asks; None for one that is wrong, too old, or answered."""
    try:
        question_pk, other_pk = signing.loads(token, salt=SALT, max_age=LIVES_S)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    question, other = Question.objects.filter(pk=question_pk).first(), Citizen.objects.filter(pk=other_pk, identities__isnull=False).first()
    return (question, other) if question and other and question.citizen_id != other.pk else None
