"""What an agent puts into a reply: as its network shows it, filled, short where there is no room, never half filled when it leaves."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.answers import shelf
from helpdesk.answers.models import Answer, Snippet, Wording, WordingVersion
from helpdesk.people.models import User
from inbox import accounts, fitting, inserting, intake, links, outgoing, replies
from inbox.channels.base import Incoming, Sender, Visibility
from inbox.models import Question
from tests.channels.cases import CASES

TEXT = "Dear {citizen},\n\n- ask for **the form**\n- send it to [the service](https://www.service.example/en/form_a)."
PLAIN = "Dear Carla Example,\n\n– ask for the form\n– send it to the service: https://www.service.example/en/form_a."
LATEST = 2**62


def _asked(kind: str, visibility: Visibility = "private", name: str = "Carla Example") -> Question:
    case = next(case for case in CASES if case.kind == kind)
    account = accounts.connect(kind, kind.title(), "desk", case.settings_at("http://127.0.0.1:9"))
    incoming = Incoming("1", Sender("501", name), "Where is the brochure?", timezone.now(), thread_id="501", visibility=visibility)
    return intake.receive(account, incoming, details=intake.Details(language="en")).question


@pytest.fixture
def wording(db: None) -> Wording:
    """A published answer with a short text."""
    shelf.reset()
    answer = Answer.objects.create(topic="family", state=Answer.State.PUBLISHED)
    row = Wording.objects.create(answer=answer, language="en", title="The form", text=TEXT, short_text="Ask for the form.", approved=1)
    WordingVersion.objects.create(wording=row, number=1, title=row.title, text=row.text, short_text=row.short_text)
    return row


def test_a_mail_gets_the_markdown_as_it_is(question: Question, ana: User, wording: Wording) -> None:
    put = inserting.wording(question, ana, wording, is_public=False)
    assert put.text == TEXT.replace("{citizen}", "Carla Example")


def test_a_network_gets_readable_plain_text(ana: User, wording: Wording) -> None:
    assert inserting.wording(_asked("telegram"), ana, wording, is_public=False).text == PLAIN


def test_what_was_put_in_leaves_as_it_was_shown(ana: User, wording: Wording) -> None:
    question = _asked("telegram")
    put = inserting.wording(question, ana, wording, is_public=False)
    assert outgoing.pieces(question, ana, put.text, is_public=True)[0].text == PLAIN


def test_a_name_makes_no_link_and_no_markup(ana: User, wording: Wording) -> None:
    question = _asked("telegram", name="[x](https://bad.example) *y*")
    put = inserting.wording(question, ana, wording, is_public=False)
    sent = outgoing.pieces(question, ana, put.text, is_public=True)[0]
    assert sent.text.startswith("Dear [x](https://bad.example) *y*,")
    assert ">x</a>" not in sent.html


def test_a_text_that_is_too_long_goes_in_short_with_its_public_page(ana: User, wording: Wording) -> None:
    Wording.objects.update(text="This is one sentence. " * 20)
    wording.refresh_from_db()
    put = inserting.wording(_asked("x", "public"), ana, wording, is_public=True)
    assert (put.is_short, put.text) == (True, f"Ask for the form. {settings.SITE_URL}/en/answers/the-form-{wording.answer_id}/")


def test_a_short_text_of_an_answer_that_is_not_public_has_no_address(ana: User, wording: Wording) -> None:
    Answer.objects.update(is_public=False)
    wording.answer.refresh_from_db()
    assert inserting.wording(_asked("x", "public"), ana, wording, "short", is_public=True).text == "Ask for the form."


@pytest.mark.parametrize("is_public", [True, False])
def test_a_short_text_is_cut_to_one_message(ana: User, wording: Wording, is_public: bool) -> None:
    question, wording.short_text = _asked("bluesky", "public"), "This is one sentence. " * 22
    put = inserting.wording(question, ana, wording, "short", is_public=is_public)
    size = fitting.size(question, ana, put.text, is_public=is_public)
    assert size and size.parts == 1
    assert put.text.endswith(f"-{wording.answer_id}/")


def test_the_agent_may_want_the_full_text_all_the_same(ana: User, wording: Wording) -> None:
    wording.text = "This is one sentence. " * 20
    put = inserting.wording(_asked("x", "public"), ana, wording, "full", is_public=True)
    assert put == inserting.Inserted(wording.text.strip())


def test_a_short_text_that_was_sent_counts_as_an_insertion(question: Question, ana: User, wording: Wording) -> None:
    version = wording.versions.get()
    message = replies.reply(question, ana, "Ask for the form.", seen_event_id=LATEST, insertions=[version.pk])
    assert message.insertions.count() == 1


def test_the_page_says_which_text_was_put_in(client: Client, ana: User, question: Question, wording: Wording) -> None:
    client.force_login(ana)
    answer = client.get(reverse("insertion", args=[question.reference, wording.pk]), {"form": "short"})
    assert (answer["X-Form"], answer["X-Version"]) == ("short", str(wording.versions.get().pk))
    assert 'data-form="short"' in client.get(reverse("question_answers", args=[question.reference]), {"q": "form"}).content.decode()


def test_dates_and_the_link_are_filled(question: Question, ana: User) -> None:
    Question.objects.update(promised_on=date(2026, 3, 1))
    question.refresh_from_db()
    snippet = Snippet(texts={"en": "By {promised_on}: {link}"})
    assert inserting.snippet(question, ana, snippet, is_public=False) == f"By 1 March 2026: {links.url(question)}"


def test_the_link_is_not_filled_in_public(ana: User, db: None) -> None:
    snippet = Snippet(texts={"en": "See {link}"})
    assert inserting.snippet(_asked("x", "public"), ana, snippet, is_public=True) == "See {link}"


def test_a_variable_that_nothing_fills_stops_the_reply(question: Question, ana: User) -> None:
    with pytest.raises(replies.Unfilled) as raised:
        replies.reply(question, ana, "Dear {citizen}, see {reference}.", seen_event_id=LATEST)
    assert (raised.value.names, question.messages.filter(agent=ana).exists()) == (["citizen", "reference"], False)


def test_other_braces_may_leave(question: Question, ana: User) -> None:
    assert replies.reply(question, ana, "Write {name} in the field.", seen_event_id=LATEST).pk


def test_the_secret_link_stops_a_public_reply(ana: User, db: None) -> None:
    question = _asked("x", "public")
    with pytest.raises(replies.SecretLink):
        replies.reply(question, ana, f"See {links.url(question)}", seen_event_id=LATEST)


def test_the_agent_reads_which_variable_stopped_the_reply(client: Client, ana: User, question: Question) -> None:
    client.force_login(ana)
    page = client.post(reverse("reply", args=[question.reference]), {"text": "Dear {citizen},", "seen": LATEST})
    assert page.status_code == 409
    assert "Not sent: {citizen} still stands in the text" in page.content.decode()


def test_a_snippet_is_offered_where_it_has_a_text_and_said_to_miss_where_not(client: Client, ana: User, question: Question) -> None:
    Snippet.objects.create(key="formal", kind="greeting", texts={"en": "Dear {citizen},"})
    Snippet.objects.create(key="thanks", kind="closing", texts={"nl": "Met vriendelijke groeten"})
    client.force_login(ana)
    page = client.get(reverse("question", args=[question.reference])).content.decode()
    assert "Snippet: Dear," in page
    assert "thanks: no text in English yet" in page


def test_a_snippet_comes_filled(client: Client, ana: User, question: Question) -> None:
    kept = Snippet.objects.create(key="formal", kind="greeting", texts={"en": "Dear {citizen},"})
    client.force_login(ana)
    assert client.get(reverse("snippet_insertion", args=[question.reference, kept.pk])).content.decode() == "Dear Carla Example,"


def test_the_composer_checks_the_language_of_the_reply(client: Client, ana: User, question: Question) -> None:
    client.force_login(ana)
    page = client.get(reverse("question", args=[question.reference])).content.decode()
    checked = client.post(reverse("answer_check", args=["en"]), {"text": "The file is checked by us. " * 3, "field": "reply-text"})
    assert f'data-url="{reverse("answer_check", args=["en"])}"' in page
    assert 'data-selects="reply-text"' in checked.content.decode()
