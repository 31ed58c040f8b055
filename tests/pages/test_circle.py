"""The whole circle in a browser: the form is sent, both agents see it, one answers, the mail arrives, the citizen writes again."""

import signal
import time

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from inbox.demo.people import PASSWORD
from tests.pages.conftest import Desk

TEXTS = {
    "nl": "Waar vind ik de brochure over de gemeenteraad van volgend jaar?",
    "fr": "Où puis-je trouver la brochure sur le conseil communal de l'année prochaine ?",
    "de": "Wo finde ich die Broschüre über den Gemeinderat des nächsten Jahres?",
    "en": "Where do I find the brochure about next year's municipal council?",
}


def sign_in(chromium: Browser, desk: Desk, name: str, *, width: int = 1280) -> Page:
    """Open a window in which `name` is signed in."""
    page = chromium.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(f"{desk.address}/desk/")
    page.fill("input[name=login]", f"{name}@desk.example")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    expect(page.locator(".topbar [data-menu]")).to_be_attached()
    page.wait_for_load_state()
    return page


def ask(page: Page, desk: Desk, language: str, *, more: str = "") -> str:
    """Send the form; return the reference."""
    page.goto(f"{desk.address}/{language}/")
    page.fill("#id_text", TEXTS[language] + more)
    page.fill("#id_email", f"carla-{language}@citizen.example")
    page.press("#id_email", "Enter")
    return page.locator(".reference").inner_text().replace("-", "")


def _wait_for_mail(page: Page, subject: Locator) -> None:
    """Reload the mailbox until the mail is there: it leaves fifteen seconds after the reply."""
    until = time.monotonic() + 40
    while not subject.count() and time.monotonic() < until:
        page.reload()


@pytest.mark.timeout(300)
def test_the_whole_circle_in_four_languages(chromium: Browser, desk: Desk) -> None:
    citizen = chromium.new_context(viewport={"width": 320, "height": 800}).new_page()
    ana, lena = sign_in(chromium, desk, "ana"), sign_in(chromium, desk, "lena")
    for window in (ana, lena):
        window.goto(f"{desk.address}/desk/view/everyone/")
    references = {language: ask(citizen, desk, language) for language in TEXTS}
    for reference in references.values():
        for window in (ana, lena):
            expect(window.locator(f"a.row-link[href*='{reference}']")).to_be_visible()
    for reference in references.values():
        ana.goto(f"{desk.address}/desk/q/{reference}/?view=everyone")
        ana.locator("[data-insert]").first.click()
        expect(ana.locator("#reply-text")).not_to_have_value("")
        ana.click("button[value=close]")
        expect(ana.locator("#undo")).to_be_visible()
        expect(lena.locator(f"a.row-link[href*='{reference}']")).to_have_count(0)
    citizen.goto(f"{desk.address}/dev/mail/")
    for language, reference in references.items():
        subject = citizen.locator(f"tr:has-text('carla-{language}@') a", has_text=f"[{reference[:5]}-{reference[5:]}]")
        _wait_for_mail(citizen, subject)
        subject.first.click()
        citizen.locator("a[href*='/q/']").first.click()
        citizen.fill("#id_text", "Dank u / merci / danke: 1 more thing")
        citizen.locator("form[action*='/add/'] button").click()
        expect(lena.locator(f"a.row-link[href*='{reference}']")).to_be_visible()
        citizen.goto(f"{desk.address}/dev/mail/")


@pytest.mark.timeout(300)
def test_a_question_survives_the_death_of_the_desk(chromium: Browser, desk: Desk) -> None:
    page = chromium.new_context().new_page()
    reference = ask(page, desk, "en")
    confirmed = page.url
    desk.stop(signal.SIGKILL)
    desk.start()
    page.goto(confirmed)
    expect(page.locator(".reference")).to_have_text(f"{reference[:5]}-{reference[5:]}")
