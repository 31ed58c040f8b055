"""How allauth behaves here: no self-registration; people are added by an administrator."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class DeskAccountAdapter(DefaultAccountAdapter):
    """Sign-in for people an administrator added."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers himself on a desk."""
        return False
