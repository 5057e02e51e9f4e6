"""axe-core finds nothing on any page: WCAG 2.0 to 2.2 A and AA, and its best practices."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from dashboard.state import PAGES
from tests.browser.server import Atlas

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING: dict[str, Any] = {"type": "tag", "values": TAGS}
COLOURS: dict[str, Any] = {
    "type": "rule",
    "values": ["color-contrast", "link-in-text-block"],
}
SIZES = ((1280, 800), (390, 844))
LANGUAGES = ("ro", "ru", "en")
OWN = {
    "method": "/method?lang={lang}",
    "data": "/data?lang={lang}",
    "views": "/views?lang={lang}",
    "presenter": "/presenter?lang={lang}",
    "embedding": "/embedding?lang={lang}&indicator=contacts",
    "tables": "/tables/answers?lang={lang}&indicator=trust_police_favourable",
}


def addresses(lang: str) -> dict[str, str]:
    pages = {page: f"/?lang={lang}&page={page}&pin=MD-SO" for page in PAGES}
    survey = f"/?lang={lang}&indicator=trust_police_favourable&interval=1"
    return {
        **pages,
        "first": f"/?lang={lang}",
        "villages": f"/?lang={lang}&focus=L1393&pin=MD-SO&size=residents",
        "survey": survey,
        "districts": f"{survey}&level=district&class=f",
        "compared": f"{survey}&page=compare&level=district&mode=online&against=part:face-to-face",
        **{name: address.format(lang=lang) for name, address in OWN.items()},
    }


def open_page(browser: Browser, atlas: Atlas, address: str, size: tuple[int, int]) -> Page:
    # The page's own policy forbids the script that axe is.
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, bypass_csp=True, has_touch=size[0] < 800
    )
    page = context.new_page()
    page.goto(atlas.url + address)
    if address.startswith("/tables/"):
        page.wait_for_selector("html[data-ready]", state="attached")
    if address.startswith("/?"):
        page.wait_for_selector("html[data-ready]", state="attached")
        page.wait_for_load_state("networkidle")
    return page


def find(page: Page, where: str, only: dict[str, Any]) -> list[str]:
    """Violations in words; an empty list is what is wanted."""
    options = {"runOnly": only, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{where}: {each['id']} ({each['help']}): {node['html'][:160]}"
        for each in found
        for node in each["nodes"][:3]
    ]


def look(page: Page, where: str) -> list[str]:
    """Look at a page as it stands: everything in one theme, what is of colours in the other."""
    wrong = []
    for theme, only in (("light", EVERYTHING), ("dark", COLOURS)):
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        page.wait_for_timeout(150)  # colours change in a transition
        wrong += find(page, f"{where} {theme}", only)
    return wrong


@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_in_both_themes(
    chromium: Browser, atlas: Atlas, lang: str, size: tuple[int, int]
) -> None:
    wrong = []
    for name, address in addresses(lang).items():
        page = open_page(chromium, atlas, address, size)
        if name == "data":
            for summary in page.locator("main details summary").all():
                summary.click()
        wrong += look(page, f"{name} {lang} {size[0]}")
        page.context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
def test_every_open_dialog(
    chromium: Browser, atlas: Atlas, lang: str, size: tuple[int, int]
) -> None:
    phone = size[0] < 800
    openers = {
        "sources": "#sources-open",
        "help": "#help-open",
        "districts": ".districts summary",
        "missing": "#opened summary",
        "findings": "#findings summary",
        **(
            {"sheet": ".bottom-bar [data-sheet]", "pages": "#pages-open"}
            if phone
            else {"menu": "#more-pages summary", "saved": "#saved summary"}
        ),
    }
    wrong = []
    address = f"/?lang={lang}&indicator=trust_police_favourable"
    for name, opener in openers.items():
        page = open_page(chromium, atlas, address, size)
        if phone and name == "districts":
            page.locator(".bottom-bar [data-sheet]").click()
        page.locator(opener).click()
        wrong += look(page, f"{name} open {lang} {size[0]}")
        page.context.close()
    page = open_page(chromium, atlas, f"{address}#meeting", size)
    page.wait_for_selector("html[data-meeting]", state="attached")
    page.locator("[data-deed=previous]").focus()  # the bar is shown
    wrong += look(page, f"meeting {lang} {size[0]}")
    page.context.close()
    page = open_page(chromium, atlas, OWN["tables"].format(lang=lang), size)
    page.locator("#grid-columns summary").click()
    wrong += look(page, f"columns open {lang} {size[0]}")
    page.keyboard.press("Escape")
    page.locator("[col-id=unit].ag-header-cell").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".ag-filter-menu")
    wrong += look(page, f"filter open {lang} {size[0]}")
    page.context.close()
    page = open_page(chromium, atlas, address, size)
    page.evaluate("document.getElementById('link-dialog').showModal()")
    wrong += look(page, f"link open {lang} {size[0]}")
    page.context.close()
    assert not wrong, "\n".join(wrong)
