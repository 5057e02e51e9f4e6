"""On paper: sentence, map, legend, table and method of the view that is shown, on A4."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from geodata.vocabulary import LANGUAGES
from tests.browser.conftest import OpenScreen
from tests.browser.screen import DESK

QUERY = "indicator=trust_police_favourable&level=district&pin=MD-SO"
# Headless Chromium has no printer: what would be printed is noted, of frames too.
NOTE = """window.print = () => {
  const leaf = document.querySelector(`article.${document.documentElement.lang} h1`);
  top.printed = [location.pathname, (leaf ?? document.querySelector("h1")).textContent];
};"""


def open_noting(open_screen: OpenScreen, query: str) -> Page:
    screen = open_screen(None)
    screen.page.add_init_script(NOTE)
    screen.open(query)
    page: Page = screen.page
    return page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_for_paper_is_what_is_printed(open_screen: OpenScreen, lang: str) -> None:
    page = open_noting(open_screen, f"?lang={lang}&{QUERY}")
    page.keyboard.press("Control+p")
    page.wait_for_function("() => window.printed")
    path, words = page.evaluate("window.printed")
    assert path == "/print"
    lead = page.locator("#sentence [data-part=lead]").inner_text()
    assert lead.rstrip(".") in words
    page.evaluate("delete window.printed")
    page.locator("#downloads summary").click()
    page.locator("#print").click()
    page.wait_for_function("() => window.printed")
    assert page.locator("iframe").count() == 1


def test_where_it_cannot_be_had_the_screen_is_printed(open_screen: OpenScreen) -> None:
    page = open_noting(open_screen, f"?lang=en&{QUERY}")
    page.route("**/print?*", lambda route: route.fulfill(status=200, body="busy"))
    page.keyboard.press("Control+p")
    page.wait_for_function("() => window.printed")
    assert page.evaluate("window.printed")[0] == "/"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_has_everything_on_a4(open_screen: OpenScreen, lang: str) -> None:
    screen = open_screen(f"?lang={lang}&{QUERY}&page=table")
    page = screen.page
    expect(page.locator("#page tbody tr").first).to_be_visible()
    rows = page.locator("#page tbody tr").count()
    page.goto(f"{page.url.split('/?')[0]}/print?lang={lang}&{QUERY}")
    page.emulate_media(media="print")
    article = page.locator(f"article.{lang}")
    for part in ("h1", ".map-box svg", ".legend", "table", ".meaning", ".band", ".small >> nth=0"):
        expect(article.locator(part)).to_be_visible()
    expect(article.locator("tbody tr")).to_have_count(rows)
    expect(page.locator(".choose").first).to_be_hidden()
    boxes = re.findall(
        rb"/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)", page.pdf(prefer_css_page_size=True)
    )
    assert 2 <= len(boxes) <= 6
    assert {(round(float(w)), round(float(h))) for w, h in boxes} == {(842, 595)}


def test_the_screen_on_paper_is_light_and_has_no_controls(open_screen: OpenScreen) -> None:
    screen = open_screen(f"?lang=ro&{QUERY}", viewport=DESK)
    page = screen.page
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.emulate_media(media="print")
    for part in ("#sentence", "#map", "#legend"):
        expect(page.locator(part)).to_be_visible()
    for part in (".rail", "#downloads", "#theme", ".zoom", ".play"):
        expect(page.locator(part)).to_be_hidden()
    ground = "getComputedStyle(document.documentElement).getPropertyValue('--page').trim()"
    assert page.evaluate(ground) == "#ffffff"
