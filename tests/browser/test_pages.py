"""The pages beside the map: ways to them on a desk and a phone, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.state import PAGES
from tests.browser.conftest import OpenScreen
from tests.browser.screen import DESK, PHONE, Screen
from tests.browser.test_words import BANDS, LANGUAGES

SMALL = {"width": 1024, "height": 768}
TABS = {1280: 5, 1024: 3}  # as assets/55-pages.css has them
OWN = tuple(page for page in PAGES if page not in ("map", "table", "compare"))


def shown(screen: Screen, where: str) -> list[str]:
    """Keys of the pages that can be chosen in a place."""
    buttons = screen.page.locator(f"{where} button[data-page]").all()
    return [str(b.get_attribute("data-page")) for b in buttons if b.is_visible()]


@pytest.mark.parametrize("window", [DESK, SMALL], ids=["1280", "1024"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_is_a_tab_or_in_the_menu(
    open_screen: OpenScreen, lang: str, window: dict[str, int]
) -> None:
    screen = open_screen(f"?lang={lang}", viewport=window)
    tabs = shown(screen, ".pages")
    assert tabs == list(PAGES[: TABS[window["width"]]])
    menu = screen.page.locator("#more-pages summary")
    assert menu.is_visible() == (len(tabs) < len(PAGES))
    header = screen.page.locator(".header")
    assert header.evaluate("(node) => node.scrollWidth <= node.clientWidth"), "it does not fit"
    assert header.evaluate("(node) => node.offsetHeight") < 60, "it takes two lines"
    if len(tabs) < len(PAGES):
        menu.click()
        assert tabs + shown(screen, "#more-pages") == list(PAGES)


def test_the_menu_is_worked_by_keyboard(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&pin=MD-SO", viewport=SMALL)
    if len(PAGES) <= TABS[1024]:
        return
    menu = screen.page.locator("#more-pages")
    menu.locator("summary").focus()
    screen.page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    screen.page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    assert screen.query()["pin"] == "MD-SO", "Escape closes one thing at a time"
    assert screen.page.evaluate("document.activeElement.tagName") == "SUMMARY"
    screen.page.keyboard.press("Enter")
    screen.page.keyboard.press("Tab")
    screen.page.keyboard.press("Enter")
    assert screen.query()["page"] == PAGES[TABS[1024]]
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator(".menu-current")).to_be_visible()
    menu.locator("summary").click()
    screen.page.locator(".state").click(position={"x": 600, "y": 40})
    expect(menu).not_to_have_attribute("open", "")


def test_a_phone_has_a_sheet_of_pages(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en", viewport=PHONE, has_touch=True, is_mobile=True)
    sheet = screen.page.locator("#pages-sheet")
    expect(sheet).to_be_hidden()
    screen.page.locator("#pages-open").tap()
    expect(sheet).to_be_visible()
    assert shown(screen, "#pages-sheet") == list(PAGES)
    screen.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    for page in OWN:
        screen.page.locator("#pages-open").tap()
        sheet.locator(f'[data-page="{page}"]').tap()
        expect(sheet).to_be_hidden()
        expect(screen.page.locator(".page-body")).to_be_visible()
        assert screen.query()["page"] == page


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("window", [DESK, SMALL, PHONE], ids=["1280", "1024", "390"])
def test_every_page_fits_and_is_marked(
    open_screen: OpenScreen, lang: str, window: dict[str, int]
) -> None:
    screen = open_screen(f"?lang={lang}", viewport=window)
    found = []
    for page in OWN:
        for keys in ("", "&from=2021-11-14&to=2021-11-14&district=MD-CU,MD-DR&pin=MD-CU"):
            screen.follow(f"page={page}{keys}")
            body = screen.page.locator(f'.page-body[data-name="{page}"]')
            expect(body).to_be_visible()
            screen.page.wait_for_timeout(250)
            found += [f"{page}{keys}: {text}" for text in dict.fromkeys(screen.overflowing())]
            mark = body.locator(".table-watermark").first
            assert BANDS[lang].casefold() in (mark.text_content() or "").casefold()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("window", [DESK, SMALL], ids=["1280", "1024"])
def test_the_map_keeps_its_room_with_all_bands_shown(
    open_screen: OpenScreen, lang: str, window: dict[str, int]
) -> None:
    screen = open_screen(f"?lang={lang}", viewport=window)
    box = screen.page.locator("#map-area").bounding_box()
    assert box and box["height"] >= 0.5 * window["height"], box
    assert box["width"] >= 0.55 * window["width"], box
