"""The second factor in a browser: an authenticator app with its recovery codes, and a passkey instead of the password."""

import hashlib
import hmac
import struct
import time
from base64 import b32decode

from playwright.sync_api import Browser, Page, expect

from inbox.demo.people import PASSWORD
from tests.pages.conftest import Desk
from tests.pages.test_circle import sign_in

STEP_S = 30


def _code(secret: str, step: int) -> str:
    """Return the six digits that an authenticator app shows (RFC 6238)."""
    digest = hmac.new(b32decode(secret + "=" * (-len(secret) % 8)), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def _with_password(page: Page, address: str) -> None:
    """Open a page that asks for the password again."""
    page.goto(address)
    if "reauthenticate" in page.url:
        page.locator("main input[type=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(address)


def _sign_out(page: Page, desk: str) -> None:
    page.goto(f"{desk}/account/logout/")
    page.locator("main form button").click()
    page.goto(f"{desk}/desk/")


def test_an_agent_signs_in_with_an_authenticator_app(chromium: Browser, desk: Desk) -> None:
    page = sign_in(chromium, desk, "otto")
    _with_password(page, f"{desk.address}/account/2fa/totp/activate/")
    secret = page.locator("#authenticator_secret").input_value()
    step = int(time.time()) // STEP_S
    page.locator("[name=code]").fill(_code(secret, step))
    page.keyboard.press("Enter")
    expect(page.locator("main textarea")).to_be_visible()  # The recovery codes are shown at once.
    kept = page.locator("main textarea").input_value().split()
    assert len(kept) == 10
    for of_app in (False, True):
        _sign_out(page, desk.address)
        page.fill("[name=login]", "otto@desk.example")
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.locator("[name=code]").fill("000000")
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("Incorrect code")
        if of_app:  # A code counts once: wait for the next one.
            time.sleep(max(0.0, (step + 1) * STEP_S - time.time()))
        page.locator("[name=code]").fill(_code(secret, int(time.time()) // STEP_S) if of_app else kept[0])
        page.keyboard.press("Enter")
        expect(page.locator("#list-title")).to_be_visible()


def test_an_editor_signs_in_with_a_passkey(chromium: Browser, desk: Desk) -> None:
    address = desk.address.replace("127.0.0.1", "localhost")  # A passkey belongs to a name, never to a bare address.
    page = chromium.new_context().new_page()
    key = page.context.new_cdp_session(page)
    key.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    key.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "automaticPresenceSimulation": True}})
    page.goto(f"{address}/desk/")
    page.fill("[name=login]", "eduardo@desk.example")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/desk/answers/**")
    _with_password(page, f"{address}/account/2fa/webauthn/add/")
    page.fill("[name=name]", "Telephone")
    page.check("[name=passwordless]")
    page.locator("main form button").click()
    page.wait_for_url(lambda url: not url.endswith("/add/"))  # The key is made first, then the form is sent.
    page.goto(f"{address}/account/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("Telephone")
    _sign_out(page, address)
    page.locator("#passkey_login").click()
    page.wait_for_url(f"{address}/desk/answers/**")
