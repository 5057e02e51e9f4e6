"""Files on their way: progress, the line, cancelling, failure; without a script too."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from dashboard.exports import FILES, HOW_MANY, TICKET
from geodata.i18n import translators
from tests.browser.conftest import OpenScreen
from tests.browser.screen import DESK, PHONE
from tests.browser.server import Atlas
from tests.browser.test_accessible import COLOURS, EVERYTHING, find

T = translators()["en"]
SLIDES, EVERYTHING_ZIP = "/export/slides.pptx", "/export/everything.zip"


def choose(page: Page, file: str) -> Locator:
    """Choose a file of the menu by keyboard; gives the row that says how it goes."""
    menu = page.locator("#downloads")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#saving", state="attached")  # its script has come
    menu.locator(f'[data-file="{file}"]').focus()
    page.keyboard.press("Enter")
    return page.locator(f'#saving li[data-saving="{file}"]')


def test_a_file_says_how_it_goes_waits_in_line_and_is_saved(open_screen: OpenScreen) -> None:
    screen = open_screen(None)
    page = screen.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    screen.open("?lang=en&indicator=contacts")
    assert not [url for url in asked if "saving" in url], "it is no part of the first load"
    tickets: list[str | None] = []

    def answer(route: Route) -> None:
        tickets.append(route.request.header_value(TICKET))
        if len(tickets) < 3:
            place = json.dumps({"error": T.text("file.place", place=3 - len(tickets))})
            route.fulfill(
                status=503,
                headers={"Retry-After": "1"},
                body=place,
                content_type="application/json",
            )
        else:
            route.continue_()

    page.route(f"**{SLIDES}*", answer)
    spoken = page.locator("#saving [role=status]")
    with page.expect_download() as waited:
        row = choose(page, SLIDES)
        expect(row.locator("p")).to_have_text(T.text("file.place", place=2))
        expect(spoken).to_contain_text(T.text("file.place", place=2))
        expect(row).to_have_attribute("data-state", "waiting")
        expect(row.locator("p")).to_have_text(T.text("file.place", place=1))
    saved = waited.value
    assert saved.suggested_filename == (
        "Contacts, total, slides, 8–14 November 2021, illustrative data.pptx"
    )
    assert Path(str(saved.path())).read_bytes()[:2] == b"PK"
    expect(row.locator("p")).to_have_text(T.text("saving.saved"))
    expect(spoken).to_contain_text(T.text("saving.saved"))
    assert len(set(tickets)) == 1 and tickets[0], "the place is kept by the ticket"
    expect(page.locator("#downloads")).not_to_have_attribute("open", "")
    row.get_by_role("button", name=T.text("nav.close")).click()
    expect(page.locator("#saving")).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    screen.faults.clear()  # the browser itself complains of every 503


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["1280", "390"])
def test_it_is_cancelled_fails_in_words_and_is_tried_again(
    open_screen: OpenScreen, window: dict[str, int]
) -> None:
    screen = open_screen("?lang=en", viewport=window)
    page = screen.page
    left: list[str | None] = []
    page.on(
        "request",
        lambda request: (
            left.append(request.headers.get(TICKET.lower()))
            if request.url.endswith("/export/leave")
            else None
        ),
    )
    page.route(f"**{SLIDES}*", lambda _route: None)  # it never comes
    row = choose(page, SLIDES)
    expect(row).to_have_attribute("data-state", "making")
    expect(row.get_by_role("progressbar")).to_be_visible()
    assert screen.overflowing() == []
    box = page.locator("#saving").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= window["width"]
    page.keyboard.press("Tab")  # from the menu to the file on its way
    assert page.evaluate("document.activeElement.textContent") == T.text("saving.cancel")
    page.keyboard.press("Enter")
    expect(row.locator("p")).to_have_text(T.text("saving.cancelled"))
    page.wait_for_timeout(100)
    assert len(left) == 1 and left[0]
    assert page.evaluate("document.activeElement.textContent") == T.text("nav.close")
    page.keyboard.press("Enter")
    page.unroute(f"**{SLIDES}*")
    page.route(f"**{SLIDES}*", lambda route: route.abort())
    row = choose(page, SLIDES)
    expect(row.locator("p")).to_have_text(T.text("saving.broken"))
    page.unroute(f"**{SLIDES}*")
    said = "The template has no slide."
    page.route(
        f"**{SLIDES}*",
        lambda route: route.fulfill(
            status=503, body=json.dumps({"error": said}), content_type="application/json"
        ),
    )
    row.get_by_role("button", name=T.text("saving.again")).click()
    expect(row.locator("p")).to_have_text(said)
    page.unroute(f"**{SLIDES}*")
    with page.expect_download():
        row.get_by_role("button", name=T.text("saving.again")).click()
    screen.faults.clear()  # what was refused and broken off on purpose


def test_everything_comes_as_one_with_its_progress(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&indicator=trust_police_favourable")
    page = screen.page
    page.evaluate(
        """() => {
            window.seen = [];
            new MutationObserver(() => {
                for (const bar of document.querySelectorAll("#saving progress"))
                    if (bar.hasAttribute("value")) seen.push(bar.value);
            }).observe(document.body, {subtree: true, childList: true, attributes: true});
        }"""
    )
    with page.expect_response(f"**{EVERYTHING_ZIP}*") as heard, page.expect_download() as waited:
        choose(page, EVERYTHING_ZIP)
    files = int(heard.value.headers[HOW_MANY.lower()])
    assert files == len(FILES) + 1
    seen = [round(each * files) for each in page.evaluate("window.seen")]
    steps = sorted(set(seen))
    assert len(steps) > 3 and steps[-1] == files and seen == sorted(seen)
    with zipfile.ZipFile(str(waited.value.path())) as archive:
        assert len(archive.namelist()) == files and archive.testzip() is None


def test_axe_finds_nothing_in_it(chromium: Browser, atlas: Atlas) -> None:
    context = chromium.new_context(viewport=DESK, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{atlas.url}/?lang=en")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.route(f"**{SLIDES}*", lambda route: route.abort())
    page.route("**/export/map.png*", lambda _route: None)
    for file in (SLIDES, "/export/map.png"):
        choose(page, file)
    expect(page.locator("#saving li")).to_have_count(2)
    wrong = find(page, "saving", EVERYTHING)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_timeout(150)
    assert [*wrong, *find(page, "saving dark", COLOURS)] == []
    context.close()


def test_without_a_script_the_links_give_the_files(chromium: Browser, atlas: Atlas) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{atlas.url}/?lang=en")
    page.locator("#downloads summary").click()
    with page.expect_download() as waited:
        page.locator(f'[data-file="{SLIDES}"]').click()
    assert waited.value.suggested_filename.endswith(".pptx")
    context.close()
