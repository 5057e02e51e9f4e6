"""The long tables in a browser: sorted, filtered, cut to columns and copied, by keyboard too."""

from __future__ import annotations

import csv
import io
import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenScreen
from tests.browser.figures import read_number
from tests.browser.screen import Screen

GRID = re.compile("ag-grid")
ADDRESS = "/tables/answers?lang=ro&indicator=trust_police_favourable"
READ_COLUMN = """(key) => [...document.querySelectorAll(".ag-row")].map((row) => [
  row.getAttribute("row-index"),
  row.querySelector(`[col-id="${key}"]`)?.textContent.trim() ?? "",
])"""
CLIPBOARD = "navigator.clipboard.readText()"


def open_table(screen: Screen, address: str) -> Page:
    page = screen.page
    page.goto(address)
    page.wait_for_selector("html[data-ready=grid]", state="attached")
    return page


def head(page: Page, key: str) -> Locator:
    return page.locator(f'.ag-header-cell[col-id="{key}"]')


def column(page: Page, key: str) -> list[str]:
    """Cells of a column from the top, as far as they are drawn."""
    found: list[list[str]] = page.evaluate(READ_COLUMN, key)
    return [text for _, text in sorted(found, key=lambda pair: int(pair[0]))]


def test_rows_are_sorted_filtered_chosen_and_copied(open_screen: OpenScreen) -> None:
    screen = open_screen(query=None, permissions=["clipboard-read", "clipboard-write"])
    page = open_table(screen, ADDRESS)
    said = page.locator("#grid-said")
    expect(said).to_have_text("Rânduri: 185")  # 37 districts, four answers and don't know

    # Numbers as numbers, what is blank last either way.
    for direction, falling in (("ascending", False), ("descending", True)):
        head(page, "n").locator(".ag-header-cell-text").click()
        expect(head(page, "n")).to_have_attribute("aria-sort", direction)
        figures = [read_number(text, "ro") for text in column(page, "n") if text != "–"]
        assert len(figures) > 5 and figures == sorted(figures, reverse=falling)
    page.reload()
    page.wait_for_selector("html[data-ready=grid]", state="attached")
    expect(head(page, "n")).to_have_attribute("aria-sort", "descending")  # kept in the browser

    # The search looks at all columns, a filter at its own; both are said, and taken off at once.
    page.locator("#grid-search").fill("ascuns")
    expect(said).to_have_text(re.compile(r"Rânduri: \d+ din 185 · Filtru activ"))
    for key in ("share", "count", "n"):
        assert set(column(page, key)) == {"–"}, "a hidden cell says a figure"
    page.locator("#grid-clear").click()
    expect(said).to_have_text("Rânduri: 185")
    head(page, "unit").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".ag-filter-menu input[type=text]").first).to_be_focused()
    page.keyboard.type("Soroca")
    expect(said).to_have_text("Rânduri: 5 din 185 · Filtru activ")
    page.keyboard.press("Escape")
    expect(page.locator(".ag-filter-menu")).to_have_count(0)

    # Columns: status in words goes, its code comes; at least one stays.
    page.locator("#grid-columns summary").click()
    for key, shown in (("status", False), ("status_code", True)):
        page.locator(f'#grid-columns input[value="{key}"]').set_checked(shown)
        expect(head(page, key)).to_have_count(int(shown))
    page.keyboard.press("Escape")
    expect(page.locator("#grid-columns fieldset")).to_be_hidden()
    assert {"ok", "few", "suppressed"} & set(column(page, "status_code"))

    # By keyboard: into the cells, tick two rows, copy, and out again.
    head(page, "unit").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("Control+c")
    expect(said).to_contain_text("Bifate: 2 · Rânduri copiate: 2")
    first, *rows = csv.reader(io.StringIO(page.evaluate(CLIPBOARD)), delimiter="\t")
    assert first[0] == "Unitatea" and "Codul stării" in first and "Starea" not in first
    assert [row[0] for row in rows[:2]] == ["Soroca", "Soroca"]
    assert rows[2][0].startswith("Date ilustrative.") and len(rows) == 4
    page.keyboard.press("Tab")
    assert not page.evaluate("document.querySelector('#grid').contains(document.activeElement)")

    # One cell where no row is ticked; the button takes all rows shown.
    page.locator(".ag-header-select-all input").first.set_checked(True)
    page.locator(".ag-header-select-all input").first.set_checked(False)
    page.locator('.ag-row[row-index="0"] [col-id="unit"]').click()
    page.keyboard.press("Control+c")
    expect(said).to_contain_text("Celulă copiată")
    assert page.evaluate(CLIPBOARD) == "Soroca"
    page.locator("#grid-copy").click()
    expect(said).to_contain_text("Rânduri copiate: 5")
    assert page.evaluate(CLIPBOARD).count("\nSoroca\t") == 5

    # What the grid says itself is in the reader's language.
    words = page.evaluate(
        "[...document.querySelectorAll('#grid [aria-label], #grid [placeholder]')]"
        ".map((node) => node.ariaLabel || node.placeholder).join(' ')"
    )
    assert not re.search(r"\b(press|filter|column|row|toggle|selection|open)\b", words, re.I), words


def test_the_dashboard_asks_for_no_grid_and_a_page_leads_to_it(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&page=plan&district=MD-SO,MD-CU")
    screen.wait_for_zoom()
    screen.page.wait_for_load_state("networkidle")
    assert not [url for url in screen.requests if GRID.search(url)]
    screen.page.locator("#more-pages summary").click()
    expect(screen.page.locator('.menu-body a[data-file="/tables/visits"]')).to_be_visible()
    screen.page.keyboard.press("Escape")
    screen.page.locator(".to-tables a", has_text="Visits").click()
    screen.page.wait_for_selector("html[data-ready=grid]", state="attached")
    assert [url for url in screen.requests if GRID.search(url)]
    assert screen.query()["district"] == "MD-CU,MD-SO" or screen.query()["district"]
    assert set(column(screen.page, "district")) == {"Soroca", "Chișinău"}
    assert "done" in column(screen.page, "status")
    screen.page.locator(".tables-deeds a", has_text="Plain page").click()
    screen.page.wait_for_selector("html[data-ready]:not([data-ready=grid])", state="attached")
    assert screen.query()["page"] == "plan" and "MD-SO" in screen.query()["district"]


def test_on_a_phone_the_table_scrolls_and_not_the_page(open_screen: OpenScreen) -> None:
    screen = open_screen(query=None, viewport={"width": 390, "height": 844}, has_touch=True)
    for name in ("visits", "answers", "inspectorates"):
        page = open_table(screen, f"/tables/{name}?lang=ru")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.locator(".ag-row").count() > 5
