"""The view in the address: read, written, and never a mistake."""

from __future__ import annotations

import pytest

from dashboard.state import CLASSES, SORTS, View, format_view, parse_view
from geodata.vocabulary import Level
from tests import world

PUBLISHED = world.toy()
DEFAULT = View("ro", first=0, last=2)


def parse(query: str, home: str = "ro") -> View:
    return parse_view(query, PUBLISHED, home)


def test_nothing_is_the_default_view() -> None:
    assert parse("") == parse("?") == DEFAULT
    assert format_view(DEFAULT, PUBLISHED, "ro") == ""


def test_defaults_are_left_out() -> None:
    full = "?lang=ro&indicator=reach_rate&from=2021-11-08&to=2021-11-10&mode=all&page=map&sort=name"
    assert parse(full) == DEFAULT
    # The home language is the one left out.
    assert format_view(DEFAULT, PUBLISHED, "ru") == "?lang=ro"
    assert format_view(parse("", "ru"), PUBLISHED, "ru") == ""


def test_a_view_is_a_readable_query() -> None:
    view = View(
        "en",
        "trust_police_balance",
        1,
        2,
        ("MD-BA", "MD-SO"),
        "face-to-face",
        Level.REGION,
        "MD-SO",
        ("4", "f"),
        "table",
        "-value",
        weighted=True,
    )
    query = format_view(view, PUBLISHED, "ro")
    assert query == (
        "?lang=en&indicator=trust_police_balance&from=2021-11-09&to=2021-11-10"
        "&district=MD-BA,MD-SO&mode=face-to-face&level=region&pin=MD-SO&class=4,f"
        "&page=table&sort=-value&weighted=1"
    )
    assert parse(query) == view


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("from=2021-11-09", (1, 2)),
        ("to=2021-11-09", (0, 1)),
        ("from=2021-11-09&to=2021-11-09", (1, 1)),
        ("from=2020-01-01&to=2030-01-01", (0, 2)),  # cut to the campaign
        ("from=2021-11-10&to=2021-11-08", (0, 2)),  # backwards: the whole
        ("from=2022-01-01", (0, 2)),  # after it: the whole
        ("from=2021-02-30", (0, 2)),
        ("from=yesterday&to=", (0, 2)),
        ("from=2021-11-09T12:00", (0, 2)),
        ("from=2021-11-10&from=2021-11-09", (1, 2)),  # the last one counts
    ],
)
def test_days(query: str, days: tuple[int, int]) -> None:
    view = parse(query)
    assert (view.first, view.last) == days


@pytest.mark.parametrize("text", ["20211109", "2021-W45-2", "2021-11-9", "09.11.2021"])
def test_only_plain_dates_are_dates(text: str) -> None:
    """The browser's twin knows year-month-day alone; both must read a link alike."""
    assert parse(f"from={text}") == DEFAULT


@pytest.mark.parametrize(
    "query",
    [
        "lang=de",
        "indicator=nothing",
        "indicator=constructor",
        "mode=telepathy",
        "level=village",
        "pin=MD-XX",
        "pin=MD",
        "class=9,%00",
        "page=admin",
        "sort=--name",
        "sort=",
        "weighted=yes",
        "district=XX,,",
        "unknown=1",
        "&&&===",
        "%zz%ff",
        "from=%F0%9F%98%80",
    ],
)
def test_junk_is_ignored(query: str) -> None:
    assert parse(query) == DEFAULT


def test_districts_and_classes_come_in_the_order_of_the_map_once() -> None:
    view = parse("district=MD-SO,MD-BA,MD-SO,XX&class=x,f,4,f")
    assert view.districts == ("MD-BA", "MD-SO")
    assert view.classes == ("4", "f", "x")


@pytest.mark.parametrize("pin", ["MD-SO", "nord", "gagauzia"])
def test_districts_and_regions_can_be_pinned(pin: str) -> None:
    assert parse(f"pin={pin}").pin == pin


def test_every_sort_can_be_turned() -> None:
    for sort in SORTS:
        assert parse(f"sort=-{sort}").sort == f"-{sort}"
    assert len(CLASSES) == len(set(CLASSES)) == 11
