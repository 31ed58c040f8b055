"""Champion and challenger: train on everything before a cut, compare both on the same later questions, promote or say why not.

The row of a run is the truth and its task only the bell: one run at a time, and a run whose process was killed is begun again.
"""

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from classifier import duel
from classifier.duel import Case, Duel
from classifier.model import Model
from helpdesk.people.models import User
from inbox.learning import labels, texts, versions
from inbox.learning.versions import Why
from inbox.models import Example, ModelChange, ModelVersion, TrainingRun

if TYPE_CHECKING:
    from classifier.examples import Example as Text
    from classifier.train import Progress

log = logging.getLogger(__name__)
LEAST_NEW = 20
LEAST_LATER = duel.LEAST_CASES
KILLED_AFTER = timedelta(minutes=5)
NOT_BEGUN_AFTER = timedelta(minutes=1)
TRIES = 3


class AlreadyRunning(Exception):
    """A training is on its way; there is one at a time."""


@dataclass(frozen=True)
class Parts:
    """Labelled examples to learn from, before the cut but for some that a lead found right, and later ones to compare on.

    The champion has not seen `new` of the first.
    """

    before: Sequence[Example]
    later: Sequence[Example]
    cut_at: datetime
    new: int


def begin(by: User | None = None) -> TrainingRun:
    """Write down that a training is to be done (asked by nobody: the nightly one); raises AlreadyRunning."""
    try:
        with transaction.atomic():
            return TrainingRun.objects.create(by=by)
    except IntegrityError:
        raise AlreadyRunning from None


def ask(by: User | None = None) -> TrainingRun:
    """Let a worker train a challenger; raises AlreadyRunning."""
    run = begin(by)
    transaction.on_commit(lambda: ring(run.pk), robust=True)
    return run


def ring(pk: int) -> None:
    """Tell a worker that a run waits."""
    current_app.send_task("inbox.tasks.train", [pk], retry=False)


def is_worth_it() -> bool:
    """Tell whether the nightly run has something to do: new labels or labels found right since the last one, and no rollback that nobody has ended by hand."""
    last = ModelChange.objects.exclude(kind__in=ModelChange.ASIDE).first()
    if last and last.kind == ModelChange.Kind.ROLLED_BACK:
        return False
    labels.collect()
    news = Q(labelled_at__gt=last.created_at) | Q(trusted_at__gt=last.created_at) if last else Q()
    return Example.objects.filter(news).exists()


def resume() -> int:
    """Ring again for runs that nobody began or whose process was killed; return how many. After TRIES a run has failed."""
    now = timezone.now()
    left = Q(beat_at__lt=now - KILLED_AFTER) | Q(beat_at=None, asked_at__lt=now - NOT_BEGUN_AFTER)
    running = TrainingRun.objects.filter(left, state=TrainingRun.State.RUNNING)
    running.filter(tries__gte=TRIES).update(state=TrainingRun.State.FAILED, ended_at=now, error="Its process ended three times.")
    waiting = list(running.values_list("pk", flat=True))
    for pk in waiting:
        ring(pk)
    return len(waiting)


def perform(pk: int) -> bool:
    """Do a run from beginning to end, if it is still to be done; False when another process has it."""
    now = timezone.now()
    free = Q(beat_at=None) | Q(beat_at__lt=now - KILLED_AFTER)
    if not TrainingRun.objects.filter(free, pk=pk, state=TrainingRun.State.RUNNING).update(beat_at=now, tries=F("tries") + 1, done=0):
        return False
    run = TrainingRun.objects.get(pk=pk)
    try:
        _train(run)
    except Exception as error:
        log.warning("A training failed.", exc_info=True)
        _end(run, TrainingRun.State.FAILED, f"{type(error).__name__}: {error}"[:300])
        return True
    _end(run, TrainingRun.State.DONE)
    return True


def _end(run: TrainingRun, state: TrainingRun.State, error: str = "") -> None:
    TrainingRun.objects.filter(pk=run.pk).update(state=state, ended_at=timezone.now(), error=error)


