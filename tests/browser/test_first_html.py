"""What anybody gets who runs no script: the map of the view, in the view's language."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import OpenScreen
from tests.browser.expected import Rows
from tests.browser.figures import find_wrong
from tests.browser.screen import DESK, SNAPSHOT, Screen
from tests.browser.server import Atlas

VIEWS = {
    "": ("ro", "district"),
    "?lang=en&indicator=contacts&from=2021-11-09&to=2021-11-10": ("en", "district"),
    "?lang=ru&indicator=trust_police_favourable&level=district": ("ru", "district"),
    "?lang=en&indicator=safe_night_balance&from=2021-11-12&to=2021-11-12": ("en", None),
}


@pytest.mark.parametrize("query", VIEWS)
def test_without_scripts_the_map_of_the_view_stands(
    chromium: Browser, atlas: Atlas, rows: Rows, query: str
) -> None:
    context = chromium.new_context(
        java_script_enabled=False, viewport=DESK, base_url=atlas.url, color_scheme="light"
    )
    page = context.new_page()
    page.goto("/" + query)
    state = page.evaluate(SNAPSHOT, None)
    fills = page.locator("#map .areas > *").evaluate_all(
        "(nodes) => nodes.map((node) => getComputedStyle(node).fill)"
    )
    context.close()
    lang, level = VIEWS[query]
    assert state["lang"] == lang
    assert level is None or state["level"] == [level]
    assert find_wrong(state, rows) == []
    assert len(set(fills)) > 1 or len(fills) == 1, "the map is of one colour"
    assert "rgb(0, 0, 0)" not in fills, "an area is drawn without its look"


def test_the_raw_answer_names_every_district(atlas: Atlas) -> None:
    html = atlas.get("/")
    drawing = html[html.index('id="map"') : html.index("</svg>")]
    codes = re.findall(r'data-district="(MD-[A-Z]{2})"', drawing)
    assert len(codes) == len(set(codes)) == 37
    assert len(re.findall(r"data-status=\"[a-z_]+\"", drawing)) == 37
    assert html.startswith("<!DOCTYPE html>")


def test_every_choice_of_indicator_is_in_the_page_from_the_start(atlas: Atlas) -> None:
    html = atlas.get("/")
    choices = re.findall(r"<[^>]*data-indicator=\"(\w+)\"[^>]*>", html)
    families = re.findall(r"data-indicator=\"\w+\" data-family=\"(\w+)\"", html)
    assert len(choices) == len(set(choices)) == len(families) > 30
    assert set(families) == {"reach", "opinion", "coverage"}
    assert html.count('role="slider"') == 2


def test_it_says_that_it_is_well(atlas: Atlas) -> None:
    said = json.loads(atlas.get("/healthz"))
    assert said["status"] == "ok"
    assert isinstance(said["data_version"], int)


def test_a_cold_start_is_watched_to_its_end(open_screen: OpenScreen) -> None:
    """Everything that a first visit asks for, until the network rests, is of this machine."""
    screen: Screen = open_screen()
    screen.wait_for_zoom()
    screen.page.wait_for_load_state("networkidle")
    hosts = {url.split("/")[2] for url in screen.requests if url.startswith("http")}
    assert hosts == {screen.atlas.url.removeprefix("http://")}
    assert len(screen.requests) > 10
