"""The demo's questions: written for it, asked by invented citizens over the past weeks; the newest are left as they came."""

import json
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from helpdesk.people.models import User
from inbox import intake
from inbox.channels.base import File, Incoming, Sender
from inbox.demo import work
from inbox.models import Account, Question

SOURCE = Path(__file__).with_name("questions.json")
FOR_WEEKS = 6
FIRST_NAMES = ["Aline", "Bram", "Chiara", "Daan", "Elif", "Fien", "Gilles", "Hanne", "Imre", "Karim", "Loes", "Nele", "Omar", "Roos", "Tine", "Wout"]
LAST_NAMES = ["Abbeloos", "Cornet", "Demarest", "Evrard", "Fonteyne", "Heylen", "Jonckers", "Kremer", "Lambrecht", "Moureau", "Oosterlinck"]
OPENINGS = {
    "nl": ("", "Goedendag,\n\n", "Beste,\n\n", "Geachte heer, mevrouw,\n\n", "Dag! "),
    "fr": ("", "Bonjour,\n\n", "Madame, Monsieur,\n\n", "Bonsoir, ", "Bonjour à toute l'équipe,\n\n"),
    "de": ("", "Guten Tag,\n\n", "Sehr geehrte Damen und Herren,\n\n", "Hallo, "),
    "en": ("", "Hello,\n\n", "Dear Sir or Madam,\n\n", "Good morning, "),
}
CLOSINGS = {
    "nl": ("", "\n\nAlvast bedankt", "\n\nMet vriendelijke groeten", "\n\nMvg"),
    "fr": ("", "\n\nMerci d'avance", "\n\nCordialement", "\n\nBien à vous"),
    "de": ("", "\n\nVielen Dank im Voraus", "\n\nMit freundlichen Grüßen"),
    "en": ("", "\n\nThanks in advance", "\n\nKind regards", "\n\nMany thanks"),
}
SEATS = {"nl": "9000", "fr": "5000"}
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f0004850180aa8c2d4b0000000049454e44ae426082"
)


class Asked(NamedTuple):
    """One text of the demo; `answer` is the English title of the reusable answer that fits, or ""."""

    language: str
    text: str
    answer: str


def texts() -> list[Asked]:
    """Return the demo's own texts; none of them stands in the classifier's data."""
    return [Asked(**row) for row in json.loads(SOURCE.read_text(encoding="utf-8"))]


def load(people: list[User], *, count: int = 320, progress: Callable[[int, int], None] | None = None) -> int:
    """Ask `count` questions and work on most of them; always the same desk, relative to now."""
    chance = random.Random(1831)
    desk = work.Desk([person for person in people if person.is_agent], chance)
    account, lines = intake.web_account(), texts()
    chance.shuffle(lines)
    for number in range(count):
        asked, asked_at = lines[number % len(lines)], _moment(chance, number, count)
        with transaction.atomic():
            question = _ask(account, asked, number, chance)
            desk.work_on(question, asked.answer, asked_at)
            work.backdate(question, asked_at)
        if progress:
            progress(number + 1, count)
    return count


def _moment(chance: random.Random, number: int, count: int) -> datetime:
    """Return when question `number` came: more of them lately."""
    share = ((count - number) / count) ** 1.6
    before: timedelta = timedelta(weeks=FOR_WEEKS) * share + timedelta(minutes=chance.randrange(1, 240))
    return timezone.now() - before


def _ask(account: Account, asked: Asked, number: int, chance: random.Random) -> Question:
    name = f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"
    text = chance.choice(OPENINGS[asked.language]) + asked.text + chance.choice(CLOSINGS[asked.language]) if asked.answer else asked.text
    incoming = Incoming(
        external_id=f"demo-{number}",
        sender=Sender(f"{name.lower().replace(' ', '.')}{number % 40}@citizen.example", name if number % 5 else ""),
        text=text,
        sent_at=timezone.now(),
        attachments=(File("screenshot.png", "image/png", PICTURE),) if number % 17 == 0 else (),
    )
    company = number % 23 == 0
    details = intake.Details(
        language=asked.language,
        asker=Question.Asker.COMPANY if company else Question.Asker.CITIZEN,
        postcode=SEATS.get(asked.language, "1000") if company else "",
    )
    return intake.receive(account, incoming, details=details).question
