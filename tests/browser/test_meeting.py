"""A meeting by keys alone, on the whole screen, with the line cut once it has begun."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenScreen
from tests.browser.screen import AFTER_PICTURE, PHONE

HEIGHT = "node => node.getBoundingClientRect().height"
CALM: dict[str, Any] = {"reduced_motion": "reduce"}


def begin(page: Page) -> None:
    page.locator("#present").click()
    page.wait_for_selector("html[data-meeting=ready]", state="attached")


def headline(page: Page) -> str:
    return page.locator("#meeting-headline").text_content() or ""


def search(page: Page) -> str:
    query = urlsplit(page.evaluate(AFTER_PICTURE, "location.href")).query
    return f"?{query}" if query else ""


def days(page: Page) -> tuple[str, ...]:
    query = parse_qs(search(page).lstrip("?"))
    return tuple(query.get(key, [""])[0] for key in ("from", "to"))


def test_a_meeting_goes_on_without_the_line(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&district=MD-SO", **CALM)
    page = screen.page
    label = page.locator("#map .labels text").first
    small = label.evaluate(HEIGHT)
    told = page.evaluate("fetch('/meeting.json?lang=en').then((answer) => answer.json())")
    steps = told["steps"]
    begin(page)
    assert page.evaluate("Boolean(document.fullscreenElement)")
    assert headline(page) == steps[0]["headline"]
    for hidden in (".header", ".rail", ".footer .plain", "#chips"):
        expect(page.locator(hidden).first).to_be_hidden()
    for shown in (".band", ".disclaimer", "#legend", "#days", "#sentence"):
        expect(page.locator(shown).first).to_be_visible()
    assert label.evaluate(HEIGHT) > 1.4 * small
    assert screen.overflowing() == []
    expect(page.locator(".meeting-bar")).to_have_css("opacity", "0")

    # The presenter's window knows each step, and its clicker works too.
    with page.expect_popup() as opening:
        page.locator("[data-deed=presenter]").focus()
        page.keyboard.press("Enter")
    presenter = opening.value
    expect(presenter.locator("#presenter-headline")).to_have_text(steps[0]["headline"])
    expect(presenter.locator("#presenter-next")).to_have_text(steps[1]["headline"])
    expect(presenter.locator("#presenter-notes")).to_contain_text(steps[0]["notes"].splitlines()[0])

    screen.context.set_offline(True)
    asked = len(screen.requests)
    # Space plays the days of this step; where motion is unwelcome it does not begin by itself.
    assert days(page) == ("", "")
    page.locator("#meeting-headline").focus()
    page.keyboard.press("Space")
    expect(page.locator("#sentence")).to_contain_text("Monday 8 November")
    assert days(page) == ("2021-11-08", "2021-11-08")
    expect(page.locator("#sentence")).to_contain_text("Tuesday 9 November")
    page.keyboard.press("Space")
    stopped = days(page)
    presenter.keyboard.press("PageDown")
    expect(page.locator("#meeting-headline")).to_have_text(steps[1]["headline"])
    expect(presenter.locator("#presenter-headline")).to_have_text(steps[1]["headline"])
    assert stopped[0] == stopped[1] != ""
    areas = page.locator("#map .areas [data-value]")
    for step in steps[2:]:
        page.keyboard.press("ArrowRight")
        expect(page.locator("#meeting-headline")).to_have_text(step["headline"])
        assert search(page) == step["query"]
        expect(page.locator("#sentence [data-part=middle]")).to_have_text(step["spoken"][1])
        if "page=" not in step["query"]:
            assert areas.count() > 0
    expect(page.locator(".page.still")).to_be_visible()  # a page of the server's, kept
    expect(page.locator(".page.still")).to_contain_text("What next")

    page.keyboard.press("b")
    expect(page.locator(".meeting-black")).to_be_visible()
    expect(presenter.locator("#presenter-black")).to_be_visible()
    page.keyboard.press("PageUp")
    expect(page.locator(".meeting-black")).to_be_hidden()
    assert headline(page) == steps[-2]["headline"]

    # A question is parked with the view it came from, and listed at the end.
    page.keyboard.press("p")
    page.keyboard.type("=Why so few?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.press("PageDown")
    question = page.locator(".parked li")
    expect(question.locator("strong")).to_have_text("=Why so few?")
    expect(question.locator("a")).to_have_text(steps[-2]["headline"])
    view = question.locator("a").get_attribute("href")
    assert view == f"{screen.atlas.url}/{steps[-2]['query']}"
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save the list").click()
    table = saving.value.path().read_text("utf-8")
    assert '"\'=Why so few?"' in table and steps[-2]["headline"] in table
    # Its findings are those of its view.
    page.keyboard.press("Home")
    page.locator("[data-deed=findings]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".sentences strong")).to_have_text(
        [each["text"] for each in steps[0]["findings"]]
    )
    page.keyboard.press("Escape")
    page.keyboard.press("End")
    page.keyboard.press("PageDown")
    # Icons come from the browser's own store; nothing was asked of the server.
    assert not [
        url for url in screen.requests[asked:] if "/assets/" not in url and "blob" not in url
    ]

    page.locator("[data-deed=share]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".share-room")).to_contain_text("PUBLIC_URL")
    page.locator("dialog[open] [data-close]").click()
    screen.context.set_offline(False)
    page.locator(".meeting-end h2").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#meeting")).to_have_count(0)
    expect(page.locator(".header")).to_be_visible()
    assert screen.query()["district"] == "MD-SO"
    assert page.evaluate("document.activeElement.id") == "present"
    assert screen.wrong() == []


def test_a_phone_holds_a_meeting_too(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=ro#meeting", viewport=PHONE, has_touch=True, **CALM)
    page = screen.page
    page.wait_for_selector("html[data-meeting=ready]", state="attached")
    page.keyboard.press("ArrowRight")
    assert "9 noiembrie" in headline(page)
    assert screen.overflowing() == []


def test_a_small_projector_has_names_on_the_map_with_the_days_below(
    open_screen: OpenScreen,
) -> None:
    """Letters are larger than beside a desk all the same: for their share of the picture."""
    screen = open_screen(None, viewport={"width": 1024, "height": 768})
    page = screen.page
    page.goto("/?lang=ru#meeting", wait_until="commit")
    page.wait_for_selector("html[data-meeting=ready]", state="attached")
    expect(page.locator("#days")).to_be_visible()
    assert page.locator("#map .labels text").count() >= 3
    headline = page.locator("#meeting-headline").bounding_box()
    assert headline and headline["height"] >= 768 * 30 / 1080
    for row in page.locator("#legend [data-class]:visible").all():
        box, room = row.bounding_box(), page.locator("#legend").bounding_box()
        assert box and room and box["y"] + box["height"] <= room["y"] + room["height"] + 1
