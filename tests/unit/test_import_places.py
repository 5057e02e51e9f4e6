"""Localities that a list adds: what is taken, what is refused, and what stands on them."""

from __future__ import annotations

import geopandas
import pytest

from dashboard.viewmodels.places import describe_places
from dashboard.viewmodels.search import find
from geodata.__main__ import main
from geodata.geography import read_gazetteer, read_localities
from geodata.i18n import translators
from geodata.importing.asked import describe_asked
from geodata.importing.issues import Issue
from geodata.localities import find_localities, locality
from geodata.publication import Published
from tests.exports import table
from tests.unit.conftest import Atlas
from tests.unit.test_import_beside import published

HEAD = ["Cod", "Raionul", "Localitatea", "Populația 2014", "Lat", "Lon"]
VISIT = "date,status,district,locality,participants\n2021-11-08,,Soroca,Soroca,10\n"
# Three villages that the shipped list does not have, inside their districts.
NEW = ["7801999", "Soroca", "Fântâna Roșie", "120", "48.10", "28.25"]
OTHER = ["RI-77", "Rîşcani", "Cătunul Şcolii", "", "47.95", "27.55"]


@pytest.fixture
def campaign(atlas: Atlas) -> Atlas:
    """A store with a campaign of one visit, in Soroca."""
    assert atlas.bring(VISIT).code == 0
    return atlas


def visits(*names: str) -> str:
    rows = [["date", "district", "locality", "participants"]]
    return table([*rows, *(["2021-11-08", "Soroca", name, "7"] for name in names)])


def test_a_list_adds_places(campaign: Atlas) -> None:
    before = published(campaign)
    report = campaign.bring(table([HEAD, NEW, OTHER]))
    assert (report.document["kind"], report.counts) == ("localities", (2, 2, 0))
    assert "Fântâna Roșie, Cătunul Școlii" in report.message("localities_added")
    added = {each.code: each for each in read_localities(campaign.store, campaign.campaign)[1684:]}
    assert added.keys() == {"7801999", "RI-77"}
    assert added["7801999"].residents_2014 == 120
    assert (added["RI-77"].district_code, added["RI-77"].name_ro) == ("MD-RI", "Cătunul Școlii")

    after = Published("x", published(campaign))
    rows = {row[0]: row for row in after.document["localities"]}
    assert len(rows) == len(before["localities"]) + 2
    soroca = after.district_index["MD-SO"]
    assert rows["7801999"][1:3] == ["Fântâna Roșie", soroca]
    # One more in what localities are counted against.
    counts = [each["places"]["localities"][soroca] for each in (before, after.document)]
    assert counts[1] == counts[0] + 1
    (found, *_) = find("фынтына рошие", after, translators()["ru"])
    assert found.changes == {"pin": "MD-SO", "focus": "7801999"}


@pytest.mark.parametrize(
    "name", ["Fântâna Roșie", "fintina rosie", "s. Fîntîna Roşie", "7801999", "Фынтына Рошие"]
)
def test_visits_find_an_added_place(campaign: Atlas, name: str) -> None:
    campaign.bring(table([HEAD, NEW]))
    report = campaign.bring(visits(name))
    assert (report.counts, report.codes) == ((1, 1, 0), [])
    document = published(campaign)
    (visit,) = [v for v in document["visits"] if v["locality"] == "7801999"]
    assert (visit["name"], visit["contacts"]) == ("Fântâna Roșie", 7)
    # It stands on the map as the others do, with a circle of its contacts.
    assert "7801999" in document["scene"]["places"] and "7801999" in document["points"]
    places = describe_places(Published("x", document))
    assert places["held"][places["codes"].index("7801999")] == [0]


def test_a_mistyped_added_place_is_read_and_said(campaign: Atlas) -> None:
    campaign.bring(table([HEAD, NEW]))
    report = campaign.bring(visits("Fântîna Roșe"))
    assert (report.counts, report.codes) == ((1, 1, 0), ["place_near"])
    assert "Fântâna Roșie (7801999)" in report.message("place_near")


def test_a_name_that_an_added_place_shares_is_asked_about(campaign: Atlas) -> None:
    for code, name in (("SO-8", "Izvorul Mic"), ("SO-9", "Izvorul Mic")):
        list_ = table([HEAD, [code, "Soroca", name, "", "48.10", "28.25"]])
        assert campaign.bring(list_).counts == (1, 1, 0)
    report = campaign.bring(visits("Izvorul Mic", "Soroca"))
    assert report.at(2) == [("locality", "locality_ambiguous")]
    assert "SO-8, SO-9" in report.message("locality_ambiguous")
    (asked,) = describe_asked(
        [
            Issue(
                2,
                "locality",
                "locality_ambiguous",
                (("value", "Izvorul Mic"), ("district", "Soroca"), ("codes", "SO-8, SO-9")),
            )
        ],
        read_gazetteer(campaign.store, campaign.campaign),
    )
    assert (asked["codes"], asked["names"]["ro"]) == (["SO-8", "SO-9"], ["Izvorul Mic"] * 2)


