"""A surge in a browser: from the banner to the closing answer in two languages over two channels, and the desk dead in the middle."""

import signal
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.fakes.others import Partner
from tests.pages.conftest import ROOT, Desk, run
from tests.pages.smtp import MailServer
from tests.pages.test_accessibility import WIDTHS, _faults
from tests.pages.test_circle import sign_in

CLOSED_NL, CLOSED_FR = "De fout met itsme is verholpen.", "La panne itsme est résolue."
CROWD = """
from inbox import accounts, intake
from inbox.models import Account
from tests.crowd import FR, NL, citizen_asks
form = intake.web_account()
bot = accounts.connect("partner", "Chatbot", "bot", {"secret": "s" * 40, "callback_url": "CALLBACK"})
for n in range(9):
    citizen_asks(form, "Goedendag,\\n" + NL[n % 4], f"NAMEnl{n}", language="nl")
    citizen_asks(bot, "Bonjour,\\n" + FR[n % 4], f"NAMEfr{n}", language="fr")
"""

PASSPORTS = """
from inbox import broadcasts, incidents, intake
from helpdesk.people.models import User
from inbox.models import Question
from tests.crowd import citizen_asks
form = intake.web_account()
lines = ["De printer voor paspoorten in Luik is stuk", "Paspoorten in Luik: printer stuk?", "printer stuk, geen paspoorten te Luik"]
for n in range(9):
    citizen_asks(form, lines[n % 3], f"p{n}", language="nl")
lena = User.objects.get(email="lena@desk.example")
first = incidents.open_incident("Another one", list(Question.objects.order_by("pk")[:1]), lena)
broadcasts.write(first, "closing", {"nl": "Het is **verholpen**.", "en": "It is mended."}, lena)
"""
HALF = """
from inbox import broadcasts, incidents, intake
from helpdesk.people.models import User
from tests.crowd import citizen_asks
form, lena = intake.web_account(), User.objects.get(email="lena@desk.example")
asked = [citizen_asks(form, "De lift is stuk", "half1", language="nl"), citizen_asks(form, "L'ascenseur est en panne", "half2", language="fr")]
half = incidents.open_incident("Half of it", asked, lena)
broadcasts.write(half, "closing", {"nl": "De lift werkt weer."}, lena)
print(half.pk)
"""


@pytest.fixture(scope="module")
def desk(mailing_desk: Desk) -> Desk:
    """A desk whose mails are counted."""
    return mailing_desk


def _crowd(desk: Desk, partner: Partner, name: str) -> None:
    code = CROWD.replace("CALLBACK", partner.url).replace("NAME", name)
    subprocess.run([sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code], cwd=ROOT, env=desk.environment, check=True, capture_output=True)


def _open_incident(page: Page, desk: Desk, name: str) -> None:
    page.goto(f"{desk.address}/desk/view/everyone/")
    expect(page.locator("#surges")).to_contain_text("18 similar questions", timeout=40_000)
    page.locator("#surges a.primary").click()
    page.fill("#id_name", name)
    page.get_by_role("button", name="Open the incident").click()
    expect(page.locator("h1")).to_contain_text(name)


def _write(page: Page, kind: str, nl: str, fr: str) -> None:
    page.locator("summary", has_text=kind).click()
    form = page.locator("details[open] form").filter(has=page.get_by_role("button", name="Keep it for approval"))
    form.locator("[name=text_nl]").fill(nl)
    form.locator("[name=text_fr]").fill(fr)
    form.get_by_role("button").click()
    expect(page.locator(".broadcast").first).to_contain_text("waits for approval")


@pytest.mark.timeout(400)
def test_from_the_banner_to_the_closing_answer(chromium: Browser, desk: Desk, mails: MailServer, partner: Partner) -> None:
    lena = sign_in(chromium, desk, "lena")
    lena.goto(f"{desk.address}/desk/view/everyone/")
    _crowd(desk, partner, "a")
    expect(lena.locator("#surges")).to_contain_text("similar questions", timeout=40_000)
    _open_incident(lena, desk, "itsme is down")
    _write(lena, "Write the closing answer", CLOSED_NL, CLOSED_FR)
    lena.get_by_role("button", name="Approve, send and close").click()
    expect(lena.get_by_role("button", name="Undo")).to_be_visible()
    expect(lena.locator(".broadcast-progress")).to_contain_text("18 of 18 done", timeout=90_000)
    assert sum(CLOSED_NL in mail for mail in mails.mails) == 9
    assert sum(CLOSED_FR in sent["text"] for sent in partner.sent.values()) == 9
    expect(lena.locator(".pill").first).to_have_text("closed")
    expect(lena.locator("#timeline")).to_contain_text("closing answer approved")
    lena.reload()
    expect(lena.locator("#plot-said")).to_contain_text("closing answer")
    lena.locator("summary", has_text="As a table").click()
    assert sum(map(int, lena.locator("section:has(#plot-title) td.figure").all_inner_texts())) == 18
    lena.goto(f"{desk.address}/desk/incidents/")
    card = lena.locator("section:has(#closed-title) .incident-card", has_text="itsme is down")
    expect(card.get_by_role("img", name="When its questions came")).to_be_visible()


@pytest.mark.timeout(400)
def test_a_refusal_is_said_where_the_button_was(chromium: Browser, desk: Desk) -> None:
    number = run(desk, HALF)
    lena = sign_in(chromium, desk, "lena", width=390)
    lena.goto(f"{desk.address}/desk/incidents/{number}/")
    lena.get_by_role("button", name="Approve, send and close").click()
    expect(lena.get_by_text("Not sent: there is no text in French.")).to_be_in_viewport()


@pytest.mark.timeout(400)
def test_a_death_in_the_middle_tells_each_citizen_once(chromium: Browser, desk: Desk, mails: MailServer, partner: Partner) -> None:
    _crowd(desk, partner, "b")
    lena = sign_in(chromium, desk, "lena")
    _open_incident(lena, desk, "itsme again")
    _write(lena, "Write a holding answer", "We werken eraan.", "Nous y travaillons.")
    count = len(mails.mails)
    lena.get_by_role("button", name="Approve and send").dblclick()
    mails.wait_for(count + 3)
    desk.stop(signal.SIGKILL)
    desk.start()
    lena.reload()
    expect(lena.locator(".broadcast-progress")).to_contain_text("18 of 18 done", timeout=90_000)
    unknown = lena.locator("tbody .delivery[data-state=unknown]").count()
    told = sum("We werken eraan." in mail for mail in mails.mails) + sum("Nous y travaillons." in sent["text"] for sent in partner.sent.values())
    assert 18 - unknown <= told <= 18


@pytest.mark.timeout(500)
def test_axe_finds_nothing_on_the_pages_of_incidents(chromium: Browser, desk: Desk) -> None:
    subprocess.run([sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", PASSPORTS], cwd=ROOT, env=desk.environment, check=True)
    found = {}
    for width in WIDTHS:
        page = sign_in(chromium, desk, "lena", width=width)
        page.goto(f"{desk.address}/desk/view/everyone/")
        expect(page.locator("#surges section").first).to_be_visible(timeout=60_000)
        found["list", width] = _faults(page)
        page.locator("#surges a.primary").first.click()
        found["new", width] = _faults(page)
        for path in ("/desk/incidents/", "/desk/incidents/1/", "/desk/incidents/1/questions/"):
            page.goto(desk.address + path)
            page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
            found[path, width] = _faults(page)
    assert {name: faults for name, faults in found.items() if faults} == {}
