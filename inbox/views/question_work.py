"""What an agent does to a question beside answering: one small view a verb, each shows the question again."""

from collections.abc import Callable
from datetime import date
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk.people.models import Language, Team, User
from helpdesk.people.permissions import may_see
from inbox import care as first
from inbox import citizens, lost_links, promises, public, triage, vault, work
from inbox.channels.base import ChannelError
from inbox.models import Merge, Message, Question
from inbox.views.desk import me
from inbox.views.opening import number, with_question

LONGEST_REASON = 200


def _verb(view: Callable[[HttpRequest, Question], None]) -> Callable[..., HttpResponseBase]:
    """A view that does one thing to a question and shows it again."""

    @with_question
    @require_POST
    @wraps(view)
    def done(request: HttpRequest, question: Question) -> HttpResponse:
        view(request, question)
        return redirect("question", question.reference)

    return done


@_verb
def claim(request: HttpRequest, row: Question) -> None:
    """Take the question."""
    try:
        work.claim(row, me(request))
    except work.Taken as error:
        messages.warning(request, _("%(name)s has taken this question already.") % {"name": error.holder.name})


@_verb
def release(request: HttpRequest, row: Question) -> None:
    """Put the question back."""
    work.release(row, me(request))


@_verb
def assign(request: HttpRequest, row: Question) -> None:
    """Give the question to a colleague."""
    to = User.objects.filter(pk=number(request.POST.get("to")), is_active=True, is_agent=True).first()
    if to:
        work.assign(row, to, me(request))
    else:
        messages.error(request, _("Choose a colleague from the list."))


@_verb
def move(request: HttpRequest, row: Question) -> None:
    """Move the question to another team, or back to To sort."""
    key = request.POST.get("team", "")
    team = Team.objects.filter(key=key, is_active=True).first()
    if key and team is None:
        messages.error(request, _("This team no longer answers. Choose another one."))
    else:
        before, is_undo = row.team, "undo" in request.POST
        triage.move(row, team, me(request), because=request.POST.get("because", "").strip()[:LONGEST_REASON], is_undo=is_undo)
        if before != team and not is_undo:
            request.session["team_before"] = before.key if before else ""


@with_question
@require_POST
def care(request: HttpRequest, row: Question) -> HttpResponse:
    """Make the question care first, or an ordinary one again."""
    kind, because = request.POST.get("kind", ""), request.POST.get("because", "").strip()[:LONGEST_REASON]
    if kind and kind not in first.KINDS:
        messages.error(request, _("Choose what it is about."))
    elif kind and first.put_first(row, kind, me(request), because=because):
        messages.success(request, _("The question is care first now: on top, and restricted to whoever holds it and the leads."))
    elif not kind and first.lift(row, me(request), because=because):
        messages.success(request, _("The question is an ordinary one again. Move it to the team that answers it."))
    return redirect("question", row.reference) if may_see(me(request), row) else redirect("desk")


@_verb
def state(request: HttpRequest, row: Question) -> None:
    """Set the question's state."""
    before, wanted = row.state, request.POST.get("state", "")
    if wanted in Question.State.values and wanted != before:
        work.set_state(row, wanted, me(request))
        request.session["state_before"] = before


@_verb
def tags(request: HttpRequest, row: Question) -> None:
    """Set the question's tags."""
    work.set_tags(row, request.POST.get("tags", "").split(","), me(request))


@_verb
def service(request: HttpRequest, row: Question) -> None:
    """Note which other service was asked; the citizen sees it on his page."""
    work.ask_service(row, request.POST.get("service", ""), me(request))


@_verb
def note(request: HttpRequest, row: Question) -> None:
    """Write a note for colleagues."""
    text = request.POST.get("text", "").strip()
    if text:
        work.note(row, me(request), text, seen_event_id=number(request.POST.get("seen")))


@_verb
def language(request: HttpRequest, row: Question) -> None:
    """Set the language of the reply; leaving the one that is due needs a reason."""
    wanted, because = request.POST.get("language", ""), request.POST.get("because", "").strip()
    if wanted not in Language.values or not because:
        messages.error(request, _("Say why the reply is in another language: the law asks for the citizen's own."))
        return
    work.set_language(row, wanted, me(request), because=because)


@_verb
def promise(request: HttpRequest, row: Question) -> None:
    """Promise the citizen a later day and tell him why."""
    try:
        promises.move(row, date.fromisoformat(request.POST.get("to", "")), request.POST.get("because", ""), me(request))
    except (ValueError, promises.NotLater):
        messages.error(request, _("Give a day after the promised one, and a reason that the citizen can read."))
    else:
        messages.success(request, _("The citizen is told the new date and the reason."))


@_verb
def revoke(request: HttpRequest, row: Question) -> None:
    """Make the follow-up links unknown, and mail a new one."""
    lost_links.replace(row, me(request))
    messages.success(request, _("Links given out before no longer work. A new one goes to the citizen's address."))


@with_question
@require_POST
def reveal(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Show the personal data in a public message; it is written down who looked."""
    public.reveal(get_object_or_404(Message, pk=pk, question=row, kind=Message.Kind.INCOMING), me(request))
    return redirect("question", row.reference)


@with_question
@require_POST
def hide(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Hide a comment from the public."""
    try:
        public.hide(get_object_or_404(Message.objects.select_related("account"), pk=pk, question=row, kind=Message.Kind.INCOMING), me(request))
    except (ChannelError, vault.Locked) as error:
        messages.error(request, _("The comment was not hidden: %(reason)s") % {"reason": error})
    else:
        messages.success(request, _("Nobody but the person and us sees the comment now."))
    return redirect("question", row.reference)


@with_question
@require_POST
def merge(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Join another citizen with this one, or ask him by mail first."""
    other = citizens.alike(row).filter(pk=pk).first()
    if other is None:
        messages.error(request, _("These two are not alike any more. Look again."))
    elif "ask" not in request.POST:
        citizens.merge(row, other, proof=Merge.Proof.AGENT, by=me(request))
    elif citizens.ask_proof(row, other):
        messages.success(request, _("The other address is asked by mail."))
    return redirect("question", row.reference)


@with_question
@require_POST
def part(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Part two citizens that were joined."""
    citizens.part(get_object_or_404(Merge, pk=pk, kept=row.citizen_id), row, me(request))
    return redirect("question", row.reference)
