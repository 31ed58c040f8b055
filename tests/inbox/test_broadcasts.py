"""Holding and closing answers: approved by a lead, each citizen told once, in his language, or left out with the reason."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, TestCase
from django.utils import timezone

from helpdesk.people.models import User
from helpdesk.recent import Recent
from inbox import audience, bell, broadcasts, incidents, replies, twins, watch
from inbox.models import Account, Broadcast, Delivery, Event, Incident, Message, Question, Recipient
from tests.crowd import citizen_asks, crowd

TEXTS = {"nl": "We weten het en werken eraan.", "fr": "Nous le savons et y travaillons."}
LATE = "itsme geeft fout 500 bij het aanmelden, graag nakijken"
Approve = Callable[..., Broadcast]


@pytest.fixture
def asked(form: Account) -> list[Question]:
    """Four Dutch questions and two French ones."""
    Recent.forget()
    return [*crowd(form, 4), *crowd(form, 2, language="fr")]


@pytest.fixture
def outage(asked: list[Question], lena: User) -> Incident:
    """An incident over all of them."""
    return incidents.open_incident("itsme is down", asked, lena)


@pytest.fixture
def out(outage: Incident, ana: User, lena: User) -> Approve:
    """Write, approve and let go an answer; returns it."""

    def approved(kind: Broadcast.Kind = Broadcast.Kind.HOLDING, texts: dict[str, str] = TEXTS, **meant: bool) -> Broadcast:
        row = broadcasts.write(outage, kind, texts, ana)
        broadcasts.approve(row, lena, **meant)
        Broadcast.objects.filter(pk=row.pk).update(leaves_at=timezone.now())
        broadcasts.send_due()
        row.refresh_from_db()
        return row

    return approved


def _told(broadcast: Broadcast) -> list[str]:
    return sorted(broadcast.recipients.exclude(message=None).values_list("message__language", flat=True))


def _reason(broadcast: Broadcast, question: Question) -> str:
    return broadcast.recipients.get(question=question).reason


def test_each_citizen_is_told_once_in_his_language(out: Approve) -> None:
    row = out()
    assert _told(row) == ["fr", "fr", "nl", "nl", "nl", "nl"]
    assert broadcasts.send_due() == 0


def test_who_wrote_and_who_approved_are_kept(out: Approve, ana: User, lena: User) -> None:
    row = out()
    assert (row.written_by, row.approved_by) == (ana, lena)
    message = Message.objects.filter(broadcast__broadcast=row).first()
    assert message
    assert message.agent == ana
    assert message.question.events.get(kind=Event.Kind.REPLIED).actor == lena


def test_a_holding_answer_leaves_the_questions_open(out: Approve, outage: Incident) -> None:
    out()
    assert set(audience.members(outage).values_list("state", flat=True)) == {Question.State.OPEN}


def test_the_closing_answer_closes_questions_and_incident(out: Approve, outage: Incident) -> None:
    out(Broadcast.Kind.CLOSING)
    outage.refresh_from_db()
    assert set(audience.members(outage).values_list("state", flat=True)) == {Question.State.CLOSED}
    assert outage.closed_at


def test_nothing_leaves_before_fifteen_seconds_and_undo_takes_it_back(outage: Incident, ana: User, lena: User) -> None:
    row = broadcasts.write(outage, Broadcast.Kind.HOLDING, TEXTS, ana)
    broadcasts.approve(row, lena)
    assert broadcasts.send_due() == 0
    assert broadcasts.undo(row)
    row.refresh_from_db()
    assert (row.state, row.approved_by, Recipient.objects.count()) == (Broadcast.State.DRAFT, None, 0)


def test_undo_is_too_late_once_it_left(out: Approve) -> None:
    assert not broadcasts.undo(out())


def test_a_double_click_approves_once(outage: Incident, ana: User, lena: User) -> None:
    row = broadcasts.write(outage, Broadcast.Kind.HOLDING, TEXTS, ana)
    assert [broadcasts.approve(row, lena), broadcasts.approve(row, lena)] == [True, False]


def test_a_text_that_was_changed_meanwhile_is_not_approved(outage: Incident, ana: User, lena: User) -> None:
    seen = broadcasts.write(outage, Broadcast.Kind.HOLDING, TEXTS, ana)
    broadcasts.write(outage, Broadcast.Kind.HOLDING, {"nl": "Iets anders."}, ana)
    assert not broadcasts.approve(seen, lena)


def test_a_missing_language_is_said_and_never_replaced(out: Approve) -> None:
    with pytest.raises(broadcasts.MissingLanguage) as caught:
        out(texts={"nl": TEXTS["nl"]})
    assert caught.value.counts == {"fr": 2}
    row = out(texts={"nl": TEXTS["nl"]}, are_gaps_meant=True)
    assert _told(row) == ["nl"] * 4


def test_a_missing_language_is_added_later(out: Approve, lena: User) -> None:
    row = out(texts={"nl": TEXTS["nl"]}, are_gaps_meant=True)
    assert broadcasts.add_language(row, "fr", TEXTS["fr"], lena) == 2
    broadcasts.send_due()
    assert _told(row) == ["fr", "fr", "nl", "nl", "nl", "nl"]


def test_those_who_must_not_get_it_are_left_out_with_the_reason(out: Approve, asked: list[Question], lena: User) -> None:
    care, gone, closed, spam = asked[:4]
    Question.objects.filter(pk=care.pk).update(is_restricted=True)
    Question.objects.filter(pk=gone.pk).update(is_withdrawn=True, state=Question.State.CLOSED)
    Question.objects.filter(pk=closed.pk).update(state=Question.State.CLOSED)
    Question.objects.filter(pk=spam.pk).update(state=Question.State.SPAM)
    row = out()
    assert [_reason(row, one) for one in (care, gone, closed, spam)] == ["restricted", "withdrawn", "closed", "spam"]
    assert _told(row) == ["fr", "fr"]


def test_an_unreachable_citizen_and_a_joined_question_are_left_out(out: Approve, form: Account, outage: Incident, asked: list[Question], lena: User) -> None:
    lost, second = asked[0], citizen_asks(form, LATE, "pnl1", language="nl")
    lost.identity.unreachable_since = timezone.now()
    lost.identity.save()
    watch.watch(asked[1])
    twin = citizen_asks(form, LATE + " nog eens", "pnl1x", language="nl")
    Question.objects.filter(pk=twin.pk).update(citizen=second.citizen)
    twin.refresh_from_db()
    incidents.join(outage, [twin], lena)
    assert twins.join(twin, second, lena)
    row = out()
    assert (_reason(row, lost), _reason(row, twin)) == ("unreached", "twin")


def test_a_public_answer_with_a_personal_number_is_refused(outage: Incident, asked: list[Question], ana: User, lena: User) -> None:
    Question.objects.filter(pk=asked[0].pk).update(is_public=True)
    row = broadcasts.write(outage, Broadcast.Kind.HOLDING, {**TEXTS, "nl": "Uw nummer 85.07.30-033.28"}, ana)
    with pytest.raises(replies.PersonalData):
        broadcasts.approve(row, lena, are_contacts_meant=True)


def test_a_variable_stops_an_answer_to_many(outage: Incident, ana: User, lena: User) -> None:
    row = broadcasts.write(outage, Broadcast.Kind.HOLDING, {**TEXTS, "nl": "Geachte {citizen},"}, ana)
    with pytest.raises(replies.Unfilled):
        broadcasts.approve(row, lena)


def test_a_services_telephone_in_public_wants_a_word(out: Approve, asked: list[Question]) -> None:
    Question.objects.filter(pk=asked[0].pk).update(is_public=True)
    texts = {**TEXTS, "nl": "Bel 02 123 45 67."}
    with pytest.raises(replies.PersonalData) as caught:
        out(texts=texts)
    assert caught.value.can_be_meant
    assert len(_told(out(texts=texts, are_contacts_meant=True))) == 6


def test_a_late_one_gets_the_holding_answer_too(out: Approve, form: Account) -> None:
    row = out()
    late = citizen_asks(form, LATE, "late", language="nl")
    watch.watch(late)
    broadcasts.send_due()
    assert late.messages.filter(broadcast__broadcast=row).count() == 1


def test_what_was_taken_out_gets_nothing(out: Approve, asked: list[Question], outage: Incident, ana: User) -> None:
    incidents.take_out(asked[0], ana)
    assert not out().recipients.filter(question=asked[0]).exists()


def test_a_death_in_the_middle_sends_each_one_once(out: Approve, outage: Incident, ana: User, lena: User, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    real = broadcasts._message

    def dies(*args: object) -> Message:
        if len(written) == 3:
            raise SystemExit
        written.append(1)
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(broadcasts, "_message", dies)
    with pytest.raises(SystemExit):
        out()
    monkeypatch.setattr(broadcasts, "_message", real)
    broadcasts.send_due()
    assert Message.objects.filter(kind=Message.Kind.REPLY).count() == 6
    assert Recipient.objects.exclude(message=None).count() == 6


def test_what_failed_is_tried_again(out: Approve, lena: User) -> None:
    row = out()
    first = Delivery.objects.filter(message__broadcast__broadcast=row)[0]
    Delivery.objects.filter(pk=first.pk).update(state=Delivery.State.FAILED)
    assert broadcasts.states(row) == {"failed": 1, "queued": 5}
    assert broadcasts.retry(row, lena) == 1
    assert broadcasts.states(row) == {"queued": 6}


def test_a_worker_that_comes_late_writes_nothing(out: Approve) -> None:
    row = out()
    stale = list(row.recipients.values_list("pk", flat=True))
    assert [broadcasts._write(pk) for pk in stale] == [False] * 6


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory is one connection; the desk in tests/pages dies and starts on a file")
@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_write_each_message_once(out: Approve, outage: Incident, ana: User, lena: User) -> None:
    row = broadcasts.write(outage, Broadcast.Kind.CLOSING, TEXTS, ana)
    broadcasts.approve(row, lena)
    Broadcast.objects.update(leaves_at=timezone.now() - timedelta(seconds=1))

    def work(_number: int) -> int:
        try:
            return broadcasts.send_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 6
    assert Message.objects.filter(kind=Message.Kind.REPLY).count() == 6


def test_an_agent_writes_and_a_lead_approves_on_the_page(client: Client, outage: Incident, ana: User, lena: User) -> None:
    client.force_login(ana)
    client.post(f"/desk/incidents/{outage.pk}/answer/", {"kind": "holding", "text_nl": "Even geduld.", "text_fr": "Un instant."})
    row = Broadcast.objects.get()
    assert client.post(f"/desk/broadcasts/{row.pk}/approve/", {"written_at": row.written_at.isoformat()}).status_code == 403
    client.force_login(lena)
    page = client.get(f"/desk/incidents/{outage.pk}/").content.decode()
    assert page.count(f'action="/desk/incidents/{outage.pk}/answer/"') == 2
    assert row.written_at.isoformat() in page
    client.post(f"/desk/broadcasts/{row.pk}/approve/", {"written_at": row.written_at.isoformat()})
    assert "It leaves in 15 seconds" in client.get(f"/desk/incidents/{outage.pk}/").content.decode()


def test_the_page_shows_the_missing_language_before_sending(client: Client, outage: Incident, ana: User, lena: User) -> None:
    row = broadcasts.write(outage, Broadcast.Kind.CLOSING, {"nl": "Opgelost."}, ana)
    client.force_login(lena)
    assert "2 citizens are due French" in client.get(f"/desk/incidents/{outage.pk}/").content.decode()
    client.post(f"/desk/broadcasts/{row.pk}/approve/", {"written_at": row.written_at.isoformat()})
    row.refresh_from_db()
    assert row.state == Broadcast.State.DRAFT


def test_a_text_in_the_wrong_field_is_warned_of(client: Client, outage: Incident, ana: User, lena: User) -> None:
    french = "Nous savons que la connexion ne fonctionne pas et nous cherchons une solution."
    broadcasts.write(outage, Broadcast.Kind.HOLDING, {"nl": french, "fr": french}, ana)
    client.force_login(lena)
    assert "The text for Dutch looks like French" in client.get(f"/desk/incidents/{outage.pk}/").content.decode()


def test_the_progress_names_each_citizen_and_hides_the_restricted(client: Client, out: Approve, asked: list[Question], ana: User) -> None:
    Question.objects.filter(pk=asked[0].pk).update(is_restricted=True)
    row = out()
    client.force_login(ana)
    page = client.get(f"/desk/broadcasts/{row.pk}/progress/").content.decode()
    assert asked[1].shown_reference in page
    assert asked[0].shown_reference not in page
    assert "1 more is restricted" in page


def test_a_draft_stays_on_the_page_as_it_was_read(client: Client, outage: Incident, ana: User, lena: User) -> None:
    row = broadcasts.write(outage, Broadcast.Kind.CLOSING, TEXTS, ana)
    shown = f"/desk/broadcasts/{row.pk}/progress/?draft"
    client.force_login(lena)
    assert client.get(shown).status_code == 204
    broadcasts.approve(row, lena)
    assert "approved by Lena" in client.get(shown).content.decode()


def test_a_draft_is_changed_where_it_stands(client: Client, outage: Incident, ana: User, lena: User) -> None:
    row = broadcasts.write(outage, Broadcast.Kind.CLOSING, TEXTS, ana)
    client.force_login(ana)
    fragment = f"/desk/broadcasts/{row.pk}/progress/"
    assert "Change the closing answer" in client.get(fragment).content.decode()
    broadcasts.approve(row, lena)
    assert "Change the closing answer" not in client.get(fragment).content.decode()


def test_open_pages_are_told_of_what_changed_and_of_nothing_else(outage: Incident, ana: User, lena: User, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []
    monkeypatch.setattr(bell, "ring", lambda _group, message: rung.append(message["type"]))
    with TestCase.captureOnCommitCallbacks(execute=True):
        row = broadcasts.write(outage, Broadcast.Kind.CLOSING, TEXTS, ana)
        done = [broadcasts.approve(row, lena), broadcasts.approve(row, lena), broadcasts.undo(row), broadcasts.discard(row), broadcasts.discard(row)]
    assert (done, rung) == ([True, False, True, True, False], ["desk.broadcast"] * 4)
