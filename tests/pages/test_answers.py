"""The editor's day in a browser: an amount changes in Dutch, and nobody goes on sending the old French one unaware."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages.conftest import Desk
from tests.pages.test_circle import ask, sign_in


def _open_editor(page: Page, desk: Desk, title: str, language: str) -> None:
    page.goto(f"{desk.address}/desk/answers/")
    page.fill("#id_words", title)
    page.press("#id_words", "Enter")
    page.locator(".answer-row a").first.click()
    page.locator("a[href$='/edit/']").first.click()
    page.locator(f"[data-beside={language}]").click()


def _append(page: Page, language: str, sentence: str) -> None:
    field = page.locator(f"#id_{language}-text")
    field.fill(f"{field.input_value()} {sentence}")


def _save(page: Page) -> None:
    page.locator(".save-bar button.primary").click()
    expect(page.locator(".notice.success")).to_be_visible()


@pytest.mark.timeout(300)
def test_a_translation_turns_behind_in_an_open_composer_and_the_next_suggestion_is_new(chromium: Browser, desk: Desk) -> None:
    citizen = chromium.new_context().new_page()
    reference = ask(citizen, desk, "fr")
    ana, lena, ed = sign_in(chromium, desk, "ana"), sign_in(chromium, desk, "lena"), sign_in(chromium, desk, "eduardo")
    composer = f"{desk.address}/desk/q/{reference}/?view=everyone"
    ana.goto(composer)
    title = str(ana.locator("#suggested [data-insert]").first.inner_text()).strip()
    _open_editor(lena, desk, title, "fr")
    address = lena.url.partition("edit/")[0]
    _append(lena, "nl", "Dit kost 75 euro.")
    _save(lena)
    expect(ana.locator(".late-offered")).to_contain_text("behind by 1 change")
    _open_editor(ed, desk, title, "fr")
    changed = ed.locator("#wording-fr .changed li")
    expect(changed).to_have_count(1)
    expect(changed.locator("ins")).to_contain_text("Dit kost 75 euro.")
    _append(ed, "fr", "Cela coûte 75 euros.")
    _save(ed)
    ana.goto(composer)
    ana.locator("#suggested [data-insert]").first.click()
    expect(ana.locator("#reply-text")).not_to_have_value("")
    expect(ana.locator("#reply-text")).not_to_have_value(re.compile("Cela coûte 75 euros"))
    expect(ed.locator(".badge", has_text="live: version 1")).to_have_count(2)
    ed.get_by_role("button", name="Approve what others wrote").click()
    expect(ed.locator(".notice.success")).to_contain_text("waits for a colleague (French)")
    lena.goto(address)
    expect(lena.locator("[aria-label='Version 2, French'] ins")).to_contain_text("Cela coûte 75 euros.")
    lena.get_by_role("button", name="Approve the changes").click()
    expect(lena.get_by_text("waits for approval")).to_have_count(0)
    ana.goto(composer)
    ana.locator("#suggested [data-insert]").first.click()
    expect(ana.locator("#reply-text")).to_have_value(re.compile("Cela coûte 75 euros"))
    expect(ana.locator("#suggested .badge.warning")).to_have_count(0)


@pytest.mark.timeout(300)
def test_what_was_typed_is_kept_and_formatted_with_the_keyboard(chromium: Browser, desk: Desk) -> None:
    page = sign_in(chromium, desk, "lena")
    page.goto(f"{desk.address}/desk/answers/2/edit/")
    field = page.locator("#id_nl-text")
    field.fill("Nieuw bedrag")
    field.press("Control+a")
    field.press("Control+b")
    expect(field).to_have_value("**Nieuw bedrag**")
    expect(page.locator("#preview-nl strong")).to_have_text("Nieuw bedrag")
    expect(page.locator(".draft-state")).to_have_text("Draft saved")
    page.goto(f"{desk.address}/desk/answers/2/edit/")
    expect(page.locator("#id_nl-text")).to_have_value("**Nieuw bedrag**")
    page.locator("form[action$='/discard/'] button").click()
    expect(page.locator("#id_nl-text")).not_to_have_value("**Nieuw bedrag**")


@pytest.mark.timeout(300)
def test_a_file_is_checked_and_then_written_under_the_readers_eyes(chromium: Browser, desk: Desk) -> None:
    page = sign_in(chromium, desk, "lena")
    page.goto(f"{desk.address}/desk/answers/import/")
    rows = [f'{{"topic": "taxes", "wordings": {{"en": {{"title": "Imported {number}", "text": "Text."}}}}}}' for number in range(120)]
    content = f'[{", ".join(rows)}, {{"topic": "nonsense"}}]'.encode()
    page.locator("#file").set_input_files({"name": "answers.json", "mimeType": "application/json", "buffer": content})
    page.locator("form[enctype] button").click()
    page.locator("button.primary", has_text="Import 120 answers").click()
    expect(page.locator("#import .badge").first).to_have_text("written")
    expect(page.locator("#import")).to_contain_text("It has no text in any language.")
