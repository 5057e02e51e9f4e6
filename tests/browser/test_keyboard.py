"""The map by keyboard and ear: one tab stop, arrows walk, Enter pins, a live region reads."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen


def test_the_map_is_one_stop_and_arrows_walk(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&indicator=trust_police_favourable&level=district&pin=MD-SO")
    page = screen.page
    page.keyboard.press("Escape")
    spoken = page.locator("#spoken")
    page.locator("#map").focus()
    expect(spoken).to_contain_text("Chișinău")
    walked = []
    for key in ("ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft") * 2:
        page.keyboard.press(key)
        walked.append(spoken.inner_text())
    assert len(set(walked)) > 2
    assert page.locator("#map [tabindex]").count() == 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "zoom-in"


def test_each_district_is_read_as_the_map_has_it(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&indicator=trust_police_favourable&level=district")
    page = screen.page
    page.locator("#map").focus()
    areas = {area["code"]: area for area in screen.state()["areas"]}
    heard = set()
    for key in ["ArrowUp"] * 8 + ["ArrowDown", "ArrowLeft"] * 4 + ["ArrowDown"] * 9:
        page.keyboard.press(key)
        code = page.evaluate("window.atlas.walk.at")
        words = page.locator("#spoken").inner_text()
        heard.add(code)
        area = areas[code]
        if area["status"] == "ok":
            assert f"{area['value']}%" in words and f"{area['n']} answers" in words
            assert words.endswith("the rest")
        elif area["status"] == "suppressed":
            assert "hidden" in words and not any(sign.isdigit() for sign in words)
    assert len(heard) > 8


def test_enter_pins_what_is_walked_to_and_escape_lets_go(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=ro")
    page = screen.page
    page.locator("#map").focus()
    page.keyboard.press("ArrowUp")
    code = page.evaluate("window.atlas.walk.at")
    page.keyboard.press("Enter")
    assert screen.query()["pin"] == code
    expect(page.locator(".detail h2")).to_be_visible()
    expect(page.locator("#spoken")).to_contain_text("fixat")
    page.keyboard.press("Escape")
    assert "pin" not in screen.query()


def test_regions_are_walked_too_and_the_country_has_an_edge(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=ru&indicator=trust_police_favourable")
    page = screen.page
    page.locator("#map").focus()
    expect(page.locator("#spoken")).to_contain_text("Центр")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#spoken")).to_contain_text("Север")
    expect(page.locator("#spoken")).to_contain_text("ответ")
    screen.follow("indicator=trust_police_favourable&level=country&lang=ru")
    page.locator("#map").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#spoken")).to_contain_text("Край карты")


@pytest.mark.parametrize("key", ["+", "-"])
def test_zoom_by_keys(open_screen: OpenScreen, key: str) -> None:
    screen = open_screen("?lang=en")
    page = screen.page
    page.wait_for_selector("html[data-zoomable]", state="attached")
    page.locator("#map").focus()
    page.keyboard.press("+")
    page.wait_for_timeout(400)
    zoomed = page.locator("#map .zoomed").get_attribute("transform") or ""
    assert "scale" in zoomed
    page.keyboard.press("-" if key == "-" else "0")
    page.wait_for_timeout(400)
    assert page.locator("#map .zoomed").get_attribute("transform") != zoomed
