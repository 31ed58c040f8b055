"""Opening questions beside the list in a browser: only the pane is exchanged, and nothing that was typed is lost on the way."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.pages.conftest import Desk
from tests.pages.test_circle import ask, sign_in


@pytest.fixture(scope="module")
def asked(chromium: Browser, desk: Desk) -> list[str]:
    """Three new questions."""
    page = chromium.new_page()
    return [ask(page, desk, "en") for _ in range(3)]


@pytest.fixture
def page(chromium: Browser, desk: Desk, asked: list[str]) -> Page:
    """Ana's list; the page is marked, so that a test sees whether it was loaded anew."""
    page = sign_in(chromium, desk, "ana")
    page.goto(f"{desk.address}/desk/view/everyone/")
    page.evaluate("document.body.dataset.mark = 'same'")
    return page


def _open(page: Page, reference: str) -> None:
    page.locator(f".row-link[href*='{reference}']").click()
    expect(page.locator(".question-head")).to_contain_text(reference[:5])


def _hold(page: Page, path: str) -> list[Route]:
    """Let what is asked of `path` wait until the test goes on with it."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(path, hold)
    return held


def _expect_to_stay(page: Page, reference: str) -> None:
    expect(page.locator(".question-head")).to_contain_text(reference[:5])
    expect(page.locator(".pane-question")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".row-link[aria-current]")).to_have_attribute("href", re.compile(reference))


def _put_snippet(page: Page) -> None:
    page.locator("#snippets summary").click()
    page.locator("[data-snippet]").first.click()


def _is_same(page: Page) -> bool:
    return bool(page.evaluate("document.body.dataset.mark === 'same'"))


def test_the_list_stays_and_the_address_follows(page: Page, asked: list[str]) -> None:
    for reference in asked:
        _open(page, reference)
        expect(page).to_have_url(re.compile(f"/desk/q/{reference}/"))
        expect(page).to_have_title(re.compile(f"^{reference[:5]}-{reference[5:]} – "))
        expect(page.locator(".row-link[aria-current]")).to_have_attribute("href", re.compile(reference))
        expect(page.locator("#question-title")).to_be_focused()
        expect(page.locator("#beside")).to_have_count(0)
    assert _is_same(page)
    _open(page, asked[2])
    page.go_back()
    expect(page.locator(".question-head")).to_contain_text(asked[1][:5])
    page.go_back()
    page.go_back()
    expect(page.locator("#list-title")).to_have_text("Everyone")


def test_what_was_typed_is_saved_before_the_pane_is_exchanged(page: Page, asked: list[str]) -> None:
    _open(page, asked[0])
    page.locator("#reply-text").press_sequentially("Half a sent")
    _open(page, asked[1])
    expect(page.locator("#reply-text")).to_have_value("")
    _open(page, asked[0])
    expect(page.locator("#reply-text")).to_have_value("Half a sent")
    assert _is_same(page)
    page.locator("#reply-text").fill("")
    expect(page.locator("#composer .draft-state")).to_have_text("Draft saved")


def test_a_text_that_cannot_be_saved_is_not_left_without_a_word(page: Page, asked: list[str]) -> None:
    _open(page, asked[0])
    page.route("**/draft/", lambda route: route.abort())
    page.locator("#reply-text").press_sequentially("Kept")
    with page.expect_event("dialog") as asking:
        page.locator(f".row-link[href*='{asked[1]}']").click(no_wait_after=True)
    assert asking.value.type == "beforeunload"
    asking.value.dismiss()
    expect(page.locator("#reply-text")).to_have_value("Kept")
    _expect_to_stay(page, asked[0])


def test_a_lost_connection_is_said_and_the_question_stays(page: Page, asked: list[str]) -> None:
    _open(page, asked[0])
    page.route("**/pane/*", lambda route: route.abort())
    page.locator(f".row-link[href*='{asked[1]}']").click()
    expect(page.locator("#toasts")).to_contain_text("could not be reached")
    _expect_to_stay(page, asked[0])
    assert _is_same(page)


def test_the_row_chosen_last_is_the_one_that_opens(page: Page, asked: list[str]) -> None:
    held = _hold(page, f"**/q/{asked[0]}/pane/*")
    page.locator(f".row-link[href*='{asked[0]}']").click()
    expect(page.locator(".pane-question")).to_have_attribute("aria-busy", "true")
    _open(page, asked[1])
    held[0].continue_()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".question-head")).to_contain_text(asked[1][:5])


def test_colleagues_see_the_question_that_stands_open_now(chromium: Browser, desk: Desk, page: Page, asked: list[str]) -> None:
    lena = sign_in(chromium, desk, "lena")
    lena.goto(f"{desk.address}/desk/view/everyone/")
    for reference in asked[:2]:
        _open(page, reference)
        expect(lena.locator(".row", has=lena.locator(f"a[href*='{reference}']")).locator(".row-here .avatar")).to_have_count(1)
    lena.goto(f"{desk.address}/desk/q/{asked[1]}/?view=everyone")
    lena.keyboard.press("a")
    expect(page.locator("#changed")).to_be_visible()
    expect(page.locator(".toolbar summary").first).not_to_have_text("Mine")
    assert _is_same(page)


def test_a_reply_leaves_from_an_exchanged_pane(page: Page, asked: list[str]) -> None:
    _open(page, asked[1])
    _open(page, asked[2])
    _put_snippet(page)
    expect(page.locator("#reply-text")).not_to_have_value("")
    page.locator("#preview").click()
    expect(page.locator("#preview-body")).not_to_be_empty()
    page.keyboard.press("Escape")
    page.locator("button[value=wait]").click()
    expect(page.locator("#undo")).to_be_visible()


def test_what_is_typed_while_a_row_is_fetched_is_saved(page: Page, asked: list[str]) -> None:
    _open(page, asked[0])
    held = _hold(page, f"**/q/{asked[1]}/pane/*")
    page.locator(f".row-link[href*='{asked[1]}']").click()
    page.locator("#reply-text").fill("Late")
    held[0].continue_()
    expect(page.locator(".question-head")).to_contain_text(asked[1][:5])
    _open(page, asked[0])
    expect(page.locator("#reply-text")).to_have_value("Late")
    page.locator("#reply-text").fill("")
    expect(page.locator("#composer .draft-state")).to_have_text("Draft saved")


def test_what_is_sent_while_a_row_is_fetched_leads_on(page: Page, asked: list[str]) -> None:
    _open(page, asked[0])
    held = _hold(page, f"**/q/{asked[1]}/pane/*")
    noted = _hold(page, "**/note/")
    page.locator(f".row-link[href*='{asked[1]}']").click()
    page.keyboard.press("n")
    page.locator("#note-text").fill("Seen")
    with page.expect_response(lambda answer: "/pane/" in answer.url):
        page.locator("#note .button.push").click(no_wait_after=True)
        held[0].continue_()
    noted[0].continue_()
    expect(page.locator("#thread")).to_contain_text("Seen")
    page.go_back()
    expect(page).to_have_url(re.compile(f"{asked[0]}.*view="))


def test_a_refused_reply_is_not_sent_again_by_going_back(page: Page, asked: list[str]) -> None:
    page.goto(f"{page.url.split('/desk')[0]}/desk/q/{asked[0]}/?view=everyone")
    french = "Bonjour, vous trouverez la brochure sur notre site. Merci de votre patience."
    page.locator("#reply-text").fill(french)
    with page.expect_response(re.compile("/reply/")) as answer:
        page.locator("button[value=wait]").click()
    assert answer.value.status == 409
    expect(page).to_have_url(re.compile(f"/desk/q/{asked[0]}/$"))
    _open(page, asked[1])
    page.go_back()
    expect(page.locator(".question-head")).to_contain_text(asked[0][:5])
    expect(page.locator("#reply-text")).to_have_value(french)
    page.wait_for_load_state()
    page.locator("#reply-text").fill("")
    expect(page.locator("#composer .draft-state")).to_have_text("Draft saved")


def test_a_sent_text_does_not_come_back(page: Page, asked: list[str]) -> None:
    _open(page, asked[1])
    _put_snippet(page)
    expect(page.locator("#composer .draft-state")).to_have_text("Draft saved")
    page.locator("button[value=wait]").click()
    expect(page.locator("#undo")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile("view=everyone"))
    expect(page.locator("#reply-text")).to_have_value("")


def test_a_phone_starts_at_the_top_and_finds_its_place_in_the_list(chromium: Browser, desk: Desk, asked: list[str]) -> None:
    page = sign_in(chromium, desk, "ana", width=390)
    page.set_viewport_size({"width": 390, "height": 300})
    page.goto(f"{desk.address}/desk/search?q=brochure")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator("#list-title")).not_to_be_in_viewport()
    page.locator(f".row-link[href*='{asked[0]}']").dispatch_event("click")
    expect(page.locator("#question-title")).to_be_focused()
    assert page.evaluate("scrollY") == 0
    page.go_back()
    expect(page.locator(".panes")).to_have_attribute("data-pane", "list")
    expect(page.locator("#list-title")).not_to_be_in_viewport()
    _open(page, asked[0])
    page.locator(".question-head .only-narrow").click()
    expect(page).to_have_url(re.compile(r"/desk/search\?q=brochure"))


def test_nothing_of_a_question_stretches_or_shifts_the_desk(page: Page, asked: list[str]) -> None:
    _open(page, asked[0])
    expect(page.locator("#beside")).to_have_count(0)
    top = page.locator("#composer").bounding_box()
    page.locator("#reply-choose").focus()
    assert page.locator("#composer").bounding_box() == top
    root = page.evaluate("[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]")
    assert root == [0, 0]


def test_after_many_openings_everything_happens_once(page: Page, asked: list[str]) -> None:
    for reference in [*asked, *asked, asked[0]]:
        _open(page, reference)
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url.split("/")[-2]))
    _put_snippet(page)
    expect(page.locator("#composer .draft-state")).to_have_text("Draft saved")
    page.locator("#preview").click()
    expect(page.locator("#preview-body")).not_to_be_empty()
    assert [told.count(name) for name in ("1", "draft", "preview")] == [1, 1, 1]
