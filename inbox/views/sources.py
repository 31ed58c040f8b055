"""What came in and did not become a message: leads see why, look at the source, and try again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk.people.permissions import requires
from inbox import sources
from inbox.models import Source
from inbox.views.desk import frame

SHOWN = 100


@requires("lead")
def kept(request: HttpRequest) -> HttpResponse:
    """List what is in quarantine first, then what was kept and not answered."""
    rows = Source.objects.exclude(state=Source.State.TAKEN).select_related("account", "message__question").defer("body")
    waiting = rows.filter(state__in=[Source.State.QUARANTINED, Source.State.RECEIVED])[:SHOWN]
    others = rows.filter(state__in=[Source.State.IGNORED, Source.State.REPORT])[:SHOWN]
    return render(request, "desk/sources.html", {**frame(request, ""), "waiting": waiting, "others": others})


@requires("lead")
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try to take a kept payload in again; a lead may say that what looks automatic is a citizen's message."""
    row = get_object_or_404(Source.objects.select_related("account").exclude(state=Source.State.TAKEN), pk=pk)
    row = sources.take(row, is_letter="letter" in request.POST)
    if row.state in (Source.State.QUARANTINED, Source.State.RECEIVED):
        messages.error(request, _("It still cannot be read. The source is kept; you can download it."))
    else:
        messages.success(request, _("It is now: %(state)s.") % {"state": row.get_state_display()})
    return redirect("sources")


@requires("lead")
def source(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001  (views take a request)
    """Hand over a payload as it came, always as a download."""
    row = get_object_or_404(Source, pk=pk)
    payload = sources.payload_of(row)
    name = f"source-{row.pk}.{'json' if payload[:1] in (b'{', b'[') else 'eml'}"
    return HttpResponse(payload, content_type="application/octet-stream", headers={"Content-Disposition": f'attachment; filename="{name}"'})
