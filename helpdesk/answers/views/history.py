"""Bringing back an older version of a wording."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk.answers import editing
from helpdesk.answers.models import Wording
from helpdesk.answers.saying import numbers_in_words, only_in_replies
from helpdesk.people.models import User
from helpdesk.people.permissions import requires


@requires("edit_answers")
@require_POST
def restore(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Make an older version the newest again."""
    wording = get_object_or_404(Wording.objects.select_related("answer"), answer=pk, language=language)
    number = request.POST.get("version", "")
    if not number.isdecimal() or not wording.versions.filter(number=int(number)).exists():
        raise Http404
    try:
        editing.restore(wording, int(number), cast(User, request.user))
    except editing.EditedMeanwhile:
        messages.error(request, _("Somebody saved this text just now. Look at the newest version, then restore again if you still want to."))
    except editing.HoldsPersonalData as error:
        messages.error(request, _("Not restored: that version holds %(kinds)s, and the answer is published.") % {"kinds": numbers_in_words(error.kinds)})
    except editing.OnlyInReplies as error:
        messages.error(request, only_in_replies(error))
    else:
        messages.success(request, _("Version %(number)s is the newest text again.") % {"number": number})
    return redirect("answer_history", pk, language)
