"""Budget 4: changes that need the server, the words of chosen districts and a pinned detail."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from tests.benchmark.browsers import requests_between, settle, watch
from tests.benchmark.changes import Contestant
from tests.benchmark.drivers import Act

QUIET = 450
WARM_UPS = 2

CODES = """() => [...document.querySelectorAll("#map .areas [data-value]")]
  .map((node) => node.dataset.district)"""
# A point of the screen where a click falls on the district itself.
POINT = """(code) => {
  const area = document.querySelector(`#map [data-district="${code}"]`);
  const box = area.getBoundingClientRect();
  for (let i = 1; i < 12; i++)
    for (let j = 1; j < 12; j++) {
      const x = box.left + (box.width * i) / 12, y = box.top + (box.height * j) / 12;
      if (document.elementFromPoint(x, y) === area) return [x, y];
    }
  return null;
}"""


@dataclass(slots=True)
class Asked:
    """Measurements of one kind of change at one size of data; times in ms."""

    what: str
    times: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def ask(
    contestants: list[Contestant], rounds: int
) -> tuple[dict[str, dict[str, Asked]], list[str]]:
    """Choose districts, then pin them, in each app by turns.

    Returns:
        Name of the contestant to `words` and `detail`; and the bodies of the requests that
        chosen districts sent, for the load test.
    """
    found = {c.name: {kind: Asked(kind) for kind in ("words", "detail")} for c in contestants}
    bodies: list[str] = []
    for contestant in contestants:
        page = contestant.driver.page
        page.goto(contestant.server.url)
        page.locator("html[data-zoomable]").wait_for()
        page.locator("details.districts > summary").click()
        page.on("request", lambda request: _keep(request, bodies))
    for kind, selector in (("words", "#sentence, #hero"), ("detail", "#detail")):
        for at in range(-WARM_UPS, rounds):
            for contestant in random.Random(at).sample(contestants, len(contestants)):
                asked = found[contestant.name][kind]
                page = contestant.driver.page
                act = _choose(page, at + WARM_UPS) if kind == "words" else _pin(page, at)
                _measure(contestant, act, selector, asked, counts=at >= 0)
        if kind == "words":
            assert bodies, "chosen districts asked the server for nothing"
            kept = list(bodies)
            for contestant in contestants:
                contestant.driver.page.locator("#all-districts").click()
                contestant.driver.page.locator("details.districts > summary").click()
                settle(contestant.driver.page)
    return found, kept


def _keep(request: Any, bodies: list[str]) -> None:
    if "/_dash-update-component" in request.url and request.post_data:
        bodies.append(request.post_data)


def _measure(contestant: Contestant, act: Act, selector: str, asked: Asked, counts: bool) -> None:
    page = contestant.driver.page
    before = contestant.server.cpu()
    painted = watch(page, act, selector)
    last = settle(page, QUIET)["last"] - painted.start
    cpu = contestant.server.cpu() - before
    seen = requests_between(page, painted.start, painted.start + QUIET)
    if counts:
        asked.times.append(painted.took)
        asked.settled.append(max(last, painted.took))
        asked.sent.append(seen["bytes"])
        asked.cpu.append(1000 * cpu)


def _choose(page: Page, at: int) -> Act:
    """One more district in the choice: all of it must be asked for again.

    Places out of scope are passed over: they change no word.
    """
    in_scope = "input[name=district]:not([value=MD-BD]):not([value=MD-SN])"
    box = page.locator(in_scope).nth(at)
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    assert place is not None
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    return lambda: page.mouse.click(x, y)


def _pin(page: Page, at: int) -> Act:
    codes = page.evaluate(CODES)
    for step in range(len(codes)):
        point = page.evaluate(POINT, codes[(at + 2 + step) % len(codes)])
        pinned = page.evaluate("() => new URLSearchParams(location.search).get('pin')")
        if point and pinned != codes[(at + 2 + step) % len(codes)]:
            return lambda: page.mouse.click(*point)
    raise AssertionError("no district can be clicked")
