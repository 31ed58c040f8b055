"""Files that an agent sends: kept with the draft, sent with the reply, back in the draft when it is taken back."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from helpdesk.people.models import User
from inbox import delivery, files, links, replies, tasks
from inbox.models import Account, Attachment, Delivery, Draft, Message, Question

PDF = b"%PDF-1.7\nthe brochure"


def _newest(question: Question) -> int:
    event = question.events.last()
    return event.pk if event else 0


def _file(content: bytes = PDF, name: str = "brochure.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def desk(client: Client, ana: User) -> Client:
    """Ana's browser."""
    client.force_login(ana)
    return client


@pytest.fixture
def chosen(question: Question, ana: User) -> str:
    """The key under which Ana's file waits."""
    files.keep(files.draft_key(question, ana), [_file()])
    return files.draft_key(question, ana)


@pytest.fixture
def replied(question: Question, ana: User, chosen: str) -> Message:
    """Ana's reply with her file."""
    return replies.reply(question, ana, "Here is the brochure.", seen_event_id=_newest(question))


def test_a_chosen_file_is_kept_and_listed_again_when_the_page_is_loaded_anew(desk: Client, question: Question) -> None:
    answer = desk.post(f"/desk/q/{question.reference}/reply/files/", {"files": _file(), "seen": _newest(question)})
    assert "brochure.pdf" in answer.content.decode()
    assert "Remove brochure.pdf" in desk.get(f"/desk/q/{question.reference}/").content.decode()


def test_a_chosen_file_is_a_download_for_its_agent_alone(desk: Client, question: Question, chosen: str, otto: User) -> None:
    path = f"/desk/q/{question.reference}/file/{files.kept(chosen).get().pk}/"
    assert b"".join(desk.get(path).streaming_content) == PDF  # type: ignore[attr-defined]
    desk.force_login(otto)
    assert desk.get(path).status_code == 404


def test_a_chosen_file_can_be_dropped(desk: Client, question: Question, chosen: str) -> None:
    desk.post(f"/desk/q/{question.reference}/reply/files/", {"drop": files.kept(chosen).get().pk, "seen": _newest(question)})
    assert not Attachment.objects.exists()


def test_without_script_choosing_a_file_keeps_the_text(desk: Client, question: Question, ana: User) -> None:
    typed = {"files": _file(), "text": "Half a ", "seen": _newest(question)}
    answer = desk.post(f"/desk/q/{question.reference}/reply/files/", typed, headers={"Sec-Fetch-Dest": "document"})
    assert answer.status_code == 302
    assert Draft.objects.get(question=question, agent=ana).text == "Half a "


def test_a_refused_file_stops_the_reply_and_the_text_is_kept(desk: Client, question: Question) -> None:
    answer = desk.post(f"/desk/q/{question.reference}/reply/", {"files": _file(b"MZ\x90\0"), "text": "See the file.", "seen": _newest(question)})
    assert (answer.status_code, "See the file." in answer.content.decode()) == (422, True)
    assert not question.messages.filter(kind="reply").exists()


def test_a_file_chosen_with_the_reply_leaves_with_it(desk: Client, question: Question) -> None:
    desk.post(f"/desk/q/{question.reference}/reply/", {"files": _file(), "text": "See the file.", "seen": _newest(question)})
    assert question.messages.get(kind="reply").attachments.get().name == "brochure.pdf"


def test_the_same_form_sent_twice_leaves_no_file_behind(desk: Client, question: Question, ana: User) -> None:
    seen = _newest(question)
    for _click in range(2):
        desk.post(f"/desk/q/{question.reference}/reply/", {"files": _file(), "text": "See the file.", "seen": seen})
    assert not files.kept(files.draft_key(question, ana)).exists()


def test_a_mail_carries_the_file(replied: Message) -> None:
    Delivery.objects.exclude(message=replied).update(state=Delivery.State.SENT)
    Delivery.objects.update(not_before=timezone.now())
    delivery.deliver(replied.delivery.pk)
    assert [(file[0], file[2]) for file in mail.outbox[0].attachments] == [("brochure.pdf", "application/pdf")]


def test_the_citizen_can_download_the_file_once_the_reply_left(client: Client, question: Question, replied: Message) -> None:
    path = f"{links.path(question)}file/{replied.attachments.get().pk}/"
    assert client.get(path).status_code == 404
    Delivery.objects.update(not_before=timezone.now())
    assert b"".join(client.get(path).streaming_content) == PDF  # type: ignore[attr-defined]


def test_undo_puts_the_file_back_into_the_draft(replied: Message, ana: User, chosen: str) -> None:
    replies.undo(replied, ana)
    assert files.kept(chosen).get().name == "brochure.pdf"


def test_a_network_without_files_says_so_and_keeps_them_out(desk: Client, question: Question) -> None:
    Account.objects.filter(pk=question.account_id).update(kind="mastodon")
    assert "Mastodon takes no files" in desk.get(f"/desk/q/{question.reference}/").content.decode()
    answer = desk.post(f"/desk/q/{question.reference}/reply/files/", {"files": _file(), "seen": _newest(question)})
    assert (answer.status_code, Attachment.objects.count()) == (422, 0)


def test_the_sweep_leaves_the_files_of_a_draft_alone_for_a_month(chosen: str) -> None:
    Attachment.objects.update(created_at=timezone.now() - timedelta(days=29))
    tasks.sweep()
    assert files.kept(chosen).exists()
    Attachment.objects.update(created_at=timezone.now() - timedelta(days=31))
    tasks.sweep()
    assert not Attachment.objects.exists()


def test_a_citizens_form_that_names_the_key_of_a_draft_gets_nothing(client: Client, question: Question, chosen: str) -> None:
    client.post(f"{links.path(question)}add/", {"nonce": chosen, "text": "Mine now?"})
    assert question.messages.filter(text="Mine now?").exists()
    assert files.kept(chosen).exists()
