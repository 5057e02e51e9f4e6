"""Three groups on the page: counted in the legend, in tooltip and table, gone where none apply."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen

SHARE = "trust_police_favourable"


def test_groups_are_counted_and_the_finding_is_said(open_screen: OpenScreen) -> None:
    screen = open_screen(f"?lang=en&indicator={SHARE}&level=district")
    page = screen.page
    groups = page.locator("#groups")
    expect(groups).to_be_visible()
    counts = [int(node.inner_text()) for node in groups.locator("[data-group-count]").all()]
    ok = sum(area["status"] == "ok" for area in screen.state()["areas"])
    assert sum(counts) == ok > 0
    above, alike, below = counts
    assert page.locator(".group-mark").count() == above + below
    if above + below < alike:
        expect(groups.locator(".group-finding")).to_contain_text("distinguishable")


def test_groups_go_where_districts_are_not_compared(open_screen: OpenScreen) -> None:
    screen = open_screen(f"?lang=en&indicator={SHARE}&level=district")
    groups = screen.page.locator("#groups")
    for change in ("[data-indicator=trust_police_balance]", "[data-indicator=contacts]"):
        screen.page.locator(change).click()
        expect(groups).to_be_hidden()
    screen.page.locator(f"[data-indicator={SHARE}]").click()
    expect(groups).to_be_visible()
    screen.page.locator("#days .day").first.click()
    expect(groups).to_be_hidden()


def test_tooltip_detail_and_table_name_the_group(open_screen: OpenScreen) -> None:
    screen = open_screen(f"?lang=en&indicator={SHARE}&level=district")
    page = screen.page
    code = next(a["code"] for a in screen.state()["areas"] if a["status"] == "ok")
    page.mouse.move(*screen.point(code))
    expect(page.locator("#tooltip em")).to_contain_text("not distinguishable")
    page.mouse.click(*screen.point(code))
    expect(page.locator("#detail")).to_contain_text("Not distinguishable from the rest")
    page.locator(".pages button[data-page=table]").click()
    row = page.locator(f"#twin tr[data-row={code}]")
    expect(row).to_contain_text("not distinguishable")
    few = page.locator("#twin tr[data-state=few]").first
    expect(few).not_to_contain_text("distinguishable")
