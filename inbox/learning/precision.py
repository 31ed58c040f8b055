"""The precision that a lead aims at: which share of the questions sent to a team should be sent to the right one.

The newest row says it, and every process reads it at most a minute later. The threshold follows from what the model in use kept of
its validation, so a new version, or an earlier one, has the one that goes with the aim.
"""

from django.db import transaction

from classifier.coverage import USUAL, Point
from classifier.model import Model
from helpdesk.people.models import User
from helpdesk.recent import Recent
from inbox.learning import versions
from inbox.models import ModelChange

CHOICES = (0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99)


def target() -> float:
    """Return the precision aimed at now, 0 to 1."""
    change = ModelChange.objects.filter(kind=ModelChange.Kind.AIMED).first()
    return float(change.figures["after"]) if change else USUAL


def applied(model: Model) -> Model:
    """Return the model with the threshold of the precision aimed at, as this process read it at most a minute ago."""
    precision, kept = _recent.get(), _tuned.kept
    if kept is None or kept[0] is not model or kept[1] != precision:
        kept = _tuned.kept = (model, precision, model.at(precision))
    return kept[2]


def outlook(model: Model | None) -> list[Point]:
    """Return what each of CHOICES comes to with a model; nothing when it kept no validation."""
    return model.tried.points(CHOICES) if model and model.tried else []


def aim(precision: float, by: User, because: str = "") -> ModelChange | None:
    """Aim at another precision from now on; None when it is the one aimed at already.

    Raises
    ------
    ValueError
        It is none of CHOICES.
    """
    if precision not in CHOICES:
        raise ValueError(f"{precision} is no precision to choose.")
    before, state = target(), versions.look()
    if precision == before:
        return None
    figures: dict[str, float] = {"before": before, "after": precision}
    if state.model and state.model.tried:
        point = state.model.tried.at(precision)
        figures |= {"coverage": point.coverage, "threshold": point.threshold}
    with transaction.atomic():
        change = ModelChange.objects.create(kind=ModelChange.Kind.AIMED, version=state.version, by=by, because=because[:300], figures=figures)
        transaction.on_commit(_recent.drop)
    return change


class _Tuned:
    """The model that was asked for last, its precision, and itself with its threshold: set at once, because threads read it."""

    kept: tuple[Model, float, Model] | None = None


_tuned = _Tuned()
_recent = Recent(target)
