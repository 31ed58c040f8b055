"""Adding and changing people and teams, and who can be chosen now: read once a minute, because every page of the desk asks."""

from django.contrib.sessions.models import Session
from django.db import transaction

from helpdesk.people.models import Team, User
from helpdesk.recent import Recent


class LastAdministratorError(Exception):
    """The change would leave the desk without an administrator."""


def teams() -> list[Team]:
    """Return the active teams, at most a minute old."""
    return [team for team in _teams.get() if team.is_active]


def team_name(pk: int | None) -> str:
    """Return a team's name in the reader's language, also of one that is no longer active; "" without a team."""
    known = next((team for team in _teams.get() if team.pk == pk), None) if pk else None
    return str(known or Team.objects.get(pk=pk)) if pk else ""


def agents() -> list[User]:
    """Return the people who answer, at most a minute old; a verb that names one looks again."""
    return _agents.get()


_teams = Recent(lambda: list(Team.objects.all()))
_agents = Recent(lambda: list(User.objects.filter(is_active=True, is_agent=True)))


def save_person(user: User, teams: list[Team]) -> User:
    """Write a person and his teams; refuses to take away the last administrator."""
    with transaction.atomic():
        others = User.objects.filter(is_admin=True, is_active=True).exclude(pk=user.pk)
        was_admin = user.pk and User.objects.filter(pk=user.pk, is_admin=True, is_active=True).exists()
        if was_admin and not (user.is_admin and user.is_active) and not others.exists():
            raise LastAdministratorError
        if not user.pk:
            user.set_unusable_password()
        user.save()
        user.teams.set(teams)
        if not user.is_active:
            sign_out_everywhere(user)
    _agents.drop()
    return user


def sign_out_everywhere(user: User) -> None:
    """End a person's sessions."""
    for session in Session.objects.all().iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def save_team(team: Team, names: dict[str, str], signatures: dict[str, str]) -> Team:
    """Write a team with its texts."""
    team.names, team.signatures = names, signatures
    team.save()
    _teams.drop()
    return team
