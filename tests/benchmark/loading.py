"""Budgets 5 and 11: the first load in a fresh browser, and requests that leave the machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, Playwright

from tests.benchmark.asking import CODES, POINT
from tests.benchmark.browsers import SLOW, emulate, open_browser
from tests.benchmark.processes import Server


@dataclass(slots=True)
class Loads:
    """First loads of one app; times in ms since navigation, bytes as they came over the wire."""

    painted: list[float] = field(default_factory=list)
    filterable: list[float] = field(default_factory=list)
    slow: list[float] = field(default_factory=list)
    sent: int = 0
    files: dict[str, int] = field(default_factory=dict)
    outside: list[str] = field(default_factory=list)


def load(
    playwright: Playwright, servers: dict[str, tuple[str, Server]], times: int, slow_times: int
) -> dict[str, Loads]:
    """Load each app by turns, each time in a browser of its own.

    Args:
        playwright: The running Playwright.
        servers: Name to kind (`atlas` or `naive`) and server.
        times: Loads over loopback.
        slow_times: Loads at 10 Mbit/s and 50 ms.
    """
    found = {name: Loads() for name in servers}
    for at in range(max(times, slow_times)):
        for name, (kind, server) in servers.items():
            if at < times:
                _once(playwright, kind, server, found[name], slow=False)
            if at < slow_times:
                _once(playwright, kind, server, found[name], slow=True)
    return found


def _once(playwright: Playwright, kind: str, server: Server, loads: Loads, slow: bool) -> None:
    browser = open_browser(playwright, kind)
    page = browser.page
    network = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    session = emulate(page, **(SLOW if slow else network))
    files: dict[str, int] = {}
    names: dict[str, str] = {}
    session.on("Network.requestWillBeSent", lambda e: _name(e, names))
    session.on("Network.loadingFinished", lambda e: _add(e, names, files))
    page.goto(server.url, wait_until="commit")
    first = _first(page, kind)
    (loads.slow if slow else loads.painted).append(first["painted"])
    if not slow and first.get("ready"):
        loads.filterable.append(first["ready"])
    if not slow:
        if kind == "atlas":
            _draw_charts(page)
        page.wait_for_timeout(700)
        loads.sent, loads.files = sum(files.values()), files
    loads.outside += browser.outside()
    browser.close()


def _name(event: dict[str, Any], names: dict[str, str]) -> None:
    names[event["requestId"]] = event["request"]["url"].split("/", 3)[-1].split("?")[0]


def _add(event: dict[str, Any], names: dict[str, str], files: dict[str, int]) -> None:
    name = names.get(event["requestId"], "?")
    files[name] = files.get(name, 0) + int(event["encodedDataLength"])


def _first(page: Page, kind: str) -> dict[str, float]:
    """Wait for the first map, and for the atlas until it can be used."""
    for _ in range(600):
        first: dict[str, float] = page.evaluate(
            """() => ({...window.benchmarkProbe?.first,
              shown: performance.getEntriesByName("first-contentful-paint")[0]?.startTime || 0})"""
        )
        done = first.get("painted") and (kind == "naive" or first.get("ready"))
        if done and first["shown"]:
            return first | {"painted": max(first["painted"], first["shown"])}
        page.wait_for_timeout(50)
    raise TimeoutError("no map was painted in thirty seconds")


def _draw_charts(page: Page) -> None:
    page.locator("html[data-zoomable]").wait_for()
    codes = page.evaluate(CODES)
    for code in codes:
        point = page.evaluate(POINT, code)
        visited = page.locator(f'#map circle[data-in="{code}"]').count()
        if point and visited:
            page.mouse.click(*point)
            page.locator("#detail .js-plotly-plot").first.wait_for()
            return
