"""The interval as a switch: asked for, with its label, never called a margin of error."""

from __future__ import annotations

import pytest

from dashboard.state import View, format_view, parse_view
from dashboard.viewmodels.detail import describe_detail
from dashboard.viewmodels.hero import describe_hero
from dashboard.viewmodels.reading import read
from dashboard.viewmodels.table import describe_table
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES, Level
from tests import world

TOY = world.toy()
SHARE = "trust_police_favourable"


def view(lang: str = "en", **changes) -> View:
    return View(lang, **{"indicator": SHARE, "last": 2, "level": Level.DISTRICT, **changes})


def note(given: View) -> str:
    return describe_hero(given, read(given, TOY), TOY, translators()[given.lang]).note


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_stands_in_hero_detail_and_table_only_when_asked_for(lang: str) -> None:
    t = translators()[lang]
    label = t.text("interval.label")
    for on in (False, True):
        given = view(lang, interval=on, pin="MD-BA")
        assert (label in note(given)) is on
        detail = describe_detail(given, TOY, t)
        assert detail is not None and (label in detail.note) is on
        table = describe_table(given, TOY, t)
        assert ("interval" in [column.key for column in table.columns]) is on
        assert (label in table.note) is on


def test_the_ends_are_wilson_s() -> None:
    # Of the country 40 of 91: Wilson gives 34.2 to 54.2 %.
    assert "34–54%" in note(view(interval=True))


def test_neither_balances_nor_chosen_districts_nor_visits_have_one() -> None:
    label = translators()["en"].text("interval.label")
    for changes in ({"indicator": "trust_police_balance"}, {"districts": ("MD-BA",)},
                    {"indicator": "contacts", "level": None}):  # fmt: skip
        assert label not in note(view(interval=True, **changes))
    table = describe_table(view(indicator="trust_police_balance", interval=True), TOY,
                           translators()["en"])  # fmt: skip
    assert "interval" not in [column.key for column in table.columns]


def test_a_hidden_cell_has_none() -> None:
    given = view(interval=True)
    table = describe_table(given, TOY, translators()["en"])
    at = [column.key for column in table.columns].index("interval")
    by_code = {row.code: row.cells[at] for row in table.rows}
    assert by_code["MD-DR"] == by_code["MD-SO"] == "–"
    assert by_code["MD-BA"].endswith("%")


def test_the_address_keeps_it() -> None:
    assert parse_view("?interval=1", TOY, "ro").interval
    assert not parse_view("?interval=yes", TOY, "ro").interval
    assert "interval=1" in format_view(view(interval=True), TOY, "en")


def test_no_word_on_screen_calls_anything_a_margin_of_error() -> None:
    for lang, words in (("en", "margin of error"), ("ro", "marj"), ("ru", "погрешност")):
        for message in translators()[lang].catalog:
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            for text in texts:
                if message.id and "method." not in str(message.id):
                    assert words not in text.lower(), (message.id, text)
