"""What next: every page ends in it, every entry leads to the map, every list is a file."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from dashboard.state import PAGES
from tests.browser.conftest import OpenScreen
from tests.browser.screen import PHONE

TITLES = {"ro": "Ce urmează", "ru": "Что дальше", "en": "What next"}


@pytest.mark.parametrize("window", [None, PHONE], ids=["1280", "390"])
def test_every_page_ends_in_it(open_screen: OpenScreen, window: dict[str, int] | None) -> None:
    screen = open_screen("?lang=en", **({"viewport": window} if window else {}))
    line = screen.page.locator("#next-line")
    for page in PAGES:
        screen.follow(f"page={page}")
        if page == "next":
            expect(line).to_be_hidden()
            continue
        expect(line).to_be_visible()
        expect(line).to_contain_text("inspectorates without a visit")
    screen.follow("page=table")
    line.click()
    expect(screen.page.locator(".page-body h2")).to_have_text(TITLES["en"])
    assert screen.query()["page"] == "next"


def test_the_line_follows_days_and_districts(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en")
    line = screen.page.locator("#next-line span")
    expect(line).to_contain_text("2 promised visits open")
    screen.follow("from=2021-11-08&to=2021-11-09")
    expect(line).not_to_contain_text("promised")
    screen.follow("district=MD-DR")
    expect(line).to_contain_text("1 promised visit open")
    expect(line).to_contain_text("1 inspectorate without a visit")


def test_an_entry_pins_its_district_and_keeps_the_selection(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&page=next&indicator=contacts&from=2021-11-13&to=2021-11-14")
    entry = screen.page.locator('[data-list="promises"] .steps a').first
    expect(entry).to_have_text("Drochia")
    entry.focus()
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator(".detail h2")).to_contain_text("Drochia")
    assert screen.query() == {
        "lang": "en", "indicator": "contacts", "from": "2021-11-13", "to": "2021-11-14",
        "pin": "MD-DR",
    }  # fmt: skip
    assert screen.page.evaluate("document.activeElement.id") == "map-area"
    assert screen.wrong() == []
    screen.page.go_back()
    expect(entry).to_be_visible()
    assert "pin" not in screen.query()


def test_a_link_that_is_opened_apart_shows_the_same(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=ru&page=next")
    entry = screen.page.locator('[data-list="answers"] .steps a').first
    address = str(entry.get_attribute("href"))
    name = entry.inner_text()
    screen.open(address)
    expect(screen.page.locator(".detail h2")).to_contain_text(name)
    assert screen.query()["lang"] == "ru"


def test_every_list_is_a_file(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=ro&page=next&from=2021-11-14&to=2021-11-14")
    links = screen.page.locator(".page-body a.download")
    expect(links).not_to_have_count(0)
    for i in range(links.count()):
        address = str(links.nth(i).get_attribute("href"))
        keys = parse_qs(urlsplit(address).query)
        assert keys["from"] == ["2021-11-14"] and keys["lang"] == ["ro"]
        assert "Date ilustrative" in screen.atlas.get(address)
    with screen.page.expect_download() as started:
        links.first.click()
    assert started.value.suggested_filename.startswith("Ce urmează, 14 noiembrie 2021")