def test_undo_takes_a_place_away_once_nothing_stands_on_it(
    campaign: Atlas, capsys: pytest.CaptureFixture[str]
) -> None:
    campaign.bring(table([HEAD, NEW]))
    campaign.bring(visits("Fântâna Roșie"))
    capsys.readouterr()
    assert main(["undo", "2", "--lang", "en"]) == 1
    assert "3" in capsys.readouterr().err
    assert main(["undo", "3"]) == 0 and main(["undo", "2"]) == 0
    assert len(read_localities(campaign.store, campaign.campaign)) == 1684
    assert campaign.bring(visits("Fântâna Roșie")).at(2)[0][1].startswith("locality_un")
    capsys.readouterr()
    # The visits come back only after their place.
    assert main(["redo", "3", "--lang", "en"]) == 1
    assert "2" in capsys.readouterr().err
    assert main(["redo", "2"]) == 0 and main(["redo", "3"]) == 0
    assert published(campaign)["scene"]["places"].keys() == {"L1442", "7801999"}


def test_a_newer_list_leaves_added_places_and_may_correct_them(campaign: Atlas) -> None:
    campaign.bring(table([HEAD, NEW]))
    campaign.bring(visits("Fântâna Roșie"))
    moved = [NEW[0], "Soroca", "Fântâna Roșie", "150", "48.11", "28.25"]
    for row in (["", "Soroca", "Soroca", "21000", "", ""], moved):
        assert campaign.bring(table([HEAD, row])).code == 0
    added = read_localities(campaign.store, campaign.campaign)[-1]
    assert (added.code, added.residents_2014, added.latitude) == (NEW[0], 150, 48.11)
    # The first list may go now: the newest brings the place too.
    campaign.store.undo(2, "")
    assert read_localities(campaign.store, campaign.campaign)[-1] == added


def test_a_decision_for_a_place_that_is_gone_says_nothing(
    campaign: Atlas, capsys: pytest.CaptureFixture[str]
) -> None:
    campaign.bring(table([HEAD, NEW]))
    assert main(["places", "decide", "locality", "La izvor", NEW[0]]) == 0
    report = campaign.bring(visits("La izvor"))
    assert report.counts == (1, 1, 0)
    campaign.store.undo(3, "")
    campaign.store.undo(2, "")
    assert campaign.bring(visits("La izvor")).at(2) != []
    capsys.readouterr()
    assert main(["places", "list", "--lang", "en"]) == 0
    assert "La izvor" in capsys.readouterr().out


def test_what_cannot_be_added_is_listed(campaign: Atlas) -> None:
    place = locality("L1442")
    here = [str(place.latitude), str(place.longitude)]
    rows = [
        ["SO-1", "Soroca", "Narnia", "", "", ""],
        ["SO-2", "Soroca", "Narnia", "", "47.0", "28.8"],
        ["SO 3!", "Soroca", "Narnia", "", "48.10", "28.25"],
        ["SO-4", "Soroca", "12", "", "48.10", "28.25"],
        ["SO-5", "Soroca", "Soroca", "", "48.0", "28.0"],
        ["L1442", "Soroca", "Zastînca", "10", "", ""],
        ["L1442", "Cahul", "Soroca", "10", "", ""],
        ["", "Soroca", "Narnia", "10", "48.10", "28.25"],
        ["SO-6", "Soroca", "Narnia", "9000000", "48.10", "28.25"],
        NEW,
        [NEW[0], "Soroca", "Altceva", "", "48.10", "28.25"],
        # Another publisher's code for a known place, and a mistyped name at that very place.
        ["7801000", "Soroca", "Soroca", "21000", *here],
        ["7801001", "Soroca", "Zastinca", "900", "", ""],
    ]
    report = campaign.bring(table([HEAD, *rows]))
    codes = [(report.at(row) or [("", "")])[0][1] for row in range(2, 15)]
    assert codes == [
        *("locality_without_point", "place_outside", "code_unreadable", "locality_name"),
        *("locality_namesake", "code_of_another", "locality_elsewhere", "locality_unknown"),
        *("count_absurd", "", "row_twice", "", ""),
    ]
    assert report.counts == (13, 3, 10) and "locality_how_to_add" in report.codes
    kept = campaign.store.read_reference(campaign.campaign, "localities")
    zastinca = find_localities("Zastînca", "MD-SO")[0].code
    assert kept.keys() == {NEW[0], "L1442", zastinca}


def test_residents_of_added_places_count_towards_their_district(campaign: Atlas) -> None:
    rows = [["SO-1", "Soroca", "Narnia", "100000", "48.10", "28.25"]]
    assert campaign.bring(table([HEAD, *rows])).at(2) == [("residents_2014", "residents_above")]


def test_points_of_a_layer_add_places_in_any_system(campaign: Atlas) -> None:
    frame = geopandas.GeoDataFrame(
        {"COD": [NEW[0]], "LOCALITATE": ["Fântâna Roșie"], "RAION": ["Soroca"]},
        geometry=geopandas.points_from_xy([28.25], [48.10], crs=4326),
    )
    frame.to_crs(4026).to_file(campaign.folder / "p.gpkg", driver="GPKG")
    report = campaign.bring(campaign.folder / "p.gpkg")
    assert (report.document["kind"], report.counts) == ("localities", (1, 1, 0))
    added = read_localities(campaign.store, campaign.campaign)[-1]
    assert (round(added.latitude, 5), round(added.longitude, 5)) == (48.10, 28.25)


def test_an_added_place_may_be_what_a_name_means(campaign: Atlas) -> None:
    campaign.bring(table([HEAD, NEW]))
    report = campaign.bring(visits("Fântâna Roș Nou"))
    assert report.at(2) == [("locality", "locality_unsure")]
    assert "Fântâna Roșie (7801999)" in report.message("locality_unsure")
