"""Mails as bytes: whatever can be read is read, and no bytes raise anything but Unreadable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.channels.base import Incoming, Report, Unreadable
from inbox.channels.email.parse import parse
from tests.channels import mails


def _one(raw: bytes) -> Incoming:
    (found,) = parse(raw, own=("helpdesk@helpdesk.example",))
    assert isinstance(found, Incoming)
    return found


def test_a_plain_mail_is_read() -> None:
    found = _one(mails.PLAIN)
    assert (found.sender.address, found.sender.name) == ("carla@citizen.example", "Carla Example")
    assert (found.subject, found.text) == ("Brückentage 2027", "Gibt es eine Liste der Brückentage?")


def test_an_unknown_charset_is_read_as_western() -> None:
    assert _one(mails.WRONG_CHARSET).text == "Gibt es eine Liste der Brückentage?"


def test_a_mail_without_a_sender_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        parse(mails.NO_SENDER)


def test_every_part_of_a_nested_mail_is_kept() -> None:
    found = _one(mails.NESTED)
    assert found.text == "See below."
    assert [(file.name, len(file.content) > 0) for file in found.attachments] == [
        ("part-2.eml", True), ("winmail.dat", True), ("empty.pdf", False), ("part-5", True),
    ]  # fmt: skip


def test_a_page_is_read_as_its_words_and_its_pictures_are_files() -> None:
    found = _one(mails.HTML_ONLY)
    assert found.text.split() == ["Café", "geschlossen"]
    assert [file.content_type for file in found.attachments] == ["image/png"]


@pytest.mark.parametrize("raw", [mails.CUT_OFF, mails.ENCRYPTED], ids=["cut off", "encrypted"])
def test_what_can_be_read_of_a_broken_or_locked_mail_is_taken(raw: bytes) -> None:
    assert _one(raw).attachments


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: your question", "Automatisch antwoord: uw vraag", "Réponse automatique : votre question", "Automatische Antwort: Ihre Frage",
        "Out of office", "Afwezig: verlof", "Absence du bureau", "Abwesenheitsnotiz",
    ],
)  # fmt: skip
def test_absences_are_known_in_four_languages(subject: str) -> None:
    assert _one(mails.mail(f"Subject: {subject}")).is_automatic


@pytest.mark.parametrize("subject", ["Absence de réponse à ma demande", "Afwezige stembrief", "Re: automatic doors", "Abwesend gemeldet, was nun?"])
def test_a_citizen_who_writes_of_absence_is_no_machine(subject: str) -> None:
    assert not _one(mails.mail(f"Subject: {subject}")).is_automatic


@pytest.mark.parametrize("header", ["Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <news.example>", "X-Autoreply: yes"])
def test_headers_tell_a_machine(header: str) -> None:
    assert _one(mails.mail(header)).is_automatic
    assert not _one(mails.mail("Auto-Submitted: no")).is_automatic


@pytest.mark.parametrize("sender", ["no-reply@shop.example", "MAILER-DAEMON@mx.example", "helpdesk@helpdesk.example"])
def test_machines_and_our_own_address_are_never_answered(sender: str) -> None:
    assert _one(mails.mail(sender=sender)).is_automatic


def test_a_bounce_is_a_report_on_our_mail() -> None:
    assert parse(mails.bounce("<a.1.b@helpdesk.example>")) == [Report("<a.1.b@helpdesk.example>", "failed", "5.1.1 550 5.1.1 no such user", True, True)]


def test_two_mails_with_one_message_id_are_two() -> None:
    assert _one(mails.mail(text="One")).external_id != _one(mails.mail(text="Two")).external_id


@given(st.binary(max_size=400), st.integers(0, len(mails.NESTED)))
def test_any_bytes_are_read_or_refused(noise: bytes, at: int) -> None:
    for raw in (noise, mails.NESTED[:at] + noise + mails.NESTED[at:]):
        try:
            parse(raw)
        except Unreadable:
            continue


def test_a_mail_that_was_given_up_after_days_failed_for_good() -> None:
    (said,) = parse(mails.bounce("<a.1.b@helpdesk.example>", status="4.4.7"))
    assert isinstance(said, Report) and said.is_permanent and not said.is_unreachable


def test_a_mail_that_is_late_has_not_failed() -> None:
    (said,) = parse(mails.bounce("<a.1.b@helpdesk.example>", status="4.4.1").replace(b"Action: failed", b"Action: delayed"))
    assert isinstance(said, Report) and not said.is_permanent


def test_a_receipt_of_reading_is_a_report_and_no_question() -> None:
    assert parse(mails.SEEN) == [Report("<a.1.b@helpdesk.example>", "read")]


@pytest.mark.parametrize("raw", [mails.SIGNED, mails.NO_BOUNDARY], ids=["signed", "without its boundary"])
def test_the_words_of_a_signed_or_badly_made_mail_are_read(raw: bytes) -> None:
    assert "Brückentage" in _one(raw).text


def test_fifty_megabytes_are_taken_with_every_byte() -> None:
    content = b"x" * 50 * 1024 * 1024
    found = _one(mails.with_file(content))
    assert [len(file.content) for file in found.attachments] == [len(content)]
