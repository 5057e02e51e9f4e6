"""Help by the indicator shown: opened by keyboard, of the figure on the map, closed by Escape."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen


def test_help_is_of_the_indicator_shown(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en")
    page = screen.page
    dialog = page.locator("#help")
    expect(dialog).to_be_hidden()
    page.locator("#help-open").focus()
    page.keyboard.press("Enter")
    expect(dialog.locator("h2")).to_have_text("Contacts per 1,000 residents")
    expect(dialog.locator("dd")).to_have_count(5)
    expect(dialog).to_contain_text("÷ residents of the district")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "help-open"
    screen.follow("indicator=trust_police_favourable")
    page.locator("#help-open").click()
    expect(dialog.locator("h2")).to_have_text("Trust in the police")
    expect(dialog).to_contain_text("The question as it was asked")
    expect(dialog).to_contain_text("Respondents chose themselves")
