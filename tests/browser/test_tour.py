"""The tour: offered once and never in the way, fetched when taken, called back at any time."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.tour import STEPS
from tests.browser.conftest import OpenScreen
from tests.browser.screen import PHONE
from tests.browser.server import Atlas
from tests.browser.test_accessible import look, open_page

CARD = "dialog.tour"
# The card is inside the window, and its frame stands around something of the page.
STANDS = """() => {
  const card = document.querySelector("dialog.tour").getBoundingClientRect();
  const ring = document.querySelector(".tour-ring").getBoundingClientRect();
  const inside = card.left >= 0 && card.right <= innerWidth;
  const whole = inside && card.top >= 0 && card.bottom <= innerHeight;
  return whole && ring.width > 30 && ring.height > 20 && ring.right <= innerWidth + 1;
}"""
COVERED = """() => {
  const offer = document.getElementById("offer").getBoundingClientRect();
  return [...document.querySelectorAll("#map .visit, #map .labels text, .zoom, .day")]
    .map((node) => node.getBoundingClientRect())
    .filter((box) => box.left < offer.right && offer.left < box.right)
    .filter((box) => box.top < offer.bottom && offer.top < box.bottom).length;
}"""


def call_back(page: Page) -> None:
    """Open it from the menu, on a phone from the sheet of pages."""
    if page.locator("#pages-open").is_visible():
        page.locator("#pages-open").click()
        page.locator("#pages-sheet [data-opens=tour]").click()
    else:
        page.locator("#more-pages summary").click()
        page.locator("#more-pages [data-opens=tour]").click()
    expect(page.locator(CARD)).to_be_visible()


def test_it_is_offered_once_and_only_to_whoever_comes_to_the_first_screen(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen("?lang=en")
    page, offer = screen.page, screen.page.locator("#offer")
    expect(offer).to_be_visible()
    assert page.evaluate("document.activeElement === document.body"), "it takes no focus"
    assert not [url for url in screen.requests if "tour" in url], "nothing of it is fetched yet"
    covered = page.evaluate(COVERED)
    assert covered == 0, "it lies on what it speaks of"
    screen.click_unit("MD-CA")  # the map works beside it
    expect(offer).to_be_hidden()
    page.keyboard.press("Escape")
    expect(offer).to_be_visible()
    offer.get_by_text("Not now").click()
    expect(offer).to_be_hidden()
    for query in ("?lang=en", "?lang=ru"):
        screen.open(query)
        screen.wait_for_zoom()
        expect(offer).to_be_hidden()
    page.evaluate("localStorage.clear()")
    for query in ("?lang=en&pin=MD-SO", "?page=table", "?lang=en#view-222222"):
        page.goto("about:blank")
        screen.open(query)
        screen.wait_for_zoom()
        expect(offer).to_be_hidden()
    page.emulate_media(media="print")
    page.evaluate("document.getElementById('offer').hidden = false")
    expect(offer).to_be_hidden()


def test_it_is_walked_by_keys_and_works_without_the_line(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en")
    page, card = screen.page, screen.page.locator(CARD)
    page.locator("#offer [data-opens=tour]").click()
    expect(card).to_be_visible()
    expect(page.locator("#offer")).to_be_hidden()
    fetched = [url for url in screen.requests if "/tour" in url]
    assert sorted(url.rsplit("/", 1)[1] for url in fetched) == ["en.json", "tour.css", "tour.js"]
    said = []
    for at, step in enumerate(STEPS):
        expect(card).to_have_attribute("data-step", step)
        expect(card.locator(".tour-position")).to_have_text(f"Step {at + 1} of {len(STEPS)}")
        expect(card.locator(".tour-next")).to_be_focused()
        assert page.evaluate(STANDS), step
        said.append(card.locator("#tour-text").inner_text())
        if at + 1 < len(STEPS):
            page.keyboard.press("ArrowRight")
    assert len(set(said)) == len(STEPS)
    expect(card.locator("[aria-live=polite]")).to_contain_text(said[-1])
    page.keyboard.press("ArrowRight")  # the last step stays
    page.keyboard.press("ArrowLeft")
    expect(card).to_have_attribute("data-step", STEPS[-2])
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert screen.query() == {"lang": "en"}, "it changes nothing of the view"
    # Called back from another page, the line cut.
    page.locator(".views .pages button[data-page=table]").click()
    screen.context.set_offline(True)
    call_back(page)
    expect(page.locator("body")).to_have_attribute("data-page", "map")
    for _ in STEPS:
        page.keyboard.press("Enter")  # the button that goes on, then the one that ends it
    expect(card).to_have_count(0)
    expect(page.locator("#more-pages summary")).to_be_focused()
    screen.context.set_offline(False)
    screen.faults.clear()  # what the page asked while the line was cut


@pytest.mark.parametrize("lang", ["ro", "ru", "en"])
def test_it_fits_a_phone_and_axe_finds_nothing(chromium: Browser, atlas: Atlas, lang: str) -> None:
    wrong = []
    for size in ((PHONE["width"], PHONE["height"]), (1280, 800)):
        page = open_page(chromium, atlas, f"/?lang={lang}", size)
        page.emulate_media(reduced_motion="reduce")
        expect(page.locator("#offer")).to_be_visible()
        wrong += look(page, f"offer {lang} {size[0]}")
        call_back(page)
        for step in STEPS:
            if not page.evaluate(STANDS):
                wrong.append(f"{step} {lang} {size[0]}: the card does not stand")
            if step in (STEPS[0], STEPS[-1]):
                wrong += look(page, f"tour {step} {lang} {size[0]}")
            page.keyboard.press("ArrowRight")
        moves = "getComputedStyle(document.querySelector('.tour-ring')).transitionDuration"
        assert page.evaluate(moves) == "0s"
        page.context.close()
    assert not wrong, "\n".join(wrong)
