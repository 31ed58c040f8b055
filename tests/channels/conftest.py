"""A case's fake network and its account on the desk."""

from collections.abc import Iterator

import pytest

from inbox import accounts
from inbox.channels.bluesky import channel as bluesky
from inbox.models import Account
from tests.channels.cases import CASES, Case
from tests.fakes.server import Fake


@pytest.fixture(params=CASES, ids=lambda case: case.kind)
def case(request: pytest.FixtureRequest) -> Case:
    """Every network channel in turn."""
    found: Case = request.param
    return found


@pytest.fixture
def net(case: Case) -> Iterator[Fake]:
    """The case's network on loopback."""
    with case.fake() as running:
        yield running
    bluesky._clients.clear()


@pytest.fixture
def account(db: None, case: Case, net: Fake) -> Account:
    """Our account there."""
    return accounts.connect(case.kind, case.kind.title(), "desk", case.settings_at(net.url))
