"""The known cast: Ana answers (Editorial), Otto answers (Online), Eduardo edits, Lena leads, Ada administers, Carla asks."""

import os
import re

os.environ.setdefault("DEBUG", "1")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ["REDIS_URL"] = re.sub(r"/\d+$", f"/{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')[2:]}", os.environ.get("REDIS_URL", ""))

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from helpdesk.answers import readings
from helpdesk.people.models import Team, User
from inbox import guard, intake, sources, triage
from inbox.channels.base import Incoming, Sender
from inbox.models import Account, Message, Question

hypothesis.settings.register_profile("desk", deadline=None)  # (a busy machine is no fault of the code)
hypothesis.settings.load_profile("desk")
SLOW = [Path(__file__).parent / name for name in ("faults", "pages", "quality")]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: a worker takes a file at a time, so both end at about the same time."""
    items.sort(key=lambda item: not any(item.path.is_relative_to(folder) for folder in SLOW))


@pytest.fixture(autouse=True)
def _clean_desk(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fast password hashes, mail kept in memory, counters of the test's own, uploads and model in a folder of the test's own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.MEDIA_ROOT = tmp_path / "attachments"
    settings.EMAIL_FILE_PATH = tmp_path / "mailbox"
    settings.CLASSIFIER_MODEL = tmp_path / "model.npz"
    settings.CHANNEL_LAYERS = _layers(settings)
    connection.settings_dict["CONN_MAX_AGE"] = 0
    for counting in (guard, sources):
        monkeypatch.setattr(counting, "_limiter", MovingWindowRateLimiter(MemoryStorage()))
    monkeypatch.setattr(readings, "_gathered", readings._Gathered())
    for name in ("default", "local"):
        caches[name].clear()
    triage.forget()
    yield
    triage.forget()


def _layers(settings: Any) -> dict[str, Any]:
    """Return layers in memory, or on Redis under a prefix of this worker's own: its messages know no database number."""
    if not settings.REDIS_URL:
        return {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    layer = settings.CHANNEL_LAYERS["default"]
    return {"default": {**layer, "CONFIG": {**layer["CONFIG"], "prefix": layer["CONFIG"]["hosts"][0]}}}


@pytest.fixture
def editorial(db: None) -> Team:
    """The team that keeps the content of the portal."""
    return Team.objects.get_or_create(key="editorial", defaults={"names": {"en": "Editorial", "nl": "Redactie", "fr": "Rédaction", "de": "Redaktion"}})[0]


@pytest.fixture
def online(db: None) -> Team:
    """The team that keeps the sites and the social networks."""
    return Team.objects.get_or_create(key="online", defaults={"names": {"en": "Online", "nl": "Online", "fr": "Online", "de": "Online"}})[0]


def _person(name: str, team: Team | None = None, **roles: bool) -> User:
    user = User.objects.create_user(f"{name.lower()}@desk.example", "a long demo password", name=f"{name} Example", language="en", **roles)
    if team:
        user.teams.add(team)
    return user


@pytest.fixture
def ana(editorial: Team) -> User:
    """An agent of Editorial."""
    return _person("Ana", editorial, is_agent=True)


@pytest.fixture
def otto(online: Team) -> User:
    """An agent of Online."""
    return _person("Otto", online, is_agent=True)


@pytest.fixture
def eduardo(db: None) -> User:
    """An editor."""
    return _person("Eduardo", is_editor=True)


@pytest.fixture
def lena(editorial: Team) -> User:
    """A lead."""
    return _person("Lena", editorial, is_lead=True)


@pytest.fixture
def ada(db: None) -> User:
    """An administrator."""
    return _person("Ada", is_admin=True)


@pytest.fixture
def form(db: None) -> Account:
    """The contact form."""
    return intake.web_account()


@contextmanager
def at_most(count: int) -> Iterator[None]:
    """Fail when more statements than `count` read or write rows; transaction control is not counted."""
    with CaptureQueriesContext(connection) as captured:
        yield
    said = [query["sql"] for query in captured if query["sql"].startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))]
    assert len(said) <= count, "\n".join(said)


Ask = Callable[..., Message]


@pytest.fixture
def ask(form: Account) -> Ask:
    """Let Carla ask: `ask("text", language="fr")` returns her message."""

    def asked(text: str = "Where do I find the brochure on voting?", *, language: str = "en", number: int = 1, **details: Any) -> Message:
        incoming = Incoming(external_id=f"form-{number}", sender=Sender("carla@citizen.example", "Carla Example"), text=text, sent_at=timezone.now())
        return intake.receive(form, incoming, details=intake.Details(language=language, **details))

    return asked


@pytest.fixture
def question(ask: Ask) -> Question:
    """Carla's question."""
    return ask().question
