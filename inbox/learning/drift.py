"""Whether the questions have changed: words the model never saw, and teams' shares, of the last weeks against those before.

Two samples of at most SAMPLE questions are read, with words that fewer than three people used left out of what is shown.
"""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import islice, pairwise

import numpy as np
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from classifier.lessons import LEAST_ASKERS
from classifier.model import Model
from classifier.text import tokens
from helpdesk.people.models import User
from inbox import personal_data
from inbox.learning import versions
from inbox.models import Decision, Message, ModelChange, Question

RECENT, BEFORE = timedelta(weeks=2), timedelta(weeks=10)
SAMPLE = 300
LEAST = 50
SHARES_ALARM = 0.2
WORDS_ALARM = 0.05
NEW_WORDS = 12
SHORTEST = 4
RISEN = 2
_TOLD_AGAIN_AFTER = timedelta(weeks=2)


@dataclass(frozen=True)
class Shares:
    """A team's share of the questions before and now."""

    team: str
    before: float
    now: float


@dataclass(frozen=True)
class Drift:
    """What changed. `stability` is the population stability index of the teams' shares; the unknown words are shares of all words."""

    count_before: int
    count_now: int
    stability: float
    shares: tuple[Shares, ...]
    unknown_before: float
    unknown_now: float
    new_words: tuple[tuple[str, int], ...]

    @property
    def is_measured(self) -> bool:
        """Whether there are enough questions on both sides."""
        return min(self.count_before, self.count_now) >= LEAST

    @property
    def shares_changed(self) -> bool:
        """Whether the teams' shares are no longer what they were."""
        return self.is_measured and self.stability >= SHARES_ALARM

    @property
    def words_changed(self) -> bool:
        """Whether citizens use clearly more words that the model never saw."""
        return self.is_measured and self.unknown_now - self.unknown_before >= WORDS_ALARM


def measure(model: Model | None) -> Drift:
    """Return how the questions of the last two weeks differ from those of the eight weeks before."""
    now = timezone.now()
    marks = (now - BEFORE, now - RECENT, now)
    before, recent = (_shares(start, end) for start, end in pairwise(marks))
    names = sorted({*before, *recent})
    old, new = (np.array([counts[name] + 0.5 for name in names]) for counts in (before, recent))
    old, new = (counts / counts.sum() if len(names) else counts for counts in (old, new))
    words_before, words_now = (_words(model, start, end) for start, end in pairwise(marks))
    return Drift(
        count_before=before.total(), count_now=recent.total(), stability=float(((new - old) * np.log(new / old)).sum()),
        shares=tuple(Shares(name, before[name] / max(before.total(), 1), recent[name] / max(recent.total(), 1)) for name in names),
        unknown_before=words_before.unknown, unknown_now=words_now.unknown, new_words=_new(words_before, words_now),
    )  # fmt: skip


def _shares(start: datetime, end: datetime) -> Counter[str]:
    rows = Decision.objects.filter(created_at__gt=start, created_at__lte=end, best_team__isnull=False).order_by()
    return Counter(dict(rows.values("best_team__key").annotate(count=Count("pk")).values_list("best_team__key", "count")))


@dataclass(frozen=True)
class _Words:
    """A sample of questions: how many, the share of their words that the model does not know, and how many said each of those."""

    texts: int
    unknown: float
    askers: Counter[str]


def _words(model: Model | None, start: datetime, end: datetime) -> _Words:
    if model is None:
        return _Words(0, 0.0, Counter())
    known, said, unknown, askers, texts = model.space.words.columns, 0, 0, Counter[str](), _texts(start, end)
    for text in texts:
        words = [token.word for token in tokens(personal_data.mask(text, is_public=True)) if token.word.isalpha() and len(token.word) >= SHORTEST]
        strange = [word for word in words if word not in known]
        said, unknown = said + len(words), unknown + len(strange)
        askers.update(set(strange))
    return _Words(len(texts), unknown / said if said else 0.0, askers)


def _new(before: _Words, now: _Words) -> tuple[tuple[str, int], ...]:
    """Return the commonest unknown words that are at least RISEN times as frequent as before."""
    usual = {word: count * now.texts / max(before.texts, 1) for word, count in before.askers.items()}
    risen = ((word, count) for word, count in now.askers.most_common() if count >= LEAST_ASKERS and count >= RISEN * usual.get(word, 0.0))
    return tuple(islice(risen, NEW_WORDS))


def _texts(start: datetime, end: datetime) -> list[str]:
    told = Q(question__is_restricted=False, question__is_withdrawn=False, removed_at=None) & ~Q(question__state=Question.State.SPAM)
    rows = Message.objects.filter(told, kind=Message.Kind.INCOMING, created_at__gt=start, created_at__lte=end).order_by("-pk")
    return list(rows.values_list("text", flat=True)[:SAMPLE])


def check() -> bool:
    """Raise the alarm when the questions have changed, once in two weeks: a row, and a mail to each lead. Return whether it was raised."""
    state = versions.look()
    found = measure(state.model)
    told = ModelChange.objects.filter(kind=ModelChange.Kind.DRIFTED, created_at__gt=timezone.now() - _TOLD_AGAIN_AFTER).exists()
    if told or not (found.shares_changed or found.words_changed):
        return False
    reason = "shares" if found.shares_changed else "words"
    ModelChange.objects.create(kind=ModelChange.Kind.DRIFTED, version=state.version, reason=reason, figures=asdict(found))
    for lead in User.objects.filter(is_active=True, is_lead=True):
        with translation.override(lead.language):
            text = render_to_string("mail/drifted.txt", {"lead": lead, "drift": found, "site": settings.SITE_URL})
        subject, _, body = text.strip().partition("\n")
        send_mail(subject.strip(), body.strip(), None, [lead.email], fail_silently=True)
    return True
