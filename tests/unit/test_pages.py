"""The registry of pages: every page has a renderer, but those that the browser draws itself."""

from __future__ import annotations

import pytest

from dashboard.pages import PAGES as RENDERERS
from dashboard.pages import render_page
from dashboard.state import DRAWN_BY_BROWSER, PAGES, View
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES
from tests import world


def test_addresses_and_renderers_name_the_same_pages() -> None:
    assert PAGES[0] == "map"
    assert tuple(RENDERERS) == tuple(p for p in PAGES if p not in DRAWN_BY_BROWSER)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_renders_in_every_language(page: str, lang: str) -> None:
    published = world.illustrative().published
    view = View(lang, last=len(published.document["days"]) - 1, page=page)
    shown = render_page(view, published, translators()[lang], "light")
    assert (shown is None) is (page in DRAWN_BY_BROWSER)
