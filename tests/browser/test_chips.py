"""A chip for each filter; each comes off alone, and Back brings it on again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen

FULL = (
    "?lang=en&indicator=trust_police_favourable&from=2021-11-08&to=2021-11-09"
    "&district=MD-OR,MD-SO&level=region&interval=1&class=2"
)


def test_every_filter_has_its_chip_and_comes_off_alone(open_screen: OpenScreen) -> None:
    screen = open_screen(FULL)
    chips = screen.page.locator("#chips .chip")
    expect(chips).to_have_count(6)
    before = screen.query()
    for key, gone in (("MD-OR", "district"), ("days", "from"), ("interval", "interval")):
        screen.page.locator(f"[data-chip={key}]").click()
        after = screen.query()
        if gone == "district":
            assert after["district"] == "MD-SO"
        else:
            assert gone not in after
        assert after.get("class") == before.get("class")
    expect(chips).to_have_count(3)
    screen.page.go_back()
    expect(chips).to_have_count(4)
    assert screen.query()["interval"] == "1"
    assert screen.wrong() == []


def test_a_keyboard_takes_them_off_one_after_another(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=ro&district=MD-OR,MD-SO,MD-UN&from=2021-11-12")
    page = screen.page
    page.locator("#chips .chip").first.focus()
    for _ in range(4):
        page.keyboard.press("Enter")
    expect(page.locator("#chips")).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "map"
    assert not {"district", "from", "to"} & screen.query().keys()


def test_many_districts_are_one_chip_and_nothing_is_none(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en")
    expect(screen.page.locator("#chips")).to_be_hidden()
    screen.follow("lang=en&district=MD-OR,MD-SO,MD-UN,MD-CA,MD-BA")
    expect(screen.page.locator("#chips .chip")).to_have_count(1)
    expect(screen.page.locator("#chips .chip")).to_contain_text("districts: 5")


@pytest.mark.parametrize("page", ["answers", "table", "plan"])
def test_they_stay_from_page_to_page(open_screen: OpenScreen, page: str) -> None:
    screen = open_screen("?lang=en&district=MD-SO&from=2021-11-12")
    screen.page.locator(f".views [data-page={page}]:visible").first.click()
    expect(screen.page.locator("#chips .chip")).to_have_count(2)
    assert screen.query()["district"] == "MD-SO"


def test_the_level_s_chip_says_that_it_is_one(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=ru&indicator=trust_police_favourable&level=district")
    expect(screen.page.locator('[data-chip="level"]')).to_have_text("Уровень: районы")
