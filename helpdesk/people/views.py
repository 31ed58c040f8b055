"""Pages on which administrators keep people and teams."""

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from helpdesk.people import directory
from helpdesk.people.forms import PersonForm, TeamForm
from helpdesk.people.models import Team, User
from helpdesk.people.permissions import requires


@requires("manage_people")
def people(request: HttpRequest) -> HttpResponse:
    """List everybody who works here."""
    return render(request, "people/people.html", {"people": User.objects.prefetch_related("teams").order_by("-is_active", "name")})


@requires("manage_people")
def person(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change one person."""
    user = get_object_or_404(User, pk=pk) if pk is not None else User()
    form = PersonForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        try:
            directory.save_person(form.save(commit=False), list(form.cleaned_data["teams"]))
        except directory.LastAdministratorError:
            form.add_error(None, _("This is the last administrator. Make somebody else administrator first."))
        else:
            if pk is None:
                _invite(request, user)
            messages.success(request, _("%(name)s was saved.") % {"name": user.name})
            return redirect("people")
    return render(request, "people/person.html", {"form": form, "person": user}, status=422 if form.errors else 200)


def _invite(request: HttpRequest, user: User) -> None:
    """Mail a new person the link with which he sets his password."""
    mail = ResetPasswordForm({"email": user.email})
    if mail.is_valid():
        mail.save(request)


@requires("manage_people")
def teams(request: HttpRequest) -> HttpResponse:
    """List the teams."""
    return render(request, "people/teams.html", {"teams": Team.objects.prefetch_related("members")})


@requires("manage_people")
def team(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change one team."""
    row = get_object_or_404(Team, pk=pk) if pk is not None else Team()
    form = TeamForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        directory.save_team(form.save(commit=False), form.texts("name"), form.texts("signature"))
        messages.success(request, _("The team was saved."))
        return redirect("teams")
    return render(request, "people/team.html", {"form": form, "team": row}, status=422 if form.errors else 200)
