"""Referring a question: told in a reply, passed on with the citizen's yes, and what the administration does with it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.answers import bodies
from helpdesk.answers.models import Body
from helpdesk.people.models import User
from inbox import handover, links, referrals, replies, work
from inbox.models import Attachment, Draft, Message, Question, Referral


@pytest.fixture
def finance(db: None) -> Body:
    """FPS Finance, which agreed on an address for questions."""
    bodies.load()
    Body.objects.filter(key="fps-finance").update(handover_email="desk@finance.example", languages=["nl", "en"])
    return Body.objects.get(key="fps-finance")


@pytest.fixture
def asked(question: Question, finance: Body, ana: User) -> Referral:
    """Carla is asked whether her question may go to FPS Finance."""
    return referrals.ask(question, finance, ana)


@pytest.fixture
def passed(asked: Referral) -> Referral:
    """Carla said yes, and the mail went out."""
    referrals.consent(asked, is_given=True)
    handover.mail(asked.pk)
    asked.refresh_from_db()
    return asked


def _seen(question: Question) -> int:
    event = question.events.last()
    assert event is not None
    return event.pk


@pytest.mark.parametrize(("language", "words"), [("nl", "FOD Financiën"), ("fr", "SPF Finances"), ("de", "FÖD Finanzen"), ("en", "FPS Finance")])
def test_the_text_is_in_the_citizens_language(question: Question, finance: Body, language: str, words: str) -> None:
    question.language = language
    said = referrals.text(question, finance)
    assert f"**{words}**" in said
    assert finance.web[language] in said
    assert finance.at_hand[language] in said


def test_the_text_says_which_languages_the_administration_answers_in(question: Question, finance: Body) -> None:
    finance.languages = ["nl", "fr", "de"]
    assert "Dutch, French, German" in referrals.text(question, finance)


def test_referring_puts_the_text_once_under_what_the_agent_wrote(client: Client, question: Question, finance: Body, ana: User) -> None:
    Draft.objects.create(question=question, agent=ana, kind=Draft.Kind.REPLY, text="Dear Carla,")
    client.force_login(ana)
    for _ in range(2):
        client.post(reverse("refer", args=[question.reference, finance.pk]))
    draft = Draft.objects.get()
    assert draft.text.startswith("Dear Carla,")
    assert (draft.text.count("**FPS Finance**"), Referral.objects.count()) == (1, 1)


def test_a_sent_referral_is_recorded_and_one_taken_out_is_forgotten(question: Question, finance: Body, ana: User) -> None:
    referrals.refer(question, finance, ana)
    other = referrals.refer(question, Body.objects.get(key="pensions"), ana)
    message = replies.reply(question, ana, referrals.text(question, finance), seen_event_id=_seen(question))
    referrals.sent(message, ana)
    assert Referral.objects.get().message == message
    assert not Referral.objects.filter(pk=other.pk).exists()


def test_the_page_of_the_question_offers_who_fits_first(client: Client, ask: Callable[..., Message], finance: Body, ana: User) -> None:
    row = ask("Where is my tax refund? MyMinfin shows nothing.").question
    client.force_login(ana)
    offered = client.get(reverse("beside", args=[row.reference])).context["offered_bodies"]
    assert offered[0] == (finance, "")
    found = client.get(reverse("question", args=[row.reference]), {"body": "fedasil"}).context["offered_bodies"]
    assert [body.key for body, _because in found] == ["fedasil"]


def test_the_citizen_is_asked_and_nothing_leaves_before_the_yes(client: Client, asked: Referral) -> None:
    page = client.get(links.path(asked.question)).content.decode()
    assert "May we pass your question on?" in page
    assert asked.question.state == "waiting"
    assert (handover.mail(asked.pk), len(mail.outbox)) == (False, 0)


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"is_restricted": True}, "care"),
        ({"priority": 0}, "care"),
        ({"alarm": "threat"}, "care"),
        ({"is_withdrawn": True}, "over"),
        ({"state": "spam"}, "over"),
    ],
)
def test_some_questions_are_never_passed_on(question: Question, finance: Body, ana: User, changes: dict[str, object], because: str) -> None:
    Question.objects.update(**changes)
    question.refresh_from_db()
    with pytest.raises(referrals.CannotPassOn) as caught:
        referrals.ask(question, finance, ana)
    assert caught.value.because == because


def test_without_an_agreed_address_nothing_is_passed_on(question: Question, finance: Body) -> None:
    assert referrals.why_not(question, Body.objects.get(key="pensions")) == "address"


def test_a_question_is_with_one_administration_at_a_time(asked: Referral, ana: User) -> None:
    with pytest.raises(referrals.CannotPassOn):
        referrals.ask(asked.question, asked.body, ana)


def test_a_no_is_kept_and_the_desk_goes_on(client: Client, asked: Referral) -> None:
    client.post(f"{links.path(asked.question)}consent/{asked.pk}/", {"consent": "no"})
    asked.refresh_from_db()
    assert (asked.state, asked.consented_at, asked.question.state) == ("declined", None, "open")


def test_a_question_that_became_restricted_is_not_passed_on(asked: Referral) -> None:
    Question.objects.update(is_restricted=True)
    asked.question.refresh_from_db()
    referrals.consent(asked, is_given=True)
    assert asked.state == "revoked"


def test_a_failed_mail_is_tried_again(asked: Referral, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*args: object, **rest: object) -> int:
        raise OSError("no route")

    referrals.consent(asked, is_given=True)
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", down)
        handover.mail(asked.pk)
    Referral.objects.update(mail_due_at=timezone.now())
    assert (handover.due(), handover.mail(asked.pk)) == ([asked.pk], True)


def test_the_mail_is_sent_once(passed: Referral) -> None:
    assert handover.mail(passed.pk) is False
    assert [message.to for message in mail.outbox] == [["desk@finance.example"]]


def test_the_administration_sees_the_thread_and_no_note_link_or_address(client: Client, passed: Referral, ana: User) -> None:
    work.note(passed.question, ana, "Colleagues only")
    Message.objects.filter(kind="incoming").update(text=f"My refund? {links.url(passed.question)}")
    answer = client.get(handover.path(passed))
    page = answer.content.decode()
    assert "My refund?" in page
    assert all(secret not in page for secret in ("Colleagues only", links.token(passed.question), "carla@citizen.example"))
    assert ("no-store" in answer["Cache-Control"], "noindex" in answer["X-Robots-Tag"]) == (True, True)


def test_files_are_handed_over_only_while_the_question_is_there(client: Client, passed: Referral, ana: User) -> None:
    def kept(message: Message) -> str:
        file = Attachment.objects.create(message=message, file=ContentFile(b"x", "a.txt"), name="a.txt", content_type="text/plain", size=1)
        return f"{handover.path(passed)}file/{file.pk}/"

    theirs, ours = kept(passed.question.messages.get(kind="incoming")), kept(work.note(passed.question, ana, "note"))
    assert (client.get(theirs).status_code, client.get(ours).status_code) == (200, 404)
    referrals.give_back(passed, "Not ours")
    assert client.get(theirs).status_code == 404


def test_dead_links_look_the_same(client: Client, passed: Referral) -> None:
    path = handover.path(passed)
    Referral.objects.update(expires_at=timezone.now() - timedelta(days=1))
    expired = client.get(path)
    unknown = client.get("/en/passed-on/1v1-0000000000000000000000000000000000000000/")
    assert expired.status_code == unknown.status_code == 404
    assert expired.content.decode().split("<main")[1] == unknown.content.decode().split("<main")[1]


def test_taking_it_back_kills_the_link(client: Client, passed: Referral, ana: User) -> None:
    path = handover.path(passed)
    client.force_login(ana)
    client.post(reverse("referral_revoke", args=[passed.question.reference, passed.pk]))
    assert client.get(path).status_code == 404
    assert Question.objects.get().asked_service == ""


def test_the_citizen_may_change_his_mind(client: Client, passed: Referral) -> None:
    client.post(f"{links.path(passed.question)}consent/{passed.pk}/", {"consent": "no"})
    assert client.get(handover.path(passed)).status_code == 404


def test_a_restricted_question_closes_the_link(client: Client, passed: Referral) -> None:
    Question.objects.update(is_restricted=True)
    assert client.get(handover.path(passed)).status_code == 404


def test_accepting_is_said_to_the_citizen(client: Client, passed: Referral) -> None:
    client.post(handover.path(passed), {"do": "accept"})
    page = client.get(links.path(passed.question)).content.decode()
    assert "It has accepted your question" in page
    assert Question.objects.get().asked_service == "FPS Finance"


def test_returning_needs_a_reason(client: Client, passed: Referral) -> None:
    page = client.post(handover.path(passed), {"do": "return", "text": " "})
    assert page.status_code == 422
    assert "Write why you return the question." in page.content.decode()


def test_a_returned_question_is_open_again_with_its_reason(client: Client, passed: Referral, ana: User) -> None:
    work.set_state(passed.question, "closed")
    client.post(handover.path(passed), {"do": "return", "text": "Ask the region."})
    question = Question.objects.get()
    client.force_login(ana)
    assert (question.state, question.asked_service) == ("open", "")
    assert "Ask the region." in client.get(reverse("beside", args=[question.reference])).content.decode()


def test_the_answer_reaches_the_citizen_under_the_administrations_name(client: Client, passed: Referral) -> None:
    client.post(handover.path(passed), {"do": "answer", "text": "It was paid on **Monday**."})
    message, question = Message.objects.get(kind="reply"), Question.objects.get()
    assert (message.author_name, message.agent, message.delivery.state, question.state) == ("FPS Finance", None, "queued", "closed")
    page = client.get(links.path(question)).content.decode()
    assert re.search(r"paid on <strong>Monday</strong>", page)
    assert "Answered by: FPS Finance" in page


def test_what_is_settled_is_settled_once(client: Client, passed: Referral) -> None:
    for text in ("First answer", "Second answer"):
        client.post(handover.path(passed), {"do": "answer", "text": text})
    with pytest.raises(referrals.NotYours):
        referrals.give_back(passed, "late")
    assert Message.objects.filter(kind="reply").count() == 1


def test_what_lies_too_long_comes_back(passed: Referral) -> None:
    Referral.objects.update(expires_at=timezone.now())
    referrals.expire()
    passed.refresh_from_db()
    assert passed.state == "revoked"


def test_the_whole_way_from_refer_to_the_administrations_answer(client: Client, question: Question, finance: Body, ana: User) -> None:
    desk, follow = Client(), links.path(question)
    desk.force_login(ana)
    desk.post(reverse("refer_ask", args=[question.reference, finance.pk]))
    row = Referral.objects.get()
    client.post(f"{follow}consent/{row.pk}/", {"consent": "yes"})
    handover.mail(row.pk)
    link = re.search(r"/en/passed-on/\S+", str(mail.outbox[-1].body))
    assert link is not None
    for typed in ({"do": "accept"}, {"do": "answer", "text": "It was paid."}):
        assert client.post(link[0], typed).status_code == 302
    states = [event.data["state"] for event in question.events.filter(kind="referral")]
    assert states == ["asked", "agreed", "accepted", "answered"]
    assert "FPS Finance answered your question" in client.get(follow).content.decode()
