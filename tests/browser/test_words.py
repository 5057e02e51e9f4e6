"""What must stand on every screen, in the reader's language; and that every text fits."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen
from tests.browser.screen import DESK, PHONE

LANGUAGES = ("ro", "ru", "en")
BANDS = {"ro": "Date ilustrative", "ru": "Иллюстративные данные", "en": "Illustrative data"}
FUNDING = {
    "ro": "Cu sprijinul financiar al Uniunii Europene",
    "ru": "При финансовой поддержке Европейского союза",
    "en": "With the financial support of the European Union",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_invented_figures_are_called_so_on_map_table_and_detail(
    open_screen: OpenScreen, lang: str
) -> None:
    screen = open_screen(f"?lang={lang}&indicator=contacts&pin=MD-ED")
    band = screen.page.locator(".band")
    expect(band).to_be_visible()
    expect(band).to_contain_text(BANDS[lang])
    mark = screen.page.locator("#map .watermark-word").first
    assert (mark.text_content() or "").casefold().startswith(BANDS[lang].casefold())
    expect(screen.page.locator("#map rect.watermark")).to_have_count(1)
    chart = screen.page.locator(".detail .chart-days")
    expect(chart.locator("svg").first).to_be_visible()
    assert BANDS[lang].casefold() in (chart.text_content() or "").casefold()
    screen.page.locator(".pages button[data-page=table]").click()
    expect(screen.page.locator("#twin")).to_be_visible()
    expect(band).to_be_visible()
    mark = screen.page.locator(".table-watermark").first
    assert BANDS[lang].casefold() in (mark.text_content() or "").casefold()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_funding_emblem_and_disclaimer_stand_together(open_screen: OpenScreen, lang: str) -> None:
    screen = open_screen(f"?lang={lang}")
    footer = screen.page.locator("footer")
    expect(footer.locator(".funding")).to_contain_text(FUNDING[lang])
    expect(footer.locator(".funding img")).to_be_visible()
    assert len(footer.locator(".disclaimer").inner_text()) > 60
    loaded = footer.locator(".funding img").evaluate("(image) => image.naturalWidth > 0")
    assert loaded, "the emblem did not load"
    expect(screen.page.locator("html")).to_have_attribute("lang", lang)


def test_sources_open_and_close(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&pin=MD-SO")
    screen.page.locator("#sources-open").click()
    dialog = screen.page.locator("#sources")
    expect(dialog).to_be_visible()
    assert dialog.locator("p").count() >= 5
    screen.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert screen.query()["pin"] == "MD-SO", "Escape closes one thing at a time"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("window", [DESK, PHONE], ids=["1280", "390"])
def test_no_text_overflows(open_screen: OpenScreen, lang: str, window: dict[str, int]) -> None:
    screen = open_screen(f"?lang={lang}", viewport=window)
    phone = window is PHONE
    found: list[str] = []

    def look(where: str) -> None:
        found.extend(f"{where}: {text}" for text in dict.fromkeys(screen.overflowing()))

    look("map")
    if phone:
        screen.page.locator(".bottom-bar [data-sheet]").click()
        expect(screen.page.locator("#rail")).to_be_visible()
        screen.page.wait_for_timeout(250)
    screen.page.locator("details.districts summary").click()
    look("filters")
    # The list of districts lies over the choices while it is open.
    screen.page.locator("details.districts summary").click()
    screen.choose("trust_officer_balance")
    screen.page.locator("details.districts summary").click()
    look("survey filters")
    screen.page.locator("details.districts summary").click()
    if phone:
        screen.page.keyboard.press("Escape")
    look("survey map")
    screen.follow("indicator=reliable_favourable&pin=MD-CU")
    expect(screen.page.locator(".detail .answers li").first).to_be_visible()
    expect(screen.page.locator(".detail .chart svg").first).to_be_visible()
    look("detail of a survey")
    screen.follow("indicator=residents_visited&pin=MD-GA")
    expect(screen.page.locator(".detail .inspectorates")).to_be_visible()
    look("detail of visits")
    screen.follow("")
    expect(screen.page.locator(".detail h2")).to_have_count(0)
    screen.follow("indicator=heard_community_policing&from=2021-11-10&to=2021-11-11")
    look("regions")
    screen.follow("indicator=residents_visited&page=table")
    expect(screen.page.locator("#twin tbody tr")).to_have_count(37)
    look("table of visits")
    screen.follow("indicator=trust_police_balance&page=table")
    expect(screen.page.locator("#twin thead th")).not_to_have_count(0)
    screen.page.wait_for_timeout(300)
    look("table of a survey")
    screen.follow("district=MD-CU,MD-GA,MD-SN&from=2021-11-09&to=2021-11-09&mode=online")
    screen.page.locator("#sources-open").click()
    look("sources")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("lang", ["ro", "ru", "en"])
def test_the_day_strip_is_marked_too(open_screen: OpenScreen, lang: str) -> None:
    """It is a chart: a cropped picture of it must still say that its figures are invented."""
    page = open_screen(f"?lang={lang}").page
    mark = page.locator(".track").get_attribute("data-mark")
    assert mark and mark in page.locator("#map").inner_html()
    content = page.evaluate(
        "() => getComputedStyle(document.querySelector('.track'), '::after').content"
    )
    assert mark in content
