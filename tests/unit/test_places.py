"""Villages and towns: visited, planned or neither; and no figure of the survey below a district."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from dashboard.state import View, format_view, parse_view
from dashboard.viewmodels.place_detail import PlaceDetail, describe_place
from dashboard.viewmodels.places import (
    PlaceStatus,
    describe_place_list,
    describe_places,
    status_of,
    visits_by_locality,
)
from geodata.i18n import translators
from geodata.localities import all_localities
from geodata.vocabulary import LANGUAGES
from tests import world
from tests.planned import busier


def view(lang: str = "en", **changes: Any) -> View:
    return View(lang, **{"last": 2, **changes})


def place(focus: str, lang: str = "en", **changes: Any) -> PlaceDetail:
    found = describe_place(view(lang, focus=focus, **changes), busier(), translators()[lang])
    assert found is not None
    return found


def status(code: str, **changes: Any) -> PlaceStatus:
    return status_of(visits_by_locality(busier()).get(code, ()), view(**changes), busier())


def test_visited_planned_or_neither_follows_the_days() -> None:
    # L1394: cancelled on day 0, visited on day 1.
    assert status("L1394") is PlaceStatus.VISITED
    assert status("L1394", last=0) is PlaceStatus.PLANNED
    assert status("L1394", first=2) is PlaceStatus.NEITHER
    # Bălți's visit was promised for day 1 and moved to day 2.
    assert status("L0047", first=1, last=1) is PlaceStatus.PLANNED
    assert status("L0047", first=2) is PlaceStatus.VISITED
    # Promised for a day before the campaign: planned in the whole campaign only.
    assert status("L0520") is PlaceStatus.PLANNED
    assert status("L0520", last=1) is PlaceStatus.NEITHER
    assert status("L0001") is PlaceStatus.NEITHER


def test_the_browser_has_every_locality_and_tells_the_same() -> None:
    given = describe_places(busier())
    assert list(given["codes"]) == [each.code for each in all_localities()]
    assert len({len(given[key]) for key in ("codes", "names", "districts", "x", "y")}) == 1
    at = busier().locality_index["L1394"]
    assert given["held"][at] == [1] and sorted(given["promised"][at]) == [0, 1]
    outside = busier().locality_index["L0520"]
    assert given["promised"][outside] == [-1] and outside not in given["held"]
    # What the browser does with it, as assets/js/places.js has it.
    for code, i in busier().locality_index.items():
        for first in range(3):
            for last in range(first, 3):
                whole = (first, last) == (0, 2)

                def inside(day: int, first: int = first, last: int = last, w: bool = whole) -> bool:
                    return w if day < 0 else first <= day <= last

                held = any(map(inside, given["held"].get(i, [])))
                promised = any(map(inside, given["promised"].get(i, [])))
                told = "visited" if held else "planned" if promised else "neither"
                if i in given["promised"] or code == "L0001":
                    assert told == status(code, first=first, last=last), (code, first, last)


def test_residents_are_those_of_the_census_or_unknown() -> None:
    given = describe_places(busier())
    known = {each.code: each.residents_2014 for each in all_localities()}
    assert list(given["residents"]) == [known[code] for code in given["codes"]]
    assert sum(each is None for each in given["residents"]) == 1684 - 36


def test_a_district_lists_all_its_localities_those_with_visits_first() -> None:
    t = translators()["en"]
    found = describe_place_list(view(pin="MD-SO", focus="MD-SO"), busier(), t)
    assert found is not None and len(found.lines) == 68 and found.title == "68 localities"
    assert [line.code for line in found.lines[:2]] == ["L1394", "L1393"] or {
        line.code for line in found.lines[:2]
    } == {"L1393", "L1394"}
    assert found.note == t.text("places.counts", visited="2", planned="0")
    names = [line.name for line in found.lines if line.status is PlaceStatus.NEITHER]
    assert len(names) == 66
    for line in found.lines:
        led = parse_view(line.address, busier(), "ro")
        assert (led.focus, led.pin, led.page) == (line.code, "MD-SO", "map")
    pinned = describe_place_list(view(pin="MD-SO"), busier(), t)
    assert pinned is not None and not pinned.lines
    assert (pinned.title, pinned.note) == (found.title, found.note)
    led = parse_view(pinned.address, busier(), "ro")
    assert (led.focus, led.pin) == ("MD-SO", "MD-SO")
    assert describe_place_list(view(pin="nord"), busier(), t) is None
    assert describe_place_list(view(), busier(), t) is None


def test_the_panel_of_a_locality() -> None:
    found = place("L1393", pin="MD-SO")
    t = translators()["en"]
    assert found.title == next(p.name_ro for p in all_localities() if p.code == "L1393")
    assert found.visits_title == "1 visit"
    # Held on day 0 with 100 contacts; promised again for day 1.
    assert [line.outcome for line in found.visits] == ["100", t.text("detail.status.planned")]
    assert found.handouts[0] == ("200", "leaflets")
    assert found.status == t.text("places.visited")
    assert [card.code for card in found.inspectorates] == ["IP-SO"]
    crumbs = [(crumb.name, parse_view(crumb.address, busier(), "ro")) for crumb in found.crumbs]
    assert [(name, led.focus, led.pin) for name, led in crumbs] == [
        ("Moldova", "", ""), (crumbs[1][0], "nord", "nord"), ("Soroca", "MD-SO", "MD-SO"),
    ]  # fmt: skip
    assert place("L1393", first=2).visits == ()
    assert place("L1393", first=1, last=1).status == t.text("places.planned")
    assert describe_place(view(focus="MD-SO"), busier(), t) is None
    # Bender is in no region.
    assert [crumb.name for crumb in place("L0050").crumbs] == ["Moldova", "Bender"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_figure_of_the_survey_is_told_of_a_locality(lang: str) -> None:
    t = translators()[lang]

    def said(indicator: str, published: Any) -> str:
        asked = view(lang, focus="L1393", pin="MD-SO", indicator=indicator)
        found = describe_place(asked, published, t)
        assert found is not None
        told = asdict(found) | {"crumbs": ()}  # they lead to the indicator looked at
        return json.dumps(told, ensure_ascii=False)

    share = "trust_police_favourable"
    assert said(share, busier()) == said("reach_rate", busier())
    assert t.text("places.no_survey", district="Soroca")[:20] in place("L1393", lang).no_survey
    columns = describe_places(busier())
    assert set(columns) == {
        "codes", "names", "districts", "x", "y", "residents", "held", "promised",
    }  # fmt: skip


def test_the_zoom_is_part_of_the_address() -> None:
    published = world.toy()
    for focus in ("nord", "MD-SO", "L1393"):
        asked = View("ro", last=2, focus=focus, size="residents")
        query = format_view(asked, published, "ro")
        assert query == f"?focus={focus}&size=residents"
        assert parse_view(query, published, "ro") == asked
    for junk in ("L9999", "MD-XX", "l1393", "MD", "%00"):
        assert parse_view(f"focus={junk}&size=weight", published, "ro") == View("ro", last=2)
