"""A view in a frame of a partner's page, of another origin: shown where named, else refused."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.browser.server import Atlas, Server
from tests.browser.test_accessible import EVERYTHING, find

PAGE = """<!DOCTYPE html><html lang="en"><title>Partner</title><body style="margin: 0">
<main><h1>Partner</h1>{frames}</main></body></html>"""
FRAME = '<iframe id="{name}" src="{address}" title="{name}" width="100%" height="900"></iframe>'
SURVEY = "/embed?lang=ru&indicator=trust_police_favourable&level=district"


class Partner:
    """A web page of somebody else's, at a port of its own."""

    def __init__(self) -> None:
        self.frames: dict[str, str] = {}
        partner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                frames = "".join(
                    FRAME.format(name=name, address=address)
                    for name, address in partner.frames.items()
                )
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(PAGE.format(frames=frames).encode())

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def partner() -> Iterator[Partner]:
    partner = Partner()
    yield partner
    partner.close()


@pytest.fixture(scope="module")
def willing(
    atlas: Atlas, partner: Partner, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Atlas]:
    """An atlas of the same data that the partner may embed."""
    folder = tmp_path_factory.mktemp("willing")
    data: Path = folder / "data"
    shutil.copytree(atlas.data_dir, data, ignore=shutil.ignore_patterns("*.lock"))
    server = Server(folder, FRAME_ANCESTORS=partner.url)
    try:
        yield server.wait()
    finally:
        server.stop()


def open_partner(chromium: Browser, partner: Partner, **options: object) -> Page:
    page = chromium.new_context(**options).new_page()  # type: ignore[arg-type]
    page.goto(partner.url)
    page.wait_for_load_state("networkidle")
    return page


def inside(page: Page, name: str) -> FrameLocator:
    return page.frame_locator(f"#{name}")


def test_a_partner_shows_it_and_nobody_else_does(
    chromium: Browser, atlas: Atlas, willing: Atlas, partner: Partner
) -> None:
    partner.frames = {
        "shown": f"{willing.url}{SURVEY}",
        "dashboard": f"{willing.url}/?lang=ru",
        "how": f"{willing.url}/embedding?lang=ru",
        "paper": f"{willing.url}/print?lang=ru",
        "unasked": f"{atlas.url}{SURVEY}",
    }
    page = open_partner(chromium, partner, viewport={"width": 1000, "height": 900})
    shown = inside(page, "shown")
    expect(shown.locator(".areas path")).to_have_count(37)
    for name in ("dashboard", "how", "paper", "unasked"):
        frame = page.query_selector(f"#{name}").content_frame()  # type: ignore[union-attr]
        assert frame and frame.url.startswith("chrome-error:"), name
    # The choices work inside: a day, then the whole campaign, then another indicator.
    shown.locator(".strip a").nth(2).click()
    expect(shown.locator('.strip a[aria-current="true"]')).to_have_count(1)
    expect(shown.locator("h1")).to_contain_text("10 ноября")
    shown.locator('.ways a[href^="/embed"]').click()
    expect(shown.locator('.strip a[aria-current="true"]')).to_have_count(0)
    shown.locator("select[name=indicator]").select_option("contacts")
    shown.locator("select[name=to]").select_option("2021-11-09")
    shown.locator("select[name=to]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(shown.locator("h1")).to_contain_text("8–9 ноября")
    expect(shown.locator(".strip .in")).to_have_count(2)
    assert page.context.cookies() == []
    with page.context.expect_page() as opened:
        shown.locator("a[target=_blank]").click()
    atlas_page = opened.value
    atlas_page.wait_for_selector("html[data-ready]", state="attached")
    assert "indicator=contacts" in atlas_page.url and atlas_page.evaluate("window.opener") is None
    page.context.close()


def test_it_fits_a_narrow_frame_and_follows_the_reader_s_theme(
    chromium: Browser, willing: Atlas, partner: Partner
) -> None:
    partner.frames = {"shown": f"{willing.url}{SURVEY}&pin=MD-SO"}
    grounds = set()
    for theme in ("light", "dark"):
        page = open_partner(
            chromium, partner, viewport={"width": 320, "height": 900}, color_scheme=theme
        )
        body = inside(page, "shown").locator("body")
        grounds.add(body.evaluate("(node) => getComputedStyle(node).backgroundColor"))
        assert body.evaluate("() => innerWidth") == 320
        assert body.evaluate("() => document.documentElement.scrollWidth") <= 320
        names = inside(page, "shown").locator(".labels.narrow text").first
        assert names.evaluate("(node) => node.getBoundingClientRect().height") > 9
        page.context.close()
    assert len(grounds) == 2


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_it(chromium: Browser, atlas: Atlas, theme: str) -> None:
    wrong = []
    for lang, width, query in (("ro", 320, ""), ("en", 900, f"{SURVEY[6:]}&lang=en&pin=MD-SO")):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            bypass_csp=True,  # type: ignore[arg-type]
        )
        page = context.new_page()
        page.goto(f"{atlas.url}/embed{query or f'?lang={lang}'}")
        for summary in page.locator("summary").all():
            summary.click()
        wrong += find(page, f"embed {lang} {theme}", EVERYTHING)
        context.close()
    assert not wrong, "\n".join(wrong)
