"""The page on which administrators and leads make and end the tokens of the API."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from helpdesk.people.models import User
from helpdesk.people.permissions import may, requires
from inbox import keys
from inbox.models import Account, ApiToken


class TokenForm(forms.Form):
    """A new token. Only a lead can give a token the right to read texts: administrators see no questions."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100, help_text=gettext_lazy("The program that will use the token."))
    account = forms.ModelChoiceField(
        label=gettext_lazy("Posts for"),
        queryset=Account.objects.filter(kind="api", is_active=True).order_by("name"),
        required=False,
        empty_label=gettext_lazy("A new source with the name above"),
    )
    scopes = forms.MultipleChoiceField(label=gettext_lazy("May"), widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(label=gettext_lazy("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [choice for choice in keys.Scope.choices if choice[0] != keys.Scope.TEXTS or may(user, "lead")]  # type: ignore[attr-defined]

    def clean_expires_on(self) -> datetime | None:
        """Turn the last day into the moment it ends."""
        day = self.cleaned_data["expires_on"]
        if day is None:
            return None
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is past. Choose today or a later day."))
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


@never_cache
@requires("manage_tokens")
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List the tokens and make one; its key is shown on this answer and never again."""
    assert isinstance(request.user, User)
    form, key = TokenForm(request.POST or None, user=request.user), ""
    if request.method == "POST" and form.is_valid():
        made = form.cleaned_data
        row, key = keys.issue(made["name"], scopes=made["scopes"], by=request.user, account=made["account"], expires_at=made["expires_on"])
        form = TokenForm(user=request.user)
        messages.success(request, _("The token %(name)s was made.") % {"name": row.name})
    rows = ApiToken.objects.select_related("account", "created_by").order_by("-id")
    return render(request, "desk/tokens.html", {"form": form, "key": key, "tokens": rows, "now": timezone.now()}, status=422 if form.errors else 200)


@requires("manage_tokens")
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End one token."""
    token = get_object_or_404(ApiToken, pk=pk)
    keys.revoke(token)
    messages.success(request, _("The token %(name)s has ended: requests with it are refused from now on.") % {"name": token.name})
    return redirect("tokens")
