"""Surges: unusually many similar questions in the last ninety minutes, found after the questions were taken in.

What is unusual depends on the desk: so many that chance would not make them of what came in the last two weeks. People are
counted, not messages. Groups are found for each language and put together when they name the same things.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from classifier import similar
from classifier.examples import LANGUAGES
from classifier.text import fold
from helpdesk.people.models import User
from inbox import bell, prints, selectors
from inbox.events import GROUP
from inbox.models import Fingerprint, Incident, Surge

LEAST = 8
BUSY_HOURS = 3.0
SAME = 0.5
LOOKS_EVERY_S = 5
REMEMBERED_FOR = timedelta(hours=24)
COMES_BACK_AT = 2
OFFERED = 3
LISTED = 500


@dataclass
class Found:
    """One or more groups of questions that ask the same, each in a language of its own."""

    keys: dict[str, dict[str, Any]]
    words: dict[str, list[str]]
    questions: dict[str, list[int]]
    began_at: datetime

    @property
    def count(self) -> int:
        """How many questions there are in all languages."""
        return sum(map(len, self.questions.values()))


def look_soon() -> None:
    """Look, unless somebody looked in the last seconds: a storm of questions makes one look, and the clock makes the last one."""
    if cache.add("surges:looked", 1, LOOKS_EVERY_S):
        look()


def look(now: datetime | None = None) -> list[Surge]:
    """Compare the questions of the window, keep what was found, and tell open desks when it changed; return the live surges."""
    now = now or timezone.now()
    before = _shown()
    found = together([one for language in LANGUAGES for one in _groups(language, now)])
    with transaction.atomic():
        kept = [_keep(one, now) for one in found]
        Surge.objects.filter(is_live=True).exclude(pk__in=[one.pk for one in kept]).update(is_live=False)
    if _shown() != before:
        tell()
    return kept


def _shown() -> list[tuple[int, int]]:
    return list(selectors.live_surges().values_list("pk", "count"))


def tell() -> None:
    """Tell open desks that the banner changed."""
    bell.ring(GROUP, {"type": "desk.surge"})


def _groups(language: str, now: datetime) -> list[Found]:
    rows = prints.recent(language, now)
    if len(rows) < LEAST:
        return []
    usual = prints.past(language).usual
    groups = similar.alike([row.words for row in rows], usual, LEAST)
    return [one for group in groups if (one := _unusual(language, [rows[place] for place in group]))]


def _unusual(language: str, rows: list[prints.Print]) -> Found | None:
    """Return a group if it holds more people than the desk's usual rate makes by chance."""
    people = len({row.citizen for row in rows})
    key = prints.key(language, [row.words for row in rows])
    if people < LEAST or not similar.is_unusual(people, expected(language, key["words"])):
        return None
    spelt = {stem: word for row in reversed(rows) for stem, word in row.words.items()}
    words = [spelt[stem] for stem in similar.shared([row.words for row in rows], prints.past(language).usual)]
    return Found({language: key}, {language: words}, {language: [row.question for row in rows]}, min(row.received_at for row in rows))


def expected(language: str, words: similar.Vector) -> float:
    """Return how many questions like these a busy window usually holds, from the last two weeks."""
    past = prints.past(language)
    like = sum(1 for document in past.documents if similar.cosine(past.usual.vector(document), words) >= similar.BELONGS)
    return BUSY_HOURS * like / past.windows


def together(groups: list[Found]) -> list[Found]:
    """Put groups of different languages together when they name the same things."""
    found: list[Found] = []
    for group in groups:
        (language,) = group.keys
        other = next((one for one in found if language not in one.keys and _names_the_same(one, group.keys[language]["words"])), None)
        if other is None:
            found.append(group)
            continue
        other.keys |= group.keys
        other.words |= group.words
        other.questions |= group.questions
        other.began_at = min(other.began_at, group.began_at)
    return found


def _names_the_same(one: Found, words: similar.Vector) -> bool:
    return any(similar.related(key["words"], words) for key in one.keys.values())


def _keep(found: Found, now: datetime) -> Surge:
    """Write down what was found: the surge of the look before, if it is the same one, else a new one."""
    row = _known(found, now) or Surge()
    row.keys, row.words, row.questions = found.keys, found.words, [pk for rows in found.questions.values() for pk in rows]
    row.counts = {language: len(rows) for language, rows in found.questions.items()}
    row.count, row.began_at, row.seen_at, row.is_live = found.count, found.began_at, now, True
    if row.dismissed_at and row.count >= COMES_BACK_AT * row.dismissed_count:
        row.dismissed_at = row.dismissed_by = None
    row.save()
    return row


def _known(found: Found, now: datetime) -> Surge | None:
    recent = Surge.objects.select_for_update().filter(incident=None, seen_at__gte=now - REMEMBERED_FOR).order_by("-is_live", "-pk")
    return next((row for row in recent if _is_same(row.keys, found.keys)), None)


def _is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return any(similar.cosine(one[language]["words"], key["words"]) >= SAME for language, key in other.items() if language in one)


@dataclass(frozen=True)
class Banner:
    """A surge as the banner shows it, with the open incidents it may belong to."""

    surge: Surge
    minutes: int
    words: list[tuple[str, str]]
    incidents: list[Incident]


def banner() -> list[Banner]:
    """Return the live surges for the banner."""
    rows = list(selectors.live_surges())
    opened = list(Incident.objects.filter(closed_at=None)[:OFFERED]) if rows else []
    return [Banner(row, _minutes(row), _words(row), opened) for row in rows]


def _minutes(row: Surge) -> int:
    """Return how long it took them, in steps of five minutes."""
    return 5 * max(1, math.ceil((row.seen_at - row.began_at) / timedelta(minutes=5)))


def _words(row: Surge) -> list[tuple[str, str]]:
    """Return the shared words, each once, with the language it was first found in."""
    found = {fold(word): (language, word) for language, words in reversed(row.words.items()) for word in reversed(words)}
    return list(reversed(found.values()))


def dismiss(surge: Surge, by: User) -> bool:
    """Put a surge aside: its banner goes, and comes back only when twice as many ask. False when somebody did before."""
    now = timezone.now()
    done = Surge.objects.filter(pk=surge.pk, dismissed_at=None).update(dismissed_at=now, dismissed_by=by, dismissed_count=surge.count)
    if done:
        tell()
    return bool(done)


def restore(surge: Surge) -> None:
    """Show a surge that was put aside again."""
    Surge.objects.filter(pk=surge.pk).update(dismissed_at=None, dismissed_by=None)
    tell()


def prints_of(surge: Surge) -> list[Fingerprint]:
    """Return the fingerprints of a surge's newest questions; what is more joins by itself once the incident is open."""
    rows = Fingerprint.objects.filter(question__in=surge.questions).select_related("question__account", "question__citizen", "question__team")
    return list(rows.order_by("-received_at")[:LISTED])
