"""Comparisons: two maps and their difference with one pointer, by mouse, keyboard and address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen
from tests.browser.screen import DESK, PHONE
from tests.browser.test_words import BANDS, LANGUAGES

PERIODS = "from=2021-11-08&to=2021-11-11&against=days:2021-11-12..2021-11-14"
KINDS = ("days", "part", "indicator", "district")


def test_a_comparison_from_first_click_to_shared_link(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&page=compare")
    page = screen.page
    expect(page.locator(".compare-shown")).to_be_hidden()
    page.locator('[data-kind="days"]').click()
    assert screen.query()["against"] == "days:2021-11-11..2021-11-14"
    panels = page.locator(".panel:visible")
    expect(panels).to_have_count(3)
    expect(page.locator(".compare-finding")).to_contain_text("Whole area: A − B = ")
    expect(page.locator("#sentence")).to_contain_text("8–10 November")
    # Both sides hold what the table says, and the difference is that of the two.
    expect(page.locator(".compare-table tbody tr")).to_have_count(38)
    row = page.locator('.compare-table tr[data-code="MD-SO"] td')
    drawn = [
        page.locator(f'[data-panel="{side}"] path[data-code="MD-SO"]').get_attribute("data-value")
        for side in ("first", "second")
    ]
    assert [row.nth(0).text_content(), row.nth(2).text_content()] == [
        f"{float(value or 0):.1f}" for value in drawn
    ]
    # One pointer: outlined three times, marked twice on the ruler, read out with both sides.
    page.locator('[data-panel="second"] path[data-code="MD-SO"]').hover()
    outlines = page.locator(".panel .hover-mark")
    assert all(outlines.nth(i).get_attribute("d") for i in range(3))
    expect(page.locator(".ruler-mark:visible")).to_have_count(2)
    expect(page.locator(".pointed")).to_contain_text("Soroca: A\u00a0")
    # The days of one side are changed beside those of the other; Back takes it back.
    page.locator('[data-day="b-first"]').select_option("5")
    assert screen.query()["against"] == "days:2021-11-13..2021-11-14"
    page.locator("#compare-swap").click()
    assert screen.query()["from"] == "2021-11-13"
    assert screen.query()["against"] == "days:2021-11-08..2021-11-10"
    page.go_back()
    page.go_back()
    assert screen.query()["against"] == "days:2021-11-11..2021-11-14"
    # A head sorts, the other way at the second click; the order is in the address.
    head = page.locator('th[data-head="n_second"]')
    for direction, sort in (("descending", "-n_second"), ("ascending", "n_second")):
        head.locator("button").click()
        expect(head).to_have_attribute("aria-sort", direction)
        assert screen.query()["sort"] == sort
    figures = page.locator(".compare-table tbody tr td:nth-child(5)")
    expect(page.locator("#compare")).not_to_have_class(re.compile("asking"))
    shown = [int(text) for text in figures.all_text_contents()[1:] if text.isdigit()]
    assert len(shown) > 30 and shown == sorted(shown)
    page.reload()
    expect(page.locator(".compare-finding")).to_contain_text("Whole area: A − B = ")
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(panels).to_have_count(3)
    # The menu has the comparison's files here.
    page.locator("#downloads summary").click()
    expect(page.locator('[data-file="/export/compare.csv"]')).to_be_visible()


def test_the_survey_by_keyboard_and_ear(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&page=compare&indicator=trust_police_favourable&level=district")
    page = screen.page
    page.locator('[data-kind="part"]').focus()
    page.keyboard.press("Enter")
    assert screen.query()["mode"] == "online"
    assert screen.query()["against"] == "part:face-to-face"
    expect(page.locator(".compare-table tbody tr")).not_to_have_count(0)
    first = page.locator('[data-panel="first"] svg')
    first.focus()
    before = page.locator(".pointed").text_content()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".pointed")).not_to_have_text(before or "")
    expect(page.locator(".pointed")).to_contain_text(": A\u00a0")
    page.keyboard.press("Enter")
    expect(page.locator(".detail h2")).to_be_visible()
    assert screen.query()["pin"]
    # Only what is distinguishable has a colour, and hidden figures are in no path.
    coloured = page.locator('[data-panel="difference"] path:is(.c0, .c1, .c3, .c4)')
    told = page.locator('.compare-table tr:not([data-code="MD"]) td:has-text("distinguishably")')
    assert coloured.count() == told.count()
    assert page.locator(".panel path.s[data-value]").count() == 0


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["1280", "390"])
def test_every_kind_fits_and_is_marked(open_screen: OpenScreen, window: dict[str, int]) -> None:
    found = []
    for lang in LANGUAGES:
        screen = open_screen(f"?lang={lang}&page=compare", viewport=window)
        for kind in ("", *KINDS):
            if kind:
                screen.page.locator(f'[data-kind="{kind}"]').click()
                expect(screen.page.locator(".compare-finding")).not_to_be_empty()
            screen.page.wait_for_timeout(200)
            found += [f"{lang} {kind}: {text}" for text in dict.fromkeys(screen.overflowing())]
        mark = screen.page.locator(".compare .table-watermark").text_content() or ""
        assert BANDS[lang].casefold() in mark.casefold()
    assert not found, "\n".join(found)
