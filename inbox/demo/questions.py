"""The demo's questions: texts of the training set, asked by invented citizens over the past weeks, worked on by the verbs of the product."""

import json
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from helpdesk.answers.models import Wording
from helpdesk.people.models import User
from inbox import clocks, intake, replies, work
from inbox.channels.base import File, Incoming, Sender
from inbox.models import Account, Delivery, Event, Message, Question

FOR_WEEKS = 6
SHARES = {"nl": 0.48, "fr": 0.36, "de": 0.06, "en": 0.10}
FIRST_NAMES = ["Aline", "Bram", "Chiara", "Daan", "Elif", "Fien", "Gilles", "Hanne", "Imre", "Karim", "Loes", "Nele", "Omar", "Roos", "Tine", "Wout"]
LAST_NAMES = ["Abbeloos", "Cornet", "Demarest", "Evrard", "Fonteyne", "Heylen", "Jonckers", "Kremer", "Lambrecht", "Moureau", "Oosterlinck"]
FOLLOW_UPS = {
    "nl": ("Dank u, maar ik vind de knop niet. Kunt u de link sturen?", "Bedankt voor het snelle antwoord!"),
    "fr": ("Merci, mais je ne trouve pas le bouton. Pouvez-vous envoyer le lien ?", "Merci pour votre réponse rapide !"),
    "de": ("Danke, aber ich finde die Schaltfläche nicht. Können Sie mir den Link schicken?", "Vielen Dank für die schnelle Antwort!"),
    "en": ("Thank you, but I cannot find the button. Could you send the link?", "Thank you for the quick answer!"),
}
NOTES = ("Seen before this week, see the tag.", "The page was changed this morning; the answer is out of date.", "Asked the colleagues of the other team.")
TAGS = ("brochure", "broken link", "council of ministers", "referral", "accessibility", "translation", "newsletter")
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f0004850180aa8c2d4b0000000049454e44ae426082"
)


def load(people: list[User], *, count: int = 320, progress: Callable[[int, int], None] | None = None) -> int:
    """Ask `count` questions and work on most of them; always the same desk, relative to now."""
    chance = random.Random(1831)
    agents = [person for person in people if person.is_agent]
    account, texts = intake.web_account(), _texts(chance)
    for number in range(count):
        asked_at = _moment(chance, number, count)
        with transaction.atomic():
            question = _ask(account, texts[number % len(texts)], number, chance)
            _work_on(question, agents, asked_at, chance)
            _backdate(question, asked_at)
        if progress:
            progress(number + 1, count)
    return count


def _texts(chance: random.Random) -> list[dict[str, Any]]:
    """Return lines of the training set that came by form or mail, in the desk's mix of languages."""
    chosen: list[dict[str, Any]] = []
    for language, share in SHARES.items():
        path = Path(settings.BASE_DIR) / "classifier" / "data" / f"train-{language}.jsonl"
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        mine = [line for line in lines if not line["is_public"]]
        chance.shuffle(mine)
        chosen += mine[: round(len(mine) * share * 2)]
    chance.shuffle(chosen)
    return chosen


def _moment(chance: random.Random, number: int, count: int) -> datetime:
    """Return when question `number` came: in office hours mostly, more of them lately."""
    share = ((count - number) / count) ** 1.6
    before: timedelta = timedelta(weeks=FOR_WEEKS) * share + timedelta(minutes=chance.randrange(1, 240))
    return timezone.now() - before


def _ask(account: Account, line: dict[str, Any], number: int, chance: random.Random) -> Question:
    name = f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"
    files = (File("screenshot.png", "image/png", PICTURE),) if number % 17 == 0 else ()
    incoming = Incoming(
        external_id=f"demo-{number}",
        sender=Sender(f"{name.lower().replace(' ', '.')}{number % 40}@citizen.example", name if number % 5 else ""),
        text=line["text"],
        sent_at=timezone.now(),
        attachments=files,
    )
    company = number % 23 == 0
    details = intake.Details(
        language=line["language"],
        asker=Question.Asker.COMPANY if company else Question.Asker.CITIZEN,
        postcode="9000" if company else "",
    )
    return intake.receive(account, incoming, details=details).question


def _work_on(question: Question, agents: list[User], asked_at: datetime, chance: random.Random) -> None:
    """Answer what is older than a few days, leave the newest as they came."""
    able = [agent for agent in agents if question.language in agent.answers_in] or agents
    agent, age = chance.choice(able), timezone.now() - asked_at
    if chance.random() < 0.03:
        work.set_state(question, Question.State.SPAM, agent)
        return
    if chance.random() < 0.15:
        work.set_tags(question, chance.sample(TAGS, 1), agent)
    if age < timedelta(days=2) and chance.random() < 0.7:
        if chance.random() < 0.4:
            work.claim(question, agent)
        return
    if chance.random() < 0.1:
        work.claim(question, agent)
        work.note(question, agent, chance.choice(NOTES))
        return
    _answer(question, agent, chance)


def _answer(question: Question, agent: User, chance: random.Random) -> None:
    wordings = list(Wording.objects.filter(language=question.language, answer__state="published").order_by("pk")[:12])
    wording = chance.choice(wordings) if wordings else None
    text = (
        wording.text
        if wording
        else {"nl": "Dank u voor uw vraag.", "fr": "Merci pour votre question.", "de": "Danke für Ihre Frage."}.get(
            question.language, "Thank you for your question."
        )
    )
    version = wording.versions.first() if wording else None
    newest = question.events.last()
    replies.reply(question, agent, text, seen_event_id=newest.pk if newest else 0, close=chance.random() < 0.8, insertions=[version.pk] if version else [])
    drawn = chance.random()
    if drawn < 0.12:
        incoming = Incoming(
            external_id=f"demo-again-{question.pk}",
            sender=Sender(question.identity.address, question.citizen.name),
            text=FOLLOW_UPS[question.language][0],
            sent_at=timezone.now(),
        )
        intake.add_message(question, incoming)
    elif drawn < 0.45:
        work.rate(question, is_solved=True, was_clear=chance.choice(["yes", "yes", "partly"]), knows_what_next="yes", text="")


def _backdate(question: Question, asked_at: datetime) -> None:
    """Set the clocks of everything the verbs wrote now to when it is said to have happened."""
    question.refresh_from_db()
    due_at, promised_on = clocks.promise(asked_at)
    shift = timezone.now() - asked_at
    later = asked_at + min(timedelta(hours=20), shift * 0.6)
    Question.objects.filter(pk=question.pk).update(
        received_at=asked_at,
        last_incoming_at=asked_at,
        last_message_at=later if question.first_replied_at else asked_at,
        due_at=asked_at if question.alarm else due_at,
        promised_on=promised_on,
        first_replied_at=later if question.first_replied_at else None,
        closed_at=later if question.closed_at else None,
    )
    Message.objects.filter(question=question, kind=Message.Kind.INCOMING).update(sent_at=asked_at, created_at=asked_at)
    Message.objects.filter(question=question).exclude(kind=Message.Kind.INCOMING).update(sent_at=later, created_at=later)
    Event.objects.filter(question=question, kind=Event.Kind.RECEIVED).update(created_at=asked_at)
    Event.objects.filter(question=question).exclude(kind=Event.Kind.RECEIVED).update(created_at=later)
    Delivery.objects.filter(message__question=question).update(state=Delivery.State.SENT, sent_at=later, created_at=later, not_before=later, tries=1)
