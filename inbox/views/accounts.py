"""Our accounts on the networks: how they are, and the pages to connect, test, pause and reconnect one."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from helpdesk.people.permissions import requires
from inbox import accounts, polling, vault
from inbox.channels import registry
from inbox.channels.abilities import Checkable
from inbox.channels.base import Channel, ChannelError, Outgoing, Setting
from inbox.models import Account
from inbox.views.desk import around, me

STATES = {
    "off": gettext_lazy("paused"),
    "failing": gettext_lazy("failing"),
    "waiting": gettext_lazy("the network asked us to wait"),
    "expiring": gettext_lazy("the key expires soon"),
    "well": gettext_lazy("works"),
}


def _field(need: Setting, said: dict[str, Any]) -> forms.Field:
    if need.choices:
        return forms.ChoiceField(choices=[(value, _(label)) for value, label in need.choices], **said)
    attrs = {"autocomplete": "new-password" if need.is_secret else "off"}
    return forms.CharField(max_length=2000, widget=forms.PasswordInput(attrs=attrs) if need.is_secret else forms.TextInput(attrs=attrs), **said)


def _forget(name: str) -> str:
    """Return the name of the box that has a secret forgotten."""
    return f"forget_{name}"


class AccountForm(forms.Form):
    """What connects an account; a secret that is left empty stays as it was, one that it can do without may be forgotten."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100, help_text=gettext_lazy("As agents see it beside each question."))
    address = forms.CharField(label=gettext_lazy("Our address or name there"), max_length=200)

    def __init__(self, *args: Any, channel: Channel, account: Account | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channel = channel
        kept = accounts.secrets_of(account) if account else {}
        for need in channel.needs:
            is_kept = need.name in kept
            said: dict[str, Any] = {
                "label": _(need.label),
                "required": need.is_required and not need.default and not is_kept,
                "help_text": _("Stays as it is when left empty.") if is_kept else _(need.help) if need.help else "",
                "initial": "" if need.is_secret else account.settings.get(need.name, need.default) if account else need.default,
            }
            self.fields[need.name] = _field(need, said)
            if is_kept and not need.is_required:
                self.fields[_forget(need.name)] = forms.BooleanField(label=_("Forget: %(secret)s") % {"secret": _(need.label)}, required=False)
        if account:
            self.fields["name"].initial, self.fields["address"].initial = account.name, account.address
            self.fields["address"].disabled = True

    def clean(self) -> dict[str, Any]:
        """Refuse a new secret beside the wish to forget the old one."""
        data = super().clean() or {}
        for name in self.forgotten():
            if data.get(name):
                self.add_error(name, _("Enter a new one, or have the old one forgotten, not both."))
        return data

    def forgotten(self) -> list[str]:
        """Return the names of the secrets to forget."""
        return [need.name for need in self.channel.needs if self.cleaned_data.get(_forget(need.name))]

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields by the name of their group, in their order; those of no group first."""
        found: dict[str, list[forms.BoundField]] = {"": [self["name"], self["address"]]}
        for need in self.channel.needs:
            names = [need.name, _forget(need.name)]
            found.setdefault(need.group, []).extend(self[name] for name in names if name in self.fields)
        return [(_(name) if name else "", fields) for name, fields in found.items()]

    def values(self) -> dict[str, str]:
        """Return what was filled in, without name and address."""
        return {need.name: self.cleaned_data[need.name] or ("" if need.is_secret else need.default) for need in self.channel.needs}


@requires("manage_tokens")
def all_accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts and how they are."""
    waiting, now = accounts.backlog(), timezone.now()
    rows = [
        {"account": row, "state": state, "state_name": STATES[state], "channel": registry.get(row.kind), "backlog": waiting.get(row.pk, {})}
        for row in accounts.with_latest().order_by("kind", "name")
        for state in [accounts.state(row, now)]
    ]
    return render(request, "desk/accounts.html", {**around(request), "rows": rows, "channels": registry.connectable(settings.CHANNELS_OFF)})


@never_cache
@requires("manage_tokens")
@require_http_methods(["GET", "POST"])
def connect(request: HttpRequest, kind: str) -> HttpResponse:
    """Connect a new account of one kind."""
    channel = next((one for one in registry.connectable(settings.CHANNELS_OFF) if one.kind == kind), None)
    if channel is None:
        raise Http404
    form = AccountForm(request.POST or None, channel=channel)
    if request.method == "POST" and form.is_valid() and (row := _saved(form)):
        messages.success(request, _("%(name)s is connected.") % {"name": row.name})
        return redirect("account", row.pk)
    return render(request, "desk/account.html", {**around(request), "form": form, "channel": channel}, status=422 if form.errors else 200)


@never_cache
@requires("manage_tokens")
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one account and change what connects it."""
    row = get_object_or_404(accounts.with_latest(), pk=pk)
    channel = registry.get(row.kind)
    form = AccountForm(request.POST or None, channel=channel, account=row)
    if request.method == "POST" and channel.needs and form.is_valid() and (row_now := _saved(form, row)):
        messages.success(request, _("%(name)s is connected.") % {"name": row_now.name})
        return redirect("account", row.pk)
    state = accounts.state(row)
    context = {
        **around(request),
        "form": form if channel.needs else None,
        "channel": channel,
        "account": row,
        "state": state,
        "state_name": STATES[state],
        "backlog": accounts.backlog().get(row.pk, {}),
        "hook": accounts.hook_of(row) if registry.hook(row.kind) and not registry.poller(row.kind) else "",
        "is_checkable": isinstance(channel, Checkable),
    }
    return render(request, "desk/account.html", context, status=422 if form.errors else 200)


def _saved(form: AccountForm, account: Account | None = None) -> Account | None:
    """Connect the account, once its network has said yes; otherwise put its words on the form and change nothing."""
    values, channel = form.values(), form.channel
    address = account.address if account else form.cleaned_data["address"]
    try:
        kept = accounts.of(account) if account else {}
    except vault.Locked:
        kept = {}
    secret, forgotten = {need.name for need in channel.needs if need.is_secret}, form.forgotten()
    kept = {key: value for key, value in kept.items() if key not in forgotten}
    if isinstance(channel, Checkable):
        try:
            channel.check(kept | {key: value for key, value in values.items() if value or key not in secret} | {"address": address})
        except ChannelError as error:
            form.add_error(None, _("The network does not accept this: %(reason)s") % {"reason": error})
            return None
    row = accounts.connect(channel.kind, form.cleaned_data["name"], address, values, forgotten=forgotten)
    try:
        accounts.install(row)
    except ChannelError as error:
        accounts.failed(row, error)
    return row


@requires("manage_tokens")
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001  (views take a request)
    """Pause an account, or go on with it."""
    row = get_object_or_404(Account, pk=pk)
    if row.is_active:
        accounts.rest(row)
    else:
        accounts.go_on(row)
    return redirect("account", pk)


@requires("manage_tokens")
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the network who we are, and fetch what is new."""
    row = get_object_or_404(Account, pk=pk)
    try:
        said = accounts.check(row)
    except (ChannelError, vault.Locked) as error:
        messages.error(request, _("It does not work: %(reason)s") % {"reason": error})
        return redirect("account", pk)
    Account.objects.filter(pk=pk).update(paused_until=None, failing_since=None, error="", alarmed_at=None)
    count = polling.poll(row) if registry.poller(row.kind) else 0
    messages.success(request, _("It works: %(said)s. New messages: %(count)d.") % {"said": said or row.address, "count": count})
    return redirect("account", pk)


@requires("manage_tokens")
@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test message to an address of one's own."""
    row, to = get_object_or_404(Account, pk=pk), request.POST.get("to", "").strip()[:320]
    if not to:
        messages.error(request, _("Say where the test goes."))
        return redirect("account", pk)
    text = _("This is a test of the helpdesk's account %(name)s, sent by %(person)s.") % {"name": row.name, "person": me(request).name}
    named = f"<test.{row.pk}.{timezone.now():%Y%m%d%H%M%S%f}@{settings.REPLY_DOMAIN}>"
    try:
        registry.get(row.kind).send(Outgoing(recipient=to, subject=text, text=text, message_id=named, thread_id=to), accounts.of(row))
    except (ChannelError, vault.Locked) as error:
        messages.error(request, _("The test was not sent: %(reason)s") % {"reason": error})
    else:
        messages.success(request, _("The test was sent to %(to)s.") % {"to": to})
    return redirect("account", pk)
