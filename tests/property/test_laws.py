"""Laws that hold for whatever is given: control, classes, the address, windows of visits."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.state import CLASSES, EVERYBODY, PAGES, SORTS, View, format_view, parse_view
from geodata.classes import class_of, compute_breaks
from geodata.disclosure import TOTAL, Nesting, control
from geodata.frames import visit_frames
from geodata.indicators import VISIT_INDICATORS
from geodata.vocabulary import LANGUAGES, Level, Mode
from geodata.windows import all_windows
from tests import world
from tests.asserts import (
    assert_every_unit_once,
    assert_figures_exactly_where_shown,
    assert_rises,
)

PUBLISHED = world.toy()
DOCUMENT = PUBLISHED.document
quickly = settings(deadline=None, database=None, derandomize=True, max_examples=60)

counts = st.one_of(st.integers(0, 12), st.sampled_from([0, 1, 9, 10, 11, 30, 100]))
nestings = st.lists(st.integers(0, 2), min_size=1, max_size=7)


@st.composite
def gateways(draw) -> tuple[dict[str, np.ndarray], Nesting]:
    """Districts in up to two regions or none, three parts each, answers of nobody's district."""
    homes = draw(nestings)
    size = len(homes)
    parents = [size + home if home < 2 else size + 2 for home in homes]
    own = np.array(draw(st.lists(st.tuples(*[counts] * 3), min_size=size + 1, max_size=size + 1)))
    regions = [own[:-1][np.array(homes) == region].sum(axis=0) for region in (0, 1)]
    parts = np.vstack([own[:-1], *regions, own.sum(axis=0)])
    nesting = Nesting((*parents, size + 2, size + 2, -1))
    return {TOTAL: parts.sum(axis=1)[:, None], "parts": parts}, nesting


@quickly
@given(gateways())
def test_the_gateway_shows_nothing_small_and_leaves_nothing_small(given_bases) -> None:
    bases, nesting = given_bases
    shown = control(bases, nesting, 10)

    def nearest(unit: int, flags: np.ndarray) -> list[int]:
        found: list[int] = []
        for child in nesting.children(unit):
            found += [child] if flags[child] else nearest(child, flags)
        return found

    for name, base in bases.items():
        flags = shown[name]
        assert ((base[flags] == 0) | (base[flags] >= 10)).all()
        for unit in np.flatnonzero(flags):
            if nesting.children(unit):
                left = base[unit] - base[nearest(unit, flags)].sum(axis=0)
                assert ((left == 0) | (left >= 10)).all()
        for region, district in nesting.twins():
            assert flags[region] == flags[district]
    assert not (shown["parts"] & ~shown[TOTAL]).any()


@quickly
@given(gateways())
def test_the_gateway_hides_nothing_where_nothing_is_small(given_bases) -> None:
    bases, nesting = given_bases
    large = {name: base * 10 for name, base in bases.items()}
    for flags in control(large, nesting, 10).flags.values():
        assert flags.all()


values = st.lists(st.integers(-1000, 1000).map(lambda x: x / 10), min_size=0, max_size=40)


@quickly
@given(values, st.sampled_from([0, 1]))
def test_breaks_rise_and_every_class_holds_something(numbers: list[float], decimals: int) -> None:
    given_values = [round(x, decimals) for x in numbers]
    breaks = compute_breaks(given_values, decimals)
    assert_rises(breaks)
    assert len(breaks) <= 4
    if breaks:
        assert min(given_values) < breaks[0] and breaks[-1] <= max(given_values)
        assert len({class_of(x, breaks) for x in given_values}) == len(breaks) + 1


units = [*DOCUMENT["districts"], *DOCUMENT["regions"]]


def ordered(of: list[str] | tuple[str, ...]) -> Any:
    return st.sets(st.sampled_from(of)).map(lambda s: tuple(x for x in of if x in s))


@st.composite
def views(draw) -> View:
    first = draw(st.integers(0, 2))
    return View(
        lang=draw(st.sampled_from(LANGUAGES)),
        indicator=draw(st.sampled_from(list(DOCUMENT["indicators"]))),
        first=first,
        last=draw(st.integers(first, 2)),
        districts=draw(ordered(DOCUMENT["districts"])),
        part=draw(st.sampled_from([EVERYBODY, *map(str, Mode)])),
        level=draw(st.sampled_from([None, *Level])),
        pin=draw(st.sampled_from(["", *units])),
        classes=draw(ordered(CLASSES)),
        page=draw(st.sampled_from(PAGES)),
        interval=draw(st.booleans()),
        sort=draw(st.sampled_from([*SORTS, *(f"-{sort}" for sort in SORTS)])),
    )


@quickly
@given(views(), st.sampled_from(LANGUAGES))
def test_a_view_reads_back_as_it_was_written(view: View, home: str) -> None:
    query = format_view(view, PUBLISHED, home)
    assert parse_view(query, PUBLISHED, home) == view
    assert format_view(parse_view(query, PUBLISHED, home), PUBLISHED, home) == query


texts = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.tuples(
            st.sampled_from(
                ["lang", "indicator", "from", "to", "district", "mode", "level", "pin", "class",
                 "page", "sort", "x"]
            ),
            st.text(max_size=12),
        ),
        max_size=6,
    ).map(lambda pairs: "&".join(f"{key}={value}" for key, value in pairs)),
)  # fmt: skip


@quickly
@given(texts)
def test_any_text_is_a_view(text: str) -> None:
    view = parse_view(text, PUBLISHED, "ro")
    assert 0 <= view.first <= view.last <= 2
    assert view.indicator in DOCUMENT["indicators"]
    assert set(view.districts) <= set(DOCUMENT["districts"])
    assert parse_view(format_view(view, PUBLISHED, "ro"), PUBLISHED, "ro") == view


maybe = st.one_of(st.none(), st.integers(0, 60))
visit = st.tuples(
    st.integers(-1, 3),
    st.one_of(st.none(), st.integers(-1, 3)),
    st.sampled_from(["planned", "done", "moved", "cancelled"]),
    st.sampled_from(world.CODES),
    st.sampled_from(["L1", "L2", "L3"]),
    st.one_of(st.none(), st.sampled_from(["IP-BA", "IP-SO", "I1"])),
    maybe,
    maybe,
    maybe,
)


@settings(quickly, max_examples=8, phases=[Phase.generate])
@given(st.lists(visit, max_size=9))
def test_visits_of_any_kind_give_whole_frames(rows: list[tuple]) -> None:
    # The first has a planned day: a log without any is a test of its own.
    visits = [(99, 0, 0, "planned", "MD-DR", "L1", None, None, None, None)]
    visits += [(i + 1, *row) for i, row in enumerate(rows)]
    handouts = [(row[0], "leaflet", row[7]) for row in visits if row[7] is not None]
    cube = world.visit_cube(visits, handouts)
    windows = all_windows(3)
    for indicator in VISIT_INDICATORS:
        breaks, frames = visit_frames(indicator, cube, windows)
        assert_rises(breaks)
        by_window = dict(zip(windows, frames, strict=True))
        for frame in frames:
            assert_every_unit_once(frame, world.CODES)
            assert_figures_exactly_where_shown(frame)
            assert frame["s"][world.BENDER] == "x"
            assert set(frame["s"][:5]) <= set("on")
        if indicator.unit == "count":
            for i in range(5):
                split = (by_window[0, 0]["v"][i] or 0) + (by_window[1, 2]["v"][i] or 0)
                assert split == (by_window[0, 2]["v"][i] or 0)
