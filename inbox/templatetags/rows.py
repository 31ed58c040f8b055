"""A row of the inbox's list. Every agent's list shows much the same rows again and again: one is rendered once for what it shows."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from helpdesk.people import directory
from helpdesk.people.models import initials
from inbox import accounts
from inbox.channels import registry
from inbox.models import Question
from inbox.templatetags.rendering import due, facet_label

register = template.Library()
KEPT = 2048
FACET_ICONS = {"refer": "external", "service": "team", "spam": "trash"}


class Shown(NamedTuple):
    """All that a row shows: two questions with the same values look the same. Names are in the reader's language."""

    pk: int
    reference: str
    shown_reference: str
    name: str
    text: str
    language: str
    written_in: str
    channel_icon: str
    account: str
    is_public: bool
    received_at: datetime
    state: str
    is_care: bool
    team: str
    confidence: float | None
    facet: str
    facet_icon: str
    due_at: datetime | None
    when: str
    incident_pk: int | None
    incident_name: str | None
    assignee: str
    initials: str
    view: str
    is_current: bool


@register.simple_tag
def question_row(question: Question, view: str, current: int | None = None) -> SafeString:
    """Return the row of `question` (`selectors.listed`) in the list of `view`; `current` is the id of the question that stands open beside it."""
    return _render(_shown(question, view, current == question.pk), get_language(), timezone.localdate())


def _shown(question: Any, view: str, is_current: bool) -> Shown:
    account, is_care = accounts.named(question.account_id), question.priority == Question.Priority.CARE_FIRST
    is_due = question.is_open and question.state != Question.State.WAITING
    return Shown(
        pk=question.pk, reference=question.reference, shown_reference=question.shown_reference, name=question.citizen_name,
        text=question.subject or question.excerpt, language=question.language, written_in=question.written_in or question.language,
        channel_icon=registry.get(account.kind).icon,
        account=account.shown_name, is_public=question.is_public, received_at=question.received_at, state=question.state,
        is_care=is_care, team=directory.team_name(question.team_id), confidence=question.confidence,
        facet=facet_label(question) if question.facet in FACET_ICONS else "", facet_icon=FACET_ICONS.get(question.facet, ""),
        due_at=question.due_at if is_due else None, when=due(question),
        incident_pk=question.incident_pk, incident_name=question.incident_name,
        assignee=question.assignee_name or "", initials=initials(question.assignee_name or ""), view=view, is_current=is_current,
    )  # fmt: skip


@lru_cache(maxsize=KEPT)
def _render(shown: Shown, _language: str | None, _today: date) -> SafeString:
    """Render what is shown; the language and the day are arguments because the words and the times of day depend on them."""
    return render_to_string("desk/_row.html", {"row": shown, "state": Question.State(shown.state).label})
