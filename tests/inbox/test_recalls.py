"""Recalls: who got which version is known, a lead lets the correction go, each citizen gets it once on his own channel."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.answers import editing, life
from helpdesk.answers.models import Answer, WordingVersion
from helpdesk.people.models import User
from helpdesk.recent import Recent
from inbox import broadcasts, delivery, recalls, replies
from inbox.models import Account, Broadcast, Delivery, Insertion, Message, Question, Recall, Recipient
from tests.conftest import at_most
from tests.crowd import citizen_asks

WRONG = {
    "nl": "Een nieuw paspoort kost zestig euro bij uw gemeente.",
    "fr": "Un nouveau passeport coûte soixante euros auprès de votre commune.",
    "de": "Ein neuer Reisepass kostet sechzig Euro bei Ihrer Gemeinde.",
}
RIGHT = {
    "nl": "Ons antwoord was fout: een paspoort kost vijfenzestig euro.",
    "fr": "Notre réponse était fausse : un passeport coûte soixante-cinq euros.",
    "de": "Unsere Antwort war falsch: Ein Reisepass kostet fünfundsechzig Euro.",
}


@pytest.fixture
def passport(eduardo: User) -> Answer:
    """A published answer in three languages."""
    answer = editing.save(None, eduardo, editing.Details("international"), {code: editing.Words("Paspoort", text) for code, text in WRONG.items()})
    return life.publish(answer, eduardo)


def _answer_with(question: Question, answer: Answer, by: User, text: str = "") -> Message:
    version = WordingVersion.objects.get(wording__answer=answer, wording__language=question.language)
    message = replies.reply(question, by, text or version.text, seen_event_id=10**9, insertions=[version.pk])
    Delivery.objects.filter(message__question=question).update(state=Delivery.State.SENT)
    return message


def _tell(count: int, form: Account, answer: Answer, by: User) -> list[Question]:
    """Send it to so many citizens: three languages, the form and Mastodon in public."""
    Recent.forget()
    network = Account.objects.create(kind="mastodon", name="Mastodon")
    asked = []
    for n in range(count):
        account, language = (network, form)[n % 2], ("nl", "fr", "de")[n % 3]
        asked.append(citizen_asks(account, f"Vraag {n} over een paspoort", f"c{n}", language=language, is_public=account == network))
        _answer_with(asked[-1], answer, by)
    return asked


def _recall(answer: Answer, by: User) -> Recall:
    return recalls.open_recall(answer, WordingVersion.objects.values_list("pk", flat=True), by)


@pytest.fixture
def told(form: Account, passport: Answer, ana: User) -> list[Question]:
    """Six citizens who got it."""
    return _tell(6, form, passport, ana)


@pytest.fixture
def recall(told: list[Question], passport: Answer, ana: User) -> Recall:
    """A recall of all of it."""
    return _recall(passport, ana)


def _go(recall: Recall, by: User, lead: User, texts: dict[str, str] = RIGHT, **meant: bool) -> Broadcast:
    row = broadcasts.write(recall, Broadcast.Kind.CORRECTION, texts, by)
    broadcasts.approve(row, lead, **meant)
    Broadcast.objects.filter(pk=row.pk).update(leaves_at=timezone.now())
    broadcasts.send_due()
    row.refresh_from_db()
    return row


def test_forty_one_in_three_languages_on_two_channels_get_it_once(form: Account, passport: Answer, ana: User, lena: User) -> None:
    _tell(41, form, passport, ana)
    row = _go(_recall(passport, ana), ana, lena)
    broadcasts.send_due()
    written = Message.objects.filter(broadcast__broadcast=row)
    assert written.count() == 41
    assert {(one.language, one.account.kind, one.is_public) for one in written} == {
        (language, kind, kind == "mastodon") for language in RIGHT for kind in ("form", "mastodon")
    }
    assert {one.text == RIGHT[one.question.language] for one in written} == {True}


def test_corrected_questions_stay_closed_and_say_so(recall: Recall, told: list[Question], ana: User, lena: User) -> None:
    _go(recall, ana, lena)
    assert set(Question.objects.values_list("state", flat=True)) == {Question.State.CLOSED}
    assert {one.events.filter(data__recall=recall.pk, actor=lena).count() for one in told} == {1}


def test_a_worker_that_dies_in_the_middle_tells_nobody_twice(recall: Recall, ana: User, lena: User, monkeypatch: pytest.MonkeyPatch) -> None:
    real, written = broadcasts._message, list[int]()

    def dies(*args: object) -> Message:
        if len(written) == 2:
            raise SystemExit
        written.append(1)
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(broadcasts, "_message", dies)
    with pytest.raises(SystemExit):
        _go(recall, ana, lena)
    monkeypatch.setattr(broadcasts, "_message", real)
    assert broadcasts.send_due() == 4
    assert Recipient.objects.exclude(message=None).count() == 6


def test_the_correction_is_delivered_as_any_reply(recall: Recall, told: list[Question], ana: User, lena: User) -> None:
    row = _go(recall, ana, lena)
    mailed = Delivery.objects.filter(message__broadcast__broadcast=row, message__account__kind="form")
    assert {delivery.deliver(pk) for pk in mailed.values_list("pk", flat=True)} == {"sent"}
    assert broadcasts.states(row) == {"sent": 3, "queued": 3}


def test_who_must_not_get_it_is_left_out_with_the_reason(recall: Recall, told: list[Question], ana: User, lena: User) -> None:
    care, gone, lost, never = told[:4]
    Question.objects.filter(pk=care.pk).update(is_restricted=True)
    Question.objects.filter(pk=gone.pk).update(is_withdrawn=True)
    lost.identity.unreachable_since = timezone.now()
    lost.identity.save()
    Delivery.objects.filter(message__question=never).update(state=Delivery.State.FAILED)
    row = _go(recall, ana, lena)
    assert [row.recipients.get(question=one).reason for one in (care, gone, lost, never)] == ["restricted", "withdrawn", "unreached", "unsent"]
    assert row.recipients.exclude(message=None).count() == 2


def test_an_answer_read_by_one_is_corrected_for_one(form: Account, passport: Answer, ana: User, lena: User) -> None:
    network = Account.objects.create(kind="mastodon", name="Mastodon")
    question = citizen_asks(network, "Hoeveel kost een paspoort?", "own", language="nl", is_public=True)
    version = WordingVersion.objects.get(wording__answer=passport, wording__language="nl")
    replies.reply(question, ana, version.text, seen_event_id=10**9, insertions=[version.pk], is_public=False)
    row = _go(recalls.open_recall(passport, [version.pk], ana), ana, lena)
    assert [one.is_public for one in Message.objects.filter(broadcast__broadcast=row)] == [False]


def test_a_language_without_a_text_is_left_out_and_added_later(recall: Recall, ana: User, lena: User) -> None:
    with pytest.raises(broadcasts.MissingLanguage):
        _go(recall, ana, lena, {"nl": RIGHT["nl"], "fr": RIGHT["fr"]})
    row = _go(recall, ana, lena, {"nl": RIGHT["nl"], "fr": RIGHT["fr"]}, are_gaps_meant=True)
    assert broadcasts.add_language(row, "de", RIGHT["de"], lena) == 2
    broadcasts.send_due()
    assert row.recipients.exclude(message=None).count() == 6


def test_only_the_chosen_versions_are_recalled(told: list[Question], passport: Answer, ana: User) -> None:
    chosen = WordingVersion.objects.get(wording__answer=passport, wording__language="fr")
    made = recalls.open_recall(passport, [chosen.pk], ana)
    assert set(recalls.insertions(made).values_list("message__question__language", flat=True)) == {"fr"}


def test_what_was_sent_before_the_day_is_not_recalled(told: list[Question], passport: Answer, ana: User) -> None:
    Message.objects.filter(question__in=told[:5], kind=Message.Kind.REPLY).update(sent_at=timezone.now() - timedelta(days=3))
    made = recalls.open_recall(passport, WordingVersion.objects.values_list("pk", flat=True), ana, since=timezone.localdate())
    assert recalls.insertions(made).count() == 1


def test_a_double_click_opens_one_recall(recall: Recall, passport: Answer, lena: User) -> None:
    assert recalls.open_recall(passport, WordingVersion.objects.values_list("pk", flat=True), lena) == recall


def test_a_recall_of_what_never_went_out_is_refused(passport: Answer, ana: User) -> None:
    with pytest.raises(recalls.NothingChosen):
        recalls.open_recall(passport, WordingVersion.objects.values_list("pk", flat=True), ana)


def test_a_correction_that_went_out_is_not_written_anew(recall: Recall, ana: User, lena: User) -> None:
    _go(recall, ana, lena)
    with pytest.raises(broadcasts.AlreadyOut):
        broadcasts.write(recall, Broadcast.Kind.CORRECTION, RIGHT, ana)


def test_a_text_that_comes_too_late_is_shown_once_more(client: Client, recall: Recall, ana: User, lena: User) -> None:
    _go(recall, ana, lena)
    client.force_login(ana)
    shown = client.post(reverse("recall_write", args=[recall.pk]), {"text_nl": "Het kost zeventig euro."}, follow=True).content.decode()
    assert "Het kost zeventig euro." in shown
    assert "Het kost zeventig euro." not in client.get(reverse("recall", args=[recall.pk])).content.decode()


def test_how_much_was_left_in_is_measured(question: Question, passport: Answer, ana: User) -> None:
    Question.objects.filter(pk=question.pk).update(language="nl")
    question.refresh_from_db()
    message = _answer_with(question, passport, ana, "Een nieuw paspoort kost zestig euro. Vriendelijke groet.")
    assert Insertion.objects.get(message=message).left == pytest.approx(6 / 9)


def test_the_page_leads_from_wrong_to_approved(client: Client, told: list[Question], passport: Answer, lena: User) -> None:
    client.force_login(lena)
    page = client.get(reverse("answer_sent", args=[passport.pk])).content.decode()
    assert page.count('name="versions"') == 3
    opened = client.post(reverse("recall_open", args=[passport.pk]), {"versions": list(WordingVersion.objects.values_list("pk", flat=True))})
    client.post(f"{opened['Location']}correction/", {f"text_{code}": text for code, text in RIGHT.items()})
    row = Broadcast.objects.get()
    client.post(reverse("broadcast_approve", args=[row.pk]), {"written_at": row.written_at.isoformat()})
    page = client.get(opened["Location"]).content.decode()
    assert "It leaves in 15 seconds" in page
    assert "is still offered" in page


def test_an_agent_writes_and_only_a_lead_approves(client: Client, recall: Recall, ana: User) -> None:
    client.force_login(ana)
    client.post(reverse("recall_write", args=[recall.pk]), {"text_nl": RIGHT["nl"]})
    row = Broadcast.objects.get()
    assert client.post(reverse("broadcast_approve", args=[row.pk]), {"written_at": row.written_at.isoformat()}).status_code == 403


def test_the_progress_of_a_correction_is_shown(client: Client, recall: Recall, ana: User, lena: User) -> None:
    row = _go(recall, ana, lena)
    client.force_login(ana)
    assert "0 of 6 done" in client.get(reverse("broadcast_progress", args=[row.pk])).content.decode()


def test_the_list_says_when_a_correction_has_gone_out(client: Client, recall: Recall, passport: Answer, ana: User, lena: User) -> None:
    _go(recall, ana, lena)
    client.force_login(lena)
    page = reverse("answer_sent", args=[passport.pk])
    assert ">goes out</span>" in client.get(page).content.decode()
    Delivery.objects.update(state=Delivery.State.SENT)
    assert ">went out</span>" in client.get(page).content.decode()


def test_the_list_asks_by_itself_as_long_as_a_correction_is_under_way(client: Client, recall: Recall, passport: Answer, ana: User, lena: User) -> None:
    client.force_login(ana)
    fragment = reverse("answer_recalls", args=[passport.pk])
    row = broadcasts.write(recall, Broadcast.Kind.CORRECTION, RIGHT, ana)
    asks = ["every 2s" in client.get(fragment).content.decode()]
    broadcasts.approve(row, lena)
    asks.append("every 2s" in client.get(fragment).content.decode())
    broadcasts.undo(row)
    _go(recall, ana, lena)
    asks.append("every 2s" in client.get(fragment).content.decode())
    Delivery.objects.update(state=Delivery.State.SENT)
    asks.append("every 2s" in client.get(fragment).content.decode())
    assert asks == [False, True, True, False]


def test_restricted_questions_are_counted_and_not_named(client: Client, told: list[Question], passport: Answer, otto: User) -> None:
    Question.objects.filter(pk=told[5].pk).update(is_restricted=True)
    client.force_login(otto)
    page = client.get(reverse("answer_sent", args=[passport.pk])).content.decode()
    assert (told[5].shown_reference in page, told[4].shown_reference in page, "1 more is restricted" in page) == (False, True, True)


def test_the_answers_page_counts_what_went_out(client: Client, told: list[Question], passport: Answer, eduardo: User) -> None:
    client.force_login(eduardo)
    page = client.get(reverse("answer", args=[passport.pk])).content.decode()
    assert page.count("went out with 2 messages") == 3
    assert "Who received it" not in page


def test_the_thread_says_which_version_went_out(client: Client, told: list[Question], passport: Answer, ana: User) -> None:
    client.force_login(ana)
    page = client.get(reverse("question", args=[told[0].reference])).content.decode()
    assert f"{reverse('answer_history', args=[passport.pk, told[0].language])}?version=1" in page


def test_the_list_of_receivers_costs_few_queries(client: Client, told: list[Question], passport: Answer, lena: User) -> None:
    client.force_login(lena)
    with at_most(20):
        client.get(reverse("answer_sent", args=[passport.pk]))


def test_the_form_of_a_correction_leads_to_its_recall(client: Client, recall: Recall, ana: User, lena: User) -> None:
    client.force_login(ana)
    action = f'action="{reverse("recall_write", args=[recall.pk])}"'
    assert action in client.get(reverse("recall", args=[recall.pk])).content.decode()
    _go(recall, ana, lena)
    assert action not in client.get(reverse("recall", args=[recall.pk])).content.decode()
