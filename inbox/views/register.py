"""The public page about the algorithm: what it does, on what data, how right it was, who watches it, how to object. Made from the running desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from classifier import intervals
from classifier.intervals import Measured
from classifier.lessons import LEAST_ASKERS
from helpdesk.people import directory
from helpdesk.people.models import Language
from inbox.learning import figures, texts, versions
from inbox.models import ModelChange, ModelVersion

KEPT_FOR_S = 600
WEEKS = 12


@dataclass(frozen=True)
class Facts:
    """What the page says of the running desk."""

    version: ModelVersion | None
    state: str
    in_use_since: datetime | None
    seed: int
    live: figures.Row | None
    kept_aside: Measured | None
    languages: tuple[tuple[str, Measured], ...]


def algorithm(request: HttpRequest, language: str) -> HttpResponse:
    """Show the register's page; its facts are at most ten minutes old."""
    translation.activate(language)
    request.LANGUAGE_CODE = language
    facts = cast(Facts, caches["local"].get_or_set("algorithm", _facts, KEPT_FOR_S))
    context = {
        "facts": facts,
        "languages": [(str(Language(code).label), one) for code, one in facts.languages],
        "language": language,
        "teams": [team.name_in(language) for team in directory.teams()],
        "weeks": WEEKS,
        "least_askers": LEAST_ASKERS,
    }
    return render(request, "citizen/algorithm.html", context)


def _facts() -> Facts:
    state, found = versions.look(), figures.measure(WEEKS)
    version = state.version
    change = ModelChange.objects.filter(kind__in=ModelChange.IN_USE, version=version).first() if version else None
    counts: dict[str, Any] = version.figures if version else {}
    aside: dict[str, dict[str, int]] = {code: one for code, one in counts.get("languages", {}).items() if one["count"]}
    return Facts(
        version=version,
        state=state.kind,
        in_use_since=change.created_at if change else None,
        seed=len(texts.seed()),
        live=found.whole if found.count >= figures.LEAST_SHOWN else None,
        kept_aside=intervals.share(counts["right"], counts["count"]) if counts.get("count") else None,
        languages=tuple((code, intervals.share(one["right"], one["count"])) for code, one in aside.items()),
    )
