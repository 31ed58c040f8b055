"""The corrections this process remembers beside the model: a colleague's move helps the next similar question at once.

Asked anew once a minute and after every move of this process; a correction that the model has learnt meanwhile is forgotten.
"""

import threading
from dataclasses import replace
from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from classifier import memory
from classifier.explain import Reason
from classifier.memory import Correction, Memory, Recalled, Weigher
from classifier.model import Model, Prediction
from helpdesk.recent import Recent
from inbox.models import Decision, Message, ModelVersion, Question

REMEMBERED = 300
FOR = timedelta(days=90)


class _Kept:
    """What this process remembers, for one version of the model."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.version: str | None = None
        self.weigher = Weigher({}, 1.0)
        self.corrections: dict[tuple[int, str], Correction[int]] = {}
        self.memory: Memory[int] = Memory()
        self.read: list[tuple[int, str]] | None = None


_kept = _Kept()


def predict(model: Model, text: str, channel: str, is_public: bool, *, besides: int | None = None) -> tuple[Prediction, Recalled[int] | None]:
    """Return what model and memory say together of a question, and the corrected question that spoke loudest, if any did.

    Where the memory changes the best team, the reasons are those for and against the team it changed to.

    Parameters
    ----------
    text, channel, is_public
        As for `Model.predict`.
    besides
        Id of a question whose own correction does not speak along.
    """
    said, kept = model.predict(text, channel, is_public), _remembered(model)
    recalled = kept.memory.recall(kept.weigher.vector(text), channel) if kept.memory.corrections else []
    found = [one for one in recalled if one.key != besides]
    if not found:
        return said, None
    probabilities = memory.adjust(said.probabilities, found)
    best = max(probabilities, key=lambda team: probabilities[team])
    loudest = next((one for one in found if one.team == best), found[0])
    team = best if said.says_enough and probabilities[best] >= model.threshold else None
    reasons = said.reasons if best == said.best else _reasons(model, text, channel, is_public, best)
    return replace(said, team=team, best=best, confidence=probabilities[best], probabilities=probabilities, reasons=reasons), loudest


def _reasons(model: Model, text: str, channel: str, is_public: bool, team: str) -> list[Reason]:
    """Return the reasons for a team and against it: none for a team that the model has not learnt yet."""
    return model.predict(text, channel, is_public, about=team).reasons if team in model.ways.teams else []


def count(version: ModelVersion | None) -> int:
    """Return how many corrections speak beside a version of the model."""
    return min(_since(version.name if version else "").count(), REMEMBERED)


def forget() -> None:
    """Ask the database anew at the next question: this process has written a correction."""
    _rows.drop()


def start_anew() -> None:
    """Remember nothing (between tests)."""
    _kept.__init__()  # type: ignore[misc]
    _rows.drop()


def _remembered(model: Model) -> _Kept:
    with _kept.lock:
        if _kept.version != model.version:
            _kept.version, _kept.weigher, _kept.corrections, _kept.read = model.version, Weigher.of(model.space), {}, None
            _rows.drop()
        known = _rows.get()
        if known is not _kept.read:
            _read(known)
        return _kept


def _read(known: list[tuple[int, str]]) -> None:
    """Make the memory of the corrections in `known`; only texts of new ones are read."""
    new = [decision for decision, team in known if (decision, team) not in _kept.corrections]
    rows = _since(_kept.version or "").filter(pk__in=new).select_related("question__account", "corrected_to") if new else []
    texts = _texts([row.question_id for row in rows])
    for row in rows:
        if row.corrected_to and row.question_id in texts:
            key, subject = row.corrected_to.key, row.question.subject
            text = f"{subject}\n{texts[row.question_id]}" if subject else texts[row.question_id]
            _kept.corrections[row.pk, key] = Correction(row.question_id, key, row.question.account.kind, _kept.weigher.vector(text))
    _kept.corrections = {pair: _kept.corrections[pair] for pair in known if pair in _kept.corrections}
    _kept.memory, _kept.read = Memory(list(_kept.corrections.values())), known


def _texts(questions: list[int]) -> dict[int, str]:
    rows = Message.objects.filter(question__in=questions, kind=Message.Kind.INCOMING, removed_at=None).order_by("-pk").values_list("question", "text")
    return dict(rows)


def _since(version: str) -> QuerySet[Decision]:
    """Return the corrections that hold and that the version of the model in use has not learnt."""
    cut = ModelVersion.objects.filter(name=version).values_list("cut_at", flat=True).first()
    since = max(cut, timezone.now() - FOR) if cut else timezone.now() - FOR
    rows = Decision.objects.filter(corrected_at__gt=since, corrected_to=F("question__team"), question__is_restricted=False, question__is_withdrawn=False)
    teaches = ~Q(question__state=Question.State.SPAM) & Q(question__alarm="") & ~Q(team=F("corrected_to"), team__isnull=False)
    return rows.filter(teaches, corrected_to__is_active=True).order_by("-corrected_at")


_rows = Recent(lambda: list(_since(_kept.version or "").values_list("pk", "corrected_to__key")[:REMEMBERED]))