def _train(run: TrainingRun) -> None:
    labels.collect()
    champion = versions.look()
    found = texts.rows()
    if champion.model is None or champion.version is None:
        _replace(run, found, champion.kind)
        return
    parts = divide(found, champion.version)
    reason = "few_new" if parts.new < LEAST_NEW else "few_unseen" if len(parts.later) < LEAST_LATER else ""
    if reason:
        _refuse(run, reason, {"new": parts.new, "later": len(parts.later)})
        return
    seed = texts.seed()
    challenger = _fit([*seed, *texts.lessons(parts.before, champion.model, seed)], _progress(run))
    outcome = compare(champion.model, challenger, parts.later)
    against = {str(parts.later[place].pk): said for place, said in outcome.against.items()}
    figures = asdict(outcome) | {"new": parts.new, "later": len(parts.later), "cut_at": parts.cut_at.isoformat(), "against": against}
    reason = outcome.reason or ("" if versions.in_use() == champion.version else "overtaken")
    if reason:
        _refuse(run, reason, figures)
        return
    version = versions.keep(challenger, trained_on=len(seed) + len(parts.before), learned_from=len(parts.before), cut_at=parts.cut_at)
    versions.put_to_use(version, ModelChange.Kind.PROMOTED, why=Why("better", figures=figures), by=run.by, run_id=run.pk)


def _replace(run: TrainingRun, found: Sequence[Example], reason: str) -> None:
    """No model can be used: train one on the training questions alone. What people taught comes in by a comparison, as ever."""
    seed = texts.seed()
    model = _fit(seed, _progress(run))
    version = versions.keep(model, trained_on=len(seed))
    versions.put_to_use(version, ModelChange.Kind.PROMOTED, why=Why(reason, figures={"new": len(found)}), by=run.by, run_id=run.pk)


def _refuse(run: TrainingRun, reason: str, figures: dict[str, object]) -> None:
    ModelChange.objects.create(kind=ModelChange.Kind.REFUSED, version=versions.in_use(), run=run, by=run.by, reason=reason, figures=figures)


def _fit(examples: "list[Text]", progress: "Progress") -> Model:
    """Train a model. scikit-learn is read here and not with the module: the web processes show trainings and do none, and spare 90 MB."""
    from classifier import train

    return train.train(examples, progress=progress)


def _progress(run: TrainingRun) -> "Progress":
    def progress(done: int, total: int) -> None:
        TrainingRun.objects.filter(pk=run.pk).update(beat_at=timezone.now(), done=done, total=total + 1)

    return progress


def divide(found: Sequence[Example], champion: ModelVersion) -> Parts:
    """Return the examples to learn from and the later ones, none of which the champion has seen.

    Every second label that a lead found right is learnt from at once, whenever it was given: else a topic that came up
    after the cut would only be compared on, and could not be learnt before it is old.
    """
    cut, at_once = champion.cut_at, {row.pk for row in found if row.trusted_at and row.pk % 2 == 0}
    after_cut = [row for row in found if cut is None or row.labelled_at > cut]
    unseen = [row for row in after_cut if row.pk not in at_once]
    size = duel.later(len(unseen))
    cut_at = unseen[-size - 1].labelled_at if len(unseen) > size else cut or timezone.now() - timedelta(days=36500)
    later = [row for row in unseen if row.labelled_at > cut_at]
    kept_for_later = set(later)
    new = [row for row in after_cut if row.pk in at_once and row.trusted_at and row.trusted_at > champion.trained_at]
    return Parts([row for row in found if row not in kept_for_later], later, cut_at, len(unseen) - len(later) + len(new))


def compare(champion: Model, challenger: Model, later: Sequence[Example]) -> Duel:
    """Return how both models do on later questions."""
    cases = [Case(row.decision.question.written_in or row.decision.question.language, row.team.key, bool(row.trusted_at)) for row in later]
    return duel.fight(_said(champion, later), _said(challenger, later), cases)


def _said(model: Model, rows: Sequence[Example]) -> list[str]:
    return [model.predict(texts.asked(row), row.decision.question.account.kind, row.decision.question.is_public).best for row in rows]


def outlook(version: ModelVersion | None) -> tuple[int, int]:
    """Return how many labels the model in use has not seen, and how many a comparison needs."""
    rows = Example.objects.filter(labelled_at__gt=version.cut_at) if version and version.cut_at else Example.objects.all()
    return rows.count(), LEAST_NEW + LEAST_LATER
