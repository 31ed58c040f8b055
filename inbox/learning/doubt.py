"""Labels that contradict what both models said: who gave them, and a lead's word that they are right.

Poisoned labels look like a new topic, to a machine. So a person looks: what is wrong is moved back, and what is right is
trusted from then on. Nobody vouches for labels of his own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from helpdesk.people.models import User
from inbox.learning import versions
from inbox.models import Example, ModelChange

CONTRADICTED = "contradicted"


@dataclass(frozen=True)
class Doubted:
    """A label, and the key of the team that both models named instead."""

    label: Example
    said: str


@dataclass(frozen=True)
class Giver:
    """Who gave labels that are in doubt, and which, the newest first."""

    person: User
    labels: list[Doubted]


def givers(change: ModelChange | None) -> list[Giver]:
    """Return who gave the labels for which a challenger was refused, most labels first; without those changed or trusted since."""
    if change is None or change.reason != CONTRADICTED:
        return []
    said: Mapping[str, str] = change.figures.get("against", {})
    rows = Example.objects.filter(pk__in=said, trusted_at=None, labelled_at__lte=change.created_at, by__isnull=False)
    by: dict[User, list[Doubted]] = {}
    for row in rows.select_related("by", "team", "decision__question").order_by("-labelled_at", "-pk"):
        if row.by:
            by.setdefault(row.by, []).append(Doubted(row, said[str(row.pk)]))
    return sorted((Giver(person, labels) for person, labels in by.items()), key=lambda giver: -len(giver.labels))


def trust(change: ModelChange, lead: User, person: int | None = None) -> int:
    """Say that the labels in doubt are right: one person's or all, but never the lead's own. Return how many were."""
    meant = [giver for giver in givers(change) if giver.person != lead and person in (None, giver.person.pk)]
    keys = [doubted.label.pk for giver in meant for doubted in giver.labels]
    with transaction.atomic():
        count = Example.objects.filter(pk__in=keys, trusted_at=None).update(trusted_by=lead, trusted_at=timezone.now())
        if count:
            figures = {"labels": count, "people": len(meant)}
            ModelChange.objects.create(kind=ModelChange.Kind.TRUSTED, version=versions.in_use(), by=lead, figures=figures)
    return count
