"""Tokens of the API: shown once, kept as a digest, ended by date or by hand."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from helpdesk.people.models import User
from inbox import keys
from inbox.models import ApiToken

READ = ["questions:read"]
URL = "/desk/tokens/"


def _status(key: str) -> int:
    return Client().get("/api/v1/questions", headers={"authorization": f"Bearer {key}"}).status_code


def test_only_the_digest_is_kept(ada: User) -> None:
    row, key = keys.issue("Portal", scopes=READ, by=ada)
    assert key.partition(".")[2] not in str(vars(row))


def test_a_live_token_is_let_in(ada: User) -> None:
    assert _status(keys.issue("Portal", scopes=READ, by=ada)[1]) == 200


def test_a_revoked_token_is_refused(ada: User) -> None:
    row, key = keys.issue("Portal", scopes=READ, by=ada)
    assert (keys.revoke(row), keys.revoke(row), _status(key)) == (True, False, 401)


def test_an_expired_token_is_refused(ada: User) -> None:
    _row, key = keys.issue("Portal", scopes=READ, by=ada, expires_at=timezone.now() - timedelta(seconds=1))
    assert _status(key) == 401


@pytest.mark.parametrize("change", ["x", ".", " more", "\x00", "é"])
def test_a_wrong_key_is_refused(ada: User, change: str) -> None:
    assert _status(keys.issue("Portal", scopes=READ, by=ada)[1] + change) == 401


def test_use_is_written_down_once_a_minute(ada: User) -> None:
    _row, key = keys.issue("Portal", scopes=READ, by=ada)
    seen = []
    with time_machine.travel("2026-03-02T09:00:00Z", tick=False) as clock:
        for seconds in (0, 30, 40):
            clock.shift(seconds)
            _status(key)
            used = ApiToken.objects.get().last_used_at
            seen.append(used.minute * 60 + used.second if used else None)
    assert seen == [0, 0, 70]


def test_two_tokens_of_one_account_share_their_keys(ada: User) -> None:
    old, _ = keys.issue("Portal", scopes=READ, by=ada)
    new, _ = keys.issue("Portal, new", scopes=READ, by=ada, account=old.account)
    assert new.account == old.account


def test_the_key_is_shown_once(client: Client, ada: User) -> None:
    client.force_login(ada)
    page = client.post(URL, {"name": "Portal", "scopes": READ})
    assert (page.context["key"] in page.text, page.context["key"] in client.get(URL).text) == (True, False)


def test_only_a_lead_gives_the_right_to_read_texts(client: Client, ada: User, lena: User) -> None:
    statuses = []
    for user in (ada, lena):
        client.force_login(user)
        statuses.append(client.post(URL, {"name": "Figures", "scopes": ["questions:texts"]}).status_code)
    assert statuses == [422, 200]


def test_agents_and_editors_make_no_tokens(client: Client, ana: User, eduardo: User) -> None:
    statuses = []
    for user in (ana, eduardo):
        client.force_login(user)
        statuses.append(client.get(URL).status_code)
    assert statuses == [403, 403]


def test_a_token_is_ended_on_the_page(client: Client, ada: User) -> None:
    row, key = keys.issue("Portal", scopes=READ, by=ada)
    client.force_login(ada)
    client.post(f"{URL}{row.pk}/revoke/")
    assert _status(key) == 401


def test_a_past_last_day_is_refused(client: Client, ada: User) -> None:
    client.force_login(ada)
    answer = client.post(URL, {"name": "Portal", "scopes": READ, "expires_on": "2020-01-01"})
    assert (answer.status_code, ApiToken.objects.count()) == (422, 0)
