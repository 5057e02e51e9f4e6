"""Contacts, localities and boundaries: what is taken, what is refused, and that it takes effect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import geopandas
import pytest
import shapely

from dashboard.viewmodels.page import describe_sources
from geodata import build
from geodata.boundaries import read_boundaries
from geodata.districts import district
from geodata.i18n import translators
from geodata.labels import SCALES
from geodata.localities import locality
from geodata.publication import Published
from geodata.settings import Settings
from geodata.vocabulary import LANGUAGES
from tests.exports import table
from tests.unit.conftest import Atlas, Report

VISIT = "date,status,district,locality,participants\n2021-11-08,,Soroca,Soroca,10\n"
SOROCA = "L1442"


@pytest.fixture
def campaign(atlas: Atlas) -> Atlas:
    """A store with a campaign of one visit, in Soroca."""
    assert atlas.bring(VISIT).code == 0
    return atlas


def published(atlas: Atlas) -> dict[str, Any]:
    """What is published, without labels, the slow part."""
    kinds = ("plain", "circles", "symbols", "regions")
    none: dict[str, Any] = {
        lang: {kind: [[]] * len(SCALES) for kind in kinds} for lang in LANGUAGES
    }
    with patch.object(build, "_labels", lambda *_: none | {"scales": list(SCALES)}):
        return build.build_publication(atlas.store, Settings(), lambda _: None)


# Contacts

CONTACTS = ["Inspectoratul", "Raionul", "Telefon", "Adresa", "E-mail", "Pagina web"]


def contacts(*rows: list[str]) -> str:
    return table([CONTACTS, *rows])


def test_contacts_are_published(campaign: Atlas) -> None:
    report = campaign.bring(
        contacts(
            ["IP Soroca", "", "0 230 22 902, 112", "str. Independenței 62", "", "politia.md/sr"],
            ["IP-BA", "", "", "", "ip.balti@igp.gov.md", ""],
            ["Inspectoratul de poliție Rîșcani", "Rîșcani", "(0256) 2-33-02", "", "", ""],
        )
    )
    assert (report.document["kind"], report.counts) == ("contacts", (3, 3, 0))
    assert published(campaign)["contacts"] == {
        "IP-SO": {
            "phone": "0 230 22 902, 112",
            "address": "str. Independenței 62",
            "web": "https://politia.md/sr",
        },
        "IP-BA": {"email": "ip.balti@igp.gov.md"},
        "IP-RI": {"phone": "(0256) 2-33-02"},
    }


def test_what_cannot_be_a_contact_is_listed_and_not_quoted(campaign: Atlas) -> None:
    report = campaign.bring(
        contacts(
            ["IP Soroca", "", "<script>", "", "", ""],
            ["IP Bălți", "", "", "", "ion la gmail", ""],
            ["IP Cahul", "", "", "", "", "javascript:alert(1)"],
            ["IP Orhei", "", "", "", "", "https://a@b.md"],
            ["IP Ungheni", "", "", "", "", ""],
            ["IP Narnia", "", "112", "", "", ""],
            ["IP Drochia", "", "112", "", "", ""],
            ["Drochia", "", "902", "", "", ""],
        )
    )
    assert report.counts == (8, 1, 7)
    assert [report.at(row)[0][1] for row in range(2, 8)] == [
        *("phone_unreadable", "email_unreadable", "web_unreadable", "web_unreadable"),
        *("contact_empty", "inspectorate_unknown"),
    ]
    assert report.at(9) == [("inspectorate", "row_twice")]
    assert "gmail" not in str(report.document) and "<" not in str(report.document)


def test_newer_contacts_take_the_place_of_older_ones_and_can_be_undone(campaign: Atlas) -> None:
    campaign.bring(contacts(["IP Soroca", "", "111", "", "", ""]))
    report = campaign.bring(contacts(["IP Bălți", "", "222", "", "", ""]))
    assert "beside_replaced" in report.codes
    of = campaign.campaign
    assert campaign.store.read_reference(of, "contacts") == {"IP-BA": {"phone": "222"}}
    campaign.store.undo(campaign.store.newest_in_force(), "")
    assert campaign.store.read_reference(of, "contacts") == {"IP-SO": {"phone": "111"}}


def test_without_a_campaign_they_ask_for_one(atlas: Atlas) -> None:
    report = atlas.bring(contacts(["IP Soroca", "", "111", "", "", ""]))
    assert (report.code, report.codes) == (1, ["beside_needs_campaign"])


# Localities


def test_census_counts_and_positions_of_localities_take_effect(campaign: Atlas) -> None:
    before = published(campaign)
    header = ["Raionul", "Localitatea", "Populația 2014", "Lat", "Lon"]
    rows = [
        ["Soroca", "Soroca", "21 000", "48.17", "28.29"],
        ["Soroca", "Zastînca", "1200", "", ""],
    ]
    report = campaign.bring(table([header, *rows]))
    assert (report.document["kind"], report.counts) == ("localities", (2, 2, 0))
    after = published(campaign)
    assert before["scene"]["places"][SOROCA] != after["scene"]["places"][SOROCA]
    assert before["brought"] == {"inspectorates": False, "localities": False, "boundaries": False}
    assert after["brought"] == {"inspectorates": False, "localities": True, "boundaries": False}
    windows = [each["indicators"]["residents_visited"]["windows"] for each in (before, after)]
    assert windows[0] != windows[1]


def test_points_of_a_layer_are_localities_too(campaign: Atlas) -> None:
    place = locality(SOROCA)
    frame = geopandas.GeoDataFrame(
        {"NUME": ["Soroca"], "RAION": ["Soroca"]},
        geometry=geopandas.points_from_xy([place.longitude + 0.001], [place.latitude], crs=4326),
    )
    frame.to_crs(4026).to_file(campaign.folder / "p.gpkg", driver="GPKG")
    report = campaign.bring(campaign.folder / "p.gpkg")
    assert (report.document["kind"], report.counts) == ("localities", (1, 1, 0))
    (record,) = campaign.store.read_reference(campaign.campaign, "localities").values()
    assert record["longitude"] == pytest.approx(place.longitude + 0.001, abs=1e-6)


def test_what_cannot_be_is_listed(campaign: Atlas) -> None:
    header = ["district", "locality", "residents_2014", "latitude", "longitude"]
    rows = [
        ["Soroca", "Soroca", "", "47.0", "28.8"],
        ["Soroca", "Zastînca", "", "48.1", ""],
        ["Soroca", "Rublenița", "", "", ""],
        ["Soroca", "Egoreni", "", "aici", "28.3"],
        ["Cahul", "Cahul", "900000", "", ""],
        ["Soroca", "Narnia", "10", "", ""],
        ["Orhei", "Orhei", "21065", "", ""],
    ]
    report = campaign.bring(table([header, *rows]))
    assert report.counts == (7, 1, 6)
    assert [report.at(row)[0][1] for row in range(2, 8)] == [
        *("place_outside", "position_half", "locality_empty", "degrees_unreadable"),
        *("residents_above", "locality_unknown"),
    ]


# Boundaries


def layer(folder: Path, shapes: geopandas.GeoDataFrame, crs: int = 4026) -> Path:
    path = folder / "hotare.gpkg"
    shapes.to_crs(crs).to_file(path, driver="GPKG")
    return path


def bring_shapes(atlas: Atlas, shapes: geopandas.GeoDataFrame) -> Report:
    return atlas.bring(layer(atlas.folder, shapes))


def shipped() -> geopandas.GeoDataFrame:
    """The shipped shapes under other names, as somebody else publishes them."""
    frame = read_boundaries()
    names = [district(code).name_ro.upper() for code in frame["district_code"]]
    return geopandas.GeoDataFrame({"OBJECTID": range(37), "ADM1": names}, geometry=frame.geometry)


def test_boundaries_take_effect(campaign: Atlas) -> None:
    before = published(campaign)["scene"]
    shapes = shipped()
    # The border between two districts is moved a little: both still fit.
    coarse = shapely.coverage_simplify(shapes.geometry.to_numpy(), 0.004)
    report = bring_shapes(campaign, shapes.set_geometry(coarse, crs=4326))
    assert (report.document["kind"], report.counts) == ("boundaries", (37, 37, 0))
    after = published(campaign)
    assert after["brought"]["boundaries"]
    assert after["scene"]["districts"].keys() == before["districts"].keys()
    assert after["scene"]["districts"] != before["districts"]


def test_the_shipped_shapes_brought_back_draw_the_same_map(campaign: Atlas) -> None:
    before = published(campaign)["scene"]
    assert bring_shapes(campaign, shipped()).code == 0
    after = published(campaign)["scene"]
    # Rings may begin elsewhere; every shape stands where it stood.
    assert (after["boxes"], after["anchors"]) == (before["boxes"], before["anchors"])


def test_districts_in_parts_are_joined_and_gaps_mended(campaign: Atlas) -> None:
    shapes = shipped().explode(index_parts=False)
    slim = shapes.geometry.to_numpy().copy()
    slim[0] = slim[0].buffer(-0.0005)
    report = bring_shapes(campaign, shapes.set_geometry(slim, crs=4326))
    assert report.code == 0
    assert {"boundaries_joined", "boundaries_mended"} <= {*report.codes}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda s: s.iloc[1:], "boundaries_missing"),
        (lambda s: s.set_geometry(s.geometry.translate(0.3, 0), crs=4326), "boundaries_localities"),
        (lambda s: s.set_geometry(s.geometry.scale(1.1, 1.1, origin=(28.5, 47)), crs=4326), "area"),
        (lambda s: s.set_geometry(s.geometry.scale(0.8, 0.8), crs=4326), "boundaries_apart"),
        (lambda s: s.set_geometry(s.geometry.boundary, crs=4326), "shape_no_area"),
        (lambda s: s.assign(ADM1="Soroca"), "boundaries_missing"),
    ],
)
def test_boundaries_that_cannot_be_are_refused(campaign: Atlas, change: Any, code: str) -> None:
    report = bring_shapes(campaign, change(shipped()))
    assert report.code == 1
    assert any(code in found for found in report.codes), report.codes
    assert campaign.store.read_reference(campaign.campaign, "boundaries") == {}


def test_geojson_is_taken_as_it_is_shipped(campaign: Atlas) -> None:
    path = Path(build.__file__).parent / "reference" / "boundaries.geojson"
    document = json.loads(path.read_text("utf-8"))
    assert campaign.bring(json.dumps(document), name="a.txt").counts == (37, 37, 0)


def test_sources_say_whose_the_shapes_are(campaign: Atlas) -> None:
    before = describe_sources(Published("x", published(campaign)), translators()["en"])
    bring_shapes(campaign, shipped())
    after = describe_sources(Published("x", published(campaign)), translators()["en"])
    assert any("geoBoundaries" in line for line in before)
    assert not any("geoBoundaries" in line for line in after)
    assert any("editors of this atlas" in line for line in after)
