"""The leads' page about the classifier: how right it is, what it learns, which model is in use, and the way back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from classifier import intervals, store
from classifier.intervals import Measured
from helpdesk.people.models import Language, Team
from helpdesk.people.permissions import requires
from inbox.channels import registry
from inbox.learning import charts, doubt, drift, figures, memory, precision, training, versions
from inbox.models import ModelChange, ModelVersion, TrainingRun
from inbox.views.desk import frame, me

PERIODS = (4, 12, 52)
EVERYBODY = "all"
CHANGES_SHOWN = 12


@requires("lead")
def classifier(request: HttpRequest) -> HttpResponse:
    """Show the model in use, its figures over a period, and what people taught it."""
    asked = request.GET.get("weeks", "")
    weeks = int(asked) if asked in map(str, PERIODS) else PERIODS[1]
    state, found = versions.look(), figures.measure(weeks)
    used = ModelChange.objects.filter(kind__in=ModelChange.IN_USE, version__is_kept=True).values("version")
    context = {
        **frame(request, ""),
        **_training(state),
        **_precision(state),
        "weeks": weeks,
        "periods": PERIODS,
        "figures": found,
        "has_enough": found.count >= figures.LEAST_SHOWN,
        "least": figures.LEAST_SHOWN,
        "kept_aside": _kept_aside(state.version),
        "drift": drift.measure(state.model),
        "remembered": memory.count(state.version),
        "corrections": figures.corrections(),
        "wandered": figures.wandered(weeks),
        "changes": ModelChange.objects.select_related("version", "by")[:CHANGES_SHOWN],
        "versions": ModelVersion.objects.filter(pk__in=used),
    }
    return render(request, "desk/classifier.html", context | _plots(found))


def _plots(found: figures.Figures) -> dict[str, object]:
    languages = [(str(Language(row.name).label), row) for row in found.languages]
    channels = [(_(registry.get(row.name).label), row) for row in found.channels]
    return {
        "curve": charts.calibration(found.curve),
        "by_week": charts.weeks(found.weeks),
        "by_language": charts.parts([(name, row.accuracy) for name, row in languages]),
        "by_channel": charts.parts([(name, row.accuracy) for name, row in channels]),
        "weeks_rows": [(charts.day(row.name), row) for row in found.weeks],
        "languages_rows": languages,
        "channels_rows": channels,
    }


def _precision(state: versions.State) -> dict[str, object]:
    points, target = precision.outlook(state.model), precision.target()
    tried = state.model.tried if state.model else None
    return {
        "points": points,
        "target": target,
        "aimed": tried.at(target) if tried else None,
        "tried": len(tried.right) if tried else 0,
        "trade": charts.trade(tried.curve(), tried.at(target)) if tried else None,
    }


def _kept_aside(version: ModelVersion | None) -> Measured | None:
    counts = version.figures if version else {}
    return intervals.share(counts["right"], counts["count"]) if counts.get("count") else None


def _training(state: versions.State) -> dict[str, object]:
    new, needed = training.outlook(state.version)
    runs = TrainingRun.objects.select_related("outcome__version", "outcome__by")
    last = runs.exclude(state=TrainingRun.State.RUNNING).first()
    return {
        "state": state,
        "run": runs.filter(state=TrainingRun.State.RUNNING).first(),
        "last_run": last,
        "doubted": doubt.givers(getattr(last, "outcome", None)),  # A failed run has none.
        "teams": list(Team.objects.all()),
        "new": new,
        "needed": needed,
    }


@requires("lead")
def progress(request: HttpRequest) -> HttpResponse:
    """Return how far the training is, as a fragment; once it has ended the page loads anew."""
    answer = render(request, "desk/classifier/_training.html", _training(versions.State("well", versions.in_use())))
    if not TrainingRun.objects.filter(state=TrainingRun.State.RUNNING).exists():
        answer["HX-Refresh"] = "true"
    return answer


@requires("lead")
@require_POST
def train(request: HttpRequest) -> HttpResponse:
    """Let a worker train a challenger; one at a time."""
    try:
        training.ask(me(request))
    except training.AlreadyRunning:
        messages.warning(request, _("A training is running already. Its outcome will stand here."))
    return redirect(f"{reverse('classifier')}#training")


@requires("lead")
@require_POST
def trust(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that labels which contradicted both models are right: one person's or all."""
    change, whose = get_object_or_404(ModelChange, pk=pk, kind=ModelChange.Kind.REFUSED), request.POST.get("person", "")
    is_known = whose == EVERYBODY or whose.isdecimal()
    count = doubt.trust(change, me(request), None if whose == EVERYBODY else int(whose)) if is_known else 0
    if count:
        said = ngettext("%(count)s label is trusted now.", "%(count)s labels are trusted now.", count) % {"count": count}
        then = _("Train now, or wait for the night: the next training learns from half of them and compares on the others.")
        messages.success(request, f"{said} {then}")
    else:
        messages.warning(request, _("Nothing was changed: these labels are trusted already, were changed meanwhile, or are your own."))
    return redirect(f"{reverse('classifier')}#training")


@requires("lead")
@require_POST
def aim(request: HttpRequest) -> HttpResponse:
    """Aim at another precision of what is sent to a team."""
    asked = request.POST.get("precision", "")
    chosen = next((one for one in precision.CHOICES if asked == str(one)), None)
    if chosen is None:
        messages.error(request, _("Choose one of the precisions in the table."))
    elif precision.aim(chosen, me(request), request.POST.get("because", "").strip()):
        share = {"share": formats.number_format(chosen * 100, 0)}
        messages.success(request, _("The target is %(share)s %% from now on. Every process works with it within a minute.") % share)
    return redirect("classifier")


@requires("lead")
@require_POST
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """Go back to an earlier version of the model."""
    version = get_object_or_404(ModelVersion, pk=pk, is_kept=True)
    try:
        versions.roll_back(version, me(request), request.POST.get("because", "").strip())
    except store.ModelFileError as error:
        messages.error(request, _("This version cannot be used: %(error)s Choose another one, or train.") % {"error": error})
    else:
        date = formats.date_format(timezone.localtime(version.trained_at), "SHORT_DATETIME_FORMAT")
        messages.success(request, _("The version of %(date)s is in use again. Every process loads it within a minute.") % {"date": date})
    return redirect("classifier")
