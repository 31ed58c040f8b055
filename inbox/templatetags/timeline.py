"""What an event of the timeline says beside its kind: from where to where, to whom, why."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import template
from django.utils import formats
from django.utils.translation import gettext as _

from helpdesk.people.models import Language, Team, User
from inbox import facets
from inbox.models import Delivery, Event, Question, Referral

register = template.Library()
Data = dict[str, Any]


@register.simple_tag
def detail(event: Event, teams: Iterable[Team], people: Iterable[User]) -> str:
    """Return the words beside the event's kind; "" where the kind says it all."""
    team_names = {team.key: str(team) for team in teams}
    names = {person.pk: person.name for person in people}

    def team(key: str | None) -> str:
        return team_names.get(key, key) if key else _("To sort")

    by_kind: dict[str, Callable[[Data], str]] = {
        Event.Kind.RECEIVED: lambda data: team(data.get("team")),
        Event.Kind.MOVED: lambda data: _change(team(data.get("before")), team(data.get("after"))) + _because(data),
        Event.Kind.ASSIGNED: lambda data: names.get(data.get("to", 0), ""),
        Event.Kind.STATE: lambda data: _change(_label(Question.State, data.get("before")), _label(Question.State, data.get("after"))),
        Event.Kind.REPLIED: lambda data: _("correction of a recalled answer") if data.get("recall") else _label(Question.State, data.get("after")),
        Event.Kind.DELIVERY: lambda data: _label(Delivery.State, data.get("state")),
        Event.Kind.TAGGED: lambda data: ", ".join(data.get("tags", [])),
        Event.Kind.LANGUAGE: lambda data: f"{_label(Language, data.get('after'))}: {data.get('because', '')}",
        Event.Kind.PROMISE: lambda data: formats.date_format(date.fromisoformat(data["after"]), "j F"),
        Event.Kind.ASKED: lambda data: data.get("service", ""),
        Event.Kind.INCIDENT: lambda data: data.get("name", ""),
        Event.Kind.TAKEN_OUT: lambda data: data.get("name", ""),
        Event.Kind.TWIN: lambda data: data.get("reference", ""),
        Event.Kind.REFERRAL: lambda data: f"{data.get('name', '')}: {_label(Referral.State, data.get('state'))}",
        Event.Kind.CARE: lambda data: _change(_care(data.get("before")), _care(data.get("after"))) + _because(data),
        Event.Kind.UNTWINNED: lambda data: data.get("reference", ""),
    }
    say = by_kind.get(event.kind)
    return say(event.data) if say and event.data else ""


def _label(choices: Any, value: str | None) -> str:
    return str(choices(value).label) if value in choices.values else str(value or "")


def _care(kind: str | None) -> str:
    return str(facets.DETAILS[kind]) if kind in facets.DETAILS else _("ordinary")


def _because(data: Data) -> str:
    return f": {data['because']}" if data.get("because") else ""


def _change(before: str, after: str) -> str:
    return f"{before} → {after}"
