"""The social inbox in a browser: an account connected by hand, people under a public post, an answer that everybody reads."""

import json
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.channels.cases import SECRET
from tests.fakes import graph
from tests.pages.conftest import Desk
from tests.pages.test_accessibility import WIDTHS, _faults
from tests.pages.test_circle import sign_in

GIVEN = {"name": "Our page", "address": "9", "page_id": "9", "app_secret": SECRET, "verify_token": "greet me", "access_token": "key"}
POSTED = (
    ("501", "Carla Example", "Waar vind ik de brochure? Mijn nummer is 85.07.30-033 28"),
    ("502", "Jan Example", "Is er ook een brochure in het Frans?"),
)


@pytest.fixture(scope="module")
def net() -> Iterator[graph.Graph]:
    """Facebook on loopback."""
    with graph.Graph() as running:
        yield running


@pytest.fixture(scope="module")
def question(chromium: Browser, desk: Desk, net: graph.Graph) -> str:
    """Connect our Page through the desk and let two people write under a post; return the address of the first one's question."""
    page = sign_in(chromium, desk, "lena")
    page.goto(f"{desk.address}/desk/accounts/")
    page.locator("a[href$='/facebook/']").click()
    for name, value in {**GIVEN, "base_url": net.url}.items():
        page.fill(f"[name={name}]", value)
    page.locator("form button.primary").click()
    expect(page.locator(".notice.success")).to_contain_text("Our page is connected.")
    hook = page.locator("code").inner_text().partition("/hooks/")[2]
    for number, (author, name, text) in enumerate(POSTED, 1):
        said = graph.feed(message=text, comment_id=f"9_100_{number}", **{"from": {"id": author, "name": name}})
        body = json.dumps(said).encode()
        headers = {**graph.signature(body, SECRET), "Content-Type": "application/json"}
        urllib.request.urlopen(urllib.request.Request(f"{desk.address}/hooks/{hook}", body, headers)).close()
    page.goto(f"{desk.address}/desk/view/everyone/")
    for _author, name, _text in POSTED:
        expect(page.locator("a.row-link", has_text=name)).to_be_visible(timeout=20_000)
    found = page.locator("a.row-link", has_text="Carla Example")
    return desk.address + str(found.get_attribute("href"))


def _open(chromium: Browser, desk: Desk, address: str, **window: object) -> Page:
    page = sign_in(chromium, desk, "lena", **window)  # type: ignore[arg-type]
    page.goto(address)
    expect(page.locator("#composer")).to_be_visible()
    return page


def test_an_agent_sees_the_post_the_others_and_no_personal_data(chromium: Browser, desk: Desk, question: str) -> None:
    page = _open(chromium, desk, question)
    expect(page.locator(".post")).to_contain_text("Our new brochure is here")
    expect(page.locator(".post summary")).to_contain_text("1 other question under this post")
    expect(page.locator("#thread")).not_to_contain_text("033 28")
    page.locator("form[action*='/reveal/'] button").click()
    expect(page.locator("#thread")).to_contain_text("033 28")
    page.locator("summary", has_text="Timeline").click()
    expect(page.locator(".timeline").last).to_contain_text("personal data looked at")


def test_a_public_reply_with_personal_data_is_stopped(chromium: Browser, desk: Desk, question: str) -> None:
    page = _open(chromium, desk, question)
    page.fill("#reply-text", "Uw nummer is 85.07.30-033 28.")
    page.locator("#composer button[value=close]").click()
    expect(page.locator(".composer [role=alert]")).to_contain_text("a national register number")
    expect(page.locator("#reply-text")).to_have_value("Uw nummer is 85.07.30-033 28.")


def test_an_agent_counts_previews_and_asks_to_go_on_in_private(chromium: Browser, desk: Desk, question: str) -> None:
    page = _open(chromium, desk, question)
    page.fill("#reply-text", "De brochure staat op de site. " * 100)
    expect(page.locator("#counted")).to_contain_text("2 messages")
    page.locator("#preview").click()
    expect(page.locator(".preview-part")).to_have_count(2)
    page.locator("#preview-shown [data-closes]").click()
    page.fill("#reply-text", "")
    page.locator("[data-puts-in]").click()
    prepared = page.locator("[data-puts-in]").get_attribute("data-puts-in") or ""
    assert f"{desk.address}/nl/" in prepared
    expect(page.locator("#reply-text")).to_have_value(prepared)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_a_public_question(chromium: Browser, desk: Desk, question: str, width: int) -> None:
    page = _open(chromium, desk, question, width=width)
    page.evaluate("document.querySelectorAll('#thread details, .post details').forEach((fold) => (fold.open = true))")
    assert _faults(page) == []
