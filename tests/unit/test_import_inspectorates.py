"""A list of inspectorates: what is taken, what is refused, where it shows, and its undoing."""

from __future__ import annotations

import json

import geopandas
import pytest
import shapely
from shapely.affinity import translate

from dashboard.figures.seats_svg import draw_seats
from dashboard.state import parse_view
from dashboard.viewmodels.inspectorates import describe_inspectorates, describe_seats_map
from dashboard.viewmodels.inspectorates_download import describe_inspectorates_download
from geodata.__main__ import main
from geodata.boundaries import read_boundaries
from geodata.geography import read_gazetteer
from geodata.i18n import translators
from geodata.publication import Published
from tests.exports import table
from tests.unit.conftest import Atlas, Report
from tests.unit.test_import_beside import published

HEAD = ["Cod", "Inspectoratul", "Raionul", "Sediul", "Lat", "Lon", "valid_from", "valid_to"]
VISIT = "date,status,district,locality,participants\n2021-11-08,,Soroca,Soroca,10\n"
NEW = ["IP-SO-N", "Inspectoratul Nistru", "Soroca", "Soroca", "", "", "", ""]


@pytest.fixture
def campaign(atlas: Atlas) -> Atlas:
    """A store with a campaign of one visit, in Soroca, and of its inspectorate's."""
    assert atlas.bring(VISIT).code == 0
    return atlas


def visit(inspectorate: str) -> str:
    return table(
        [
            ["date", "district", "locality", "inspectorate", "participants"],
            ["2021-11-08", "Soroca", "Zastînca", inspectorate, "5"],
        ]
    )


def names(atlas: Atlas) -> dict[str, str]:
    structure = read_gazetteer(atlas.store, atlas.campaign).structure
    return {each.code: each.name_ro for each in structure.inspectorates}


def test_a_list_adds_and_amends_and_shows_on_the_lens(campaign: Atlas) -> None:
    before = published(campaign)
    rows = [NEW, ["IP-SO", "Inspectoratul Cetatea", "", "", "48.16", "28.30", "", ""]]
    report = campaign.bring(table([HEAD, *rows]))
    assert (report.document["kind"], report.counts) == ("inspectorates", (2, 2, 0))
    assert "Inspectoratul Nistru" in report.message("inspectorates_added")
    after = published(campaign)
    assert len(after["inspectorates"]) == len(before["inspectorates"]) + 1 == 43
    offices = {each["code"]: each for each in after["inspectorates"]}
    # Two serve what one served: neither has the whole district any more.
    assert not offices["IP-SO"]["whole"] and not offices["IP-SO-N"]["whole"]
    assert "IP-SO-N" in after["campaign"]["scope_inspectorates"]
    assert {"IP-SO", "IP-SO-N"} <= after["seats"].keys()
    assert after["seats"]["IP-SO"] != before["seats"]["IP-SO"]

    shown = Published("x", after)
    t, view = translators()["en"], parse_view("?district=MD-SO", shown, "en")
    page = describe_inspectorates(view, shown, t)
    cells = {row.code: row.cells for row in page.table.rows}
    assert cells.keys() == {"IP-SO", "IP-SO-N"}
    assert cells["IP-SO"][0] == "Soroca Police Inspectorate"
    assert names(campaign)["IP-SO"] == "Inspectoratul Cetatea"
    assert cells["IP-SO-N"][:2] == ("Inspectoratul Nistru", cells["IP-SO"][1])
    assert "brought in" in page.notes[0] and "42" not in page.notes[0]
    whole = describe_inspectorates_download(view, shown, t, {})
    assert "IP-SO-N" in json.dumps(whole.rows, default=str)


def test_it_counts_for_coverage_and_visits_may_name_it(campaign: Atlas) -> None:
    campaign.bring(table([HEAD, NEW]))
    report = campaign.bring(visit("Инспекторат Нистру"))
    assert (report.counts, report.at(2)) == ((1, 1, 0), [])
    document = published(campaign)
    soroca = document["districts"].index("MD-SO")
    assert document["places"]["inspectorates"][soroca] == ["IP-SO", "IP-SO-N"]
    frame = document["indicators"]["inspectorates_visited"]["windows"][0]
    assert frame["v"][soroca] == 100.0


def test_undo_waits_for_the_visits_that_name_it(
    campaign: Atlas, capsys: pytest.CaptureFixture[str]
) -> None:
    campaign.bring(table([HEAD, NEW]))
    campaign.bring(visit("IP-SO-N"))
    capsys.readouterr()
    assert main(["undo", "2", "--lang", "en"]) == 1
    assert "3" in capsys.readouterr().err
    assert main(["undo", "3"]) == main(["undo", "2"]) == 0
    assert "IP-SO-N" not in names(campaign)
    assert main(["redo", "3"]) == 1
    assert main(["redo", "2"]) == main(["redo", "3"]) == 0
    assert names(campaign)["IP-SO-N"] == "Inspectoratul Nistru"


def test_one_that_closed_serves_nobody_and_a_district_may_not_be_left_without(
    campaign: Atlas,
) -> None:
    closed = ["IP-CU-BOT", "", "", "", "", "", "", "2021-11-01"]
    closed[1] = names(campaign)["IP-CU-BOT"]
    assert campaign.bring(table([HEAD, closed])).code == 0
    assert "IP-CU-BOT" not in {each["code"] for each in published(campaign)["inspectorates"]}
    lacking = ["IP-SO", "IP Soroca", "", "", "", "", "", "2021-11-02"]
    report = campaign.bring(table([HEAD, lacking]))
    assert (report.code, report.codes[0]) == (1, "inspectorates_lacking")
    assert "Soroca" in report.message("inspectorates_lacking")


