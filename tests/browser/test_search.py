"""Search by keyboard: "/" comes to it, arrows choose, Enter goes there; the key can be let go."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen


def test_slash_types_and_enter_goes_there(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=ru&from=2021-11-12")
    page = screen.page
    page.keyboard.press("/")
    page.keyboard.type("сорока")
    options = page.locator("#search-list [role=option]")
    expect(options.first).to_contain_text("Сорока")
    expect(page.locator("#search")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert screen.query()["pin"] == "MD-SO"
    assert screen.query()["from"] == "2021-11-12", "what was chosen before stays"
    expect(page.locator(".detail h2")).to_contain_text("Сорока")
    expect(page.locator("#search-list")).to_be_hidden()


def test_an_indicator_is_chosen_and_a_question_opens_its_page(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en")
    page = screen.page
    page.locator("#search").fill("safe by day")
    page.locator("#search-list [role=option]").first.click()
    assert screen.query()["indicator"] == "safe_day_favourable"
    page.locator("#search").fill("cooperate better")
    page.locator("#search-list [role=option]").first.click()
    expect(page.locator('.page-body[data-name="answers"]')).to_be_visible()


def test_nothing_found_is_said_and_escape_clears(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&pin=MD-SO")
    page = screen.page
    page.locator("#search").fill("qqqq")
    expect(page.locator("#search-said")).to_contain_text("Nothing was found")
    page.keyboard.press("Escape")
    expect(page.locator("#search")).to_have_value("")
    assert screen.query()["pin"] == "MD-SO", "Escape clears one thing at a time"


def test_the_single_key_can_be_switched_off(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en")
    page = screen.page
    page.locator("#sources-open").click()
    page.locator("#shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.locator("#map").focus()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "map"
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "search"
