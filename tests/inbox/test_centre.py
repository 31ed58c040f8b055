"""The public help centre."""

import json
import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from helpdesk.answers import editing, life, readings
from helpdesk.answers.models import Answer, Gap, Reading
from helpdesk.people.models import Language, User
from inbox.views import sitemaps
from tests.conftest import at_most

WORDS = {
    "nl": editing.Words("Een paspoort aanvragen", "Dag{citizen}, u vraagt het **paspoort** aan bij uw gemeente.", "reispas"),
    "fr": editing.Words("Demander un passeport", "Vous demandez le passeport à votre commune.", "voyage"),
    "de": editing.Words("Einen Reisepass beantragen", "Sie beantragen den Reisepass bei Ihrer Gemeinde.", "Pass"),
    "en": editing.Words("Applying for a passport", "You apply for a passport at your town hall.", "travel"),
}


YESTERDAY = timezone.localdate() - timedelta(days=1)
TYPOS = [("nl", "pasport aanvraagen"), ("fr", "passport demmander"), ("de", "reisepas beantragn"), ("en", "aplying pasport")]


@pytest.fixture
def passport(eduardo: User) -> Answer:
    """A public answer in four languages."""
    return life.publish(editing.save(None, eduardo, editing.Details("international"), WORDS), eduardo)


def _path(answer: Answer, language: str) -> str:
    slugs = {"nl": "een-paspoort-aanvragen", "fr": "demander-un-passeport", "de": "einen-reisepass-beantragen", "en": "applying-for-a-passport"}
    return f"/{language}/answers/{slugs[language]}-{answer.pk}/"


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_an_answer_has_a_clean_address_in_each_language_and_names_the_others(client: Client, passport: Answer, language: str) -> None:
    page = client.get(_path(passport, language)).content.decode()
    assert f'<html lang="{language}"' in page
    assert {code for code in WORDS if f'hreflang="{code}" href="http://testserver{_path(passport, code)}"' in page} == set(WORDS)


def test_variables_are_taken_out_of_what_everybody_reads(client: Client, passport: Answer) -> None:
    page = client.get(_path(passport, "nl")).content.decode()
    assert "Dag, u vraagt het <strong>paspoort</strong>" in page and "{citizen}" not in page


def test_search_engines_are_told_the_question_and_its_answer(client: Client, passport: Answer) -> None:
    page = client.get(_path(passport, "fr")).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.+?)</script>', page)
    assert found and json.loads(found[1])["mainEntity"][0]["name"] == "Demander un passeport"


def test_an_old_title_leads_to_the_new_address(client: Client, passport: Answer) -> None:
    answer = client.get(f"/en/answers/something-old-{passport.pk}/")
    assert (answer.status_code, answer["Location"]) == (301, _path(passport, "en"))


@pytest.mark.parametrize("spoilt", ["draft", "private", "expired"])
def test_what_is_not_for_the_public_does_not_exist(client: Client, passport: Answer, spoilt: str) -> None:
    changes: dict[str, dict[str, Any]] = {
        "draft": {"state": "draft"},
        "private": {"is_public": False},
        "expired": {"valid_until": timezone.localdate() - timedelta(days=1)},
    }
    Answer.objects.filter(pk=passport.pk).update(**changes[spoilt])
    assert client.get(_path(passport, "en")).status_code == 404
    assert _path(passport, "en") not in client.get("/sitemap-answers.xml").content.decode()


def test_a_missing_language_says_which_there_are(client: Client, passport: Answer) -> None:
    passport.wordings.filter(language="de").delete()
    page = client.get(_path(passport, "de"))
    assert page.status_code == 404 and _path(passport, "fr") in page.content.decode()


@pytest.mark.parametrize(("language", "typed"), TYPOS)
def test_typing_errors_do_not_hide_an_answer(client: Client, passport: Answer, language: str, typed: str) -> None:
    assert _path(passport, language) in client.get(f"/{language}/answers/search/", {"q": typed}).content.decode()


