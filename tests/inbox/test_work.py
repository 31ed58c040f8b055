"""What agents do to a question beside answering, through its pages."""

from datetime import timedelta

import pytest
from django.test import Client

from helpdesk.people.models import Team, User
from inbox import drafts, links, triage, work
from inbox.models import Delivery, Draft, Mention, Question


def _newest(question: Question) -> int:
    return question.events.values_list("pk", flat=True).last() or 0


@pytest.fixture
def desk(client: Client, ana: User) -> Client:
    """Ana's browser."""
    client.force_login(ana)
    return client


def test_the_same_note_from_the_same_screen_is_written_once(question: Question, ana: User) -> None:
    seen = _newest(question)
    first = work.note(question, ana, "Ask @otto", seen_event_id=seen)
    assert work.note(question, ana, "Ask @otto", seen_event_id=seen) == first


def test_opening_a_question_reads_its_mentions(client: Client, question: Question, ana: User, otto: User) -> None:
    work.note(question, ana, "Ask @otto")
    client.force_login(otto)
    assert (
        question.shown_reference.encode() in client.get("/desk/view/mentions/").content
        or question.reference.encode() in client.get("/desk/view/mentions/").content
    )
    client.get(f"/desk/q/{question.reference}/")
    assert Mention.objects.get(user=otto).seen_at is not None


def test_a_draft_saved_too_late_does_not_come_back(question: Question, ana: User) -> None:
    seen = _newest(question)
    work.note(question, ana, "Written", seen_event_id=seen)
    assert not drafts.save(question, ana, "Written", seen_event_id=seen, kind=Draft.Kind.NOTE)
    assert not Draft.objects.exists()


def test_typing_is_kept_and_the_language_told(desk: Client, question: Question) -> None:
    text = "Goedemorgen, de brochure vindt u op de pagina over verkiezingen van het portaal."
    answer = desk.post(f"/desk/q/{question.reference}/draft/", {"text": text, "seen": _newest(question), "kind": "reply"})
    assert answer.json()["other_language"] == "nl"
    assert Draft.objects.get().text == text


def test_closing_can_be_undone(desk: Client, question: Question) -> None:
    page = desk.post(f"/desk/q/{question.reference}/state/", {"state": "closed"}, follow=True)
    assert '<input type="hidden" name="state" value="new">' in page.content.decode()


def test_another_language_needs_a_reason(desk: Client, question: Question) -> None:
    desk.post(f"/desk/q/{question.reference}/language/", {"language": "fr", "because": ""})
    question.refresh_from_db()
    assert question.language == "en"


def test_the_language_changes_with_its_reason(desk: Client, question: Question) -> None:
    desk.post(f"/desk/q/{question.reference}/language/", {"language": "fr", "because": "He asked for it by phone"})
    question.refresh_from_db()
    assert (question.language, question.language_reason) == ("fr", "agent")
    assert question.events.get(kind="language").data["because"] == "He asked for it by phone"


def test_a_replaced_link_no_longer_opens(desk: Client, question: Question) -> None:
    old = links.token(question)
    desk.post(f"/desk/q/{question.reference}/link/")
    assert links.resolve(old) is None
    assert links.url(Question.objects.get()) in question.messages.filter(kind="automatic").last().text  # type: ignore[union-attr]


def test_an_unknown_delivery_is_settled_by_an_agent(desk: Client, question: Question) -> None:
    delivery = Delivery.objects.get()
    Delivery.objects.update(state=Delivery.State.UNKNOWN)
    desk.post(f"/desk/q/{question.reference}/delivery/{delivery.pk}/settle/")
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.SENT


def test_a_question_is_not_moved_to_a_team_that_is_gone(desk: Client, question: Question, online: Team) -> None:
    desk.post(f"/desk/q/{question.reference}/move/", {"team": online.key})
    desk.post(f"/desk/q/{question.reference}/move/", {"team": "gone"})
    question.refresh_from_db()
    assert question.team == online


def test_the_promise_moves_by_its_page(desk: Client, question: Question) -> None:
    later = question.promised_on + timedelta(days=3)
    desk.post(f"/desk/q/{question.reference}/promise/", {"to": later.isoformat(), "because": "The publisher answers on Monday."})
    question.refresh_from_db()
    assert question.promised_on == later


@pytest.mark.parametrize("to", ["", "soon", "2020-01-01", "9999-99-99"])
def test_a_promise_that_makes_no_sense_changes_nothing(desk: Client, question: Question, to: str) -> None:
    page = desk.post(f"/desk/q/{question.reference}/promise/", {"to": to, "because": "Why"}, follow=True)
    assert "Give a day after the promised one" in page.content.decode()


def test_a_question_put_back_to_be_sorted_keeps_who_did_it(question: Question, ana: User, online: Team) -> None:
    triage.move(question, online, ana)
    triage.move(question, None, ana)
    decision = question.decisions.get()
    assert (decision.corrected_to, decision.corrected_by) == (None, ana)
