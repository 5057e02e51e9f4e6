"""The page in a real browser, as somebody who tests it sees and touches it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.expected import Rows
from tests.browser.figures import find_wrong
from tests.browser.server import Atlas

SNAPSHOT = (Path(__file__).parent / "snapshot.js").read_text("utf-8")
OVERFLOW = (Path(__file__).parent / "overflow.js").read_text("utf-8")
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
# A point where the unit itself lies on top: its middle may be in a neighbour or under a circle.
POINT_OF = """(code) => {
  const node = document.querySelector(`#map .areas [data-district="${code}"]`)
    ?? document.querySelector(`#map .areas [data-region="${code}"]`);
  const box = node.getBoundingClientRect();
  for (let i = 1; i < 24; i += 1)
    for (let j = 1; j < 24; j += 1) {
      const x = box.left + (box.width * i) / 24;
      const y = box.top + (box.height * j) / 24;
      if (document.elementFromPoint(x, y) === node) return [x, y];
    }
  return null;
}"""

# The address follows the picture: asked for before the next frame, it is that of the view before.
AFTER_PICTURE = """(what) => new Promise((tell) =>
  requestAnimationFrame(() => setTimeout(() => setTimeout(() =>
    tell(what === "history.length" ? history.length : location.href)))))"""


class Screen:
    """One page in a context of its own; remembers whatever it should not have done."""

    def __init__(self, browser: Browser, atlas: Atlas, rows: Rows, **options: Any) -> None:
        self.atlas = atlas
        self.rows = rows
        options = {"viewport": DESK, "color_scheme": "light"} | options
        self.context: BrowserContext = browser.new_context(base_url=atlas.url, **options)
        self.context.set_default_timeout(15_000)
        self.faults: list[str] = []
        self.requests: list[str] = []
        self.page: Page = self.new_page()

    def new_page(self) -> Page:
        """Open a further page whose requests and console are watched too."""
        page = self.context.new_page()
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("pageerror", lambda error: self.faults.append(f"uncaught: {error}"))
        page.on("request", lambda request: self._asked(request.url))
        page.on("response", lambda answer: self._answered(answer.status, answer.url))
        return page

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning", "assert"):
            self.faults.append(f"console {kind}: {text}")

    def _asked(self, url: str) -> None:
        self.requests.append(url)
        if not url.startswith((self.atlas.url + "/", "data:", "blob:")):
            self.faults.append(f"asked somebody else: {url}")

    def _answered(self, status: int, url: str) -> None:
        if status >= 400:
            self.faults.append(f"{status} for {url}")

    def open(self, query: str = "", *, page: Page | None = None) -> str:
        """Open a view and wait until the scripts have painted it.

        Returns:
            The HTML as the server sent it.
        """
        target = page or self.page
        answer = target.goto("/" + query, wait_until="commit")
        assert answer is not None
        target.wait_for_selector("html[data-ready]", state="attached")
        target.evaluate("document.fonts.ready.then(() => true)")  # texts are at their last width
        return answer.text()

    def follow(self, keys: str) -> None:
        """Go to a view within the page, as Back and Forward do; the language stays."""
        lang = self.page.locator("html").get_attribute("lang")
        self.page.evaluate(
            "(query) => { history.pushState(null, '', query);"
            " dispatchEvent(new PopStateEvent('popstate')); }",
            f"?lang={lang}&{keys}",
        )

    def wait_for_zoom(self) -> None:
        """Wait until the map can be zoomed."""
        self.page.wait_for_selector("html[data-zoomable]", state="attached")

    def state(self, page: Page | None = None) -> dict[str, Any]:
        """Return what the page says now; see `snapshot.js`."""
        said: dict[str, Any] = (page or self.page).evaluate(SNAPSHOT, None)
        return said

    def state_of(self, html: str) -> dict[str, Any]:
        """Return what HTML text says before any script."""
        said: dict[str, Any] = self.page.evaluate(SNAPSHOT, html)
        return said

    def wrong(self) -> list[str]:
        """Compare everything on the screen with the stored rows."""
        return find_wrong(self.state(), self.rows)

    def address(self) -> str:
        """Return the address; `page.url` learns of pushState only a moment later."""
        return str(self.page.evaluate(AFTER_PICTURE, "location.href"))

    def query(self) -> dict[str, str]:
        """Return the keys of the address."""
        given = parse_qs(urlsplit(self.address()).query, keep_blank_values=True)
        return {key: ",".join(values) for key, values in given.items()}

    def history(self) -> int:
        """Return how many entries the history holds."""
        return int(self.page.evaluate(AFTER_PICTURE, "history.length"))

    def point(self, code: str) -> tuple[float, float]:
        """Return a point of the window where a unit of the map can be hit."""
        found = self.page.evaluate(POINT_OF, code)
        assert found, f"{code} cannot be hit anywhere"
        x, y = found
        return float(x), float(y)

    def click_unit(self, code: str) -> None:
        """Click on a unit of the map."""
        self.page.mouse.click(*self.point(code))

    def slider(self, which: int) -> tuple[int, int, int]:
        """Return a slider's least, greatest and present value: 0 is the first day's, 1 the last."""
        handle = self.page.locator("[role=slider]").nth(which)
        least, most, now = (
            int(str(handle.get_attribute(f"aria-value{name}"))) for name in ("min", "max", "now")
        )
        return least, most, now

    def days(self) -> tuple[int, int]:
        """Return the days that the sliders stand at."""
        return self.slider(0)[2], self.slider(1)[2]

    def choose(self, indicator: str) -> None:
        """Choose an indicator in the list, as a click on its words does."""
        self.page.locator(f'#rail [data-indicator="{indicator}"]').click()

    def overflowing(self) -> list[str]:
        """Return what does not fit; see `overflow.js`."""
        result = self.page.evaluate(OVERFLOW)
        assert result["looked"] > 20, "there is hardly any text to look at"
        found: list[str] = result["found"]
        return found

    def close(self) -> None:
        """Close the page and all that belongs to it."""
        self.context.close()
