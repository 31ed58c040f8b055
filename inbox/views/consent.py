"""The citizen's yes or no to passing his question on, and his change of mind."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from inbox import referrals
from inbox.models import Question, Referral
from inbox.views.follow import back, private


@private
@require_POST
def consent(request: HttpRequest, question: Question, pk: int) -> HttpResponse:
    """Keep what the citizen says; a later no takes the question back."""
    row = Referral.objects.select_related("body", "question").filter(pk=pk, question=question).first()
    if row is None:
        raise Http404
    is_given = request.POST.get("consent") == "yes"
    if not is_given and row.state in Referral.WITH_BODY:
        referrals.revoke(row)
        messages.success(request, _("We took your question back. The other service can no longer read it."))
    elif row.state == Referral.State.ASKED and referrals.consent(row, is_given=is_given):
        messages.success(request, _("Thank you. We pass your question on.") if row.state == Referral.State.AGREED else _("We pass nothing on."))
    return back(question)
