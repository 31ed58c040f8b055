"""The demo's surge: one invented form that hangs, and citizens who write about it in four languages in the last hour.

Nobody has answered them, so that a newcomer finds the banner above the inbox and can open an incident himself.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from inbox import intake, watch
from inbox.channels.base import Incoming, Sender
from inbox.demo import work
from inbox.models import Question

SOURCE = Path(__file__).with_name("surge.json")
FROM_QUESTIONS = 60
"""A desk with fewer questions than this has no surge: it would hold little else."""


class Asked(NamedTuple):
    """One text, and how many minutes ago it came."""

    language: str
    minutes: int
    text: str


def texts() -> list[Asked]:
    """Return the surge's texts, oldest first."""
    return [Asked(**row) for row in json.loads(SOURCE.read_text(encoding="utf-8"))]


def load(progress: Callable[[], object] | None = None) -> list[Question]:
    """Let each citizen ask, then look for surges, as the desk does by itself."""
    asked = []
    for number, line in enumerate(texts()):
        asked.append(_ask(number, line))
        if progress:
            progress()
    watch.sweep()
    return asked


def _ask(number: int, line: Asked) -> Question:
    asked_at = timezone.now() - timedelta(minutes=line.minutes)
    sender = Sender(f"klimobon.{number}@citizen.example")
    incoming = Incoming(external_id=f"demo-surge-{number}", sender=sender, text=line.text, sent_at=asked_at)
    with transaction.atomic():
        question = intake.receive(intake.web_account(), incoming, details=intake.Details(language=line.language)).question
        work.backdate(question, asked_at)
    return question
