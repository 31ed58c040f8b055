"""The answers to all of an incident, and the corrections of a recall: written, approved, taken back, watched, and mended."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from helpdesk.people.models import Language, User
from helpdesk.people.permissions import requires, visible
from helpdesk.sanitize import markdown
from inbox import audience, broadcasts, incidents, replies
from inbox.models import Broadcast, Delivery, Incident, Question, Recall, Recipient, Surge
from inbox.views.desk import me

LONGEST = 20_000
LISTED = 500
ABOUT = ("incident", "recall__answer")
KINDS = {Incident: (Broadcast.Kind.HOLDING, Broadcast.Kind.CLOSING), Recall: (Broadcast.Kind.CORRECTION,)}
ENDED = (Delivery.State.SENT, Delivery.State.FAILED, Delivery.State.UNKNOWN)


@dataclass
class Field:
    """A text of a form in one language, and how many citizens wait for it."""

    code: str
    name: str
    text: str
    waiting: int


@dataclass
class Shown:
    """A broadcast as its page shows it."""

    row: Broadcast
    texts: list[tuple[str, str, SafeString]]
    plan: audience.Plan | None = None
    counts: list[tuple[str, str, int]] = field(default_factory=list)
    total: int = 0
    done: int = 0
    recipients: list[Recipient] = field(default_factory=list)
    hidden: int = 0
    missing: list[tuple[str, str, int]] = field(default_factory=list)
    misplaced: list[tuple[str, str]] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)

    @property
    def is_moving(self) -> bool:
        """Whether messages are still under way."""
        return self.row.state == Broadcast.State.APPROVED or (self.row.state == Broadcast.State.OUT and self.done < self.total)

    @property
    def is_undoable(self) -> bool:
        """Whether the approval can still be taken back."""
        return self.row.state == Broadcast.State.APPROVED and self.row.leaves_at is not None and self.row.leaves_at > timezone.now()

    @property
    def failed(self) -> int:
        """How many failed."""
        return next((count for key, _label, count in self.counts if key == Delivery.State.FAILED), 0)


def shown(about: Incident | Recall, person: User) -> list[Shown]:
    """Return the broadcasts of an incident or a recall, newest first."""
    rows = _of(about).select_related("written_by", "approved_by", *ABOUT).order_by("-pk")
    return [_shown(row, person) for row in rows]


def _of(about: Incident | Recall) -> QuerySet[Broadcast]:
    return Broadcast.objects.filter(recall=about) if isinstance(about, Recall) else Broadcast.objects.filter(incident=about)


def _shown(row: Broadcast, person: User) -> Shown:
    texts = [(code, str(Language(code).label), markdown(row.texts[code])) for code in Language.values if code in row.texts]
    if row.state != Broadcast.State.OUT:
        plan = audience.plan(row)
        missing = [(code, str(Language(code).label), count) for code, count in plan.missing.items()]
        plan.left_out = [(question, reason) for question, reason in plan.left_out if _may_name(question, person)]
        misplaced = [(str(Language(code).label), str(Language(other).label)) for code, other in audience.misplaced(row)]
        fields = _fields(row.about, row.texts) if row.state == Broadcast.State.DRAFT else []
        return Shown(row, texts, plan=plan, missing=missing, misplaced=misplaced, fields=fields)
    states = broadcasts.states(row)
    labels = {**dict(Delivery.State.choices), Recipient.State.LEFT_OUT.value: Recipient.State.LEFT_OUT.label}
    counts = [(key, str(label), states[key]) for key, label in labels.items() if states[key]]
    total = sum(count for key, count in states.items() if key != Recipient.State.LEFT_OUT)
    told = Recipient.objects.filter(broadcast=row)
    seen = visible(person, told, through="question__").select_related("question", "message__delivery")
    gaps = told.filter(reason=Recipient.Reason.LANGUAGE).values_list("question__language", flat=True)
    missing = [(code, str(Language(code).label), list(gaps).count(code)) for code in sorted(set(gaps))]
    hidden = told.count() - seen.count()
    return Shown(row, texts, None, counts, total, sum(states[state] for state in ENDED), list(seen[:LISTED]), hidden, missing)


def _may_name(question: Question, person: User) -> bool:
    return not question.is_restricted or person.is_lead or question.assignee_id == person.pk


def forms(about: Incident | Recall) -> dict[str, Any]:
    """Return the forms of an incident's or a recall's page that begin an answer: one for each kind that has no draft. A recall has one correction."""
    begun = _of(about) if isinstance(about, Recall) else _of(about).filter(state=Broadcast.State.DRAFT)
    kinds = set(KINDS[type(about)]) - set(begun.values_list("kind", flat=True))
    fields = _fields(about, {}) if kinds else []
    return {"new_forms": [(kind.value, fields) for kind in KINDS[type(about)] if kind in kinds], "write_url": _write_url(about)}


def _fields(about: Incident | Recall, texts: dict[str, str]) -> list[Field]:
    wanted = Counter(audience.members(about).values_list("language", flat=True))
    return [Field(code, str(label), texts.get(code, ""), wanted[code]) for code, label in Language.choices]


def _write_url(about: Incident | Recall) -> str:
    return reverse("recall_write" if isinstance(about, Recall) else "broadcast_write", args=[about.pk])


def put_in(incident: Incident, questions: list[Question], by: User, *, surge: Surge | None = None) -> int:
    """Put questions into an incident by hand; those who join late get the holding answer that is out."""
    count = incidents.join(incident, questions, by, surge=surge)
    for question in questions if count else []:
        broadcasts.tell_late(incident, question)
    return count


def _back(row: Broadcast) -> HttpResponse:
    return to_answers(row.about)


def to_answers(about: Incident | Recall) -> HttpResponse:
    """Lead to where an incident's or a recall's answers are."""
    return redirect(f"{reverse('recall' if isinstance(about, Recall) else 'incident', args=[about.pk])}#answers")


@requires("answer")
@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the draft of an incident's answer."""
    row, kind = get_object_or_404(Incident, pk=pk), request.POST.get("kind", "")
    if kind not in KINDS[Incident]:
        messages.error(request, _("Choose a holding or a closing answer."))
        return redirect("incident", pk)
    return keep(request, row, Broadcast.Kind(kind))


