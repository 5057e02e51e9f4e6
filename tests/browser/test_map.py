"""The map: hover, pin, zoom, the legend as a filter."""

from __future__ import annotations

import re
from decimal import Decimal

from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen
from tests.browser.figures import read_number
from tests.browser.screen import Screen

DISTRICT = "MD-SO"
NAMES = {"ro": "Soroca", "ru": "Сорок", "en": "Soroca"}


def test_there_is_one_element_for_each_district(screen: Screen) -> None:
    state = screen.state()
    codes = {area["code"] for area in state["areas"]}
    assert state["districts"] == len(codes) == 37
    assert state["regions"] == 0
    assert screen.wrong() == []


def test_hover_shows_a_tooltip_with_the_figure(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&indicator=contacts")
    tooltip = screen.page.locator("#tooltip")
    expect(tooltip).to_be_hidden()
    area = next(a for a in screen.state()["areas"] if a["code"] == DISTRICT)
    screen.page.mouse.move(*screen.point(DISTRICT))
    expect(tooltip).to_be_visible()
    expect(tooltip.locator("strong")).to_contain_text("Soroca")
    value = read_number(tooltip.locator("span").inner_text(), "en")
    assert value == Decimal(area["value"])
    expect(tooltip.locator("span")).to_contain_text(f"n\u00a0=\u00a0{area['n']}")
    box, window = tooltip.bounding_box(), screen.page.viewport_size
    assert box and window
    assert box["x"] >= 0 and box["x"] + box["width"] <= window["width"]
    screen.page.mouse.move(640, 20)
    expect(tooltip).to_be_hidden()


def test_a_tooltip_at_every_edge_stays_in_the_window(screen: Screen) -> None:
    for code in ("MD-BR", "MD-OC", "MD-CA", "MD-CU", "MD-ST", "MD-UN"):
        screen.page.mouse.move(*screen.point(code))
        box = screen.page.locator("#tooltip").bounding_box()
        assert box, code
        assert box["x"] >= 0 and box["y"] >= 0, code
        assert box["x"] + box["width"] <= 1280 and box["y"] + box["height"] <= 800, code


def test_click_pins_and_escape_lets_go(screen: Screen) -> None:
    detail = screen.page.locator(".detail")
    screen.click_unit(DISTRICT)
    assert screen.query() == {"pin": DISTRICT}
    expect(detail.locator("h2")).to_contain_text("Soroca")
    expect(screen.page.locator(".pin-label")).to_contain_text("Soroca")
    assert screen.page.locator(".pin-mark").get_attribute("d")
    assert screen.wrong() == []
    screen.page.keyboard.press("Escape")
    assert screen.query() == {}
    expect(detail.locator("h2")).to_have_count(0)
    assert not screen.page.locator(".pin-mark").get_attribute("d")


def test_a_click_on_the_pinned_lets_go_and_on_another_moves(screen: Screen) -> None:
    screen.click_unit(DISTRICT)
    screen.click_unit("MD-OR")
    assert screen.query() == {"pin": "MD-OR"}
    expect(screen.page.locator(".detail h2")).to_contain_text("Orhei")
    screen.click_unit("MD-OR")
    assert screen.query() == {}


def test_the_detail_closes_by_its_button(screen: Screen) -> None:
    screen.click_unit(DISTRICT)
    screen.page.locator("[data-unpin]").click()
    assert screen.query() == {}
    expect(screen.page.locator(".detail h2")).to_have_count(0)


def test_the_detail_says_what_the_map_says(open_screen: OpenScreen) -> None:
    for indicator in ("contacts", "trust_police_favourable", "fair_balance"):
        screen = open_screen(f"?lang=en&indicator={indicator}&pin=MD-ED&level=district")
        area = next(a for a in screen.state()["areas"] if a["code"] == "MD-ED")
        assert area["value"], "the district under test is hidden"
        figure = screen.page.locator(".detail .detail-part.first")
        expect(figure).to_be_visible()
        value = read_number(figure.locator(".hero-value").inner_text(), "en")
        assert value == Decimal(area["value"])
        expect(figure).to_contain_text(f"{int(area['n']):,}")


def test_the_detail_follows_days_and_indicator(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&indicator=contacts&pin=MD-ED")
    value = screen.page.locator(".detail .detail-part.first .hero-value")
    whole = screen.rows.figures("contacts", (0, 6), "all", "district")["MD-ED"].numerator
    one = screen.rows.figures("contacts", (0, 0), "all", "district")["MD-ED"].numerator
    expect(value).to_have_text(f"{whole:,}")
    screen.page.locator('.day[data-day="0"]').click()
    expect(value).to_have_text(f"{one:,}")
    assert screen.query()["pin"] == "MD-ED"


def test_every_kind_of_unit_can_be_pinned_in_every_kind_of_view(open_screen: OpenScreen) -> None:
    """A region pinned while districts are shown, a district while regions are, and so on."""
    screen = open_screen("?lang=en")
    wrong = []
    for pin in ("MD-SO", "MD-BD", "MD-SN", "nord", "chisinau"):
        for view in (
            "indicator=contacts",
            "indicator=trust_police_favourable",
            "indicator=trust_police_favourable&level=region",
            "indicator=trust_police_favourable&level=country",
            "indicator=fair_balance&from=2021-11-10&to=2021-11-10",
            "indicator=fair_balance&mode=online&from=2021-11-10&to=2021-11-10",
        ):
            keys = f"{view}&pin={pin}"
            with screen.page.expect_response("**/_dash-update-component*") as answer:
                screen.follow(keys)
            if not answer.value.ok:
                wrong.append(f"{keys}: {answer.value.status}")
            wrong += [f"{keys}: {text}" for text in screen.wrong()]
    assert not wrong, "\n".join(wrong)


def test_zoom_in_out_and_home(screen: Screen) -> None:
    screen.wait_for_zoom()
    zoomed = screen.page.locator("#map .zoomed")

    def width() -> float:
        return float(
            screen.page.evaluate(
                "document.querySelector('#map .areas').getBoundingClientRect().width"
            )
        )

    at_home = width()
    screen.page.locator("#zoom-in").click()
    assert width() > at_home * 1.3
    nearer = width()
    screen.page.locator("#zoom-in").click()
    assert width() > nearer
    screen.page.locator("#zoom-out").click()
    assert abs(width() - nearer) < 2
    screen.page.locator("#zoom-home").click()
    assert abs(width() - at_home) < 1
    screen.page.locator("#zoom-out").click()
    assert abs(width() - at_home) < 1, "the country is the farthest view"
    assert zoomed.get_attribute("transform") is not None
    assert screen.wrong() == []


def test_the_zoom_stays_while_days_and_indicators_change(screen: Screen) -> None:
    screen.wait_for_zoom()
    screen.page.locator("#zoom-in").click()
    zoomed = screen.page.locator("#map .zoomed")
    before = zoomed.get_attribute("transform")
    screen.page.locator('.day[data-day="2"]').click()
    screen.choose("trust_police_favourable")
    screen.choose("leaflets")
    assert zoomed.get_attribute("transform") == before


def test_the_wheel_zooms_and_a_drag_moves_the_map(screen: Screen) -> None:
    screen.wait_for_zoom()
    x, y = screen.point("MD-OR")
    screen.page.mouse.move(x, y)
    screen.page.mouse.wheel(0, -300)
    zoomed = screen.page.locator("#map .zoomed")
    expect(zoomed).to_have_attribute("transform", re.compile("scale"))
    before = zoomed.get_attribute("transform")
    screen.page.mouse.down()
    screen.page.mouse.move(x - 60, y - 20, steps=4)
    screen.page.mouse.up()
    assert zoomed.get_attribute("transform") != before
    assert screen.query() == {}, "moving the map pins nothing"


def test_the_legend_filters_and_counts(screen: Screen) -> None:
    state = screen.state()
    for row in state["legend"]:
        inside = [a for a in state["areas"] if row["row"] in row_of(a["look"])]
        assert row["count"] == len(inside), row
    shown = [row for row in state["legend"] if row["shown"]]
    assert sum(row["count"] for row in shown) == 37
    for row in shown:
        if not row["count"]:
            continue
        button = screen.page.locator(f'#legend [data-class="{row["row"]}"]')
        button.click()
        assert screen.query() == {"class": row["row"]}
        expect(button).to_have_attribute("aria-pressed", "true")
        looks = [area["look"].split() for area in screen.state()["areas"]]
        assert sum("off" not in look for look in looks) == row["count"]
        assert screen.wrong() == []
        button.click()
        assert screen.query() == {}


def row_of(look: str) -> set[str]:
    """Legend rows that a look may belong to: its class where it is ok, else its status."""
    parts = look.split()
    if "o" in parts:
        return {part[1:] if part[1:].isdigit() else part for part in parts} - {"o", "area"}
    return {part for part in parts if part in "fsnax"}


def test_two_legend_rows_add_up(open_screen: OpenScreen) -> None:
    screen = open_screen("?indicator=trust_police_favourable&level=district")
    for row in ("f", "s"):
        screen.page.locator(f'#legend [data-class="{row}"]').click()
    assert set(screen.query()["class"].split(",")) == {"f", "s"}
    lit = {a["status"] for a in screen.state()["areas"] if "off" not in a["look"].split()}
    assert lit == {"few", "suppressed"}


def test_an_empty_filter_says_so_and_offers_the_way_out(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&indicator=contacts&class=a")
    card = screen.page.locator("#empty")
    expect(card).to_be_visible()
    expect(card).to_contain_text("not asked")
    card.locator("button").click()
    assert screen.query().get("class") is None
    expect(card).to_be_hidden()


def test_circles_are_the_visits_of_the_days(screen: Screen) -> None:
    def shown() -> int:
        circles = screen.state()["circles"].values()
        return sum("hidden" not in look.split() for look in circles)

    rows = screen.rows.visits
    took_place = rows[rows["status"].isin(["done", "moved"])]
    assert shown() == len(took_place)
    screen.page.locator('.day[data-day="3"]').click()
    assert shown() == (took_place["visit_date"].dt.date == screen.rows.days[3]).sum()
    screen.choose("trust_police_favourable")
    assert shown() == 0


def test_counts_are_circles_whose_area_is_in_proportion(open_screen: OpenScreen) -> None:
    screen = open_screen("?indicator=contacts")
    figures = screen.rows.figures("contacts", (0, 6), "all", "district")
    wanted = {code for code, figure in figures.items() if figure.numerator and figure.in_scope}
    circles = screen.page.locator("#map circle:not([data-visit])").evaluate_all(
        "(nodes) => nodes.map((node) => [node.dataset.in, Number(node.getAttribute('r'))])"
    )
    radius = {code: size for code, size in circles if size > 0}
    assert set(radius) == wanted
    largest = max(wanted, key=lambda code: figures[code].numerator)
    for code in wanted:
        share = figures[code].numerator / figures[largest].numerator
        assert abs(radius[code] / radius[largest] - share**0.5) < 0.01, code
    screen.choose("trust_police_favourable")
    assert screen.state()["symbols"] == []