def test_what_cannot_be_is_listed(campaign: Atlas) -> None:
    rows = [
        ["", "IP Narnia", "Soroca", "", "", "", "", ""],
        ["IP-X", "IP Narnia", "", "", "", "", "", ""],
        ["IP-X", "IP Narnia", "Soroca", "Atlantida", "", "", "", ""],
        ["IP-X", "IP Narnia", "Soroca", "", "47.0", "28.8", "", ""],
        ["IP-X", "IP Narnia", "Soroca", "", "48.1", "", "", ""],
        ["IP-X", "IP Narnia", "Soroca", "", "", "", "2021-11-09", "2021-11-08"],
        ["IP-SO", "IP Bălți", "", "", "", "", "", ""],
        ["IP-SO", "IP Soroca", "Cahul", "", "", "", "", ""],
        ["IP-X", "IP Narnia", "Soroca", "", "", "", "", ""],
        ["IP-X", "IP Alta", "Soroca", "", "", "", "", ""],
        ["", "IP Rîșcani", "", "", "", "", "", ""],
    ]
    report = campaign.bring(table([HEAD, *rows]))
    codes = [(report.at(row) or [("", "")])[0][1] for row in range(2, 13)]
    assert codes == [
        *("inspectorate_unknown", "inspectorate_without_district", "seat_unknown"),
        *("place_outside", "position_half", "end_before_start", "code_of_another"),
        *("code_elsewhere", "", "row_twice", "inspectorate_ambiguous"),
    ]
    assert report.counts == (11, 1, 10)


def layer(atlas: Atlas, shares: tuple[float, float], shift: float = 0.0) -> Report:
    """Soroca in two areas along a meridian, in the country's grid, under a publisher's names."""
    shape = read_boundaries().set_index("district_code").geometry["MD-SO"]
    west, south, east, north = shape.bounds
    edges = [west + share * (east - west) for share in shares]
    parts = [
        shape.intersection(shapely.box(west, south, edges[0], north)),
        shape.intersection(shapely.box(edges[1], south, east, north)),
    ]
    frame = geopandas.GeoDataFrame(
        {"COD": ["IP-SO", "IP-SO-N"], "INSPECTORAT": ["IP Soroca", "IP Nistru"], "RAION": "Soroca"},
        geometry=[translate(part, shift) for part in parts],
        crs=4326,
    )
    path = atlas.folder / "inspectorate.gpkg"
    frame.to_crs(4026).to_file(path, driver="GPKG")
    return atlas.bring(path)


def test_areas_of_a_layer_are_drawn_and_counted(campaign: Atlas) -> None:
    report = layer(campaign, (0.5, 0.5))
    assert (report.document["kind"], report.counts) == ("inspectorates", (2, 2, 0))
    campaign.bring(visit("IP-SO-N"))
    document = published(campaign)
    offices = {each["code"]: each for each in document["inspectorates"]}
    soroca = document["districts"].index("MD-SO")
    both = [offices[code]["territory"] for code in ("IP-SO", "IP-SO-N")]
    assert all(both) and abs(sum(both) - document["places"]["localities"][soroca]) <= 3
    shown = Published("x", document)
    t, view = translators()["ro"], parse_view("", shown, "ro")
    drawn = draw_seats(describe_seats_map(view, shown, t))
    assert drawn.count(' area" data-pin="MD-SO" d="M') == 2 and "Inspectoratul Nistru" not in drawn
    assert "<title>IP Nistru: 1 vizită</title>" in drawn
    rows = {row.code: row.cells for row in describe_inspectorates(view, shown, t).table.rows}
    assert rows["IP-SO-N"][1] == "Soroca, o parte" and "%" in rows["IP-SO-N"][2]


def test_areas_are_mended_a_little_and_else_refused(campaign: Atlas) -> None:
    assert "areas_mended" in layer(campaign, (0.501, 0.499)).codes
    overlapping = layer(campaign, (0.7, 0.3))
    assert overlapping.code == 1
    assert [overlapping.at(row) for row in (2, 3)] == [[("geometry", "areas_overlap")]] * 2
    assert "area_outside" in layer(campaign, (0.5, 0.5), shift=0.3).codes


def test_a_shape_that_is_no_area_is_listed(campaign: Atlas) -> None:
    head = ["code", "inspectorate", "district", "geometry"]
    rows = [["IP-SO-N", "IP Nistru", "Soroca", text] for text in ("POLYGON((bad", "POINT(1 1)")]
    report = campaign.bring(table([head, *rows]))
    assert [report.at(row) for row in (2, 3)] == [[("geometry", "shape_no_area")]] * 2


def test_geojson_points_are_seats(campaign: Atlas) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"inspectorat": "IP Nistru", "cod": "IP-SO-N", "raion": "Soroca"},
            "geometry": {"type": "Point", "coordinates": [28.25, 48.1]},
        }
    ]
    document = json.dumps({"type": "FeatureCollection", "features": features})
    report = campaign.bring(document)
    assert (report.document["kind"], report.counts) == ("inspectorates", (1, 1, 0))
    assert "IP-SO-N" in published(campaign)["seats"]


def test_boundaries_with_broken_text_are_listed(campaign: Atlas) -> None:
    report = campaign.bring(table([["district", "geometry"], ["Soroca", "POLYGON((oops"]]))
    assert report.at(2) == [("geometry", "shape_no_area")]


def test_contacts_are_still_contacts(campaign: Atlas) -> None:
    head = ["Inspectoratul", "Raionul", "Sediul", "Telefon"]
    report = campaign.bring(table([head, ["IP Soroca", "Soroca", "str. Păcii 1", "112"]]))
    assert (report.document["kind"], report.counts) == ("contacts", (1, 1, 0))
