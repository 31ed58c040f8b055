"""A change of a published answer: what was approved stays live, everywhere, until a second person approves the change."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.answers import behind, centre, drafts, editing, life, suggestions, versions
from helpdesk.answers.editing import Details, Words
from helpdesk.answers.models import Answer, Wording
from helpdesk.answers.transfer import formats
from helpdesk.people.models import User

from .conftest import Write

OLD = {"nl": Words("Identiteitskaart", "U betaalt 65 euro.", "kaart"), "fr": Words("Carte d'identité", "Vous payez 65 euros.", "carte")}
NEW = {"nl": Words("Identiteitskaart", "U betaalt 75 euro.", "kaart", 1), "fr": Words("Carte d'identité", "Vous payez 75 euros.", "carte", 1)}


@pytest.fixture
def card(write: Write) -> Answer:
    """A published answer that Lena changed in Dutch."""
    return write(OLD)


def _change(card: Answer, by: User, *languages: str) -> None:
    editing.save(card, by, Details.of(card), {language: NEW[language] for language in languages})


def _offered(card: Answer) -> dict[str, str]:
    return {row.language: row.text for row in suggestions.offered().filter(answer=card)}


def test_the_approved_text_stays_live_until_a_second_person_approves(card: Answer, lena: User, eduardo: User) -> None:
    _change(card, lena, "nl")
    assert (_offered(card)["nl"], versions.newest(card)["nl"].text) == (OLD["nl"].text, NEW["nl"].text)
    life.approve(card, eduardo, {"nl": 2, "fr": 1})
    row = card.wordings.get(language="nl")
    assert (_offered(card)["nl"], row.approved, row.updated_by) == (NEW["nl"].text, 2, lena)


def test_what_is_found_read_and_rendered_is_the_approved_text(card: Answer, lena: User, eduardo: User) -> None:
    editing.save(card, lena, Details.of(card), {"nl": Words("Vuurtoren", "Iets nieuws.", "", 1)})
    assert (suggestions.search("vuurtoren", "nl"), suggestions.published("vuurtoren iets nieuws", "nl")) == ([], [])
    shown = centre.show(centre.public().get(answer=card, language="nl"))
    assert (shown.title, shown.text, shown.path) == ("Identiteitskaart", OLD["nl"].text, f"/nl/answers/identiteitskaart-{card.pk}/")
    life.approve(card, eduardo)
    assert [hit.wording.title for hit in suggestions.search("vuurtoren", "nl")] == ["Vuurtoren"]


@pytest.mark.parametrize(
    "path", ["/nl/answers/identiteitskaart-{pk}/", "/nl/answers/feed/", "/nl/widget/?q=identiteitskaart", "/api/v1/answers/{pk}?language=nl"]
)
def test_every_public_page_shows_the_approved_text(client: Client, card: Answer, lena: User, eduardo: User, path: str) -> None:
    _change(card, lena, "nl")
    address = path.format(pk=card.pk)
    assert "65 euro" in client.get(address).content.decode()
    life.approve(card, eduardo)
    assert "75 euro" in client.get(address).content.decode()


def test_where_no_second_person_is_asked_for_the_change_is_live_at_once(alone: None, card: Answer, lena: User) -> None:
    _change(card, lena, "nl")
    assert (_offered(card)["nl"], life.unapproved(card)) == (NEW["nl"].text, [])


def test_a_new_language_is_offered_once_it_is_approved(card: Answer, lena: User, eduardo: User) -> None:
    editing.save(card, lena, Details.of(card), {"en": Words("Identity card", "You pay 65 euros.")})
    assert "en" not in _offered(card)
    life.approve(card, eduardo)
    assert "en" in _offered(card)


def test_two_who_wrote_approve_each_others_text(card: Answer, lena: User, eduardo: User) -> None:
    _change(card, lena, "nl")
    _change(card, eduardo, "fr")
    life.approve(card, eduardo)
    assert _offered(card) == {"nl": NEW["nl"].text, "fr": OLD["fr"].text}
    with pytest.raises(life.OwnText):
        life.approve(card, eduardo)
    life.approve(card, lena)
    assert _offered(card)["fr"] == NEW["fr"].text


def test_a_new_answer_is_published_when_the_last_of_its_texts_is_approved(write: Write, lena: User, eduardo: User) -> None:
    answer = write({"nl": OLD["nl"]}, is_published=False)
    editing.save(answer, lena, Details.of(answer), {"fr": OLD["fr"]})
    assert life.approve(answer, lena).state == Answer.State.DRAFT
    assert life.approve(answer, eduardo).state == Answer.State.PUBLISHED


def test_bringing_back_the_approved_words_asks_for_nobody(card: Answer, lena: User) -> None:
    _change(card, lena, "nl")
    editing.restore(card.wordings.get(language="nl"), 1, lena)
    row = card.wordings.get(language="nl")
    assert (row.version, row.approved, life.unapproved(card), behind.of(card)) == (3, 3, [], {})


def test_the_translation_is_behind_at_once_and_level_when_its_text_is_live(card: Answer, lena: User, eduardo: User) -> None:
    _change(card, lena, "nl")
    assert [(each.old, each.new) for each in behind.of(card)["fr"].sentences] == [("U betaalt 65 euro.", "U betaalt 75 euro.")]
    _change(card, eduardo, "fr")
    french = card.wordings.get(language="fr")
    assert (behind.of(card), french.behind_since is None) == ({}, False)
    life.approve(card, lena)
    french.refresh_from_db()
    assert (french.behind_since, french.rests_on) == (None, 2)


def test_a_change_that_nobody_approves_takes_no_translation_out(card: Answer, lena: User, eduardo: User, settings: LazySettings) -> None:
    _change(card, lena, "nl")
    Wording.objects.filter(language="fr").update(behind_since=timezone.now() - timedelta(days=settings.BEHIND_DAYS + 1))
    assert "fr" in _offered(card)
    life.approve(card, eduardo)
    assert "fr" in _offered(card)
    Wording.objects.filter(language="fr").update(behind_since=timezone.now() - timedelta(days=settings.BEHIND_DAYS + 1))
    assert "fr" not in _offered(card)


def test_an_approval_before_a_change_in_the_draft_publishes_nothing(write: Write, lena: User, eduardo: User) -> None:
    answer = write(OLD, is_published=False)
    Answer.objects.update(publish_at=timezone.now() + timedelta(hours=1))
    life.approve(answer, lena)
    life.to_draft(answer, lena)
    _change(answer, lena, "nl")
    life.to_review(answer, lena)
    Answer.objects.update(publish_at=timezone.now())
    assert life.publish_due() == 0


def test_editors_work_on_the_newest_text(client: Client, card: Answer, lena: User, eduardo: User) -> None:
    _change(card, lena, "nl")
    client.force_login(eduardo)
    page = client.get(reverse("answer_edit", args=[card.pk])).content.decode()
    assert "75 euro" in page and "You edit version 2, which waits for approval; version 1 is live." in page
    drafts.keep(card, "nl", eduardo, NEW["nl"].fields, 2)
    assert (drafts.of(card, eduardo), formats.of(card)["wordings"]["nl"]["text"]) == ({}, NEW["nl"].text)


def test_the_page_says_which_text_is_live_which_waits_and_what_changed(client: Client, card: Answer, lena: User, eduardo: User) -> None:
    _change(card, lena, "nl")
    client.force_login(eduardo)
    page = client.get(reverse("answer", args=[card.pk])).content.decode()
    assert all(text in page for text in ("live: version 1", "Version 2", "waits for approval", "Approve the changes", "Drop this change"))
    assert "65</del>" in page and "75</ins>" in page
    assert "waits for approval" in client.get(reverse("answers")).content.decode()
    told = client.post(reverse("answer_state", args=[card.pk]), {"state": "published", "seen": "fr:1,nl:2"}, follow=True).content.decode()
    assert "live: version" not in told and "75 euro" in told


def test_the_page_tells_who_approved_that_his_own_text_waits(client: Client, card: Answer, lena: User, eduardo: User) -> None:
    _change(card, lena, "nl")
    _change(card, eduardo, "fr")
    client.force_login(eduardo)
    told = client.post(reverse("answer_state", args=[card.pk]), {"state": "published"}, follow=True).content.decode()
    assert "What you wrote yourself still waits for a colleague (French)." in told
