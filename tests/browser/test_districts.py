"""Choosing districts: by box, by search in any script, and what the server says of the choice."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenScreen
from tests.browser.figures import find_wrong
from tests.browser.screen import Screen


def open_list(screen: Screen) -> None:
    screen.page.locator("details.districts summary").click()
    expect(screen.page.locator("#district-search")).to_be_visible()


def box(screen: Screen, code: str) -> Locator:
    field = screen.page.locator(f'input[name=district][value="{code}"]')
    return screen.page.locator(".districts-list label", has=field)


def await_right(screen: Screen) -> None:
    """Wait for the server's words of a choice: they come a moment after the map."""
    for _ in range(50):
        if not find_wrong(screen.state(), screen.rows):
            return
        screen.page.wait_for_timeout(100)
    assert screen.wrong() == []


def test_boxes_choose_districts_and_the_server_says_the_sum(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&indicator=contacts")
    open_list(screen)
    codes = ["MD-ED", "MD-BR", "MD-SO"]
    for code in codes:
        box(screen, code).click()
    assert set(screen.query()["district"].split(",")) == set(codes)
    expect(screen.page.locator("#sentence")).to_contain_text("3 districts chosen")
    expect(screen.page.locator(".districts-summary")).to_have_text("3")
    await_right(screen)
    lit = {a["code"] for a in screen.state()["areas"] if "off" not in a["look"].split()}
    assert lit == set(codes)
    figures = screen.rows.figures("contacts", (0, 6), "all", "district")
    total = sum(figures[code].numerator for code in codes)
    expect(screen.page.locator(".hero-value").first).to_have_text(f"{total:,}")
    screen.page.locator("#all-districts").click()
    assert "district" not in screen.query()
    expect(screen.page.locator("#sentence")).not_to_contain_text("chosen")
    await_right(screen)


def test_a_choice_with_hidden_districts_says_how_many(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&indicator=trust_police_favourable&level=district")
    areas = screen.state()["areas"]
    hidden = [a["code"] for a in areas if a["status"] == "suppressed"][:2]
    shown = [a["code"] for a in areas if a["status"] == "ok"][:2]
    assert len(hidden) == len(shown) == 2
    screen.open(f"?lang=en&indicator=trust_police_favourable&district={','.join(hidden + shown)}")
    assert screen.wrong() == []
    expect(screen.page.locator("#sentence")).to_contain_text("2 hidden of those chosen")
    screen.open(f"?lang=en&indicator=trust_police_favourable&district={','.join(hidden)}")
    assert screen.wrong() == []
    expect(screen.page.locator(".hero-value").first).to_have_text("–")


def test_days_and_indicators_change_under_a_choice(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&district=MD-ED,MD-OR,MD-CU")
    for indicator in ("contacts", "days_present", "fair_balance", "visits_done"):
        screen.choose(indicator)
        await_right(screen)
        screen.page.locator('.day[data-day="2"]').click()
        await_right(screen)
        screen.page.locator('.day[data-day="2"]').click()
        await_right(screen)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("stefan voda", "MD-SV"),
        ("ŞTEFAN VODĂ", "MD-SV"),
        ("Кишин", "MD-CU"),
        ("Бельцы", "MD-BA"),
        ("hancesti", "MD-HI"),
        ("Хынчешть", "MD-HI"),
        ("chisinau", "MD-CU"),
        ("Гагауз", "MD-GA"),
        ("balti", "MD-BA"),
    ],
)
def test_search_finds_in_any_spelling(screen: Screen, typed: str, code: str) -> None:
    open_list(screen)
    screen.page.locator("#district-search").fill(typed)
    expect(box(screen, code)).to_be_visible()
    assert screen.page.locator(".districts-list label:visible").count() <= 3
    screen.page.locator("#district-search").press("Enter")
    first = screen.page.locator("input[name=district]:checked")
    expect(first).to_have_count(1)
    assert screen.query()["district"] == first.get_attribute("value") == code


def test_search_that_finds_nothing_says_so(screen: Screen) -> None:
    open_list(screen)
    screen.page.locator("#district-search").fill("qqq")
    expect(screen.page.locator(".districts-none")).to_be_visible()
    screen.page.locator("#district-search").fill("")
    expect(screen.page.locator(".districts-none")).to_be_hidden()
    expect(screen.page.locator(".districts-list label")).to_have_count(37)


def test_the_legend_counts_the_chosen_only(open_screen: OpenScreen) -> None:
    screen = open_screen("?indicator=contacts&district=MD-ED,MD-OR,MD-BD")
    legend = screen.state()["legend"]
    assert sum(row["count"] for row in legend) == 3
    assert next(row["count"] for row in legend if row["row"] == "x") == 1
