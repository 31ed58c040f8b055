"""A recall in a browser: from "this was wrong" to the correction that reached 41 citizens in three languages by two channels."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.fakes.others import Partner
from tests.pages.conftest import Desk, run
from tests.pages.smtp import MailServer
from tests.pages.test_accessibility import WIDTHS, _faults
from tests.pages.test_circle import sign_in

RIGHT = {
    "nl": "Ons antwoord was fout: een paspoort kost vijfenzestig euro.",
    "fr": "Notre réponse était fausse : un passeport coûte soixante-cinq euros.",
    "de": "Unsere Antwort war falsch: Ein Reisepass kostet fünfundsechzig Euro.",
}
SENT = """
from helpdesk.answers import editing, life
from helpdesk.answers.models import WordingVersion
from helpdesk.people.models import User
from inbox import accounts, intake, replies
from inbox.models import Delivery
from tests.crowd import citizen_asks
ana, lena = (User.objects.get(email=f"{name}@desk.example") for name in ("ana", "lena"))
words = {"nl": "Een paspoort kost zestig euro.", "fr": "Un passeport coûte soixante euros.", "de": "Ein Reisepass kostet sechzig Euro."}
answer = editing.save(None, lena, editing.Details("international"), {code: editing.Words("Paspoort", text) for code, text in words.items()})
life.publish(answer, lena)
versions = {version.wording.language: version for version in WordingVersion.objects.filter(wording__answer=answer)}
channels = intake.web_account(), accounts.connect("partner", "Chatbot", "bot", {"secret": "s" * 40, "callback_url": "CALLBACK"})
for n in range(41):
    language = ("nl", "fr", "de")[n % 3]
    asked = citizen_asks(channels[n % 2], f"Vraag {n} over een paspoort", f"r{n}", language=language)
    replies.reply(asked, ana, words[language], seen_event_id=10**9, close=True, insertions=[versions[language].pk])
    Delivery.objects.filter(message__question=asked).update(state=Delivery.State.SENT)
print(answer.pk)
"""


@pytest.fixture(scope="module")
def desk(mailing_desk: Desk) -> Desk:
    """A desk whose mails are counted."""
    return mailing_desk


def _write(page: Page, texts: dict[str, str]) -> None:
    page.locator("summary", has_text="Write the correction").click()
    for code, text in texts.items():
        page.locator(f"[name=text_{code}]").fill(text)
    page.get_by_role("button", name="Keep it for approval").click()


@pytest.mark.timeout(600)
def test_forty_one_citizens_are_told_what_was_wrong(chromium: Browser, desk: Desk, mails: MailServer, partner: Partner) -> None:
    answer = int(run(desk, SENT.replace("CALLBACK", partner.url)))
    ana, lena = sign_in(chromium, desk, "ana"), sign_in(chromium, desk, "lena")
    ana.goto(f"{desk.address}/desk/answers/{answer}/sent/")
    expect(ana.locator("[name=versions]")).to_have_count(3)
    expect(ana.locator("tbody tr")).to_have_count(41)
    ana.get_by_role("button", name="Open a recall").click()
    expect(ana.locator(".notice.warning")).to_contain_text("still offered")
    _write(ana, {code: text for code, text in RIGHT.items() if code != "de"})
    expect(ana.locator(".broadcast")).to_contain_text("A lead approves it.")
    listed = ana.context.new_page()
    listed.goto(f"{desk.address}/desk/answers/{answer}/sent/")
    expect(listed.locator("#recalls .badge")).to_have_text("waits for approval")
    lena.goto(ana.url)
    expect(lena.locator(".broadcast")).to_contain_text("13 citizens are due German, and there is no text.")
    lena.locator("summary", has_text="Change the correction").click()
    lena.locator("[name=text_de]").fill(RIGHT["de"])
    lena.get_by_role("button", name="Keep it for approval").click()
    expect(lena.locator(".broadcast")).to_contain_text("41 citizens")
    for width in WIDTHS:
        lena.set_viewport_size({"width": width, "height": 900})
        lena.reload()
        assert _faults(lena) == []
    lena.get_by_role("button", name="Approve and send").click()
    expect(lena.get_by_role("button", name="Undo")).to_be_visible()
    expect(ana.locator(".broadcast")).to_contain_text("approved by Lena")
    expect(ana.locator("summary", has_text="Change the correction")).to_have_count(0)
    expect(listed.locator("#recalls .badge")).to_have_text("approved")
    for page in (lena, ana):
        expect(page.locator(".broadcast-progress")).to_contain_text("41 of 41 done", timeout=120_000)
    expect(lena.locator(".broadcast-progress .delivery[data-state=sent]")).to_contain_text("41")
    lena.locator("summary", has_text="Each citizen").click()
    expect(lena.locator(".broadcast tbody .delivery[data-state=sent]")).to_have_count(41)
    told = {code: (sum(text in mail for mail in mails.mails), sum(text in sent["text"] for sent in partner.sent.values())) for code, text in RIGHT.items()}
    assert told == {"nl": (7, 7), "fr": (7, 7), "de": (7, 6)}
    expect(listed.locator("#recalls .badge")).to_have_text("went out")
    expect(ana.locator(".broadcast .badge").first).to_have_text("went out")
