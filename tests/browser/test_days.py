"""The days: sliders, bars, presets, steps and play, with mouse and keys."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen
from tests.browser.figures import find_wrong
from tests.browser.screen import SNAPSHOT, Screen

WHOLE = (0, 6)
# Keeps what the page says each time that a slider moves.
WATCH_DAYS = f"""() => {{
  const snapshot = {SNAPSHOT.strip()};
  window.watched = [];
  const watch = new MutationObserver(() => window.watched.push(snapshot(null)));
  for (const slider of document.querySelectorAll("[role=slider]"))
    watch.observe(slider, {{ attributes: true, attributeFilter: ["aria-valuetext"] }});
}}"""


def drag(screen: Screen, which: int, day: int, steps: int = 12) -> None:
    """Drag a handle to the outer edge of a day's bar."""
    handle = screen.page.locator("[role=slider]").nth(which).bounding_box()
    bar = screen.page.locator(f'[data-day="{day}"].day').bounding_box()
    assert handle and bar
    x = bar["x"] if which == 0 else bar["x"] + bar["width"]
    y = handle["y"] + handle["height"] / 2
    screen.page.mouse.move(handle["x"] + handle["width"] / 2, y)
    screen.page.mouse.down()
    screen.page.mouse.move(x, y, steps=steps)
    screen.page.mouse.up()


def test_dragging_the_handles_narrows_the_days(screen: Screen) -> None:
    drag(screen, 1, 3)
    assert screen.days() == (0, 3)
    assert screen.query() == {"from": "2021-11-08", "to": "2021-11-11"}
    assert screen.wrong() == []
    drag(screen, 0, 2)
    assert screen.days() == (2, 3)
    assert screen.wrong() == []
    drag(screen, 0, 6)
    assert screen.days() == (3, 3), "the first day stops at the last"
    assert screen.wrong() == []


def test_every_step_of_a_drag_is_painted(screen: Screen) -> None:
    screen.page.evaluate(WATCH_DAYS)
    drag(screen, 1, 0, steps=40)
    watched: list[dict[str, Any]] = screen.page.evaluate("window.watched")
    assert [state["sliders"][1][2] for state in watched] == ["5", "4", "3", "2", "1", "0"]
    for state in watched:
        assert find_wrong(state, screen.rows) == []


def test_a_drag_is_one_entry_of_the_history_and_back_undoes_it(screen: Screen) -> None:
    screen.choose("contacts")
    before = screen.history()
    drag(screen, 1, 2)
    assert screen.history() == before + 1
    assert screen.days() == (0, 2)
    screen.page.go_back()
    assert screen.days() == WHOLE
    assert screen.query() == {"indicator": "contacts"}
    assert screen.wrong() == []
    screen.page.go_forward()
    assert screen.days() == (0, 2)
    assert screen.wrong() == []


def test_keys_move_the_sliders(screen: Screen) -> None:
    first, last = screen.page.locator("[role=slider]").all()
    moves = (
        (last, "ArrowLeft", (0, 5)),
        (last, "ArrowDown", (0, 4)),
        (last, "ArrowRight", (0, 5)),
        (last, "ArrowUp", WHOLE),
        (last, "ArrowRight", WHOLE),
        (first, "ArrowRight", (1, 6)),
        (first, "End", (6, 6)),
        (first, "Home", WHOLE),
        (last, "Home", (0, 0)),
        (last, "End", WHOLE),
        (last, "PageDown", (0, 0)),
        (last, "PageUp", WHOLE),
    )
    for handle, key, days in moves:
        handle.press(key)
        assert screen.days() == days, key
        assert screen.wrong() == [], key
    least, most, now = screen.slider(0)
    assert (least, most, now) == (0, 6, 0)


