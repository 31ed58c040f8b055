"""Surges: many who ask the same are seen, a busy day is not, and the banner can be put aside."""

import time
from datetime import timedelta

import pytest
from django.test import Client, TestCase
from django.utils import timezone

from classifier import streams
from helpdesk.people.models import User
from helpdesk.recent import Recent
from inbox import prints, selectors, surges, watch
from inbox.models import Account, Fingerprint, Question, Surge
from tests.conftest import Ask
from tests.crowd import citizen_asks, crowd


@pytest.fixture(autouse=True)
def _nothing_usual() -> None:
    Recent.forget()


def test_many_who_ask_the_same_are_a_surge(form: Account) -> None:
    crowd(form, 12)
    (surge,) = surges.look()
    assert (surge.count, surge.counts) == (12, {"nl": 12})
    assert "itsme" in surge.words["nl"]


def test_two_languages_that_name_the_same_are_one_surge(form: Account) -> None:
    crowd(form, 10)
    crowd(form, 9, language="fr")
    (surge,) = surges.look()
    assert surge.counts == {"nl": 10, "fr": 9}


def test_one_citizen_who_asks_ten_times_is_none(form: Account, ask: Ask) -> None:
    for number in range(10):
        watch.watch(ask("itsme geeft fout 500 bij het aanmelden", language="nl", number=number).question)
    assert surges.look() == []


def test_a_second_look_finds_the_same_surge(form: Account) -> None:
    crowd(form, 10)
    first = surges.look()
    crowd(form, 4, who="later")
    assert (surges.look(), selectors.live_surges().get().count) == (first, 14)


def test_what_is_usual_here_is_no_surge(form: Account) -> None:
    crowd(form, 10)
    for day in range(1, 14):
        _earlier(form, day, 60)
    Recent.forget()
    assert surges.look() == []


def _earlier(form: Account, day: int, count: int) -> None:
    asked = [citizen_asks(form, "itsme geeft fout 500 bij het aanmelden", f"d{day}-{n}", language="nl") for n in range(count)]
    for question in asked:
        Question.objects.filter(pk=question.pk).update(received_at=timezone.now() - timedelta(days=day))
    words = {word[:6]: word for word in ("itsme", "fout", "aanmelden")}
    rows = [Fingerprint(question=one, language="nl", words=words, received_at=timezone.now() - timedelta(days=day)) for one in asked]
    Fingerprint.objects.bulk_create(rows)


def test_restricted_questions_and_spam_do_not_count(form: Account) -> None:
    asked = crowd(form, 12)
    Question.objects.filter(pk__in=[one.pk for one in asked[:3]]).update(is_restricted=True)
    Question.objects.filter(pk__in=[one.pk for one in asked[3:6]]).update(state=Question.State.SPAM)
    assert surges.look() == []


def test_a_surge_that_was_put_aside_comes_back_when_it_has_doubled(form: Account, lena: User) -> None:
    crowd(form, 9)
    surges.dismiss(surges.look()[0], lena)
    crowd(form, 4, who="few")
    surges.look()
    assert not selectors.live_surges().exists()
    crowd(form, 8, who="many")
    surges.look()
    assert selectors.live_surges().exists()


def test_a_surge_that_ends_goes_by_itself(form: Account) -> None:
    crowd(form, 10)
    surges.look()
    surges.look(timezone.now() + timedelta(hours=3))
    assert not selectors.live_surges().exists()
    assert Surge.objects.count() == 1


def test_a_thousand_varied_questions_raise_no_banner_and_take_a_bounded_time(form: Account) -> None:
    for number, (text, language) in enumerate(streams.varied(1000, seed=2)):
        prints.make(citizen_asks(form, text, f"v{number}", language=language))
    begun = time.process_time()
    assert surges.look() == []
    assert time.process_time() - begun < 5


def test_the_bell_rings_after_the_commit_and_the_sweep_finds_what_it_missed(form: Account) -> None:
    with TestCase.captureOnCommitCallbacks() as rung:
        question = citizen_asks(form, "itsme geeft fout 500", "bell", language="nl")
    assert "inbox.tasks.watch_new" in {one.__closure__[0].cell_contents for one in rung if one.__closure__}
    assert not Fingerprint.objects.exists()
    watch.sweep()
    assert Fingerprint.objects.get().question == question


def test_fingerprints_are_forgotten_after_two_weeks(form: Account) -> None:
    crowd(form, 1)
    Fingerprint.objects.update(received_at=timezone.now() - timedelta(days=15))
    Question.objects.update(received_at=timezone.now() - timedelta(days=15))
    watch.sweep()
    assert not Fingerprint.objects.exists()


def test_the_banner_says_how_many_and_what_they_share(client: Client, form: Account, ana: User) -> None:
    crowd(form, 10)
    surges.look()
    client.force_login(ana)
    page = client.get("/desk/view/everyone/").content.decode()
    assert "10 similar questions in" in page
    assert ">itsme<" in page
    assert "Put aside" not in page


def test_a_lead_puts_the_banner_aside_and_takes_that_back(client: Client, form: Account, lena: User) -> None:
    crowd(form, 10)
    pk = surges.look()[0].pk
    client.force_login(lena)
    aside = client.post(f"/desk/surges/{pk}/dismiss/", headers={"HX-Request": "true"}).content.decode()
    assert f"/desk/surges/{pk}/restore/" in aside
    client.post(f"/desk/surges/{pk}/restore/")
    assert selectors.live_surges().exists()
