"""From draft to published: a second person approves, a moment is waited for, nobody's number is published."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.answers import editing, life, versions
from helpdesk.answers.editing import Details, Words
from helpdesk.answers.models import Answer, TopicRule
from helpdesk.people.models import User

from .conftest import TAX, Write

IBAN = "BE71 0961 2345 6769"


@pytest.fixture
def draft(write: Write) -> Answer:
    """Eduardo's draft."""
    return write(TAX, is_published=False)


def test_nobody_approves_his_own_text(draft: Answer, eduardo: User) -> None:
    with pytest.raises(life.OwnText) as refused:
        life.approve(draft, eduardo)
    assert refused.value.languages == ["en", "nl"]


def test_a_second_person_publishes(draft: Answer, lena: User) -> None:
    approved = life.approve(life.to_review(draft, None), lena)
    assert (approved.state, approved.approved_by) == (Answer.State.PUBLISHED, lena)


def test_a_lead_may_say_that_a_topic_needs_no_second_person(draft: Answer, eduardo: User) -> None:
    TopicRule.objects.create(topic="taxes", needs_second_person=False)
    assert life.approve(draft, eduardo).state == Answer.State.PUBLISHED


def test_a_text_that_changed_unseen_is_not_approved(draft: Answer, lena: User) -> None:
    with pytest.raises(life.ChangedMeanwhile):
        life.approve(draft, lena, {"en": 1, "nl": 2})


def test_an_approved_answer_waits_for_its_moment(draft: Answer, lena: User) -> None:
    editing.save(draft, lena, replace(Details.of(draft), publish_at=timezone.now() + timedelta(hours=1)), {})
    assert life.approve(draft, lena).state == Answer.State.REVIEW
    assert life.publish_due() == 0
    Answer.objects.update(publish_at=timezone.now())
    assert (life.publish_due(), life.publish_due()) == (1, 0)


def test_a_text_changed_after_approval_is_not_published_unseen(draft: Answer, lena: User, eduardo: User) -> None:
    Answer.objects.update(publish_at=timezone.now() + timedelta(hours=1))
    life.approve(draft, lena)
    editing.save(draft, eduardo, Details.of(Answer.objects.get()), {"en": Words("Tax", "Changed.", "", 1)})
    Answer.objects.update(publish_at=timezone.now())
    assert life.publish_due() == 0


def test_a_change_of_a_published_text_waits_for_approval(tax: Answer, eduardo: User, lena: User) -> None:
    editing.save(tax, eduardo, Details.of(tax), {"en": Words("Tax", "Changed.", "", 1)})
    assert [wording.language for wording in life.unapproved(tax)] == ["en"]
    life.approve(tax, lena)
    assert life.unapproved(tax) == []


def test_a_text_with_a_bank_account_is_not_published(draft: Answer, lena: User) -> None:
    editing.save(draft, lena, Details.of(draft), {"en": Words("Tax", f"Pay to {IBAN}.", "", 1)})
    with pytest.raises(editing.HoldsPersonalData) as refused:
        life.publish(draft, lena)
    assert (refused.value.language, refused.value.kinds) == ("en", ["iban"])


def test_a_bank_account_is_not_saved_into_a_published_text(client: Client, tax: Answer, eduardo: User) -> None:
    client.force_login(eduardo)
    typed = {"topic": "taxes", "en-title": "Tax", "en-text": f"Pay to {IBAN}.", "en-version": "1", "nl-title": "B", "nl-text": "T", "nl-version": "1"}
    page = client.post(reverse("answer_edit", args=[tax.pk]), typed)
    assert (page.status_code, tax.wordings.get(language="en").version) == (422, 1)
    assert "bank account number" in page.content.decode()


def test_the_page_says_why_and_tells_what_happened(client: Client, draft: Answer, eduardo: User) -> None:
    client.force_login(eduardo)
    refused = client.post(reverse("answer_state", args=[draft.pk]), {"state": "published"}, follow=True).content.decode()
    assert "You wrote the newest text yourself (English, Dutch)." in refused
    asked = client.post(reverse("answer_state", args=[draft.pk]), {"state": "review"}, follow=True).content.decode()
    assert "made it: in review" in asked


def test_a_lead_sets_the_rules(client: Client, lena: User) -> None:
    client.force_login(lena)
    client.post(reverse("answer_rules"), {"second": ["taxes"]})
    assert (versions.needs_second_person("taxes"), versions.needs_second_person("family")) == (True, False)


@pytest.mark.parametrize(("title", "text", "names"), [("Tax", "Follow it here: {link}", ["link"]), ("Tax of {citizen}", "Today is {today}.", ["citizen"])])
def test_what_is_about_one_question_is_not_published_for_everybody(draft: Answer, lena: User, title: str, text: str, names: list[str]) -> None:
    editing.save(draft, lena, Details.of(draft), {"en": Words(title, text, "", 1)})
    with pytest.raises(editing.OnlyInReplies) as refused:
        life.publish(draft, lena)
    assert (refused.value.language, refused.value.names) == ("en", names)
    editing.save(draft, lena, replace(Details.of(draft), is_public=False), {})
    assert life.publish(draft, lena).state == Answer.State.PUBLISHED
    with pytest.raises(editing.OnlyInReplies):
        editing.save(draft, lena, replace(Details.of(draft), is_public=True), {})


def test_the_editor_says_what_cannot_stand_in_the_help_centre(client: Client, tax: Answer, eduardo: User) -> None:
    client.force_login(eduardo)
    typed = {"topic": "taxes", "is_public": "on", "en-title": "Tax", "en-text": "See {link}.", "en-version": "1"}
    page = client.post(reverse("answer_edit", args=[tax.pk]), {**typed, "nl-title": "B", "nl-text": "T", "nl-version": "1"})
    assert page.status_code == 422 and "The text in English holds {link}." in page.content.decode()
