"""One server and one Chromium for the tier; a context of its own, watched, for every test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.expected import Rows, read_rows
from tests.browser.screen import Screen
from tests.browser.server import Atlas, Server

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Whoever is not this machine does not exist: a page that needs somebody fails here too.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]

# A busy machine may take its time; what never comes fails all the same.
expect.set_options(timeout=15_000)

OpenScreen = Callable[..., Screen]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    server = Server(tmp_path_factory.mktemp("atlas"))
    try:
        yield server.wait()
    finally:
        server.stop()


@pytest.fixture(scope="session")
def rows(atlas: Atlas) -> Rows:
    return read_rows(atlas.store_url)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail(
            f"No Chromium: none of {', '.join(BROWSERS)} is on the path. "
            "Install it (apt-get install chromium) or run `python -m tests`, which does.",
            pytrace=False,
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_screen(chromium: Browser, atlas: Atlas, rows: Rows) -> Iterator[OpenScreen]:
    """Opens screens; at the end of the test none may have complained or asked anybody else."""
    screens: list[Screen] = []

    def open_one(query: str | None = "", **options: Any) -> Screen:
        screen = Screen(chromium, atlas, rows, **options)
        screens.append(screen)
        if query is not None:
            screen.open(query)
        return screen

    yield open_one
    faults = [fault for screen in screens for fault in screen.faults]
    for screen in screens:
        screen.close()
    assert not faults, "the page complained or asked somebody else:\n" + "\n".join(faults)


@pytest.fixture
def screen(open_screen: OpenScreen) -> Screen:
    """The first screen of the atlas, on a desk, in the default language."""
    return open_screen()
