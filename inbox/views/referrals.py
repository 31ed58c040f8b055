"""Referring a question: into the reply, or to the administration itself with the citizen's consent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk.answers.models import Body
from inbox import referrals
from inbox.models import Question, Referral
from inbox.views.desk import me
from inbox.views.opening import with_question


@with_question
@require_POST
def refer(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Put the referral's text into the reply."""
    body = get_object_or_404(Body, pk=pk, is_active=True)
    referrals.refer(row, body, me(request))
    if row.language in body.names:
        messages.success(request, _("The referral stands in your reply. Read it, change it where needed, then send it."))
    else:
        messages.warning(request, _("The directory has no text in the citizen's language for this administration. Complete the reply before you send it."))
    return redirect("question", row.reference)


@with_question
@require_POST
def ask(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Ask the citizen whether the question may be passed on."""
    try:
        referrals.ask(row, get_object_or_404(Body, pk=pk), me(request))
    except referrals.CannotPassOn as error:
        messages.error(request, _reason(error.because))
    else:
        messages.success(request, _("The citizen is asked. Nothing is passed on before he says yes."))
    return redirect("question", row.reference)


@with_question
@require_POST
def revoke(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Take the question back from an administration."""
    if referrals.revoke(get_object_or_404(Referral.objects.select_related("question", "body"), pk=pk, question=row), me(request)):
        messages.success(request, _("Taken back: the administration's link no longer works."))
    else:
        messages.error(request, _("Too late: this is settled already."))
    return redirect("question", row.reference)


def _reason(because: str) -> str:
    return {
        "care": _("This question is restricted or care first: it stays with us."),
        "over": _("The citizen withdrew this question, or it is spam."),
        "address": _("The directory has no agreed address to pass questions on to. An editor can add it."),
        "pending": _("This question is with an administration already, or the citizen is asked."),
    }[because]
