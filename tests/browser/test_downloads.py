"""The Download menu: files of the view that is shown, by mouse, keyboard and on a phone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from dashboard.exports import ARCHIVE, FILES
from tests.browser.conftest import OpenScreen
from tests.browser.screen import DESK, PHONE, Screen
from tests.browser.server import Atlas
from tests.browser.test_accessible import EVERYTHING, find

SMALL = {"width": 1024, "height": 768}
WORDS = {"ro": "Descarcă", "ru": "Скачать", "en": "Download"}


def keys_of(screen: Screen) -> set[str]:
    """The queries of all the menu's addresses; one is what is wanted."""
    links = screen.page.locator("#downloads a").all()
    return {urlsplit(str(link.get_attribute("href"))).query for link in links}


@pytest.mark.parametrize("window", [DESK, SMALL, PHONE], ids=["1280", "1024", "390"])
@pytest.mark.parametrize("lang", WORDS)
def test_the_menu_fits_and_has_every_file(
    open_screen: OpenScreen, lang: str, window: dict[str, int]
) -> None:
    screen = open_screen(f"?lang={lang}", viewport=window)
    menu = screen.page.locator("#downloads")
    header = screen.page.locator(".header")
    assert header.evaluate("(node) => node.scrollWidth <= node.clientWidth"), "it does not fit"
    for part in (".languages", "#theme", "#link", "#downloads summary"):
        shown = screen.page.locator(part)
        assert shown.evaluate("(node) => node.scrollWidth <= node.clientWidth + 1"), part
    expect(menu.get_by_label(WORDS[lang]).first).to_be_visible()
    menu.locator("summary").click()
    files = [str(link.get_attribute("data-file")) for link in menu.locator("a").all()]
    assert sorted(files) == sorted(
        ["/print", "/embedding", *(f"/export/{name}" for name in (*FILES, ARCHIVE))]
    )
    for link in menu.locator("a").all():
        # Files of a comparison are offered where there is one to take.
        if str(link.get_attribute("data-file")).startswith("/export/compare"):
            expect(link).to_be_hidden()
            continue
        link.scroll_into_view_if_needed()
        box = link.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= window["width"]
        assert box["height"] >= (44 if window is PHONE else 24)
    assert screen.overflowing() == []


def test_addresses_follow_the_view(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en")
    assert keys_of(screen) == {"lang=en"}
    screen.choose("contacts")
    screen.click_unit("MD-SO")
    (query,) = keys_of(screen)
    assert {key: values[-1] for key, values in parse_qs(query).items()} == screen.query()
    screen.page.locator("#reset").click()
    (query,) = keys_of(screen)
    assert "indicator" not in query


def test_a_file_is_saved_under_a_name_that_says_what_and_when(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&indicator=contacts&from=2021-11-09&to=2021-11-10")
    screen.page.locator("#downloads summary").click()
    with screen.page.expect_download() as waited:
        screen.page.locator('[data-file="/export/districts.geojson"]').click()
    saved = waited.value
    assert saved.suggested_filename == (
        "Contacts, total, areas, 9–10 November 2021, illustrative data.geojson"
    )
    document = json.loads(Path(str(saved.path())).read_text("utf-8"))
    shown = screen.page.locator("#map .areas [data-district]").all()
    assert {f["id"] for f in document["features"]} == {
        str(area.get_attribute("data-district")) for area in shown
    }
    expect(screen.page.locator("#downloads")).not_to_have_attribute("open", "")


def test_the_menu_is_worked_by_keyboard(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&pin=MD-SO")
    menu = screen.page.locator("#downloads")
    menu.locator("summary").focus()
    screen.page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    screen.page.keyboard.press("Tab")
    assert screen.page.evaluate("document.activeElement.dataset.file") == "/print"
    screen.page.keyboard.press("Tab")
    assert screen.page.evaluate("document.activeElement.dataset.file").startswith("/export/")
    screen.page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    assert screen.query()["pin"] == "MD-SO", "Escape closes one thing at a time"
    assert screen.page.evaluate("document.activeElement.tagName") == "SUMMARY"
    menu.locator("summary").click()
    screen.page.locator(".state").click(position={"x": 300, "y": 40})
    expect(menu).not_to_have_attribute("open", "")


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["1280", "390"])
def test_axe_finds_nothing_in_the_open_menu(
    chromium: Browser, atlas: Atlas, window: dict[str, int]
) -> None:
    context = chromium.new_context(viewport=window, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{atlas.url}/?lang=en")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.locator("#downloads summary").click()
    assert find(page, "downloads", EVERYTHING) == []
    context.close()


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["1280", "390"])
def test_the_snapshot_works_from_a_stick(
    chromium: Browser, atlas: Atlas, tmp_path: Path, window: dict[str, int]
) -> None:
    """Opened as a file, with the network off: languages change, nothing is asked or complained."""
    path = tmp_path / "snapshot.html"
    query = "?lang=ru&indicator=trust_police_favourable&level=district&pin=MD-SO"
    path.write_text(atlas.get(f"/export/snapshot.html{query}"), "utf-8")
    context = chromium.new_context(viewport=window, offline=True)  # type: ignore[arg-type]
    page = context.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("request", lambda request: heard.append(request.url))
    page.goto(path.as_uri())
    visible = page.locator("article:visible")
    expect(visible).to_have_attribute("lang", "ru")
    page.locator("#pick-ru").focus()
    page.keyboard.press("ArrowRight")
    expect(visible).to_have_count(1)
    for lang in ("ro", "en"):
        page.locator(f"label[for=pick-{lang}]").click()
        expect(visible).to_have_attribute("lang", lang)
        assert visible.locator(".areas path").count() == 37
        area = visible.locator('[data-district="MD-SO"]')
        assert re.search(r"n.=", area.locator("title").text_content() or "")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= window["width"], f"{lang}: {wide}"
    font = page.evaluate("document.fonts.check('700 20px \"Atlas Sans\"', 'ș Ж')")
    assert font
    fill = visible.locator('[data-status="suppressed"]').first.evaluate(
        "(node) => getComputedStyle(node).fill"
    )
    assert "#hidden" in fill
    assert [each for each in heard if not each.startswith(("file:", "data:"))] == []
    context.close()


def test_axe_finds_nothing_in_the_snapshot(chromium: Browser, atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "snapshot.html"
    path.write_text(atlas.get("/export/snapshot.html?lang=en"), "utf-8")
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(path.as_uri())
    assert find(page, "snapshot", EVERYTHING) == []
    context.close()
