"""Who works here: users, teams, roles, sign-in."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People and teams."""

    name = "helpdesk.people"
    label = "people"
