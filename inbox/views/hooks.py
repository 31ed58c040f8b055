"""The one door for all networks' webhooks: check the sender, keep the bytes, answer; reading comes afterwards."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from inbox import accounts, sources
from inbox.channels import registry
from inbox.channels.abilities import Hook
from inbox.channels.base import Call, Refused
from inbox.models import Account

LARGEST = 30 * 1024 * 1024


@csrf_exempt
@require_http_methods(["GET", "POST"])
def hook(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a network's call for one account. What we cannot read is kept and answered 200: networks repeat, and give up.

    What comes while an account is paused is kept, too, and read when it goes on.
    """
    account = Account.objects.filter(pk=pk).first()
    channel = registry.hook(account.kind) if account else None
    if account is None or channel is None:
        raise Http404
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return HttpResponse("The call is larger than 30 MB.\n", status=413, content_type="text/plain; charset=utf-8")
    call = Call(request.method or "GET", {key.lower(): value for key, value in request.headers.items()}, request.GET.dict(), body)
    try:
        return _answer(account, channel, call)
    except Refused as error:
        return HttpResponse(f"{error}\n", status=403, content_type="text/plain; charset=utf-8")


def _answer(account: Account, channel: Hook, call: Call) -> HttpResponse:
    given = accounts.of(account)
    greeting = channel.greet(call, given)
    if greeting is not None:
        return HttpResponse(greeting, content_type="application/json" if greeting.startswith("{") else "text/plain; charset=utf-8")
    channel.verify(call, given)
    if call.method != "POST":
        return HttpResponse(status=405)
    source, is_new = sources.keep(account, call.body)
    if is_new:
        if account.is_active:
            sources.ring(source)
        accounts.was_heard(account)
    return HttpResponse(b"ok", content_type="text/plain")
