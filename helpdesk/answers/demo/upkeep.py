"""What the demo's editors did with its answers: owners, dates, checked sources, and one of each thing that waits for somebody."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from helpdesk.answers import bodies, editing, flags, life
from helpdesk.answers.models import Answer, Body, Source
from helpdesk.people.models import Language, User

ENDS_IN_DAYS = {"socialtariff": 18, "voting": 26, "roadtax": 75}
CHANGED_SOURCE, WAITS, IS_BEHIND = "train", "newsletter", "cookies"
WAITING = " De eerste nieuwsbrief komt binnen de week."
NEWER = " De lijst werd deze maand bijgewerkt."


def settle(answers: Mapping[str, Answer]) -> None:
    """Give answers, by their keys, an owner each and what upkeep leaves behind."""
    editors, today = list(User.objects.filter(is_editor=True, is_active=True).order_by("pk")), timezone.localdate()
    if not editors:
        return
    for number, (key, answer) in enumerate(answers.items()):
        ends = today + timedelta(days=ENDS_IN_DAYS[key]) if key in ENDS_IN_DAYS else None
        kept = {"owner": editors[number % len(editors)], "review_on": today + timedelta(days=12 + 37 * number % 350), "valid_until": ends}
        Answer.objects.filter(pk=answer.pk).update(**kept)
        answer.sources.update(checked_on=today - timedelta(days=3 + 11 * number % 150))
    answers[CHANGED_SOURCE].sources.update(status=Source.Status.CHANGED, changed_at=timezone.now())
    flags.flag(answers[CHANGED_SOURCE], Answer.Flag.SOURCE_CHANGED)
    _add(answers[WAITS], WAITING, editors[0])
    _add(answers[IS_BEHIND], NEWER, editors[0])
    life.publish(answers[IS_BEHIND], editors[-1])


def look_through_directory() -> None:
    """Have an editor look through the directory within the last year, but for one in twelve."""
    editor, today = User.objects.filter(is_editor=True, is_active=True).order_by("pk").first(), timezone.localdate()
    if editor:
        for number, body in enumerate(Body.objects.filter(checked_on=None).order_by("pk")):
            days = 400 if number % 12 == 11 else 2 + 7 * number % 200
            bodies.save(body, editor, {"checked_on": today - timedelta(days=days)}, opened_version=body.version)


def _add(answer: Answer, sentence: str, by: User) -> None:
    """Add a sentence to the Dutch text."""
    wording = answer.wordings.get(language=Language.NL)
    answer.refresh_from_db()
    words = editing.Words.of(wording, wording.version)
    editing.save(answer, by, editing.Details.of(answer), {Language.NL: replace(words, text=f"{words.text}{sentence}")})
