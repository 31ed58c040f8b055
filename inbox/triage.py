"""Which team a question goes to. The safety gate runs first; a person's choice is never overwritten.

A missing or broken model never loses a question: it goes to "To sort" with the reason in its Decision. A process that has read a
good model before goes on with it.
"""

import logging
import threading
import time
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from classifier import safety, store
from classifier.facets import CARE, Facet
from classifier.language import identify
from classifier.model import Model, Prediction
from helpdesk.people import directory
from helpdesk.people.models import Team, User
from helpdesk.recent import Recent
from inbox import events
from inbox.learning import memory, precision
from inbox.models import Decision, Event, Question

log = logging.getLogger(__name__)
_STAT_EVERY_S = 5.0


@dataclass(frozen=True)
class Decided:
    """What triage makes of a text: rows to be, not yet written.

    `team` None means To sort, and `held` why; `recalled`: the question whose correction spoke along.
    """

    team: Team | None = None
    held: str = ""
    best_team: Team | None = None
    confidence: float | None = None
    probabilities: dict[str, float] = field(default_factory=dict)
    reasons: list[dict[str, Any]] = field(default_factory=list)
    model_version: str = ""
    written_in: str = ""
    other_language: str = ""
    is_mixed: bool = False
    alarm: str = ""
    facet: Facet = field(default_factory=Facet)
    error: str = ""
    recalled: int | None = None


class _Loaded:
    """The model as this process last read it; read again when the file has changed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.model: Model | None = None
        self.error: Exception | None = None
        self.stamp: tuple[int, int] | None = None
        self.looked_at = -_STAT_EVERY_S


_loaded = _Loaded()


def model() -> Model:
    """Return the model in use, with the threshold of the precision aimed at; loaded when its file changed.

    Raises
    ------
    classifier.store.ModelFileError
        The file cannot be used.
    """
    now = time.monotonic()
    if now - _loaded.looked_at >= _STAT_EVERY_S:
        with _loaded.lock:
            _look_again(now)
    if _loaded.model is None:
        raise _loaded.error or store.Missing("No model was loaded.")
    return precision.applied(_loaded.model)


def _look_again(now: float) -> None:
    try:
        stat = settings.CLASSIFIER_MODEL.stat()
        stamp = (stat.st_mtime_ns, stat.st_size)
        if stamp != _loaded.stamp:
            _loaded.model, _loaded.stamp = store.load(settings.CLASSIFIER_MODEL, settings.SECRET_KEY), stamp
        _loaded.error = None
    except (OSError, store.ModelFileError) as error:
        log.warning("The classifier's model cannot be used: %s", error)
        _loaded.error = error if isinstance(error, store.ModelFileError) else store.Missing(str(error))
    _loaded.looked_at = now


def forget() -> None:
    """Read model and teams anew at the next question (after a change of teams, and between tests)."""
    _loaded.__init__()  # type: ignore[misc]
    memory.start_anew()
    Recent.forget()


def alarm(text: str) -> str:
    """Return the kind of alarm a text raises at the safety gate, or ""."""
    found = safety.check(text)
    return found.kind if found else ""


def decide(text: str, *, channel: str, is_public: bool, prior: str | None = None, besides: int | None = None) -> Decided:
    """Return team, confidence and reasons for a text.

    Parameters
    ----------
    text
        The question, with its subject line first.
    channel
        Kind of channel: "form", "email", "api", "telegram" …
    prior
        Language code of the form or account it came by, if known.
    besides
        Id of a question whose own correction is not remembered: the question itself, when it is asked about again.
    """
    kind = alarm(text)
    language = identify(text, prior)
    read = Decided(written_in=language.code or "", other_language=language.other, is_mixed=language.is_mixed, alarm=kind)
    try:
        prediction, recalled = memory.predict(model(), text, channel, is_public, besides=besides)
    except Exception as error:  # noqa: BLE001  (a broken model must not lose a question, whatever breaks)
        log.warning("Triage without a model: %s", error)
        return replace(read, error=f"{type(error).__name__}: {error}"[:300])
    known, facet = {team.key: team for team in directory.teams()}, prediction.facet
    kind = kind or (facet.detail if facet.name == CARE else "")
    held = _held(prediction, is_care=bool(kind), is_foreign=bool(language.other))
    return replace(
        read,
        team=None if held else known.get(prediction.team or ""),
        held=held,
        best_team=known.get(prediction.best),
        confidence=prediction.confidence,
        probabilities=prediction.probabilities,
        reasons=[asdict(reason) for reason in prediction.reasons],
        model_version=prediction.version,
        alarm=kind,
        facet=facet,
        recalled=recalled.key if recalled else None,
    )


def _held(prediction: Prediction, *, is_care: bool, is_foreign: bool) -> str:
    """Return why a question is sent to no team by itself, "" when it is sent."""
    if is_care or is_foreign:
        return Decision.Held.CARE if is_care else Decision.Held.LANGUAGE
    if prediction.team is None:
        return Decision.Held.UNSURE if prediction.says_enough else Decision.Held.LITTLE
    return ""


def decision(question: Question, decided: Decided) -> Decision:
    """Return the unsaved Decision row of what was decided."""
    return Decision(
        question=question,
        team=decided.team,
        held=decided.held,
        best_team=decided.best_team,
        confidence=decided.confidence,
        probabilities=decided.probabilities,
        reasons=decided.reasons,
        model_version=decided.model_version,
        error=decided.error,
        facet=decided.facet.name,
        facet_detail=decided.facet.detail,
        facet_confidence=decided.facet.confidence if decided.facet.probabilities else None,
        recalled_id=decided.recalled,
    )


def move(question: Question, team: Team | None, by: User, *, because: str = "", is_undo: bool = False) -> Question:
    """Move a question to `team` (None: To sort), keep the person's choice beside the model's, and why, if he says so; `is_undo` takes his last move back."""
    with transaction.atomic():
        locked = Question.objects.select_for_update().get(pk=question.pk)
        before = locked.team
        if before == team:
            return locked
        locked.team, locked.confidence = team, None
        locked.save(update_fields=["team", "confidence"])
        latest = locked.decisions.first()
        if latest:
            Decision.objects.filter(pk=latest.pk).update(corrected_to=team, corrected_by=by, corrected_at=timezone.now())
        said = {"before": before.key if before else None, "after": team.key if team else None, "because": because}
        events.publish(locked, Event.Kind.MOVED, by, **said, **({"undo": True} if is_undo else {}))
        transaction.on_commit(memory.forget)
    question.team, question.confidence = team, None
    return locked
