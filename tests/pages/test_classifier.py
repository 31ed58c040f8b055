"""The classifier's page in a browser: a correction appears, a challenger is trained and promoted, one click goes back."""

import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages.conftest import ROOT, Desk
from tests.pages.test_circle import sign_in

TAUGHT = """
from itertools import product
from django.utils import timezone
from helpdesk.people.models import Team, User
from inbox import intake, triage, work
from inbox.channels.base import Incoming, Sender
from inbox.learning import labels
lena, otto, online = User.objects.get(email="lena@desk.example"), User.objects.get(email="otto@desk.example"), Team.objects.get(key="online")
things = ("brochure", "amount", "text", "press release", "decision")
about = ("pensions", "voting", "taxes", "holidays", "schools", "adoption")
said = ("sings every hour", "sings at night", "sings too loud", "sings in Latin", "sings off key")
for number, (thing, topic, song) in enumerate(product(things, about, said)):
    text = f"The glockenspiel of your {thing} on {topic} {song}, is that meant so?"
    incoming = Incoming(external_id=f"taught-{number}", sender=Sender("carla@citizen.example", "Carla Example"), text=text, sent_at=timezone.now())
    question = intake.receive(intake.web_account(), incoming, details=intake.Details(language="en")).question
    triage.move(question, online, lena)
    work.set_state(question, "closed", otto)
labels.collect()
"""
TRAINED_WITHIN_MS = 400_000


@pytest.fixture
def lead(chromium: Browser, desk: Desk) -> Page:
    """Lena's window on the page."""
    page = sign_in(chromium, desk, "lena")
    page.goto(f"{desk.address}/desk/classifier/")
    return page


def test_a_correction_appears_with_its_reason(lead: Page, desk: Desk) -> None:
    lead.goto(f"{desk.address}/desk/view/everyone/")
    lead.goto(desk.address + str(lead.locator("a.row-link").first.get_attribute("href")))
    reference = lead.locator(".question-name .badge").inner_text()
    lead.locator("summary", has_text="Move").first.click()
    lead.fill("#move-because", "it is about the site")
    lead.locator("form[action$='/move/'] button[value]:not([aria-current]):not([value=''])").first.click()
    expect(lead.locator("#about")).to_contain_text("it is about the site")
    lead.goto(f"{desk.address}/desk/classifier/")
    expect(lead.get_by_role("region", name="Last corrections")).to_contain_text(reference)


@pytest.mark.timeout(900)
def test_a_challenger_is_promoted_and_one_click_goes_back(lead: Page, desk: Desk) -> None:
    subprocess.run([sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", TAUGHT], cwd=ROOT, env=desk.environment, check=True)
    lead.reload()
    lead.get_by_role("button", name="Train now").click()
    expect(lead.locator("#training progress")).to_be_visible()
    expect(lead.locator("#changes li .badge").first).to_have_text("promoted", timeout=TRAINED_WITHIN_MS)
    lead.locator("form[action*='/version/'] input[name=because]").first.fill("too early")
    lead.get_by_role("button", name="Use this version again").first.click()
    expect(lead.locator("#changes li").first).to_contain_text("too early")
    expect(lead.locator("#changes li").first).to_contain_text("Lena")