def test_a_slider_says_its_day_in_words_and_its_limits(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&from=2021-11-09&to=2021-11-12")
    first, last = screen.page.locator("[role=slider]").all()
    expect(first).to_have_attribute("aria-valuetext", "Tuesday 9 November")
    expect(last).to_have_attribute("aria-valuetext", "Friday 12 November")
    assert screen.slider(0) == (0, 4, 1)
    assert screen.slider(1) == (1, 6, 4)
    for handle in (first, last):
        assert handle.get_attribute("aria-label")


def test_tab_reaches_both_sliders(screen: Screen) -> None:
    screen.page.locator("#previous-day").focus()
    reached = []
    for _ in range(30):
        screen.page.keyboard.press("Tab")
        reached.append(
            screen.page.evaluate(
                "[...document.querySelectorAll('[role=slider]')].indexOf(document.activeElement)"
            )
        )
        if 1 in reached:
            break
    assert [each for each in reached if each >= 0] == [0, 1]
    screen.page.keyboard.press("ArrowLeft")
    assert screen.days() == (0, 5)


def test_a_bar_picks_its_day_and_again_the_whole(screen: Screen) -> None:
    bar = screen.page.locator('.day[data-day="4"]')
    bar.click()
    assert screen.days() == (4, 4)
    expect(bar).to_have_attribute("aria-pressed", "true")
    assert screen.query() == {"from": "2021-11-12", "to": "2021-11-12"}
    assert screen.wrong() == []
    bar.click()
    assert screen.days() == WHOLE
    assert screen.query() == {}
    assert screen.wrong() == []


def test_presets(screen: Screen) -> None:
    for name, days in (("0-4", (0, 4)), ("5-6", (5, 6)), ("0-6", WHOLE)):
        preset = screen.page.locator(f'[data-preset="{name}"]')
        preset.click()
        assert screen.days() == days
        expect(preset).to_have_attribute("aria-pressed", "true")
        expect(screen.page.locator("[data-preset][aria-pressed=true]")).to_have_count(1)
        assert screen.wrong() == []


@pytest.mark.parametrize("indicator", ["contacts", "fair_favourable"])
def test_stepping_through_the_days(open_screen: OpenScreen, indicator: str) -> None:
    screen = open_screen(f"?indicator={indicator}")
    for day in range(7):
        screen.page.locator("#next-day").click()
        assert screen.days() == (day, day)
        assert screen.wrong() == []
    screen.page.locator("#next-day").click()
    assert screen.days() == (6, 6), "there is no day after the last"
    screen.page.locator("#previous-day").click()
    assert screen.days() == (5, 5)


def test_play_shows_every_day_and_ends_on_the_whole(screen: Screen) -> None:
    screen.choose("contacts")
    before = screen.history()
    screen.page.evaluate(WATCH_DAYS)
    play = screen.page.locator("#play")
    paused = play.get_attribute("aria-label")
    play.click()
    expect(play).to_have_class("play playing")
    assert play.get_attribute("aria-label") != paused
    expect(play).to_have_class("play", timeout=20_000)
    watched: list[dict[str, Any]] = screen.page.evaluate("window.watched")
    shown = [tuple(int(slider[2]) for slider in state["sliders"]) for state in watched]
    assert shown == [*((day, day) for day in range(7)), WHOLE]
    for state in watched:
        assert find_wrong(state, screen.rows) == []
    assert screen.days() == WHOLE
    assert screen.wrong() == []
    assert screen.history() <= before + 2, "a history is not for every day of a play"


def test_play_can_be_stopped(screen: Screen) -> None:
    play = screen.page.locator("#play")
    play.click()
    expect(screen.page.locator("[role=slider]").nth(1)).to_have_attribute("aria-valuenow", "1")
    play.click()
    expect(play).to_have_class("play")
    days = screen.days()
    screen.page.wait_for_timeout(1200)
    assert screen.days() == days
    assert screen.wrong() == []


def test_a_survey_steps_to_regions_and_one_click_leads_back(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&indicator=trust_police_favourable&level=district")
    back = screen.page.locator("#back-to-districts")
    expect(back).to_be_hidden()
    drag(screen, 1, 1)
    state = screen.state()
    assert (state["districts"], state["regions"]) == (0, 5)
    assert "by region" in state["sentence"][1]
    assert "8–9 November" in state["sentence"][1]
    assert screen.wrong() == []
    expect(back).to_be_visible()
    screen.click_unit("nord")
    expect(screen.page.locator(".detail h2")).to_contain_text("North")
    back.click()
    assert screen.days() == WHOLE
    assert screen.state()["districts"] == 37
    assert screen.wrong() == []
    expect(back).to_be_hidden()


def test_districts_asked_for_a_survey_day_mean_the_whole_campaign(open_screen: OpenScreen) -> None:
    screen = open_screen("?indicator=trust_police_favourable&from=2021-11-10&to=2021-11-10")
    assert screen.state()["level"] == ["region"]
    screen.page.locator("label", has=screen.page.locator("[name=level][value=district]")).click()
    assert screen.days() == WHOLE
    assert screen.state()["districts"] == 37
    assert screen.wrong() == []


def test_bars_count_what_the_rows_count(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en")
    visits = screen.rows.visits
    took_place = visits[visits["status"].isin(["done", "moved"])]
    took_place = took_place[took_place["district_code"].isin(screen.rows.scope)]
    wanted = [int((took_place["visit_date"].dt.date == day).sum()) for day in screen.rows.days]
    counts = screen.page.locator(".bar-count")
    assert counts.all_inner_texts() == [str(count) for count in wanted]
    screen.choose("trust_police_favourable")
    bases = [
        screen.rows.figures("trust_police_favourable", (i, i), "all", "country")["MD"].n
        for i in range(7)
    ]
    assert counts.all_inner_texts() == [str(base) for base in bases]
