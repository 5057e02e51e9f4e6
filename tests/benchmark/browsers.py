"""One headless Chromium an app, with a probe in every page that tells when the map is painted."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PROBE = (Path(__file__).parent / "probe.js").read_text("utf-8")
SIZE = {"width": 1440, "height": 900}
SLOW = {"latency": 50, "downloadThroughput": 1_250_000, "uploadThroughput": 1_250_000}

# What each app's map shows: value and colour by unit, and how many circles.
ATLAS = """{
  map: "#map .areas *, #map .circles *",
  area: "#map .areas path",
  shown: () => ({
    values: Object.fromEntries([...document.querySelectorAll("#map .areas > *")]
      .filter((node) => node.dataset.value !== undefined)
      .map((node) => [node.dataset.district || node.dataset.region, node.dataset.value])),
    fills: [...document.querySelectorAll("#map .areas > *")]
      .map((node) => getComputedStyle(node).fill),
    circles: document.querySelectorAll("#map .circles circle:not(.hidden)").length,
  }),
}"""
NAIVE = """{
  map: ".choroplethlayer, .choroplethlayer *, .scatterlayer *",
  area: ".choroplethlayer path",
  shown: () => {
    const paths = [...document.querySelectorAll(".choroplethlayer path")];
    const data = paths.map((node) => node.__data__).filter((each) => each && each.loc);
    return {
      values: Object.fromEntries(data.filter((each) => Number.isFinite(each.z))
        .map((each) => [each.loc, String(each.z)])),
      fills: paths.map((node) => getComputedStyle(node).fill),
      circles: document.querySelectorAll(".scatterlayer path.point").length,
    };
  },
}"""


@dataclass(slots=True)
class Browser:
    """A Chromium with a profile of its own and the requests that left it."""

    context: BrowserContext
    page: Page
    profile: str
    requests: list[str] = field(default_factory=list)

    def outside(self) -> list[str]:
        """Addresses asked for that are not of this machine."""
        return [
            url
            for url in self.requests
            if urlsplit(url).scheme in ("http", "https", "ws", "wss")
            and urlsplit(url).hostname != "127.0.0.1"
        ]

    def close(self) -> None:
        """End it and forget its profile."""
        self.context.close()
        shutil.rmtree(self.profile, ignore_errors=True)


def open_browser(playwright: Playwright, kind: str) -> Browser:
    """Start a Chromium with a new profile; `kind` is `atlas` or `naive`."""
    profile = tempfile.mkdtemp(prefix="benchmark-profile-")
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=executable(),
        headless=True,
        viewport=SIZE,  # type: ignore[arg-type]
        args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
    )
    context.set_default_timeout(60_000)
    settings = ATLAS if kind == "atlas" else NAIVE
    context.add_init_script(PROBE.replace('"__SETTINGS__"', settings))
    browser = Browser(context, context.pages[0], profile)
    context.on("request", lambda request: browser.requests.append(request.url))
    return browser


def executable() -> str:
    """Path of the installed Chromium."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise SystemExit("The benchmark needs Chromium: apt-get install chromium.")
    return found


@dataclass(slots=True)
class Painted:
    """One change as the browser saw it; times in ms since the document began."""

    took: float
    settled: float
    start: float
    painted: float
    before: dict[str, Any]
    shown: dict[str, Any]


def watch(page: Page, act: Any, selector: str = "") -> Painted:
    """Do `act`, a real click or key press, and wait until what it changes is painted.

    Raises:
        TimeoutError: nothing changed in twenty seconds.
    """
    page.evaluate("(selector) => window.benchmarkProbe.arm(selector)", selector)
    act()
    seen = page.evaluate("() => window.benchmarkProbe.done()")
    if seen.get("late") or not seen.get("painted"):
        raise TimeoutError(f"nothing was painted: {json.dumps(seen)[:300]}")
    return Painted(
        seen["painted"] - seen["start"],
        seen["last"] - seen["start"],
        seen["start"],
        seen["painted"],
        seen["before"],
        seen["shown"],
    )


def settle(page: Page, milliseconds: int = 250) -> dict[str, Any]:
    """Wait until the page is quiet; the last armed change, with all that happened to it."""
    page.wait_for_timeout(milliseconds)
    found: dict[str, Any] = page.evaluate("() => window.benchmarkProbe.armed")
    return found


def requests_between(page: Page, start: float, end: float) -> dict[str, Any]:
    """Requests begun in a span of the document's time."""
    found: dict[str, Any] = page.evaluate(
        "([from, to]) => window.benchmarkProbe.requests(from, to)", [start, end]
    )
    return found


def emulate(page: Page, **conditions: Any) -> CDPSession:
    """Emulate a network for a page."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {"offline": False, **conditions})
    return session
