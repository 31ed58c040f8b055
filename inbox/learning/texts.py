"""The texts that examples are learnt from: as triage read them, masked, each text once."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from classifier import examples
from classifier import lessons as learning
from classifier.model import Model
from classifier.text import normalise
from inbox import personal_data
from inbox.models import Example, Message

READ_AT_MOST = 20_000
_FIRST = Message.objects.filter(question=OuterRef("decision__question"), kind=Message.Kind.INCOMING).order_by("pk")


def rows(*, since: datetime | None = None, until: datetime | None = None, newest: int = READ_AT_MOST) -> list[Example]:
    """Return the newest labelled examples with their text (`asked`), oldest first; the same words count once."""
    wanted = Q(team__is_active=True)
    wanted &= Q(labelled_at__gt=since) if since else Q()
    wanted &= Q(labelled_at__lte=until) if until else Q()
    found = list(with_text(Example.objects.filter(wanted)).order_by("-labelled_at", "-pk")[:newest])
    once = {normalise(asked(row)): row for row in found}
    return sorted((row for text, row in once.items() if text), key=lambda row: (row.labelled_at, row.pk))


def with_text(query: QuerySet[Example]) -> QuerySet[Example]:
    """Add the first message's text to examples."""
    text = Subquery(_FIRST.values("text")[:1])
    return query.select_related("team", "decision__question__account").annotate(first_text=text)


def asked(row: Example) -> str:
    """Return a question's text as triage read it, without numbers and addresses of persons."""
    subject = row.decision.question.subject
    text: str = row.first_text or ""  # type: ignore[attr-defined]
    return personal_data.mask(f"{subject}\n{text}" if subject else text, is_public=True).strip()


def seed() -> list[examples.Example]:
    """Return the training questions that the desk was made with."""
    return examples.load("train")


def lessons(found: Sequence[Example], champion: Model, known: Sequence[examples.Example]) -> list[examples.Example]:
    """Return what the rows teach: rare words left out, each one's matter as the champion sees it, each a group of its own."""
    texts = [asked(row) for row in found]
    kept = learning.common(texts, (one.text for one in known))
    return [_lesson(row, text, learning.spoken(text, kept), champion) for row, text in zip(found, texts, strict=True)]


def _lesson(row: Example, text: str, spoken: str, champion: Model) -> examples.Example:
    question, team = row.decision.question, row.team.key
    channel, is_public = question.account.kind, question.is_public
    matter = learning.matter(champion, text, team, channel=channel, is_public=is_public)
    return examples.Example(
        text=spoken, language=question.written_in or question.language, team=team, archetype=f"question-{question.pk}",
        channel=channel, is_public=is_public, matter=matter,
    )  # fmt: skip
