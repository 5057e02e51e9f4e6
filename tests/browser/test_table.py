"""The table: the map's twin, with the same figures and statuses, in any order."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen
from tests.browser.figures import read_number
from tests.browser.screen import Screen

READ_TABLE = """() => [...document.querySelectorAll("#twin tbody tr")].map((row) => ({
  code: row.dataset.row,
  status: row.dataset.state,
  cells: [...row.children].map((cell) => cell.textContent.trim()),
}))"""
VIEWS = (
    "indicator=reach_rate",
    "indicator=contacts&from=2021-11-09&to=2021-11-11",
    "indicator=trust_police_favourable&level=district",
    "indicator=fair_balance&mode=online",
    "indicator=safe_night_favourable&from=2021-11-10&to=2021-11-10",
    "indicator=residents_visited",
)


def read_table(screen: Screen) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = screen.page.evaluate(READ_TABLE)
    return rows


def order(screen: Screen, query: str) -> list[dict[str, Any]]:
    screen.open(query)
    expect(screen.page.locator("#twin tbody tr").first).to_be_visible()
    return read_table(screen)


def test_the_table_carries_what_the_map_carries(open_screen: OpenScreen) -> None:
    screen = open_screen()
    wrong = []
    for lang, view in zip(("ro", "ru", "en") * 2, VIEWS, strict=True):
        table = {row["code"]: row for row in order(screen, f"?lang={lang}&page=table&{view}")}
        state = screen.state()
        wrong += [f"{view}: {text}" for text in screen.wrong()]
        assert set(table) == {area["code"] for area in state["areas"]}, view
        for area in state["areas"]:
            row = table[area["code"]]
            if row["status"] != area["status"]:
                wrong.append(f"{view} {area['code']}: {row['status']}, {area['status']} on the map")
            value, n = (read_number(cell, lang) for cell in row["cells"][1:3])
            given = None if area["value"] is None else Decimal(area["value"].lstrip("<>"))
            if value != given:
                wrong.append(f"{view} {area['code']}: {row['cells']}, {area} on the map")
            if (None if n is None else str(n)) != area["n"]:
                wrong.append(f"{view} {area['code']}: n {row['cells']}, {area} on the map")
            if given is None and any(c.isdigit() for cell in row["cells"][1:3] for c in cell):
                wrong.append(f"{view} {area['code']}: a figure in {row['cells']}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("indicator", ["contacts", "trust_police_favourable"])
def test_heads_sort_by_value_and_back(open_screen: OpenScreen, indicator: str) -> None:
    screen = open_screen(f"?lang=en&page=table&indicator={indicator}&level=district")
    head = screen.page.locator("#twin thead th").nth(1)
    for direction in ("descending", "ascending"):
        head.locator("button").click()
        expect(head).to_have_attribute("aria-sort", direction)
        rows = read_table(screen)
        values = [read_number(row["cells"][1], "en") for row in rows]
        figures = [float(value) for value in values if value is not None]
        assert figures == sorted(figures, reverse=direction == "descending")
        assert len(figures) > 15
        blank = [value is None for value in values]
        assert blank == sorted(blank), "what has no figure comes last either way"
        assert screen.query()["sort"] == ("-value" if direction == "descending" else "value")
    screen.page.go_back()
    expect(head).to_have_attribute("aria-sort", "descending")


def test_every_head_sorts_without_losing_a_row(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&page=table&indicator=reach_rate")
    expect(screen.page.locator("#twin thead th").first).to_be_visible()
    for i in range(screen.page.locator("#twin thead th").count()):
        head = screen.page.locator("#twin thead th").nth(i)
        head.locator("button").click()
        expect(head).to_have_attribute("aria-sort", re.compile("(a|de)scending"))
        assert len({row["code"] for row in read_table(screen)}) == 37


def test_names_stand_in_the_order_of_their_alphabet(open_screen: OpenScreen) -> None:
    screen = open_screen()
    names = [row["cells"][0] for row in order(screen, "?page=table")]
    assert len(names) == 37
    assert names.index("Strășeni") < names.index("Șoldănești") < names.index("Taraclia")
    russian = [row["cells"][0] for row in order(screen, "?lang=ru&page=table")]
    assert russian == sorted(russian)


def test_map_and_table_hold_one_selection(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&indicator=contacts&district=MD-ED,MD-OR")
    screen.page.locator(".pages button[data-page=table]").click()
    expect(screen.page.locator("#twin tbody tr")).to_have_count(2)
    screen.page.locator('[data-pin="MD-ED"]').click()
    expect(screen.page.locator(".detail h2")).to_contain_text("Edine")
    expect(screen.page.locator("#twin .pinned-row")).to_have_count(1)
    assert screen.query()["pin"] == "MD-ED"
    screen.page.locator(".pages button[data-page=map]").click()
    assert "page" not in screen.query()
    assert screen.query()["district"] == "MD-ED,MD-OR" or screen.query()["district"]
    expect(screen.page.locator(".pin-label")).to_contain_text("Edine")
    assert screen.wrong() == []


def test_a_legend_filter_narrows_the_table(open_screen: OpenScreen) -> None:
    screen = open_screen("?indicator=trust_police_favourable&level=district&class=f&page=table")
    expect(screen.page.locator("#twin tbody tr").first).to_be_visible()
    assert {row["status"] for row in read_table(screen)} == {"few"}
    few = [area for area in screen.state()["areas"] if area["status"] == "few"]
    assert len(read_table(screen)) == len(few)
