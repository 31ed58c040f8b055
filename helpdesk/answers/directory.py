"""Reading the directory of administrations: the list with its filters, and who fits a question.

The directory is small (some hundred rows), so that it is filtered and scored here and no database has to search in JSON.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from classifier.text import fold
from helpdesk.answers.models import Body
from helpdesk.recent import Recent

OFFERED = 4
STALE_AFTER = timedelta(days=365)
LEAST_WORD = 4
STEM = 7
OF_TOPIC, OF_NAME = 0.4, 2.0
MOST_HAVING = 6
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; empty means everything."""

    words: str = ""
    topic: str = ""
    level: str = ""
    stale: bool = False


@dataclass(frozen=True)
class Entry:
    """An administration as it is compared with questions: the beginnings of the words of its name and of its tasks alone."""

    body: Body
    names: frozenset[str]
    tasks: frozenset[str]


def listed(filters: Filters) -> list[Body]:
    """Return the administrations in the reader's order of names, those no longer offered last."""
    rows = [body for body in Body.objects.all() if _fits(body, filters)]
    return sorted(rows, key=lambda body: (not body.is_active, fold(str(body))))


def fitting(*, topic: str, text: str, limit: int = OFFERED) -> list[Body]:
    """Return the administrations that may be competent, the likeliest first; only those that something speaks for.

    Parameters
    ----------
    topic : str
        A value of `Answer.Topic`, "" where the question has none.
    text : str
        What the citizen wrote; any language.
    """
    entries = _active.get()
    words = _rarity(_stems(text), entries)
    scored = [(_score(entry, topic, words), entry.body) for entry in entries]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].key))
    return [body for _score, body in best[:limit]]


def forget() -> None:
    """Read the administrations anew at the next question: one was changed."""
    _active.drop()


def found(words: str, limit: int = 10) -> list[Body]:
    """Return the offered administrations that hold every one of `words`."""
    return [body for body in listed(Filters(words=words)) if body.is_active][:limit]


def _score(entry: Entry, topic: str, words: dict[str, float]) -> float:
    """Return how much speaks for a body: its theme, and the words it shares with the question, most of all those of its name."""
    shared = OF_NAME * sum(words.get(stem, 0) for stem in words.keys() & entry.names) + sum(words.get(stem, 0) for stem in words.keys() & entry.tasks)
    topics = entry.body.topics
    return shared + (OF_TOPIC / len(topics) ** 0.5 if topic and topic in topics else 0.0)


def _rarity(said: frozenset[str], entries: list[Entry]) -> dict[str, float]:
    """Return what each word of the question weighs: the fewer administrations have it, the more; one that many have says nothing."""
    having = Counter(stem for entry in entries for stem in (entry.names | entry.tasks) & said)
    return {stem: 1 / count for stem, count in having.items() if count <= MOST_HAVING}


def _entry(body: Body) -> Entry:
    names = _stems(" ".join([*body.names.values(), *(_host(url) for url in body.web.values())]))
    return Entry(body, names, _stems(" ".join(body.does.values())) - names)


_active = Recent(lambda: [_entry(body) for body in Body.objects.filter(is_active=True)])


def is_stale(body: Body) -> bool:
    """Tell whether nobody has looked for a year whether everything is still true."""
    return body.checked_on is None or body.checked_on < timezone.localdate() - STALE_AFTER


def _fits(body: Body, filters: Filters) -> bool:
    text = fold(" ".join([body.key, *body.names.values(), *body.does.values(), *body.web.values()]))
    return (
        (not filters.topic or filters.topic in body.topics)
        and (not filters.level or filters.level == body.level)
        and (not filters.stale or is_stale(body))
        and all(word in text for word in fold(filters.words).split()[:8])
    )


def _stems(text: str) -> frozenset[str]:
    """Return the beginnings of the longer words: "pension" meets "pensions" and "Pensionsdienst"."""
    return frozenset(word[:STEM] for word in _WORDS.findall(fold(text)) if len(word) >= LEAST_WORD)


def _host(url: str) -> str:
    return url.partition("//")[2].partition("/")[0]