def keep(request: HttpRequest, about: Incident | Recall, kind: Broadcast.Kind) -> HttpResponse:
    """Keep the texts of a form as a draft."""
    texts = {code: request.POST.get(f"text_{code}", "")[:LONGEST] for code in Language.values}
    try:
        broadcasts.write(about, kind, texts, me(request))
    except broadcasts.NoText:
        messages.error(request, _("Write the answer in at least one language."))
    except broadcasts.AlreadyOut:
        request.session["unkept"] = {code: text for code, text in texts.items() if text.strip()}
        messages.error(request, _("The correction was approved already. Open a new recall if it has to be said again."))
    else:
        messages.success(request, _("The answer is kept and waits for a lead's approval."))
    return to_answers(about)


@requires("answer")
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    row = get_object_or_404(Broadcast.objects.select_related(*ABOUT), pk=pk)
    if broadcasts.discard(row):
        messages.success(request, _("The draft is thrown away."))
    return _back(row)


@requires("lead")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an answer go out, or say what stands against it."""
    row = get_object_or_404(Broadcast.objects.select_related(*ABOUT), pk=pk)
    if request.POST.get("written_at") != row.written_at.isoformat():
        messages.error(request, _("The text was changed since you opened this page. Read it again."))
        return _back(row)
    try:
        done = broadcasts.approve(row, me(request), are_gaps_meant="gaps" in request.POST, are_contacts_meant="contacts" in request.POST)
    except broadcasts.MissingLanguage as error:
        names = ", ".join(str(Language(code).label) for code in error.counts)
        said = _("Not sent: there is no text in %(languages)s. Write it, or say that those citizens are left out for now.")
        messages.error(request, said % {"languages": names})
    except replies.Unfilled as error:
        messages.error(request, _unfilled(error))
    except replies.PersonalData as error:
        if error.can_be_meant:
            messages.error(request, _("Not sent: the public answer holds a telephone number or an e-mail address. Say that it is a service's, or take it out."))
        else:
            messages.error(request, _("Not sent: the public answer holds a personal number. Take it out."))
    else:
        if done:
            messages.success(request, _("Approved. It leaves in 15 seconds; until then you can take it back."))
    return _back(row)


@requires("lead")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an approval back."""
    row = get_object_or_404(Broadcast.objects.select_related(*ABOUT), pk=pk)
    if broadcasts.undo(row):
        messages.success(request, _("Taken back. Nobody got it; the text is a draft again."))
    else:
        messages.error(request, _("Too late: it has already left."))
    return _back(row)


@requires("lead")
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again what failed."""
    row = get_object_or_404(Broadcast.objects.select_related(*ABOUT), pk=pk)
    count = broadcasts.retry(row, me(request))
    messages.success(request, ngettext("%(count)d message is tried again.", "%(count)d messages are tried again.", count) % {"count": count})
    return _back(row)


@requires("lead")
@require_POST
def add_language(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a text that was missing, for those who were left out."""
    row = get_object_or_404(Broadcast.objects.select_related(*ABOUT), pk=pk)
    try:
        count = broadcasts.add_language(row, request.POST.get("language", ""), request.POST.get("text", "")[:LONGEST], me(request))
    except broadcasts.NoText:
        messages.error(request, _("Write the missing text first."))
    except replies.Unfilled as error:
        messages.error(request, _unfilled(error))
    else:
        messages.success(request, ngettext("%(count)d more citizen gets it.", "%(count)d more citizens get it.", count) % {"count": count})
    return _back(row)


@requires("see_inbox")
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Return how far a broadcast is, as a fragment.

    A draft that is still one stays on the page as it was read, `?draft`: what a lead approves is the text before him.
    """
    row = get_object_or_404(Broadcast.objects.select_related("written_by", "approved_by", *ABOUT), pk=pk)
    if "draft" in request.GET and row.state == Broadcast.State.DRAFT:
        return HttpResponse(status=204)
    return render(request, "desk/_broadcast.html", {"answer": _shown(row, me(request)), "write_url": _write_url(row.about)})


def _unfilled(error: replies.Unfilled) -> str:
    return _("Not sent: %(names)s stands in the text, and in an answer to many nothing fills it. Write it without.") % {"names": error.shown}
