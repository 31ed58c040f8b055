"""The composer in a browser: snippets, the full and the short text, the plain language checker."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages.conftest import Desk
from tests.pages.test_circle import ask, sign_in


@pytest.fixture
def open_question(chromium: Browser, desk: Desk) -> Page:
    """Ana looks at a question in English."""
    reference = ask(chromium.new_context().new_page(), desk, "en")
    ana = sign_in(chromium, desk, "ana")
    ana.goto(f"{desk.address}/desk/q/{reference}/?view=everyone")
    return ana


def _value(page: Page) -> str:
    return page.locator("#reply-text").input_value()


@pytest.mark.timeout(300)
def test_a_closing_goes_in_by_keyboard_alone(open_question: Page) -> None:
    open_question.fill("#reply-text", "Here it is.")
    open_question.keyboard.press("Control+k")
    open_question.keyboard.type("snippet kind regards")
    open_question.keyboard.press("Enter")
    expect(open_question.locator("#reply-text")).to_have_value(re.compile(r"^Here it is\.\n\n[\s\S]*Kind regards$"))
    expect(open_question.locator("#reply-text")).to_be_focused()


@pytest.mark.timeout(300)
def test_the_short_text_takes_the_place_of_the_full_one(open_question: Page) -> None:
    open_question.fill("#answer-search", "passport apply")
    found = open_question.locator("#suggested li", has=open_question.locator("[data-form]")).first
    found.locator("[data-form=full]").click()
    expect(found.locator("[data-form=full]")).to_have_attribute("aria-pressed", "true")
    found.locator("[data-form=short]").click()
    expect(found.locator("[data-form=short]")).to_have_attribute("aria-pressed", "true")
    assert _value(open_question).startswith("You apply for a passport at your municipality or")


@pytest.mark.timeout(300)
def test_a_remark_of_the_checker_leads_to_its_place(open_question: Page) -> None:
    open_question.fill("#reply-text", "😀 In order to help you, we will commence the procedure. Click [here](https://www.portal.example).")
    open_question.click("#check")
    remark = open_question.locator("#checked-shown [data-selects]").first
    said = remark.locator("span").inner_text()
    remark.click()
    expect(open_question.locator("#checked-shown")).to_be_hidden()
    chosen = open_question.evaluate("(() => { const t = document.getElementById('reply-text'); return t.value.slice(t.selectionStart, t.selectionEnd); })()")
    assert chosen == said
