"""The shelf of reusable answers the tests start from."""

from collections.abc import Callable, Iterator

import pytest

from helpdesk.answers import editing, life, shelf
from helpdesk.answers.models import Answer, TopicRule
from helpdesk.people.models import User

Write = Callable[..., Answer]

TAX = {
    "en": editing.Words("Questions about your tax refund", "FPS Finance knows your **tax** file.", "tax, refund"),
    "nl": editing.Words("Vragen over uw teruggave van belastingen", "De FOD Financiën kent uw dossier.", "belasting, teruggave"),
}


@pytest.fixture(autouse=True)
def _fresh_shelf() -> Iterator[None]:
    shelf.reset()
    yield
    shelf.reset()


@pytest.fixture
def write(eduardo: User) -> Write:
    """Let Eduardo write an answer and publish it: `write({"en": Words(...)})`."""

    def written(words: dict[str, editing.Words], *, topic: str = "taxes", is_published: bool = True) -> Answer:
        answer = editing.save(None, eduardo, editing.Details(topic), words)
        return life.publish(answer, eduardo) if is_published else answer

    return written


@pytest.fixture
def tax(write: Write) -> Answer:
    """A published answer in English and Dutch."""
    return write(TAX)


@pytest.fixture
def alone(db: None) -> None:
    """One person is enough for a change of an answer about taxes."""
    TopicRule.objects.create(topic="taxes", needs_second_person=False)
