"""The widget on a page of another origin: it searches with typing errors, shows an answer and takes a question, and touches nothing of that page."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.pages.conftest import Desk, new_desk
from tests.pages.test_accessibility import AA

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A town</title>
<style>h1, p, button, summary {{ color: rgb(1, 2, 3) }}</style></head><body><main><h1>The town</h1><div id="ask-here"></div></main>
<script src="{desk}/static/widget/widget.js" data-language="{language}" data-theme="{theme}" data-accent="#7a1f5c" data-into="#ask-here"
  data-title="Ask belgium.be" async></script></body></html>"""
TYPOS = {"nl": "pasport aanvraagen", "fr": "demmander un passport", "de": "reisepas beantragn", "en": "aplying for a pasport"}
TITLES = {"nl": "paspoort", "fr": "passeport", "de": "Reisepass", "en": "passport"}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_about: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Another site: its origin, and the folder of its pages."""
    folder = tmp_path_factory.mktemp("town")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_address[1]}", folder
        server.shutdown()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, town: tuple[str, Path]) -> Iterator[Desk]:
    """A desk whose widget the other site may show."""
    running = new_desk(tmp_path_factory, WIDGET_SITES=town[0])
    for language in TYPOS:
        for theme in ("light", "dark"):
            (town[1] / f"{language}-{theme}.html").write_text(PAGE.format(desk=running.address, language=language, theme=theme), encoding="utf-8")
    yield running
    running.stop()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", TYPOS)
def test_it_finds_with_typing_errors_and_opens_the_answer(chromium: Browser, desk: Desk, town: tuple[str, Path], language: str) -> None:
    page = chromium.new_context().new_page()
    page.goto(f"{town[0]}/{language}-light.html")
    frame = page.frame_locator("iframe")
    frame.locator("#q").fill(TYPOS[language])
    frame.locator("#q").press("Enter")
    found = frame.locator("section details").filter(has_text=TITLES[language]).first
    found.locator("summary").click()
    expect(found.locator(".wording-text")).to_be_visible()
    with page.context.expect_page() as opened:
        found.get_by_role("link").last.click()
    expect(opened.value.locator("h1")).to_contain_text(TITLES[language], ignore_case=True)


@pytest.mark.timeout(300)
def test_it_takes_a_question_sets_no_cookie_and_leaves_the_page_alone(chromium: Browser, desk: Desk, town: tuple[str, Path]) -> None:
    page = chromium.new_context(viewport={"width": 320, "height": 800}).new_page()
    page.goto(f"{town[0]}/en-light.html")
    frame = page.frame_locator("iframe")
    low = page.locator("iframe").bounding_box()
    frame.locator("summary", has_text="Ask your question").click()
    frame.locator("#id_text").fill("Where is the office for the commune's archive?")
    frame.locator("#id_email").fill("carla@citizen.example")
    expect(frame.locator("#proof")).not_to_have_value("")
    high = page.locator("iframe").bounding_box()
    assert low and high and high["height"] > low["height"]
    frame.get_by_role("button", name="Send my question").click()
    expect(frame.locator(".reference")).to_be_visible()
    assert page.context.cookies() == []
    colour = "selector => getComputedStyle(document.querySelector(selector)).color"
    assert page.evaluate(colour, "h1") == "rgb(1, 2, 3)"
    assert frame.locator("h1").evaluate("one => getComputedStyle(one).color") != "rgb(1, 2, 3)"
    assert page.evaluate("Object.keys(window).filter(name => /help|widget/i.test(name))") == []


@pytest.mark.timeout(300)
def test_a_site_that_is_not_named_cannot_show_it(chromium: Browser, desk: Desk, town: tuple[str, Path]) -> None:
    page = chromium.new_context().new_page()
    page.goto(f"{town[0].replace('localhost', '127.0.0.1')}/en-light.html")
    expect(page.locator("iframe")).to_be_visible()
    expect(page.frame_locator("iframe").locator("#q")).to_have_count(0)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("width", "theme"), [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")])
def test_axe_finds_nothing_on_the_page_that_holds_it(chromium: Browser, desk: Desk, town: tuple[str, Path], width: int, theme: str) -> None:
    page = chromium.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(f"{town[0]}/de-{theme}.html")
    frame = page.frame_locator("iframe")
    frame.locator("#q").fill(TYPOS["de"])
    frame.locator("#q").press("Enter")
    frame.locator("section summary").first.click()
    frame.locator("summary", has_text="Ihre Frage").click()
    expect(frame.locator("#id_text")).to_be_visible()
    rules = Axe().run(page, options=AA).response["violations"]
    wide = frame.locator("html").evaluate("one => one.scrollWidth - one.clientWidth")
    assert ([f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in rules], wide) == ([], 0)
