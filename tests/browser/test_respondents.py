"""Who answered, once a user has loaded margins: residents beside, and weighted shares on demand.

On an atlas of its own, for the illustrative campaign comes without margins.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Browser, expect

from geodata.imports import ImportBatch
from geodata.margins import CATEGORIES, KNOWN_BY
from geodata.publication import publish
from geodata.sample import SAMPLE_ID, ensure_sample
from geodata.settings import Settings
from geodata.store import Store
from tests import world
from tests.browser.expected import read_rows
from tests.browser.screen import DESK, PHONE, Screen
from tests.browser.server import Atlas, Server


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    folder = tmp_path_factory.mktemp("respondents")
    settings = Settings(data_dir=folder / "data")
    store = Store.open(settings.store_url)
    ensure_sample(store)
    store.commit(ImportBatch(SAMPLE_ID, "population", population=_margins()))
    with world.quick_drawing():
        publish(store, settings, lambda _: None)
    store.close()
    server = Server(folder)
    try:
        yield server.wait()
    finally:
        server.stop()


def _margins() -> pd.DataFrame:
    """A thousand residents, a part each: no real margins, and none that look so."""
    rows: list[dict[str, Any]] = [
        dict.fromkeys(KNOWN_BY, "")
        | {"unit": "MD", name: code, "residents": 1_000 // len(codes), "source": "Made-up source"}
        for name, codes in CATEGORIES.items()
        for code in codes
    ]
    return pd.DataFrame(rows)


@pytest.fixture
def screen(chromium: Browser, atlas: Atlas) -> Iterator[Screen]:
    opened = Screen(chromium, atlas, read_rows(atlas.store_url))
    yield opened
    faults = list(opened.faults)
    opened.close()
    assert not faults, "\n".join(faults)


def test_weighted_shares_come_by_keyboard_and_go_with_back(screen: Screen) -> None:
    screen.open("?lang=en&page=respondents")
    page = screen.page
    sex = page.get_by_role("table", name="Sex")
    expect(sex.get_by_role("columnheader", name="Residents")).to_be_visible()
    expect(sex.get_by_role("row", name="women")).to_contain_text("50%")
    expect(page.locator(".page-head")).to_contain_text("Made-up source; aged 14 and over")
    weighted = page.get_by_role("table", name="Weighted figures")
    expect(weighted).to_have_count(0)
    page.get_by_role("link", name="Show weighted figures").focus()
    page.keyboard.press("Enter")
    expect(weighted.get_by_role("row", name="Trust in the police")).to_be_visible()
    assert screen.query() == {"lang": "en", "page": "respondents", "weighted": "1"}
    # It is no filter: there is nothing to reset.
    expect(page.locator("#reset")).to_be_hidden()
    page.reload()
    expect(weighted).to_be_visible()
    page.get_by_role("link", name="Hide the weighted figures").click()
    expect(weighted).to_have_count(0)
    assert screen.query() == {"lang": "en", "page": "respondents"}
    page.go_back()
    expect(weighted).to_be_visible()


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["1280", "390"])
def test_residents_and_weighted_shares_fit(screen: Screen, window: dict[str, int]) -> None:
    screen.page.set_viewport_size(window)  # type: ignore[arg-type]
    found = []
    for lang in ("ro", "ru", "en"):
        screen.open(f"?lang={lang}&page=respondents&weighted=1")
        expect(screen.page.locator('[data-part="weighting"] tbody tr')).to_have_count(13)
        found += [f"{lang}: {text}" for text in dict.fromkeys(screen.overflowing())]
    assert not found, "\n".join(found)