def test_a_search_in_vain_is_noted_with_its_numbers_masked(client: Client, passport: Answer) -> None:
    for _time in range(2):
        client.get("/nl/answers/search/", {"q": "zeilboot 0470123456"})
    gap = Gap.objects.get()
    assert (gap.kind, gap.language, gap.words, gap.count) == ("search", "nl", "zeilboot 0", 2)


def test_reads_and_voices_are_counted_without_a_cookie(client: Client, passport: Answer) -> None:
    page = client.get(_path(passport, "en"))
    voice = re.search(r'name="voice" value="([^"]+)"', page.content.decode())
    assert voice and not page.cookies
    thanks = Client(enforce_csrf_checks=True).post("/en/answers/vote/", {"voice": voice[1], "helped": "no"})
    readings.flush()
    row = Reading.objects.get()
    assert (thanks.status_code, row.read, row.helped, row.did_not_help) == (200, 1, 0, 1)


def test_a_forged_voice_counts_nothing(client: Client, passport: Answer) -> None:
    assert client.post("/en/answers/vote/", {"voice": "1:forged", "helped": "yes"}).status_code == 404


@pytest.mark.parametrize("path", ["/sitemap-answers.xml", "/de/answers/feed/"])
def test_sitemap_and_feed_are_well_formed_and_hold_the_answer(client: Client, passport: Answer, path: str) -> None:
    page = client.get(path)
    ET.fromstring(page.content)
    assert _path(passport, "de") in page.content.decode()


def test_an_answer_that_was_shown_a_moment_ago_costs_two_statements(client: Client, passport: Answer) -> None:
    client.get(_path(passport, "fr"))
    with at_most(2):
        client.get(_path(passport, "fr"))


def test_an_answer_taken_back_is_no_longer_listed_beside_others(client: Client, passport: Answer, eduardo: User) -> None:
    words = {"en": editing.Words("Applying for a travel passport", "You apply for it at your town hall, too.", "travel")}
    other = life.publish(editing.save(None, eduardo, editing.Details("international"), words), eduardo)
    listed = [f"-{other.pk}/" in client.get(_path(passport, "en")).content.decode()]
    life.retire(other, eduardo)
    listed.append(f"-{other.pk}/" in client.get(_path(passport, "en")).content.decode())
    assert listed == [True, False]


def test_robots_find_every_part_of_the_sitemap(client: Client, passport: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps.Answers, "limit", 3)
    told = client.get("/robots.txt").content.decode()
    index = re.findall("Sitemap: http://testserver(.*)", told)
    parts = [part for path in index for part in re.findall("<loc>http://testserver(.*?)</loc>", client.get(path).content.decode())]
    assert parts == ["/sitemap-first-pages.xml", "/sitemap-answers.xml", "/sitemap-answers.xml?p=2"]
    listed = [found for part in parts for found in re.findall("<loc>http://testserver(.*?)</loc>", client.get(part).content.decode())]
    assert sorted(listed) == sorted([*(f"/{code}/answers/" for code in Language.values), *(_path(passport, code) for code in Language.values)])


def test_every_part_names_all_languages_of_its_answers(client: Client, passport: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps.Answers, "limit", 3)
    part = client.get("/sitemap-answers.xml?p=2").content.decode()
    assert part.count("<url>") == 1
    assert [f'hreflang="{code}" href="http://testserver{_path(passport, code)}"' in part for code in Language.values] == [True] * 4
    assert client.get("/sitemap-answers.xml?p=3").status_code == 404


def test_a_theme_lists_its_answers_under_its_name_in_the_language(client: Client, passport: Answer) -> None:
    assert _path(passport, "nl") in client.get("/nl/answers/internationaal/").content.decode()
    assert client.get("/nl/answers/geen-thema/").status_code == 404


def test_pages_may_be_kept_by_caches_but_not_searches(client: Client, passport: Answer) -> None:
    assert "public" in client.get(_path(passport, "en"))["Cache-Control"]
    assert "public" not in client.get("/en/answers/search/")["Cache-Control"]
