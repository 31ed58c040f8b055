"""Every page under axe-core (WCAG 2.2 A and AA), light and dark, phone and desktop; a citizen's way with the keyboard, and without scripts."""

import json
import re
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.pages.conftest import Desk, run
from tests.pages.test_circle import TEXTS, ask, sign_in

AA = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}, "resultTypes": ["violations"]}
WIDTHS = (320, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SCAN = """options => {
  document.getAnimations().filter((one) => one instanceof CSSTransition).forEach((one) => one.finish());  // No colour on its way to another.
  return axe.run(options).then((found) => found.violations);
}"""
CITIZEN = (
    "/nl/",
    "/fr/lost-link/",
    "/fr/algorithm/",
    "/nl/answers/",
    "/fr/answers/search/?q=passeport",
    "/en/answers/search/?q=zzzzzzzz",
    "/de/answers/search/",
    "/nl/widget/",
    "/fr/widget/?q=zzzzzzzz&theme=dark",
    "/de/widget/?q=Reisepass",
    "/de/q/AAAAAAAAAA1-00000000000000000000000000000000/",
    "/account/login/",
    "/account/password/reset/",
    "/api/v1/docs/",
    "/dev/mail/",
)
AGENT = (
    "/desk/view/everyone/", "/desk/view/sort/", "/desk/view/closed/", "/desk/view/mentions/", "/desk/search?q=brochure", "/desk/search?q=zzzz",
    "/desk/directory/", "/desk/directory/new/", "/desk/directory/1/", "/desk/directory/1/edit/", "/desk/directory/1/history/",
    "/desk/answers/", "/desk/answers/new/", "/desk/answers/1/", "/desk/answers/1/edit/", "/desk/answers/1/history/nl/", "/desk/tokens/",
    "/desk/answers/?show=used", "/desk/answers/rules/", "/desk/answers/import/", "/desk/answers/missing/", "/desk/classifier/",
    "/desk/answers/snippets/", "/desk/answers/snippets/new/", "/desk/answers/snippets/1/",
    "/desk/received/", "/desk/accounts/", "/desk/accounts/new/email/", "/desk/accounts/new/whatsapp/", "/account/2fa/", "/account/password/change/",
)  # fmt: skip
REFERRED = """
import json
import re
from helpdesk.answers import centre
from helpdesk.answers.models import Body
from helpdesk.people.models import User
from inbox import handover, intake, links, recalls, referrals, replies
from inbox.models import Referral
from tests.crowd import citizen_asks
Body.objects.filter(key="fps-finance").update(handover_email="desk@finance.example")
finance, lena = Body.objects.get(key="fps-finance"), User.objects.get(email="lena@desk.example")
paths, why = {}, "Dit is voor de gemeente."
acts = {"accept": referrals.accept, "return": lambda row: referrals.give_back(row, why), "answer": lambda row: referrals.answer(row, why)}
for verb in ("ask", "agree", "accept", "return", "answer"):
    asked = citizen_asks(intake.web_account(), "Waar blijft mijn teruggave?", verb, language="nl")
    row = referrals.ask(asked, finance, lena)
    if verb != "ask":
        referrals.consent(row, is_given=True)
        if verb in acts:
            acts[verb](row)
        row = Referral.objects.select_related("body", "question").get(pk=row.pk)
        paths["handover " + verb] = handover.path(row)
    paths["follow " + verb] = links.path(row.question)
    paths["desk " + verb] = f"/desk/q/{row.question.reference}/?view=everyone"
wording = centre.public().filter(language="nl").first()
asked = citizen_asks(intake.web_account(), "Vraag over een paspoort", "sent", language="nl")
version = wording.versions.get(number=wording.approved)
replies.reply(asked, lena, wording.text, seen_event_id=10**9, close=True, insertions=[version.pk])
made = recalls.open_recall(wording.answer, [version.pk], lena)
theme = centre.themes("nl")[0]
paths |= {"theme": f"/nl/answers/{theme.slug}/", "answer": centre.path(wording), "sent": f"/desk/answers/{wording.answer_id}/sent/"}
print(json.dumps(paths | {"recall": f"/desk/recalls/{made.pk}/"}))
"""
ADMIN = (
    "/desk/people/", "/desk/people/new/", "/desk/people/1/", "/desk/teams/", "/desk/teams/1/", "/desk/accounts/", "/desk/accounts/1/",
    "/desk/accounts/new/facebook/", "/account/2fa/totp/activate/",
)  # fmt: skip


def _faults(page: Page) -> list[str]:
    """Return what axe finds in the light and in the dark, and what is too wide; the page is loaded once, as only its colours differ."""
    page.wait_for_load_state()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")  # A bar that sticks to the window's end then covers nothing.
    page.evaluate(Axe().axe_script)
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        rules = page.evaluate(SCAN, AA)
        found += [f"{scheme}: {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in rules]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found + ([f"{wide} px too wide"] if wide > 0 else [])


def _walk(page: Page, desk: Desk, paths: tuple[str, ...]) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        page.goto(desk.address + path)
        if path == "/api/v1/docs/":
            page.wait_for_selector(".opblock")
        found[path] = _faults(page)
    return {path: faults for path, faults in found.items() if faults}


def _tab_to(page: Page, selector: str, *, at_most: int = 60) -> None:
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}.")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_citizens_pages(chromium: Browser, desk: Desk, width: int) -> None:
    page = chromium.new_context(viewport={"width": width, "height": 900}).new_page()
    assert _walk(page, desk, CITIZEN) == {}
    page.goto(f"{desk.address}/nl/")
    page.locator("form#ask button.primary").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert _faults(page) == []
    ask(page, desk, "nl")
    assert _faults(page) == []
    page.locator("a.button.primary").click()
    assert _faults(page) == []
    page.locator("a[href$='/withdraw/']").click()
    assert _faults(page) == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_the_desk(chromium: Browser, desk: Desk, width: int) -> None:
    page = sign_in(chromium, desk, "lena", width=width)
    assert _walk(page, desk, AGENT) == {}
    page.goto(f"{desk.address}/desk/view/everyone/")
    page.goto(desk.address + str(page.locator("a.row-link").first.get_attribute("href")))
    for name in ("note", "keys"):
        assert _faults(page) == []
        page.evaluate("name => name == 'note' ? document.querySelector('[data-shows=note]').click() : document.getElementById(name).showModal()", name)
    assert _faults(page) == []


@pytest.fixture(scope="module")
def referred(desk: Desk) -> dict[str, str]:
    """Paths of pages that only a question passed on, or an answer sent, has."""
    found: dict[str, str] = json.loads(run(desk, REFERRED))
    return found


@pytest.mark.timeout(400)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_where_questions_are_passed_on_and_answers_recalled(chromium: Browser, desk: Desk, referred: dict[str, str], width: int) -> None:
    page = sign_in(chromium, desk, "lena", width=width)
    found = _walk(page, desk, (*referred.values(), "/nl/passed-on/1v1-0000000000000000000000000000000000000000/"))
    page.goto(desk.address + referred["recall"])
    page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
    found["recall, open"] = _faults(page)
    page.goto(desk.address + referred["answer"])
    page.locator("form[action$='/vote/'] button").first.click()
    found["vote"] = _faults(page)
    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_the_administrators_pages(chromium: Browser, desk: Desk, width: int) -> None:
    assert _walk(sign_in(chromium, desk, "ada", width=width), desk, ADMIN) == {}


def test_a_citizen_asks_and_follows_with_the_keyboard_alone(chromium: Browser, desk: Desk) -> None:
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{desk.address}/fr/")

    def tab_to(selector: str) -> None:
        _tab_to(page, selector)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to("#id_text")
    page.keyboard.type("Où trouver la brochure ?")
    tab_to("form#ask button.primary")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    page.wait_for_load_state()
    tab_to(".error-summary a")
    page.keyboard.press("Enter")
    expect(page.locator("#id_email")).to_be_focused()
    expect(page.locator("#id_text")).to_have_value("Où trouver la brochure ?")
    page.keyboard.type("carla@citizen.example")
    page.keyboard.press("Enter")
    expect(page.locator(".reference")).to_be_visible()
    page.wait_for_load_state()
    tab_to("a.button.primary")
    page.keyboard.press("Enter")
    expect(page.locator(".thread")).to_be_visible()
    page.wait_for_load_state()
    tab_to("#id_text")
    page.keyboard.type("Encore une chose.")
    tab_to("form[action*='/add/'] button.primary")
    page.keyboard.press("Enter")
    expect(page.locator(".thread")).to_contain_text("Encore une chose.")
    page.wait_for_load_state()
    tab_to("a[href$='/withdraw/']")
    page.keyboard.press("Enter")
    expect(page.locator("button.danger")).to_be_visible()
    page.wait_for_load_state()
    tab_to("button.danger")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.info")).to_contain_text("Vous avez retiré cette question.")


@pytest.mark.timeout(300)
def test_an_editor_changes_an_answer_and_a_colleague_approves_it_with_the_keyboard_alone(chromium: Browser, desk: Desk) -> None:
    page = sign_in(chromium, desk, "eduardo")
    page.goto(f"{desk.address}/desk/answers/")
    _tab_to(page, "#id_words")
    page.keyboard.type("doc stop verloren")
    page.keyboard.press("Enter")
    expect(page.locator(".answer-row")).to_have_count(1)
    page.wait_for_load_state()
    _tab_to(page, ".answer-row a")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("DOC STOP", ignore_case=True)
    answer = page.url
    page.wait_for_load_state()
    _tab_to(page, "a[href$='/edit/']")
    page.keyboard.press("Enter")
    expect(page.locator("#id_nl-text")).to_be_visible()
    page.wait_for_load_state()
    _tab_to(page, "#id_nl-text")
    page.keyboard.press("Control+End")
    page.keyboard.type(" Bel dag en nacht.")
    expect(page.locator(".draft-state")).to_have_text("Draft saved")
    _tab_to(page, ".save-bar button.primary", at_most=120)
    page.keyboard.press("Enter")
    expect(page.locator(".notice.success")).to_contain_text("The answer was saved.")
    lena = sign_in(chromium, desk, "lena")
    lena.goto(answer)
    expect(lena.get_by_role("region", name="Version 2, Dutch").locator("ins")).to_have_text(re.compile("Bel dag en nacht."))
    _tab_to(lena, "button[value=published]")
    lena.keyboard.press("Enter")
    expect(lena.get_by_text("waits for approval")).to_have_count(0)


def test_a_citizen_asks_and_adds_without_scripts(chromium: Browser, desk: Desk) -> None:
    page = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700}).new_page()
    page.goto(f"{desk.address}/de/")
    page.fill("#id_text", TEXTS["de"])
    page.locator("#id_files").set_input_files({"name": "brief.txt", "mimeType": "text/plain", "buffer": b"Mein Brief"})
    page.locator("form#ask button.primary").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator(".files")).to_contain_text("brief.txt")
    page.fill("#id_email", "carla@citizen.example")
    page.locator("form#ask button.primary").click()
    page.locator("a.button.primary").click()
    expect(page.locator(".thread .files")).to_contain_text("brief.txt")
    page.fill("#id_text", "Noch etwas.")
    page.locator("form[action*='/add/'] button.primary").click()
    expect(page.locator(".thread")).to_contain_text("Noch etwas.")


def test_a_double_click_asks_once(chromium: Browser, desk: Desk) -> None:
    page = chromium.new_page()
    page.goto(f"{desk.address}/en/")
    page.fill("#id_text", "Is the double click counted once, please?")
    page.fill("#id_email", "double@citizen.example")
    page.locator("form#ask button.primary").dblclick()
    expect(page.locator(".reference")).to_be_visible()
    lena = sign_in(chromium, desk, "lena")
    lena.goto(f"{desk.address}/desk/search?q=double")
    expect(lena.locator("a.row-link")).to_have_count(1)
