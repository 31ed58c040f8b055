"""The model in use and those before it: signed files beside the database, and a row for every change.

The file `settings.CLASSIFIER_MODEL` is what every process reads; a change writes it whole, and each process loads it within
seconds. Files of the last KEPT versions stay in a folder beside it, so that one click goes back.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from classifier import examples, store
from classifier.model import Model
from helpdesk.people.models import User
from inbox.models import ModelChange, ModelVersion

KEPT = 10
ANSWERS: tuple[tuple[type[store.ModelFileError], Literal["missing", "outdated", "corrupt"]], ...] = (
    (store.Missing, "missing"),
    (store.Outdated, "outdated"),
    (store.Corrupt, "corrupt"),
)


@dataclass(frozen=True)
class State:
    """How the model file is: "well", or what is wrong with it and in which words the file's reader says so."""

    kind: Literal["well", "missing", "outdated", "corrupt"]
    version: ModelVersion | None
    model: Model | None = None
    error: str = ""


@dataclass(frozen=True)
class Why:
    """Why a model was changed: a code of the machine or a person's words, and the figures behind it."""

    reason: str = ""
    because: str = ""
    figures: dict[str, Any] | None = None


def file_of(version: ModelVersion) -> Path:
    """Return where a version's file is kept."""
    folder: Path = settings.CLASSIFIER_MODEL.parent / "models"
    return folder / f"{version.name}.npz"


def in_use() -> ModelVersion | None:
    """Return the version that was put to use last."""
    change = ModelChange.objects.filter(kind__in=ModelChange.IN_USE).select_related("version").first()
    return change.version if change else None


def look() -> State:
    """Return how the model file is; a file that somebody else wrote (`train_classifier`) gets its row and its copy."""
    try:
        model = store.load(settings.CLASSIFIER_MODEL, settings.SECRET_KEY)
    except store.ModelFileError as error:
        kind = next(name for cause, name in ANSWERS if isinstance(error, cause))
        return State(kind, in_use(), error=str(error))
    version = in_use()
    if version is None or version.name != model.version:
        version = _adopt(model)
    return State("well", version, model)


def _adopt(model: Model) -> ModelVersion:
    stat = settings.CLASSIFIER_MODEL.stat()
    with transaction.atomic():
        version = keep(model, trained_at=datetime.fromtimestamp(stat.st_mtime, tz=timezone.get_current_timezone()))
        ModelChange.objects.create(kind=ModelChange.Kind.ADOPTED, version=version)
    return version


def keep(model: Model, *, trained_at: datetime | None = None, **facts: Any) -> ModelVersion:
    """Write a model's file into the folder of versions and return its row."""
    fields = {"trained_at": trained_at or timezone.now(), "threshold": model.threshold, "figures": kept_aside(model), "is_kept": True, **facts}
    version, is_new = ModelVersion.objects.get_or_create(name=model.version, defaults=fields)
    if not is_new and not version.is_kept:
        ModelVersion.objects.filter(pk=version.pk).update(is_kept=True)
    store.save(model, file_of(version), settings.SECRET_KEY)
    return version


def kept_aside(model: Model) -> dict[str, Any]:
    """Return how many of the questions kept aside from the start a model has right, in all and by language."""
    cases = [one for one in examples.load("test") if one.team]
    right = [model.predict(one.text, one.channel, one.is_public).best == one.team for one in cases]
    by = {code: [ok for ok, one in zip(right, cases, strict=True) if one.language == code] for code in examples.LANGUAGES}
    return {"count": len(cases), "right": sum(right), "languages": {code: {"count": len(own), "right": sum(own)} for code, own in by.items()}}


def put_to_use(version: ModelVersion, kind: ModelChange.Kind, *, why: Why, by: User | None = None, run_id: int | None = None) -> ModelChange:
    """Make a version the one in use: its file is checked, then copied whole over the one in use.

    Raises
    ------
    classifier.store.ModelFileError
        The version's file cannot be used; nothing has changed.
    """
    with transaction.atomic():
        change = ModelChange.objects.create(
            kind=kind, version=version, by=by, reason=why.reason, because=why.because[:300], figures=why.figures or {}, run_id=run_id
        )
        store.save(store.load(file_of(version), settings.SECRET_KEY), settings.CLASSIFIER_MODEL, settings.SECRET_KEY)
    prune()
    return change


def roll_back(version: ModelVersion, by: User, because: str) -> ModelChange:
    """Use an earlier version again; raises classifier.store.ModelFileError when its file cannot be used."""
    return put_to_use(version, ModelChange.Kind.ROLLED_BACK, why=Why(because=because), by=by)


def prune() -> None:
    """Delete the files of all but the KEPT versions that were put to use last."""
    recent: list[int] = []
    for pk in ModelChange.objects.filter(kind__in=ModelChange.IN_USE).values_list("version", flat=True)[:200]:
        if pk and pk not in recent:
            recent.append(pk)
    for version in ModelVersion.objects.filter(is_kept=True).exclude(pk__in=recent[:KEPT]):
        file_of(version).unlink(missing_ok=True)
        ModelVersion.objects.filter(pk=version.pk).update(is_kept=False)
