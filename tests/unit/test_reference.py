"""The shipped geography: what it holds, and that its checks go red when it is broken."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas
import pytest
from shapely import affinity

from geodata import boundaries, check
from geodata.boundaries import read_boundaries
from geodata.districts import all_districts, district
from geodata.findings import Finding, Reference, read_reference
from geodata.inspectorates import all_directorates, all_inspectorates, all_links, links
from geodata.localities import all_localities, locality
from geodata.names import spellings
from geodata.reference import REFERENCE_DIR
from geodata.regions import all_regions, region
from geodata.residents import Residents, residents


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_reference()


def failures(reference: Reference) -> set[str]:
    return {finding.code for finding in check.run_checks(reference) if finding.level == "failure"}


def with_shape(reference: Reference, code: str, change) -> Reference:
    """The reference with the shape of one district changed."""
    frame = reference.boundaries.copy()
    at = frame.index[frame["district_code"] == code][0]
    frame.loc[at, "geometry"] = change(frame.geometry[at])
    return replace(reference, boundaries=frame)


def with_residents(reference: Reference, code: str, **changes) -> Reference:
    """The reference with the census of one district changed."""
    changed = replace(reference.residents[code], **changes)
    return replace(reference, residents={**reference.residents, code: changed})


def with_locality(reference: Reference, code: str, **changes) -> Reference:
    """The reference with one locality changed."""
    return replace(
        reference,
        localities=tuple(
            replace(each, **changes) if each.code == code else each for each in reference.localities
        ),
    )


# What is shipped


def test_check_prints_every_proof_and_exits_green():
    out = io.StringIO()
    assert check.main(out) == 0
    text = out.getvalue()
    for fact in (
        "37 shapes for 37 districts",
        "37 of 37 shapes valid",
        "0 gaps, 0.000 km2 of overlap",
        "33,846",
        "2,804,801 residents enumerated",
        "2,998,235 residents",
        "3,383,332 residents",
        "1,684 localities",
        "11 outside",
        "Dermengi (L1539) lies 1.95 km outside Taraclia",
        "seem to lack diacritics",
        "Pitesti",
        "42 inspectorates",
        "0 failures",
    ):
        assert fact in text


def test_check_prints_on_a_console_without_romanian_letters():
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="cp1252")
    assert check.main(stream) == 0
    stream.flush()
    assert b"Dermengi" in raw.getvalue()


def test_every_finding_has_a_code_a_level_and_words(reference):
    for finding in check.run_checks(reference):
        assert isinstance(finding, Finding)
        assert finding.level in ("proof", "note", "failure")
        assert finding.code and finding.text


def test_districts_stand_in_the_order_of_the_romanian_alphabet():
    shorts = [each.short_ro for each in all_districts()]
    assert len(shorts) == 37
    assert shorts[:4] == ["Anenii Noi", "Basarabeasca", "Bălți", "Bender"]
    # ă follows every a, ș every s, î every i
    assert shorts.index("Cantemir") < shorts.index("Călărași") < shorts.index("Chișinău")
    assert shorts.index("Rezina") < shorts.index("Rîșcani") < shorts.index("Sîngerei")
    assert shorts.index("Strășeni") < shorts.index("Șoldănești") < shorts.index("Taraclia")


def test_district_names_per_language():
    assert district("MD-GA").name("ro") == "UTA Găgăuzia"
    assert district("MD-GA").short("ro") == "Găgăuzia"
    assert district("MD-GA").short("en") == "Gagauzia"
    assert district("MD-SN").name("en") == "Left Bank of the Nistru"
    assert [district("MD-SN").short(lang) for lang in ("ro", "ru", "en")] == [
        "Stînga Nistrului",
        "Левобережье",
        "Left Bank",
    ]
    assert district("MD-HI").name("en") == "Hîncești"
    assert district("MD-HI").name("ru") == "Хынчешть"


def test_districts_belong_to_the_five_regions_except_two():
    assert [each.code for each in all_regions()] == [
        "nord",
        "centru",
        "sud",
        "chisinau",
        "gagauzia",
    ]
    assert region("sud").name("en") == "South"
    without = {each.code for each in all_districts() if not each.region_code}
    assert without == {"MD-BD", "MD-SN"}
    assert {each.region_code for each in all_districts()} - {""} == {r.code for r in all_regions()}
    assert {each.kind for each in all_districts()} == {
        "raion",
        "municipality",
        "autonomous_unit",
        "left_bank",
    }


def test_every_district_but_the_left_bank_has_its_seat_among_its_localities(reference):
    named = {(key, x.district_code) for x in reference.localities for key in spellings(x.name_ro)}
    for each in all_districts():
        if each.code != "MD-SN":
            assert (spellings(each.seat)[0], each.code) in named, each.code


def test_residents_are_blank_where_no_census_was_held():
    assert residents("MD-SN") == Residents(None, None, None, None)
    assert residents("MD-BD").denominator is None


def test_denominator_is_the_estimate_in_chisinau_and_the_count_elsewhere():
    assert residents("MD-CU").census_2014 == 469_402
    assert residents("MD-CU").denominator == 662_836
    assert residents("MD-SO").denominator == residents("MD-SO").census_2014 == 77_656


def test_unknown_codes_are_refused_in_words():
    for lookup in (district, region, locality, residents):
        with pytest.raises(KeyError, match="XX"):
            lookup("XX")


def test_localities_carry_only_counts_dated_to_the_census():
    assert len(all_localities()) == 1684
    dated = {each.code: each.residents_2014 for each in all_localities() if each.residents_2014}
    assert len(dated) == 36
    assert dated["L0047"] == 97_930  # Bălți in the census; the gazetteer's 125,000 is undated
    assert "L0393" not in dated  # Chișinău: the enumeration missed a third of it
    assert dated["L0713"] == 11_123 and "L0714" not in dated  # Congaz stands twice


def test_inspectorates_are_dated_to_november_2021():
    assert len(all_inspectorates()) == 42
    assert [each.code for each in all_directorates()] == ["DP-CHI", "DP-UTAG"]
    assert len({each.name_ro for each in all_inspectorates()}) == 42
    assert links(date(2021, 10, 31)) == ()
    campaign = links(date(2021, 11, 14))
    assert len(campaign) == 42
    assert {link.district_code for link in campaign if link.part == "part"} == {
        "MD-BD",
        "MD-CU",
        "MD-GA",
    }
    assert [x.district_code for x in campaign if x.inspectorate_code == "IP-DU"] == ["MD-DU"]
    assert "MD-SN" not in {link.district_code for link in campaign}


def test_a_link_that_ended_holds_on_its_last_day_only_just():
    ended = replace(all_links()[0], valid_to=date(2022, 1, 31))
    assert ended.holds(date(2022, 1, 31))
    assert not ended.holds(date(2022, 2, 1))


def test_boundaries_come_in_code_order_in_degrees():
    frame = read_boundaries()
    assert list(frame.columns) == ["district_code", "geometry"]
    assert list(frame["district_code"]) == sorted(each.code for each in all_districts())
    assert frame.crs.to_epsg() == 4326
    assert isinstance(frame, geopandas.GeoDataFrame)


def test_shipped_tables_are_utf8_without_bom_and_with_plain_line_ends():
    for path in REFERENCE_DIR.glob("*.csv"):
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf"), path.name
        assert b"\r" not in content, path.name
        assert content.endswith(b"\n"), path.name
        content.decode("utf-8")


def test_provenance_names_every_table_and_the_licences_carry_the_lines_to_print():
    provenance = (REFERENCE_DIR / "PROVENANCE.md").read_text(encoding="utf-8")
    for name in (
        "boundaries.geojson",
        "districts.csv",
        "regions.csv",
        "localities.csv",
        "residents.csv",
        "inspectorates.csv",
        "inspectorate_links.csv",
    ):
        assert name in provenance
    licences = (REFERENCE_DIR / "LICENCES.md").read_text(encoding="utf-8")
    assert (
        "Boundaries: geoBoundaries (CC BY 4.0) / OCHA ROSEA via HDX (CC BY 3.0 IGO), modified."
        in licences
    )
    assert "Localities: GeoNames (CC BY 4.0), modified." in licences


def test_lookups_need_neither_pandas_nor_geopandas():
    code = (
        "import sys, geodata.localities, geodata.inspectorates, geodata.residents as r\n"
        "from geodata.districts import find_district\n"
        "assert r.residents(find_district('Soroca').code).denominator\n"
        "assert not {'pandas', 'geopandas', 'shapely'} & set(sys.modules)"
    )
    root = Path(boundaries.__file__).parents[1]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)


# What goes red when it is broken


def test_red_when_one_polygon_is_shifted(reference):
    shifted = with_shape(reference, "MD-SO", lambda s: affinity.translate(s, 0.001, 0.0))
    assert "boundaries.coverage" in failures(shifted)


def test_red_when_a_hole_opens_between_districts(reference):
    # Bălți lies amid other districts: shrunk, it leaves a ring of nobody's land.
    shrunk = with_shape(reference, "MD-BA", lambda s: s.buffer(-0.002))
    assert "boundaries.coverage" in failures(shrunk)


def test_red_when_a_shape_crosses_itself(reference):
    bow_tie = geopandas.GeoSeries.from_wkt(["POLYGON((28 47,29 48,29 47,28 48,28 47))"])[0]
    broken = failures(with_shape(reference, "MD-SO", lambda _: bow_tie))
    assert {"boundaries.valid", "boundaries.coverage"} <= broken


def test_red_when_a_district_is_missing(reference):
    without = reference.boundaries[reference.boundaries["district_code"] != "MD-SN"]
    assert {"boundaries.units", "boundaries.area", "localities.inside"} <= failures(
        replace(reference, boundaries=without)
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"census_2014": 77_657}, "census.2014"),
        ({"census_2004": None}, "census.2004"),
        ({"estimate_2014": 77_656 + 1}, "census.2014_estimate"),
    ],
)
def test_red_when_one_population_is_changed(reference, changes, code):
    assert code in failures(with_residents(reference, "MD-SO", **changes))


def test_red_when_a_blank_becomes_zero(reference):
    assert failures(with_residents(reference, "MD-SN", census_2014=0)) == {"census.blank"}


def test_red_when_a_locality_is_moved_or_put_in_another_district(reference):
    moved = with_locality(reference, "L0047", latitude=47.0)
    assert failures(moved) == {"localities.inside", "localities.border"}
    assert "localities.inside" in failures(with_locality(reference, "L0003", district_code="MD-SO"))


def test_red_when_a_locality_is_lost_doubled_or_too_big(reference):
    assert failures(replace(reference, localities=reference.localities[1:])) == {"localities.count"}
    doubled = (*reference.localities[1:], reference.localities[1])
    assert failures(replace(reference, localities=doubled)) == {"localities.count"}
    too_big = with_locality(reference, "L0047", residents_2014=125_000)
    assert failures(too_big) == {"localities.residents"}


def test_red_when_a_name_takes_a_cedilla(reference):
    assert failures(with_locality(reference, "L0047", name_ro="Bălţi")) >= {"names.letters"}


def test_red_when_an_inspectorate_or_a_link_is_lost(reference):
    lost = replace(reference, inspectorates=reference.inspectorates[1:])
    assert {"inspectorates.count", "inspectorates.links"} <= failures(lost)
    assert failures(replace(reference, links=reference.links[1:])) >= {"inspectorates.links"}
    elsewhere = replace(reference.inspectorates[0], seat="Tiraspol")
    moved = (elsewhere, *reference.inspectorates[1:])
    assert failures(replace(reference, inspectorates=moved)) == {"inspectorates.seats"}


def test_an_unreadable_reference_is_a_failure_in_words(monkeypatch):
    def unreadable() -> Reference:
        raise ValueError("the boundary of MD-SO is empty")

    monkeypatch.setattr(check, "read_reference", unreadable)
    out = io.StringIO()
    assert check.main(out) == 1
    assert "the boundary of MD-SO is empty" in out.getvalue()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda frame: frame.to_crs(3857), "must be in EPSG:4326"),
        (lambda frame: frame[frame["district_code"] != "MD-SO"], "lack the districts MD-SO"),
        (lambda frame: frame.rename(columns={"district_code": "iso"}), "no property district_code"),
        (
            lambda frame: frame.set_geometry(
                frame.geometry.where(frame["district_code"] != "MD-SO", frame.centroid)
            ),
            "boundary of MD-SO is a Point",
        ),
        (
            lambda frame: frame.assign(
                district_code=frame["district_code"].replace("MD-SO", "MD-SV")
            ),
            "lack the districts MD-SO",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore:Geometry is in a geographic CRS")
def test_boundaries_that_are_off_are_refused_in_words(tmp_path, change, words):
    path = tmp_path / "boundaries.geojson"
    change(read_boundaries()).to_file(path, driver="GeoJSON")
    with pytest.raises(ValueError, match=words):
        read_boundaries(path)
