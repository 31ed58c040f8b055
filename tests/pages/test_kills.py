"""The desk dies in the middle of sending: after the start each reply was sent once, and what nobody can know is shown, never repeated."""

import signal

import pytest
from playwright.sync_api import Browser, expect

from tests.pages.conftest import Desk
from tests.pages.smtp import MailServer
from tests.pages.test_circle import ask, sign_in


@pytest.fixture(scope="module")
def desk(mailing_desk: Desk) -> Desk:
    """A desk whose mails are counted."""
    return mailing_desk


@pytest.mark.timeout(300)
def test_what_was_cut_off_in_the_middle_of_sending_is_shown_and_not_repeated(chromium: Browser, desk: Desk, mails: MailServer) -> None:
    mails.is_silent.set()
    before = len(mails.mails)
    reference = ask(chromium.new_page(), desk, "en")
    mails.wait_for(before + 1)
    desk.stop(signal.SIGKILL)
    mails.is_silent.clear()
    desk.start()
    lena = sign_in(chromium, desk, "lena")
    lena.goto(f"{desk.address}/desk/q/{reference}/?view=everyone")
    expect(lena.locator(".delivery[data-state=unknown]")).to_have_text("sent or not, we do not know")
    assert len(mails.mails) == before + 1
    lena.get_by_role("button", name="Send it again").click()
    mails.wait_for(before + 2)
    expect(lena.locator(".delivery[data-state=sent]")).to_be_visible(timeout=20_000)


@pytest.mark.timeout(300)
def test_a_reply_written_before_the_death_is_sent_once_after_it(chromium: Browser, desk: Desk, mails: MailServer) -> None:
    reference = ask(chromium.new_page(), desk, "en")
    lena = sign_in(chromium, desk, "lena")
    lena.goto(f"{desk.address}/desk/q/{reference}/?view=everyone")
    lena.fill("#reply-text", "You find the brochure on the page about elections.")
    lena.click("button[value=close]")
    expect(lena.locator("#undo")).to_be_visible()
    count = len(mails.mails)
    desk.stop(signal.SIGKILL)
    desk.start()
    mails.wait_for(count + 1)
    lena.reload()
    expect(lena.locator(".message.out .delivery[data-state=sent]")).to_be_visible(timeout=20_000)
    assert sum("page about elections" in mail for mail in mails.mails) == 1
