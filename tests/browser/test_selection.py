"""One selection everywhere: six surfaces show and change it, and nothing but Reset loses it.

The surfaces are the map, the strip of days, charts, the table, the panel and the search. What is
selected: a pinned unit, days, districts, classes, a part, a level. Few page loads, many looks.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from dashboard.state import PAGES
from tests.browser.conftest import OpenScreen
from tests.browser.screen import Screen

SOROCA, EDINET, CAHUL = "MD-SO", "MD-ED", "MD-CA"
# What the address has of the selection beside the indicator and the page.
SELECTED = "district=MD-ED,MD-SO&from=2021-11-09&to=2021-11-12&pin=MD-SO"
OUTLINE = """(code) => {
  const { districts, regions } = window.atlas.data.scene;
  const drawn = document.querySelector(".pin-mark").getAttribute("d");
  return drawn === (districts[code] ?? regions[code]);
}"""


def turn(page: Page, key: str) -> None:
    """Go to a page as a reader does: by its tab or by the menu."""
    tab = page.locator(f".views .pages button[data-page={key}]")
    if not tab.is_visible():
        page.locator("#more-pages summary").click()
        tab = page.locator(f"#more-pages button[data-page={key}]")
    tab.click()
    expect(page.locator("body")).to_have_attribute("data-page", key)


def visit_days(screen: Screen, code: str) -> list[int]:
    """Visits to a district on each day of the campaign, from the stored rows."""
    visits = screen.rows.visits
    done = visits[visits["status"].isin(["done", "moved"]) & (visits["district_code"] == code)]
    return [int((done["visit_date"] == day.isoformat()).sum()) for day in screen.rows.days]


def shows(screen: Screen, code: str, name: str) -> None:
    """Every surface shows that this district is pinned, and which days are looked at."""
    page, (first, last) = screen.page, screen.days()
    assert screen.query()["pin"] == code
    expect(page.locator(".detail h2")).to_contain_text(name)
    assert page.evaluate(OUTLINE, code), "the map does not outline it"
    expect(page.locator("#map .pin-label")).to_contain_text(name)
    visits = visit_days(screen, code)
    here = page.locator(".day").evaluate_all("all => all.map(d => d.classList.contains('here'))")
    assert here == [count > 0 for count in visits], "the strip marks other days"
    expect(page.locator(".strip-here")).to_contain_text(name)
    inside = page.locator(".day").evaluate_all(
        "all => all.map(d => d.classList.contains('inside'))"
    )
    assert inside == [first <= day <= last for day in range(len(visits))]
    shown = [count if first <= day <= last else 0 for day, count in enumerate(visits)]
    if any(shown):
        chart = page.locator(".detail .chart-days")
        expect(chart.locator(".barlayer .point")).not_to_have_count(0)
        assert chart.evaluate("node => [...node.data[0].y]") == shown, "the chart has other days"
    search = page.locator("#search")
    search.fill(name)
    chosen = page.locator('#search-list [aria-current="true"]')
    expect(chosen.first).to_contain_text(name)
    search.press("Escape")


def click_day(chart: Any, day: int, days: int) -> None:
    """Click on the column of a day in a chart, where its bar is or would be."""
    chart.scroll_into_view_if_needed()
    area = chart.locator(".nsewdrag").last
    area.wait_for()
    box = area.bounding_box()
    assert box
    at = {"x": box["width"] * (day + 0.5) / days, "y": box["height"] - 4}
    area.hover(position=at)
    area.click(position=at)


def test_six_surfaces_show_and_change_one_selection(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en")
    page = screen.page
    # The map, by a click.
    screen.click_unit(SOROCA)
    shows(screen, SOROCA, "Soroca")
    # A chart: the day of its visits, and again for the whole campaign.
    day = visit_days(screen, SOROCA).index(max(visit_days(screen, SOROCA)))
    click_day(page.locator(".detail .chart-days"), day, 7)
    expect(page.locator(f'.day[data-day="{day}"]')).to_have_attribute("aria-pressed", "true")
    shows(screen, SOROCA, "Soroca")
    click_day(page.locator(".detail .chart-days"), day, 7)
    assert screen.days() == (0, 6)
    # The search.
    page.locator("#search").fill("Единец")
    expect(page.locator('#search-list [role="option"]').first).to_contain_text("Edine")
    page.keyboard.press("Enter")
    shows(screen, EDINET, "Edine")
    # The table.
    turn(page, "table")
    expect(page.locator("#twin .pinned-row")).to_have_attribute("data-row", EDINET)
    page.locator(f'#twin [data-pin="{CAHUL}"]').click()
    expect(page.locator("#twin .pinned-row")).to_have_attribute("data-row", CAHUL)
    shows(screen, CAHUL, "Cahul")
    # The strip of days.
    page.locator('.day[data-day="4"]').click()
    expect(page.locator("#twin .pinned-row")).to_have_attribute("data-row", CAHUL)
    shows(screen, CAHUL, "Cahul")
    # The panel: its question leads to the survey, its localities into the district.
    page.locator(".detail [data-show]").click()
    assert screen.query()["indicator"] == "trust_police_favourable"
    turn(page, "map")
    shows(screen, CAHUL, "Cahul")
    assert screen.wrong() == []
    page.locator("#chips [data-chip=days]").click()
    page.locator(".detail .places-list a").first.click()
    assert screen.query()["focus"] == CAHUL
    # Going elsewhere takes the zoom along.
    page.locator("#search").fill("Soroca")
    expect(page.locator('#search-list [role="option"]').first).to_contain_text("district")
    page.keyboard.press("Enter")
    assert screen.query()["focus"] == screen.query()["pin"] == SOROCA
    # Charts of pages choose days too; their first place is the first day of the view.
    page.locator('.day[data-day="3"]').focus()
    page.evaluate("window.atlas.change({ first: 2, last: 5, page: 'media', focus: '' })")
    click_day(page.locator(".chart-media"), 1, 4)
    assert screen.days() == (3, 3)
    page.go_back()
    assert screen.days() == (2, 5)
    turn(page, "plan")
    expect(page.locator(".chart-plan .nsewdrag")).to_have_count(2)
    click_day(page.locator(".chart-plan").nth(1), 3, 4)
    assert screen.days() == (5, 5)
    # A question of the answers page leads to its map.
    turn(page, "answers")
    page.locator('[data-question="safe_day"] a[data-view]').click()
    assert screen.query()["indicator"] == "safe_day_favourable"
    expect(page.locator("body")).to_have_attribute("data-page", "map")
    assert screen.query()["pin"] == SOROCA


def test_it_survives_indicator_date_language_page_and_level(open_screen: OpenScreen) -> None:
    screen = open_screen(f"?lang=en&class=z&{SELECTED}")
    page = screen.page
    kept = ("district", "pin")
    before = {key: screen.query()[key] for key in kept}

    def survives(*more: str) -> None:
        now = screen.query()
        assert {key: now.get(key) for key in kept} == before
        assert all(key in now for key in more), now

    screen.choose("contacts")
    survives("from", "to")
    page.locator('[data-goto="opinion"]').click()
    survives("from", "to")
    page.locator("#previous-day").click()
    survives("from", "to")
    assert page.evaluate(OUTLINE, SOROCA), "lost where the days stand at regions"
    page.locator('.presets [data-preset="0-6"]').click()
    survives()
    for level in ("country", "region", "district"):
        page.locator(f"input[name=level][value={level}]").evaluate("node => node.click()")
        survives()
        assert page.evaluate(OUTLINE, SOROCA), level
        expect(page.locator(".detail h2")).to_contain_text("Soroca")
    page.locator('.day[data-day="2"]').click()
    page.locator('[data-goto="coverage"]').click()
    for key in (*PAGES[1:], "map"):
        turn(page, key)
        survives("from", "to")
        expect(page.locator("#chips .chip")).to_have_count(3)
    for lang in ("ru", "ro", "en"):
        page.locator(f".languages a[data-lang={lang}]").click()
        page.wait_for_selector(f'html[lang="{lang}"][data-ready]', state="attached")
        survives("from", "to")
    assert page.evaluate(OUTLINE, SOROCA)
    page.locator("#reset").click()
    assert screen.query() == {"lang": "en"}
    expect(page.locator(".strip-here")).to_be_hidden()
    page.go_back()
    survives("from", "to")


def test_back_and_forward_through_every_kind_of_step(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en")
    page = screen.page
    steps: list[tuple[str, Any]] = [
        ("indicator", lambda: screen.choose("leaflets")),
        ("day", lambda: page.locator('.day[data-day="1"]').click()),
        ("class", lambda: page.locator('#legend [data-class="z"]').click()),
        ("pin", lambda: screen.click_unit(SOROCA)),
        ("crumb", lambda: page.locator('#trail [data-focus="nord"]').click()),
        ("home", lambda: page.locator("#zoom-home").click()),
        ("chip", lambda: page.locator("#chips [data-chip=days]").click()),
        *((key, lambda key=key: turn(page, key)) for key in (*PAGES[1:], "map")),
        ("survey", lambda: page.locator('[data-goto="opinion"]').click()),
        ("part", lambda: page.locator("#part").select_option("online")),
        ("interval", lambda: page.locator("#interval").check()),
        ("panel", lambda: page.locator(".detail .close").click()),
        ("reset", lambda: page.locator("#reset").click()),
    ]
    seen = [glance(screen)]
    for name, step in steps:
        step()
        seen.append(glance(screen))
        assert seen[-1] != seen[-2], f"{name} is no step"
    for (name, _), before in zip(reversed(steps), reversed(seen[:-1]), strict=True):
        page.go_back()
        assert glance(screen) == before, f"Back from {name}"
    for (name, _), after in zip(steps, seen[1:], strict=True):
        page.go_forward()
        assert glance(screen) == after, f"Forward to {name}"
    assert screen.wrong() == []


GLANCE = """() => ({
  page: document.body.dataset.page,
  indicator: document.querySelector("input[name=indicator]:checked").value,
  pinned: document.body.classList.contains("pinned"),
  part: document.getElementById("part").value,
  days: [...document.querySelectorAll("[role=slider]")].map((s) => s.ariaValueNow),
  classes: [...document.querySelectorAll("#legend [aria-pressed=true]")].map((r) => r.outerHTML),
  chips: [...document.querySelectorAll("#chips .chip")].map((chip) => chip.dataset.chip),
  marked: document.querySelector(".pin-mark").getAttribute("d"),
  sentence: document.title,
})"""


def glance(screen: Screen) -> tuple[Any, ...]:
    """The address, and that the page shows what it says."""
    seen, query = screen.page.evaluate(GLANCE), screen.query()
    assert seen["page"] == query.get("page", "map")
    assert seen["indicator"] == query.get("indicator", "reach_rate")
    assert seen["pinned"] == bool(seen["marked"]) == ("pin" in query)
    assert seen["part"] == query.get("mode", "all")
    if seen["page"] in ("compare", "map") and "interval" in query:
        del seen["sentence"]  # the server finishes it a moment later
    return query, seen


def test_pages_to_read_lead_back_to_the_view(open_screen: OpenScreen) -> None:
    screen = open_screen(f"?lang=ru&indicator=contacts&{SELECTED}")
    page = screen.page
    page.locator('.day[data-day="4"]').click()
    before = screen.query()
    query = page.evaluate("location.search")
    for link in ("data", "views", "method"):  # of the first two the server's tests know the rest
        assert page.locator(f"a[data-file='/{link}']").first.get_attribute("href") == (
            f"/{link}{query}"
        )
    page.locator("#sources-open").click()
    page.locator("#sources a[data-file]").click()
    page.locator(".languages a[lang=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator(".header .back").click()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert screen.query() == before | {"lang": "en"}


# A filter, the chip it has, and the keys of the address that go with it.
FILTERS = {
    "days": {"from", "to"},
    "MD-ED": {"district"},
    "MD-SO": {"district"},
    "part": {"mode"},
    "level": {"level"},
    "interval": {"interval"},
    "class-2": {"class"},
    "class-f": {"class"},
}


def test_each_filter_has_a_chip_that_takes_off_that_filter_alone(open_screen: OpenScreen) -> None:
    everything = (
        f"?lang=en&indicator=trust_police_favourable&{SELECTED}"
        "&mode=online&level=district&interval=1&class=2,f"
    )
    screen = open_screen(everything)
    page = screen.page
    full = screen.query()
    chips = page.locator("#chips .chip")
    expect(chips).to_have_count(len(FILTERS))
    for key, gone in FILTERS.items():
        page.locator(f'[data-chip="{key}"]').click()
        now = screen.query()
        changed = {name for name in full if now.get(name) != full[name]}
        # Classes are of the part that they were counted for.
        also = {"class"} if key in ("part", "level") else set()
        assert changed == gone | also, key
        expect(page.locator(f'[data-chip="{key}"]')).to_have_count(0)
        page.go_back()
        assert screen.query() == full
        expect(chips).to_have_count(len(FILTERS))
    # The page of all questions is of the part even while the map shows visits.
    screen.follow("indicator=contacts&mode=online&page=answers")
    expect(chips).to_have_count(1)
    chips.first.click()
    assert "mode" not in screen.query()
    screen.follow("indicator=contacts&mode=online")
    expect(page.locator("#chips")).to_be_hidden()
