"""A view is saved where it is looked at, found again in the menu, and opened by its link."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen
from tests.browser.screen import PHONE

VIEW = "?lang=en&district=MD-SO&from=2021-11-08&to=2021-11-09"


def test_a_view_is_saved_found_shared_and_left(open_screen: OpenScreen) -> None:
    screen = open_screen(VIEW)
    page = screen.page
    page.locator("#saved summary").focus()
    page.keyboard.press("Enter")
    page.locator("#saved-name").fill("Soroca <b>first days</b>")
    page.keyboard.press("Enter")
    link = page.locator("#saved-list a")
    expect(link).to_have_count(1)
    expect(link.locator("strong")).to_have_text("Soroca <b>first days</b>")
    note = page.locator("#saved-note")
    expect(note).to_contain_text("Soroca <b>first days</b> Saved ")
    assert screen.query() == {
        "lang": "en",
        "district": "MD-SO",
        "from": "2021-11-08",
        "to": "2021-11-09",
    }
    page.keyboard.press("Escape")
    expect(page.locator("#saved-name")).to_be_hidden()
    page.locator("[data-chip=MD-SO]").click()
    expect(note).to_be_hidden()  # it is another view now
    page.go_back()
    expect(note).to_be_visible()
    page.locator("#reset").click()
    page.locator("#saved summary").click()
    link.click()
    expect(note).to_be_visible()
    assert screen.query()["district"] == "MD-SO"
    assert screen.wrong() == []

    # Somebody else opens its link, on a phone, in another language.
    address = page.evaluate("document.querySelector('#saved-list a').getAttribute('href')")
    other = open_screen(None, viewport=PHONE, has_touch=True)
    other.page.goto(address.replace("lang=en", "lang=ru"))
    other.page.wait_for_selector("html[data-ready]", state="attached")
    expect(other.page.locator("#saved-note")).to_contain_text("Сохранено")
    assert other.query()["district"] == "MD-SO"
    english = other.page.locator(".languages a[data-lang=en]").get_attribute("href")
    assert english is not None and "#view-" in english
    other.page.locator("#pages-open").click()
    other.page.locator("[data-opens=saved]").click()
    expect(other.page.locator("#saved-list a")).to_be_visible()
    expect(other.page.locator("#saved-name")).to_be_focused()
    assert other.overflowing() == []

    # Its name is changed and it is deleted on the page of all.
    page.goto("/views?lang=en")
    page.get_by_text("Rename").click()
    page.locator("input[name=name]").fill("Soroca")
    page.get_by_role("button", name="Keep the name").click()
    expect(page.locator("article h3")).to_have_text("Soroca")
    page.locator(".saved-deeds summary").last.click()
    page.get_by_role("button", name="Delete the view").click()
    expect(page.locator("article")).to_have_count(0)
