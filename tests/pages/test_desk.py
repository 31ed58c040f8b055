"""The agents' desk in a browser: presence, the keyboard alone, a lost connection, drafts."""

import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocketRoute, expect

from inbox.demo.people import PASSWORD
from tests.pages.conftest import Desk
from tests.pages.test_circle import ask, sign_in


def _open(page: Page, desk: Desk, reference: str) -> None:
    page.goto(f"{desk.address}/desk/q/{reference}/?view=everyone")
    expect(page.locator("#composer")).to_be_visible()


def test_colleagues_see_who_looks_and_who_writes(chromium: Browser, desk: Desk) -> None:
    reference = ask(chromium.new_page(), desk, "en")
    ana, lena = sign_in(chromium, desk, "ana"), sign_in(chromium, desk, "lena")
    lena.goto(f"{desk.address}/desk/view/everyone/")
    _open(ana, desk, reference)
    row = lena.locator(".row", has=lena.locator(f"a[href*='{reference}']"))
    expect(row.locator(".row-here .avatar")).to_have_count(1)
    _open(lena, desk, reference)
    expect(lena.locator("#here .presence[data-doing=looking]")).to_be_visible()
    ana.locator("#reply-text").press_sequentially("Good mor")
    expect(lena.locator("#here .presence[data-doing=writing]")).to_be_visible()
    ana.goto(f"{desk.address}/desk/")
    expect(lena.locator("#here .presence")).to_have_count(0)


def _sees(page: Page, locator: Locator, text: str) -> None:
    expect(locator).to_contain_text(text)
    page.wait_for_load_state()


def _signs_in_and_opens(page: Page, desk: Desk, reference: str) -> None:
    """Sign in, search for a question and open it, all with keys."""
    keys = page.keyboard
    page.goto(f"{desk.address}/desk/view/everyone/")
    page.locator("[name=login]").focus()
    keys.type("ana@desk.example")
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    _sees(page, page.locator("#list-title"), "Everyone")
    keys.press("/")
    keys.type(reference)
    keys.press("Enter")
    _sees(page, page.locator("#list-title"), reference)
    keys.press("j")
    keys.press("o")
    _sees(page, page.locator("#question-title"), "brochure")


def test_an_agent_works_with_the_keyboard_alone(chromium: Browser, desk: Desk) -> None:
    reference = ask(chromium.new_page(), desk, "en")
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    keys = page.keyboard
    _signs_in_and_opens(page, desk, reference)
    keys.press("a")
    _sees(page, page.locator(".toolbar summary").first, "Mine")
    keys.press("n")
    keys.type("Looks like last week's question")
    keys.press("Control+Enter")
    _sees(page, page.locator(".message.note"), "last week's question")
    keys.press("r")
    keys.type("You find the brochure on the page about elections.")
    keys.press("Control+Enter")
    _sees(page, page.locator("#undo"), "15 seconds")
    keys.press("z")
    expect(page.locator("#reply-text")).to_have_value("You find the brochure on the page about elections.")
    page.wait_for_load_state()
    page.locator("#reply-text").blur()
    keys.press("e")
    _sees(page, page.locator(".question-head .pill"), "closed")
    keys.press("z")
    _sees(page, page.locator(".question-head .pill"), "open")
    keys.press("?")
    expect(page.locator("#keys")).to_be_visible()
    keys.press("Escape")
    keys.press("Control+k")
    keys.type("mine")
    keys.press("Enter")
    _sees(page, page.locator("#list-title"), "Mine")


@pytest.mark.parametrize("width", [1280, 1600])
def test_undo_and_the_newest_message_are_in_sight_in_a_long_thread(chromium: Browser, desk: Desk, width: int) -> None:
    reference = ask(chromium.new_page(), desk, "en", more="\nand one line more" * 80)
    page = sign_in(chromium, desk, "ana", width=width)
    _open(page, desk, reference)
    page.fill("#reply-text", "You find the brochure on the page about elections.")
    page.click("button[value=close]")
    expect(page.locator("#undo button")).to_be_in_viewport()
    expect(page.locator("#thread > :last-child .message-body")).to_be_in_viewport()


def test_single_keys_can_be_switched_off(chromium: Browser, desk: Desk) -> None:
    page = sign_in(chromium, desk, "ana")
    page.keyboard.press("?")
    page.locator("[data-setting=keys]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("[data-key='/']")).not_to_be_focused()


def test_a_lost_connection_is_said_and_made_good(chromium: Browser, desk: Desk) -> None:
    sockets: list[WebSocketRoute] = []

    def through(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    page = sign_in(chromium, desk, "lena")
    page.route_web_socket("**/ws/desk/", through)
    page.goto(f"{desk.address}/desk/view/everyone/")
    expect(page.locator("#connection")).to_be_hidden()
    sockets[-1].close(code=1012)
    expect(page.locator("#connection")).to_have_text("Connection lost. Reconnecting…")
    reference = ask(chromium.new_page(), desk, "fr")
    expect(page.locator(f"a.row-link[href*='{reference}']")).to_be_visible()


@pytest.mark.parametrize("path", ["/desk/view/everyone/", "/desk/classifier/"])
def test_a_device_without_a_network_says_so_at_once(chromium: Browser, desk: Desk, path: str) -> None:
    page = sign_in(chromium, desk, "lena")
    page.goto(desk.address + path)
    page.context.set_offline(True)
    expect(page.locator("#connection")).to_have_text("Connection lost. Reconnecting…")
    page.context.set_offline(False)
    expect(page.locator("#connection")).to_have_text("Connected again.")


def test_nothing_moves_under_the_focus(chromium: Browser, desk: Desk) -> None:
    page = sign_in(chromium, desk, "lena")
    page.goto(f"{desk.address}/desk/view/everyone/")
    page.locator("a.row-link").first.focus()
    reference = ask(chromium.new_page(), desk, "de")
    expect(page.locator("#held")).to_be_visible()
    assert page.locator(f"a.row-link[href*='{reference}']").count() == 0
    page.keyboard.press("/")
    expect(page.locator(f"a.row-link[href*='{reference}']")).to_be_visible()


def test_what_is_typed_is_there_after_a_crash_of_the_browser(chromium: Browser, desk: Desk) -> None:
    reference = ask(chromium.new_page(), desk, "en")
    page = sign_in(chromium, desk, "ana")
    _open(page, desk, reference)
    page.locator("#reply-text").press_sequentially("Half a thought")
    expect(page.locator("#composer .draft-state")).to_have_text("Draft saved")
    page.close()
    again = sign_in(chromium, desk, "ana")
    _open(again, desk, reference)
    expect(again.locator("#reply-text")).to_have_value("Half a thought")


def test_a_reply_in_the_wrong_language_is_warned_of(chromium: Browser, desk: Desk) -> None:
    reference = ask(chromium.new_page(), desk, "fr")
    page = sign_in(chromium, desk, "ana")
    _open(page, desk, reference)
    page.fill("#reply-text", "You can find the brochure on the page about the municipal council.")
    expect(page.locator("[data-other=en]")).to_be_visible()
    page.click("button[value=close]")
    expect(page.locator("[name=anyway]")).to_be_visible()
    expect(page.locator("#reply-text")).to_have_value("You can find the brochure on the page about the municipal council.")
