"""Text twice as large, or a phone: everything is there and nothing runs sideways."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.state import PAGES
from geodata.vocabulary import LANGUAGES
from tests.browser.conftest import OpenScreen

# A window of 1280 x 800 at 200 % has this many pixels of the style sheet; and a phone.
WINDOWS = {"200 %": {"width": 640, "height": 400}, "phone": {"width": 390, "height": 844}}
WIDER = """() => [document.documentElement, document.body, document.getElementById("page")]
  .filter((node) => node.scrollWidth > node.clientWidth + 1)
  .map((node) => `${node.tagName}#${node.id} ${node.scrollWidth} > ${node.clientWidth}`)"""

DRAWN = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))"


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_runs_sideways(open_screen: OpenScreen, lang: str, window: str) -> None:
    screen = open_screen(f"?lang={lang}", viewport=WINDOWS[window])
    found = []
    for page in [each for each in PAGES if each != "compare"]:  # which asks the server for nothing
        for indicator in ("contacts", "trust_police_favourable"):
            with screen.page.expect_response("**/_dash-update-component*"):
                screen.follow(f"page={page}&indicator={indicator}&pin=MD-SO")
            screen.page.evaluate(DRAWN)
            expect(screen.page.locator("main :is(h2, caption):visible").first).to_be_visible()
            found += [f"{page}, {indicator}: {each}" for each in screen.page.evaluate(WIDER)]
    screen.follow("page=compare")
    expect(screen.page.locator("main h2:visible").first).to_be_visible()
    found += [f"compare: {each}" for each in screen.page.evaluate(WIDER)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_at_200_percent_everything_can_be_come_to(open_screen: OpenScreen, lang: str) -> None:
    screen = open_screen(f"?lang={lang}", viewport=WINDOWS["200 %"])
    for part in ("#sentence", "#map", "#legend", "#days"):
        node = screen.page.locator(part)
        node.scroll_into_view_if_needed()
        expect(node).to_be_in_viewport()
