"""The schema keeps its word: made-up requests get only the answers it promises."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings

from helpdesk.people.models import User
from helpdesk.wsgi import application
from inbox import keys


@pytest.fixture(autouse=True)
def _same_connection() -> Iterator[None]:
    """Keep the test's connection open over requests that go through the whole application, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(("path", "method"), [("/api/v1/questions", "GET"), ("/api/v1/questions", "POST"), ("/api/v1/questions/{reference}", "GET")])
def test_no_request_breaks_the_api(ada: User, path: str, method: str) -> None:
    _row, key = keys.issue("Portal", scopes=list(keys.Scope.values), by=ada)
    operation = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)[path][method]

    @given(case=operation.as_strategy())
    @settings(max_examples=8, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def answers_are_promised(case: schemathesis.Case) -> None:
        response = case.call(headers={"Authorization": f"Bearer {key}"})
        assert response.status_code in {200, 201, 400, 404, 413, 415, 422}, response.text

    answers_are_promised()
