"""True until when: the pages an answer rests on, the nightly look at them, flags and reminders."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.answers import citing, editing, flags, suggestions, watching
from helpdesk.answers.editing import Details
from helpdesk.answers.models import Answer, Source
from helpdesk.people.models import User

PAGE = "<html><script>var now = 1</script><main><h1>Price</h1><p>{}</p></main></html>"


@pytest.fixture(autouse=True)
def _listed(settings: LazySettings) -> None:
    settings.SOURCE_HOSTS, settings.DEMO = ["portal.example"], False


@pytest.fixture
def cited(tax: Answer, lena: User) -> Answer:
    """The tax answer with a source on a listed host."""
    editing.save(tax, lena, replace(Details.of(tax), sources="https://portal.example/tax The tax page"), {})
    return tax


def _night(reply: Callable[[httpx.Request], httpx.Response]) -> None:
    Source.objects.update(looked_at=None)
    watching.look_round(httpx.Client(transport=httpx.MockTransport(reply)))


def _says(text: str) -> Callable[[httpx.Request], httpx.Response]:
    return lambda request: httpx.Response(200, html=PAGE.format(text), headers={"ETag": '"1"'})


def test_sources_are_written_one_a_line_and_keep_what_is_known(cited: Answer, lena: User) -> None:
    Source.objects.update(digest="known")
    both = "https://portal.example/new\nhttps://portal.example/tax The tax page"
    editing.save(cited, lena, replace(Details.of(cited), sources=both), {})
    assert citing.written(cited) == both
    assert Source.objects.get(url="https://portal.example/tax").digest == "known"


def test_a_line_that_is_no_link_is_refused_in_words(client: Client, cited: Answer, lena: User) -> None:
    client.force_login(lena)
    page = client.post(reverse("answer_edit", args=[cited.pk]), {"topic": "taxes", "sources": "see the portal"})
    assert "does not begin with a link" in page.content.decode()


def test_the_first_look_only_learns_the_page(cited: Answer) -> None:
    _night(_says("65 euro"))
    assert (Source.objects.get().status, Answer.objects.get().flag) == ("same", "")


def test_a_changed_page_flags_the_answer(cited: Answer) -> None:
    _night(_says("65 euro"))
    _night(_says("75 euro"))
    assert (Source.objects.get().status, Answer.objects.get().flag) == ("changed", "changed")


def test_a_page_that_did_not_change_is_asked_for_by_its_mark(cited: Answer) -> None:
    _night(_says("65 euro"))
    seen = []
    _night(lambda request: seen.append(request.headers["If-None-Match"]) or httpx.Response(304))  # type: ignore[func-returns-value]
    assert (seen, Answer.objects.get().flag) == (['"1"'], "")


def test_a_page_that_is_gone_flags_at_once_one_that_fails_after_three_nights(cited: Answer) -> None:
    for _time in range(2):
        _night(lambda request: httpx.Response(503))
    assert Answer.objects.get().flag == ""
    _night(lambda request: httpx.Response(503))
    assert Answer.objects.get().flag == "dead"
    flags.checked(cited, None)
    Source.objects.update(status="same", failures=0)
    _night(lambda request: httpx.Response(410))
    assert Answer.objects.get().flag == "dead"


def test_only_listed_hosts_are_asked_and_one_page_a_host_in_a_round(cited: Answer, lena: User) -> None:
    lines = "https://portal.example/a\nhttps://portal.example/b\nhttps://elsewhere.example/c"
    editing.save(cited, lena, replace(Details.of(cited), sources=lines), {})
    asked: list[str] = []
    client = httpx.Client(transport=httpx.MockTransport(lambda request: asked.append(str(request.url)) or httpx.Response(304)))  # type: ignore[func-returns-value]
    assert watching.look_round(client)
    assert asked == ["https://portal.example/a"]


def test_a_redirect_to_another_host_is_not_followed(cited: Answer) -> None:
    _night(lambda request: httpx.Response(302, headers={"Location": "http://127.0.0.1/secret"}))
    assert (Source.objects.get().failures, Source.objects.get().digest) == (1, "")


def test_nothing_is_asked_in_the_demo_or_without_hosts(cited: Answer, settings: LazySettings) -> None:
    settings.SOURCE_HOSTS = []
    assert not watching.look_round()
    settings.SOURCE_HOSTS, settings.DEMO = ["portal.example"], True
    assert not watching.look_round()
    assert Source.objects.get().looked_at is None


def test_a_flagged_answer_leaves_the_suggestions_until_it_is_checked(client: Client, cited: Answer, lena: User, settings: LazySettings) -> None:
    flags.flag(cited, Answer.Flag.SOURCE_CHANGED)
    assert suggestions.offered().filter(answer=cited).exists()
    Answer.objects.update(flagged_at=timezone.now() - timedelta(days=settings.FLAG_DAYS, minutes=1))
    assert not suggestions.offered().filter(answer=cited).exists()
    client.force_login(lena)
    assert "To be checked since" in client.get(reverse("answer", args=[cited.pk])).content.decode()
    client.post(reverse("answer_checked", args=[cited.pk]))
    assert suggestions.offered().filter(answer=cited).exists()
    assert Source.objects.get().checked_on == timezone.localdate()


def test_a_review_date_that_passed_flags_and_moves_on_when_checked(cited: Answer, lena: User) -> None:
    Answer.objects.update(review_on=timezone.localdate() - timedelta(days=1))
    assert (flags.flag_reviews(), flags.flag_reviews()) == (1, 0)
    flags.checked(cited, lena)
    cited.refresh_from_db()
    assert cited.review_on and cited.review_on > timezone.localdate()


def test_an_old_answer_whose_variable_stays_empty_for_the_public_is_flagged(cited: Answer) -> None:
    cited.wordings.filter(language="nl").update(text="U volgt uw vraag op {link}.")
    assert (flags.flag_variables(), flags.flag_variables()) == (1, 0)
    cited.refresh_from_db()
    assert cited.flag == Answer.Flag.VARIABLE


@pytest.mark.parametrize(
    ("text", "changes"), [("Dag {citizen}, vandaag {today}.", {}), ("Volg {link}.", {"is_public": False}), ("Volg {link}.", {"state": "draft"})]
)
def test_a_variable_that_nobody_misses_flags_nothing(cited: Answer, text: str, changes: dict[str, object]) -> None:
    cited.wordings.filter(language="nl").update(text=text)
    Answer.objects.update(**changes)
    assert flags.flag_variables() == 0


def test_an_owner_gets_one_mail_about_all_his_answers(cited: Answer, eduardo: User, lena: User) -> None:
    other = editing.save(None, lena, Details("family"), {"en": editing.Words("Another", "Text")})
    Answer.objects.update(owner=eduardo, state=Answer.State.PUBLISHED)
    for answer in (cited, other):
        flags.flag(answer, Answer.Flag.REVIEW_DUE)
    assert (flags.remind(), flags.remind()) == (1, 0)
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [([eduardo.email], "2 reusable answers need you")]
    assert "Another" in mail.outbox[0].body and f"/desk/answers/{cited.pk}/" in mail.outbox[0].body


def test_what_nobody_owns_goes_to_the_leads(cited: Answer, lena: User) -> None:
    flags.flag(cited, Answer.Flag.SOURCE_DEAD)
    flags.remind()
    assert [sent.to for sent in mail.outbox] == [[lena.email]]
