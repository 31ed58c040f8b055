"""Who may do what. Every page and fragment asks here, on the server.

Roles are flags: agents answer, editors keep the answers, leads do both and see restricted questions, administrators
manage people and teams and, by themselves, see no question.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase

from helpdesk.people.models import User

ABILITIES: dict[str, tuple[str, ...]] = {
    "see_inbox": ("is_agent", "is_lead"),
    "answer": ("is_agent", "is_lead"),
    "read_answers": ("is_agent", "is_editor", "is_lead"),
    "edit_answers": ("is_editor", "is_lead"),
    "lead": ("is_lead",),
    "manage_people": ("is_admin",),
    "manage_tokens": ("is_lead", "is_admin"),
    "work": ("is_agent", "is_editor", "is_lead", "is_admin"),
}
Row = TypeVar("Row", bound=Model)
View = Callable[..., HttpResponseBase]


def may(user: User | AnonymousUser, ability: str) -> bool:
    """Tell whether `user` has `ability`, one of ABILITIES."""
    return isinstance(user, User) and user.is_active and any(getattr(user, role) for role in ABILITIES[ability])


def visible(user: User | AnonymousUser, questions: QuerySet[Row], *, through: str = "") -> QuerySet[Row]:
    """Return the rows whose question `user` may see; `through` leads from the row to it (`"question__"`).

    Restricted questions (care first) are for leads and for whoever they are assigned to.
    """
    if not may(user, "see_inbox"):
        return questions.none()
    if may(user, "lead"):
        return questions
    return questions.filter(Q(**{f"{through}is_restricted": False}) | Q(**{f"{through}assignee": user}))


def may_see(user: User | AnonymousUser, question: Any) -> bool:
    """Tell whether `user` may see this one question."""
    if not may(user, "see_inbox"):
        return False
    return not question.is_restricted or may(user, "lead") or question.assignee_id == user.pk


def requires(ability: str) -> Callable[[View], View]:
    """Let a view be called only by people with `ability`: others sign in first, or are refused (403)."""

    def wrap(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.user, ability):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        checked.ability = ability  # type: ignore[attr-defined]
        return checked

    return wrap
