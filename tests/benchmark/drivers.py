"""How a reader changes each app: real clicks and key presses, and the view that must follow."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import Page

from tests.benchmark.naive import QUESTIONS

ATLAS_INDICATORS = ("reach_rate", "localities_visited", *(f"{key}_favourable" for key in QUESTIONS))
NAIVE_METRICS = ("reach_rate", "localities_visited", *QUESTIONS)
KINDS = ("indicator", "day", "range")

Act = Callable[[], None]


@dataclass(slots=True)
class State:
    """What is shown now: indicator and the first and last day, as indexes."""

    indicator: str
    first: int
    last: int


class Driver(Protocol):
    """Turns a kind of change into an act on a page, having told what state will follow."""

    page: Page
    state: State

    def change(self, kind: str, random: random.Random) -> Act:
        """Prepare a change; the act itself is one click or one key."""
        ...


class AtlasDriver:
    """Drives the atlas."""

    def __init__(self, page: Page, days: int) -> None:
        self.page = page
        self.days = days
        self.state = State("reach_rate", 0, days - 1)

    def change(self, kind: str, random: random.Random) -> Act:
        """Prepare a click on an indicator or a day, or a key on a handle of the day strip."""
        state = self.state
        if kind == "indicator":
            choices = [each for each in ATLAS_INDICATORS if each != state.indicator]
            state.indicator = random.choice(choices)
            choice = self.page.locator(f'#rail [data-indicator="{state.indicator}"]')
            choice.scroll_into_view_if_needed()
            return _clicks(choice)
        if kind == "day":
            now = state.first if state.first == state.last else -1
            day = random.choice([each for each in range(self.days) if each != now])
            state.first = state.last = day
            return _clicks(self.page.locator(f'.day[data-day="{day}"] .day-name'))
        return self._step(random)

    def _step(self, random: random.Random) -> Act:
        state = self.state
        steps = []
        if state.first > 0:
            steps.append((0, -1))
        if state.first < state.last:
            steps += [(0, 1), (1, -1)]
        if state.last < self.days - 1:
            steps.append((1, 1))
        which, by = random.choice(steps)
        if which:
            state.last += by
        else:
            state.first += by
        handle = self.page.locator("#days [role=slider]").nth(which)
        handle.focus()
        key = "ArrowRight" if by > 0 else "ArrowLeft"
        return lambda: self.page.keyboard.press(key)


class NaiveDriver:
    """Drives the naive app: its drop-down and its slider of days."""

    def __init__(self, page: Page, days: int) -> None:
        self.page = page
        self.days = days
        self.state = State("reach_rate", 0, days - 1)

    def change(self, kind: str, random: random.Random) -> Act:
        """Prepare a click on an option, or a key on a handle of the slider."""
        state = self.state
        if kind == "indicator":
            state.indicator = random.choice([m for m in NAIVE_METRICS if m != state.indicator])
            self.page.locator("#metric").click()
            option = self.page.locator(f'[role="option"]:has(input[value="{state.indicator}"])')
            option.scroll_into_view_if_needed()
            return _clicks(option)
        which, by = random.choice(self._steps())
        if which:
            state.last += by
        else:
            state.first += by
        handle = self.page.locator(".dash-slider-root [role=slider]").nth(which)
        handle.focus()
        key = "ArrowRight" if by > 0 else "ArrowLeft"
        return lambda: self.page.keyboard.press(key)

    def _steps(self) -> list[tuple[int, int]]:
        state = self.state
        steps = [(0, -1)] * (state.first > 0) + [(1, 1)] * (state.last < self.days - 1)
        return steps + [(0, 1), (1, -1)] * (state.last - state.first > 1)


def _clicks(locator: object) -> Act:
    """A click at the middle of an element, its place found before the clock runs."""
    box = locator.bounding_box()  # type: ignore[attr-defined]
    page: Page = locator.page  # type: ignore[attr-defined]
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    return lambda: page.mouse.click(x, y)
