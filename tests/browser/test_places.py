"""Down to the village: breadcrumb, zoom, circles of localities, and no survey below a district."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen
from tests.browser.screen import DESK, PHONE, Screen
from tests.browser.test_words import LANGUAGES

SOROCA = 68  # localities of the district


def counts(screen: Screen) -> list[int]:
    rows = screen.page.locator("#places [data-status-count]").all_inner_texts()
    return [int(re.sub(r"\D", "", text)) for text in rows]


def zoom(screen: Screen) -> float:
    transform = screen.page.locator("#map .zoomed").get_attribute("transform") or "scale(1)"
    return float(re.findall(r"scale\(([\d.]+)", transform)[0])


def places_asked(screen: Screen) -> int:
    return sum(url.endswith("/places.json") for url in screen.requests)


def test_localities_are_asked_for_when_somebody_zooms_in(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&pin=MD-SO")
    screen.wait_for_zoom()
    assert places_asked(screen) == 0
    assert screen.page.locator("#map .place").count() == 0
    trail = screen.page.locator("#trail button")
    expect(trail).to_have_text(["Moldova", re.compile("North"), "Soroca"])
    trail.last.click()
    expect(screen.page.locator("#map .place")).to_have_count(SOROCA)
    assert places_asked(screen) == 1
    assert screen.query()["focus"] == "MD-SO"
    assert zoom(screen) > 2
    assert counts(screen) == [2, 0, 66]
    assert screen.wrong() == []
    # The mark of invented figures is as large as before, so that it is in every part.
    mark = screen.page.locator("#map #watermark").get_attribute("patternTransform") or ""
    assert abs(float(re.findall(r"scale\(([\d.]+)", mark)[0]) * zoom(screen) - 1) < 0.01
    trail.first.click()
    expect(screen.page.locator("#map .place")).to_have_count(0)
    assert zoom(screen) == 1 and "focus" not in screen.query()
    screen.page.go_back()
    expect(screen.page.locator("#map .place")).to_have_count(SOROCA)
    assert places_asked(screen) == 1


def test_days_change_the_circles_at_once(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&focus=MD-SO")
    expect(screen.page.locator("#map .place.visited")).to_have_count(2)
    screen.page.locator('.day[data-day="3"]').click()
    assert screen.page.locator("#map .place.visited").count() == 0
    assert counts(screen) == [0, 0, SOROCA]
    screen.follow("focus=nord")
    expect(screen.page.locator("#map .place")).not_to_have_count(SOROCA)
    assert sum(counts(screen)) == screen.page.locator("#map .place").count() > 400
    # Florești's stop of the 11th was promised for the 10th.
    screen.follow("focus=MD-FL&from=2021-11-10&to=2021-11-10")
    expect(screen.page.locator("#map .place.planned")).to_have_count(1)


def test_a_locality_has_a_panel_and_the_survey_stops_above_it(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&indicator=trust_police_favourable&level=district&focus=MD-SO")
    expect(screen.page.locator("#places .places-stop")).to_be_visible()
    dot = screen.page.locator("#map .place.visited").first
    expect(dot).to_be_visible()
    dot.dispatch_event("click")
    heading = screen.page.locator(".detail h2")
    expect(heading).to_have_text(re.compile("Rublenița|Soroca"))
    query = screen.query()
    assert re.fullmatch(r"L\d{4}", query["focus"]) and query["pin"] == "MD-SO"
    panel = screen.page.locator(".detail")
    expect(panel).to_contain_text("Survey figures stop at the district")
    expect(panel.locator(".answers, .chart, .modes")).to_have_count(0)
    assert "%" not in panel.inner_text()
    screen.page.keyboard.press("Escape")
    assert screen.query()["focus"] == "MD-SO" and "pin" not in screen.query()
    screen.page.keyboard.press("Escape")
    assert "focus" not in screen.query()


def test_the_list_of_localities_is_the_way_by_keyboard(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&pin=MD-SO")
    way = screen.page.locator(".places-list a")
    expect(way).to_have_text("68 localities")
    way.focus()
    screen.page.keyboard.press("Enter")
    summary = screen.page.locator(".places-list summary")
    expect(summary).to_contain_text("68 localities")
    assert screen.query()["focus"] == "MD-SO"
    links = screen.page.locator(".places-list li a")
    expect(links).to_have_count(SOROCA)
    links.first.focus()
    name = links.first.inner_text()
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator(".detail h2")).to_have_text(name)
    here = screen.page.locator("#trail span[aria-current]")
    expect(here).to_have_text(name)
    expect(screen.page.locator("#map .place.here")).to_have_count(1)


def test_a_region_of_one_district_is_one_step(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&pin=MD-CU")
    expect(screen.page.locator("#trail > *")).to_have_text(["Moldova", "Chișinău"])


def test_circles_by_residents_where_the_census_gives_them(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&focus=nord")
    expect(screen.page.locator("#map .place").first).to_be_visible()
    button = screen.page.locator("#places-size")
    button.click()
    assert screen.query()["size"] == "residents"
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(screen.page.locator("#places .places-known")).to_contain_text("residents known")
    known = screen.page.locator("#map .place:not(.unknown)").count()
    unknown = screen.page.locator("#map .place.unknown").count()
    assert 5 <= known < 36 and unknown > 400
    radii = screen.page.evaluate(
        "[...document.querySelectorAll('#map .place')]"
        ".map((node) => [node.matches('.unknown'), Number(node.getAttribute('r'))])"
    )
    assert len({r for unknown, r in radii if unknown}) == 1
    assert len({r for unknown, r in radii if not unknown}) > 4
    expect(screen.page.locator("#map .circles")).to_be_hidden()


def test_a_link_to_a_locality_opens_it_and_junk_opens_the_map(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=ro&focus=L1393")
    expect(screen.page.locator("#map .place.here")).to_have_count(1)
    expect(screen.page.locator(".detail h2")).to_be_visible()
    junk = open_screen("?lang=ro&focus=L9999")
    expect(junk.page.locator("#map .place")).to_have_count(0)
    expect(junk.page.locator("#places")).to_be_hidden()
    assert junk.wrong() == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("window", [DESK, PHONE], ids=["1280", "390"])
def test_it_fits(open_screen: OpenScreen, lang: str, window: dict[str, int]) -> None:
    screen = open_screen(f"?lang={lang}&focus=L1393&pin=MD-SO&size=residents", viewport=window)
    expect(screen.page.locator("#map .place.here")).to_have_count(1)
    expect(screen.page.locator(".detail h2")).to_be_visible()
    found = [
        text
        for text in screen.overflowing()
        if "#map" not in text and "is cut by its drawing" not in text
    ]
    screen.follow("pin=MD-CU&focus=MD-CU")
    expect(screen.page.locator(".places-list li").first).to_be_visible()
    found += [text for text in screen.overflowing() if "is cut by its drawing" not in text]
    assert not found, "\n".join(found)
