"""A phone: the same atlas on 390 pixels, filters in a sheet."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen
from tests.browser.screen import PHONE

TOUCH = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


def test_the_sheet_opens_and_an_indicator_can_be_chosen_there(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en", **TOUCH)
    rail = screen.page.locator("#rail")
    expect(rail).to_be_hidden()
    screen.page.locator(".bottom-bar [data-sheet]").tap()
    expect(rail).to_be_visible()
    rail.locator('[data-indicator="trust_police_favourable"]').tap()
    assert screen.query()["indicator"] == "trust_police_favourable"
    rail.locator(".sheet-head [data-sheet]").tap()
    expect(rail).to_be_hidden()
    expect(screen.page.locator("#sentence")).to_contain_text("trust the police")
    assert screen.state()["regions"] == 5
    assert screen.wrong() == []


def test_escape_closes_the_sheet_first(open_screen: OpenScreen) -> None:
    screen = open_screen("?pin=MD-SO", viewport=PHONE)
    screen.page.locator(".bottom-bar [data-sheet]").click()
    screen.page.keyboard.press("Escape")
    expect(screen.page.locator("#rail")).to_be_hidden()
    assert screen.query() == {"pin": "MD-SO"}
    screen.page.keyboard.press("Escape")
    assert screen.query() == {}


def test_a_tap_pins_and_the_detail_stands_under_the_map(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&indicator=contacts", **TOUCH)
    screen.page.locator("#map").scroll_into_view_if_needed()
    screen.page.touchscreen.tap(*screen.point("MD-OR"))
    assert screen.query()["pin"] == "MD-OR"
    heading = screen.page.locator(".detail h2")
    expect(heading).to_contain_text("Orhei")
    map_box = screen.page.locator("#map").bounding_box()
    box = heading.bounding_box()
    assert map_box and box and box["y"] > map_box["y"]


def test_days_can_be_picked_and_the_table_opened(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&indicator=contacts", **TOUCH)
    screen.page.locator('.day[data-day="3"]').tap()
    assert screen.days() == (3, 3)
    assert screen.wrong() == []
    screen.page.locator("#pages-open").tap()
    screen.page.locator("#pages-sheet [data-page=table]").tap()
    expect(screen.page.locator("#twin")).to_be_visible()
    expect(screen.page.locator("#map")).to_be_hidden()
