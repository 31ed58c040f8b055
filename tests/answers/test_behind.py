"""Translations that tell when they are behind their source."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.answers import behind, editing, life, suggestions
from helpdesk.answers.editing import Details, Words
from helpdesk.answers.models import Answer, Wording
from helpdesk.people.models import User

from .conftest import Write

NL = "U betaalt 65 euro. U vraagt de kaart aan bij uw gemeente. De kaart is tien jaar geldig."
FR = "Vous payez 65 euros. Vous demandez la carte à votre commune. La carte est valable dix ans."


@pytest.fixture
def card(write: Write) -> Answer:
    """A published answer, Dutch first, with a French translation."""
    return write({"nl": Words("Identiteitskaart", NL), "fr": Words("Carte d'identité", FR)})


def _amount(card: Answer, by: User, amount: int, **rest: Words) -> None:
    version = card.wordings.get(language="nl").version
    editing.save(card, by, Details.of(card), {"nl": Words("Identiteitskaart", NL.replace("65", str(amount)), "", version), **rest})


def _french(card: Answer) -> Wording:
    return card.wordings.get(language="fr")


def test_a_new_translation_rests_on_the_source_beside_it(card: Answer) -> None:
    assert (_french(card).rests_on, _french(card).behind_since) == (1, None)


def test_two_changes_of_the_source_make_it_behind_by_two(card: Answer, lena: User) -> None:
    _amount(card, lena, 70)
    _amount(card, lena, 75)
    assert behind.of(card)["fr"].by == 2


def test_only_the_changed_sentence_is_shown(card: Answer, lena: User) -> None:
    _amount(card, lena, 75)
    found = behind.of(card)["fr"].sentences
    assert [(each.old, each.new) for each in found] == [("U betaalt 65 euro.", "U betaalt 75 euro.")]


def test_keywords_alone_make_nobody_late(card: Answer, lena: User) -> None:
    editing.save(card, lena, Details.of(card), {"nl": Words("Identiteitskaart", NL, "kaart, eID", 1)})
    assert (_french(card).rests_on, _french(card).behind_since) == (2, None)


def test_what_is_written_in_one_go_says_the_same(card: Answer, lena: User) -> None:
    _amount(card, lena, 75, fr=Words("Carte d'identité", FR.replace("65", "75"), "", 1))
    assert behind.of(card) == {}


def test_a_translation_written_beside_an_older_source_stays_behind(card: Answer, lena: User, eduardo: User) -> None:
    _amount(card, lena, 70)
    _amount(card, lena, 75)
    editing.save(card, eduardo, Details.of(card), {"fr": Words("Carte", FR.replace("65", "70"), "", 1, source_seen=2)})
    assert behind.of(card)["fr"].by == 1


def test_a_small_repair_leaves_it_behind(card: Answer, lena: User) -> None:
    _amount(card, lena, 75)
    editing.save(card, lena, Details.of(card), {"fr": Words("La carte", FR, "", 1, source_seen=2, is_level=False)})
    assert behind.of(card)["fr"].by == 1


def test_an_older_text_brought_back_is_behind_what_changed_since(card: Answer, lena: User) -> None:
    _amount(card, lena, 75, fr=Words("Carte d'identité", FR.replace("65", "75"), "", 1))
    editing.restore(_french(card), 1, lena)
    assert behind.of(card)["fr"].by == 1


def test_confirming_makes_it_level_and_is_told(card: Answer, lena: User) -> None:
    _amount(card, lena, 75)
    assert behind.confirm(_french(card), 2, lena)
    assert (behind.of(card), card.events.filter(kind="confirmed").get().actor) == ({}, lena)


def test_a_source_that_changed_again_is_not_confirmed_unseen(card: Answer, lena: User) -> None:
    _amount(card, lena, 70)
    _amount(card, lena, 75)
    assert not behind.confirm(_french(card), 2, lena)
    assert behind.of(card)["fr"].by == 2


def test_after_some_days_it_leaves_the_suggestions_and_comes_back(card: Answer, lena: User, eduardo: User, settings: LazySettings) -> None:
    _amount(card, lena, 75)
    life.approve(card, eduardo)
    assert [hit.in_language for hit in suggestions.suggest("carte commune", "fr")] == [True]
    Wording.objects.filter(pk=_french(card).pk).update(behind_since=timezone.now() - timedelta(days=settings.BEHIND_DAYS, minutes=1))
    assert suggestions.published("carte identité commune", "fr") == []
    behind.confirm(_french(card), 2, lena)
    assert suggestions.published("carte identité commune", "fr") == [_french(card)]


def test_another_source_language_turns_it_round(card: Answer, lena: User) -> None:
    editing.save(card, lena, Details("taxes", source_language="fr"), {})
    assert (card.wordings.get(language="nl").rests_on, _french(card).rests_on) == (1, None)


def test_an_open_composer_is_told(client: Client, card: Answer, ana: User, lena: User) -> None:
    client.force_login(ana)
    address = f"{reverse('answers_late')}?w={_french(card).pk}"
    assert client.get(address).content.decode().strip() == ""
    _amount(card, lena, 75)
    assert "behind by 1 change" in client.get(address).content.decode()


def test_the_pages_say_it_and_the_button_confirms(client: Client, card: Answer, lena: User, eduardo: User) -> None:
    _amount(card, lena, 75)
    client.force_login(eduardo)
    for address in (reverse("answers"), reverse("answer", args=[card.pk]), reverse("answer_edit", args=[card.pk])):
        assert "behind by 1 change" in client.get(address).content.decode()
    client.post(reverse("answer_confirm", args=[card.pk, "fr"]), {"version": "2"})
    assert behind.of(card) == {}
