"""A mail as its sender made it, in a frame that can do nothing: no script, no address but ours, no picture that did not come with it."""

from base64 import b64encode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.views.decorators.clickjacking import xframe_options_sameorigin

from helpdesk.sanitize import framed, plain
from inbox import sources
from inbox.channels import registry
from inbox.channels.abilities import Shower
from inbox.channels.base import Shown
from inbox.models import Message, Question
from inbox.views.opening import with_question

POLICY = "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
LARGEST_PICTURE = 4 * 1024 * 1024


@xframe_options_sameorigin
@with_question
def mail_page(request: HttpRequest, row: Question, pk: int) -> HttpResponse:
    """Return a message as its sender made it."""
    message = get_object_or_404(Message.objects.select_related("account"), pk=pk, question=row, kind=Message.Kind.INCOMING)
    channel, source = registry.get(message.account.kind), message.sources.order_by("pk").first()
    if source is None or not isinstance(channel, Shower):
        raise Http404
    answer = render(request, "desk/mail_page.html", {"message": message, "body": _body(channel.show(sources.payload_of(source)))})
    answer["Content-Security-Policy"] = POLICY
    return answer


def _body(shown: Shown) -> SafeString:
    if not shown.html:
        return plain(shown.text)
    taken = {name: file for name, file in shown.pictures.items() if file.content_type in PICTURES and len(file.content) <= LARGEST_PICTURE}
    return framed(shown.html, {name: f"data:{file.content_type};base64,{b64encode(file.content).decode()}" for name, file in taken.items()})
