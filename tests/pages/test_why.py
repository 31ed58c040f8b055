"""Why a team, in a browser: deciding words marked in the text, and what if a word were not there."""

from playwright.sync_api import Browser, expect

from tests.pages.conftest import Desk
from tests.pages.test_circle import ask, sign_in


def test_an_agent_sees_the_deciding_words_in_the_text(chromium: Browser, desk: Desk) -> None:
    reference = ask(chromium.new_page(), desk, "en")
    page = sign_in(chromium, desk, "ana")
    page.goto(f"{desk.address}/desk/q/{reference}/?view=everyone")
    page.locator("[data-marks]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".message.in mark[data-reason]").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".message.in mark[data-reason]")).to_have_count(0)


def test_a_word_left_out_changes_the_probability_live(chromium: Browser, desk: Desk) -> None:
    reference = ask(chromium.new_page(), desk, "en")
    page = sign_in(chromium, desk, "ana")
    page.goto(f"{desk.address}/desk/q/{reference}/?view=everyone")
    page.get_by_role("button", name="What if a word were not there?").press("Enter")
    bars = page.locator("#what-if .triage-bars")
    before = bars.inner_text()
    word = page.locator("#what-if-form input[type=checkbox]").first
    word.focus()
    page.keyboard.press("Space")
    expect(bars).not_to_have_text(before, use_inner_text=True)
    expect(word).to_be_checked()
    expect(word).to_be_focused()


def test_a_word_left_out_without_a_network_counts_once_it_is_back(chromium: Browser, desk: Desk) -> None:
    reference = ask(chromium.new_page(), desk, "en")
    page = sign_in(chromium, desk, "ana")
    page.goto(f"{desk.address}/desk/q/{reference}/?view=everyone")
    page.get_by_role("button", name="What if a word were not there?").press("Enter")
    bars, words = page.locator("#what-if .triage-bars"), page.locator("#what-if-form input[type=checkbox]")
    before = bars.inner_text()
    page.context.set_offline(True)
    words.nth(0).check()
    words.nth(1).check()
    expect(page.locator("#toasts > *")).to_have_count(1)
    page.context.set_offline(False)
    expect(bars).not_to_have_text(before, use_inner_text=True)
    expect(words.nth(1)).to_be_checked()
    expect(page.locator("#toasts > *")).to_have_count(0)


def test_a_long_name_of_a_team_leaves_its_probability_in_sight(chromium: Browser, desk: Desk) -> None:
    reference = ask(chromium.new_page(), desk, "en")
    page = sign_in(chromium, desk, "ana", width=390)
    page.goto(f"{desk.address}/desk/q/{reference}/?view=everyone")
    bars = page.locator(".triage-bars").first
    bars.locator("span").first.evaluate("name => { name.textContent = 'Editors of the portal and of all official sites of the government'; }")
    assert bars.evaluate("bars => bars.querySelectorAll('span')[1].getBoundingClientRect().right <= innerWidth")
    assert bars.locator("meter").first.evaluate("meter => meter.getBoundingClientRect().width") > 40
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
