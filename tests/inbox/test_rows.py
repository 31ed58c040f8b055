"""A row of the list is rendered once for what it shows: whatever changes there must show at once."""

from datetime import UTC, datetime
from typing import Any

import pytest

from inbox import selectors
from inbox.models import Question
from inbox.templatetags import rows
from inbox.templatetags.rows import Shown
from tests.conftest import Ask

PLAIN = Shown(
    pk=7, reference="K7MX4PQD9R", shown_reference="K7MX4-PQD9R", name="Ann", text="Where is it?", language="en", written_in="en", channel_icon="mail",
    account="Contact form", is_public=False, received_at=datetime(2026, 1, 5, 9, tzinfo=UTC), state="open", is_care=False, team="Editorial", confidence=0.9,
    facet="", facet_icon="", due_at=datetime(2026, 1, 9, 9, tzinfo=UTC), when="", incident_pk=None, incident_name=None, assignee="", initials="", view="team",
    is_current=False,
)  # fmt: skip
OTHERWISE: dict[str, dict[str, Any]] = {
    "pk": {"pk": 8}, "reference": {"reference": "AAAAABBBBB"}, "shown_reference": {"name": "", "shown_reference": "AAAAA-BBBBB"}, "name": {"name": "Bo"},
    "text": {"text": "How much?"}, "language": {"language": "nl"}, "written_in": {"written_in": "fr"}, "channel_icon": {"channel_icon": "public"},
    "account": {"account": "Post box"}, "is_public": {"is_public": True}, "received_at": {"received_at": datetime(2026, 1, 6, 9, tzinfo=UTC)},
    "state": {"state": "new"}, "is_care": {"is_care": True}, "team": {"team": ""}, "confidence": {"confidence": 0.5},
    "facet": {"facet": "refer: taxes", "facet_icon": "external"},
    "facet_icon": {"facet": "refer: taxes", "facet_icon": "team"},
    "due_at": {"due_at": None}, "when": {"when": "late"}, "incident_pk": {"incident_pk": 3, "incident_name": "Broken"},
    "incident_name": {"incident_pk": 3, "incident_name": "Mended"}, "assignee": {"assignee": "Cis De Wit", "initials": "CW"},
    "initials": {"assignee": "Cis De Wit", "initials": "C"}, "view": {"view": "mine"}, "is_current": {"is_current": True},
}  # fmt: skip


@pytest.mark.parametrize("field", Shown._fields)
def test_every_value_of_a_row_is_seen(field: str) -> None:
    def html(shown: Shown) -> str:
        return str(rows._render(shown, "en", datetime(2026, 1, 7, tzinfo=UTC).date()))

    assert html(PLAIN._replace(**OTHERWISE[field])) != html(PLAIN)


@pytest.mark.django_db
def test_a_row_follows_its_question(ask: Ask) -> None:
    pk = ask("Where is the brochure?").question.pk
    listed = selectors.listed(Question.objects.filter(pk=pk))
    before = rows.question_row(listed.get(), "team")
    assert rows.question_row(listed.get(), "team") is before
    Question.objects.filter(pk=pk).update(state="waiting")
    after = rows.question_row(listed.get(), "team", current=pk)
    assert 'data-state="waiting"' in after
    assert 'aria-current="true"' in after
    assert "aria-current" not in before
