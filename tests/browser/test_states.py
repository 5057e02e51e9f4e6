"""Waiting, doing without the server, and links that are not understood: each says what to do."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen


def test_the_map_goes_on_without_the_server(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en")
    page, problem = screen.page, screen.page.locator("#problem")
    screen.wait_for_zoom()
    screen.context.set_offline(True)
    expect(problem).to_contain_text("The server does not answer. The map, days and indicators go")
    before = screen.state()["areas"]
    screen.choose("contacts")
    page.locator('.day[data-day="2"]').click()
    assert screen.state()["areas"] != before
    assert screen.wrong() == []
    screen.click_unit("MD-SO")
    expect(page.locator("body.waiting")).to_be_attached()  # the panel is still owed
    problem.locator("button").click()
    expect(problem).to_be_visible()
    address = screen.address()
    screen.context.set_offline(False)
    expect(problem).to_be_hidden()
    expect(page.locator(".detail h2")).to_contain_text("Soroca")
    expect(page.locator("body.waiting")).to_have_count(0)
    assert screen.address() == address
    # A server that refuses: what was asked for is said to be missing, and may be asked again.
    page.route("**/parts.json", lambda route: route.abort())
    page.locator('[data-goto="opinion"]').click()
    page.locator("#part").select_option("sex:female")
    expect(problem).to_be_visible()
    page.unroute("**/parts.json")
    problem.locator("button").click()
    expect(problem).to_be_hidden()
    expect(page.locator("#sentence")).to_contain_text("women")
    screen.faults.clear()  # of the line that was cut


def test_a_link_that_is_partly_understood_says_so(open_screen: OpenScreen) -> None:
    screen = open_screen(None)
    toast = screen.page.locator("#toast")
    for query, said in (
        ("?lang=en&indicator=contacts&district=MD-XX", True),
        ("?lang=en&from=2019-01-01&to=2019-01-02", True),
        ("?lang=en&page=cellar", True),
        ("?lang=en&utm_source=mail&mode=all&page=map&indicator=reach_rate", False),
        ("?lang=en&district=MD-SO,MD-ED&class=f,2&pin=nord&from=2021-11-09", False),
    ):
        screen.open(query)
        if said:
            expect(toast).to_have_text("Part of this link is not known here; the rest is shown.")
        else:
            expect(toast).to_be_hidden()
        assert screen.wrong() == []
