"""Does a reply fit its network? Its length as the network counts, the parts it becomes, a short form, the time that is left."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.answers.models import Answer, Wording, WordingVersion
from helpdesk.people.models import User
from inbox import accounts, fitting, intake
from inbox.channels.base import Incoming, Sender, Visibility
from inbox.models import Question
from tests.channels.cases import CASES

PAGE = "https://www.portal.example/en/brochures"


def _asked(kind: str, visibility: Visibility = "private", **settings: str) -> Question:
    case = next(case for case in CASES if case.kind == kind)
    account = accounts.connect(kind, kind.title(), "desk", {**case.settings_at("http://127.0.0.1:9"), **settings})
    incoming = Incoming("1", Sender("501", "Carla Example"), "Where is the brochure?", timezone.now(), thread_id="501", visibility=visibility)
    return intake.receive(account, incoming).question


@pytest.fixture
def version(ana: User) -> WordingVersion:
    """An answer whose text stands on a page."""
    answer = Answer.objects.create(topic="family")
    answer.sources.create(url=PAGE)
    wording = Wording.objects.create(answer=answer, language="en", title="The brochure", text="Here it is.")
    return WordingVersion.objects.create(wording=wording, number=1, title=wording.title, text=wording.text)


def test_a_link_counts_as_the_network_counts_it(ana: User, db: None) -> None:
    question = _asked("x", "public")
    size = fitting.size(question, ana, f"{PAGE}?{'x' * 100}", is_public=True)
    assert size and (size.length, size.parts) == (23, 1)


def test_a_long_text_is_told_as_the_parts_it_becomes(ana: User, db: None) -> None:
    size = fitting.size(_asked("x", "public"), ana, "This is one sentence. " * 20, is_public=True)
    assert size and (size.most, size.parts) == (280, 2)


def test_a_mail_has_no_length(question: Question, ana: User) -> None:
    assert fitting.size(question, ana, "word " * 10_000, is_public=False) is None
    assert fitting.window(question) is None


@pytest.mark.parametrize("is_public", [True, False])
def test_a_long_text_becomes_one_message_with_a_link(version: WordingVersion, ana: User, is_public: bool) -> None:
    question = _asked("bluesky", "public")
    short = fitting.shortened(question, ana, "This is one sentence. " * 20, [version.pk], is_public=is_public)
    size = fitting.size(question, ana, short, is_public=is_public)
    assert short.endswith(f"… {PAGE}")
    assert size and size.parts == 1


def test_nothing_is_shortened_that_fits_or_has_no_page(version: WordingVersion, ana: User) -> None:
    question = _asked("bluesky", "public")
    assert not fitting.shortened(question, ana, "Short.", [version.pk], is_public=True)
    assert not fitting.shortened(question, ana, "This is one sentence. " * 20, [], is_public=True)


@pytest.mark.parametrize(("hours", "template", "said"), [
    (1, "", "After that only the citizen can go on."),
    (1, "again", "After that a text goes out inside the approved template"),
    (30, "", "It refuses an answer now"),
    (30, "again", "Your text goes out inside the approved template"),
])  # fmt: skip
def test_the_agent_reads_until_when_he_can_answer(client: Client, lena: User, hours: int, template: str, said: str) -> None:
    question = _asked("whatsapp", template=template)
    Question.objects.update(last_incoming_at=timezone.now() - timedelta(hours=hours))
    client.force_login(lena)
    assert said in client.get(reverse("question", args=[question.reference])).content.decode()


def test_typing_tells_length_and_parts(client: Client, lena: User) -> None:
    question = _asked("x", "public")
    client.force_login(lena)
    said = client.post(reverse("draft", args=[question.reference]), {"text": "word " * 100, "kind": "reply"}).json()
    assert said["size"] == {"length": 499, "most": 280, "parts": 2}


def test_the_preview_offers_the_short_form(client: Client, lena: User, version: WordingVersion) -> None:
    question = _asked("x", "public")
    client.force_login(lena)
    sent = {"text": "This is one sentence. " * 20, "insertions": str(version.pk)}
    page = client.post(reverse("preview", args=[question.reference]), sent).content.decode()
    assert "Part 2 of 2" in page
    assert f"… {PAGE}" in page
