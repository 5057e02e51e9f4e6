"""Bringing files in: what is stored, what is listed and why, what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geodata.__main__ import main
from geodata.importing import storing
from geodata.store import Store

VISITS = "date,status,district,locality,inspectorate,mobile_centre,start,end,participants,leaflet"
Import = Callable[..., "Result"]


class Result:
    """A report as JSON, with the exit code."""

    def __init__(self, code: int, document: dict[str, Any]) -> None:
        self.code = code
        self.document = document
        self.counts = tuple(document[f"rows_{x}"] for x in ("read", "stored", "listed"))
        self.codes = [issue["code"] for issue in document["issues"]]

    def at(self, row: int | None) -> list[tuple[str | None, str]]:
        return [(i["column"], i["code"]) for i in self.document["issues"] if i["row"] == row]

    def message(self, code: str) -> str:
        return next(i["message"] for i in self.document["issues"] if i["code"] == code)


@pytest.fixture
def data(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory with an empty database; publishing is left to one test of its own."""
    monkeypatch.setattr(storing, "publish", lambda *_: "")
    monkeypatch.setattr(storing, "ensure_sample", lambda _: None)
    return tmp_path / "data"


@pytest.fixture
def bring(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Import:
    def run(content: str | bytes, *options: str, name: str = "file.csv") -> Result:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = main(["import", str(path), "--json", "--lang", "en", *options])
        return Result(code, json.loads(capsys.readouterr().out))

    return run


@pytest.fixture
def store(data: Path, database_url: str) -> Iterator[Store]:
    opened = Store.open(database_url)
    yield opened
    opened.close()


def one(store: Store) -> str:
    """The id of the only campaign."""
    (campaign,) = store.campaigns()
    return campaign.id


def visits(*rows: str, header: str = VISITS) -> str:
    return "\n".join([header, *rows]) + "\n"


# Visits


def test_rows_without_an_error_are_stored_and_the_others_are_listed(
    bring: Import, store: Store
) -> None:
    result = bring(
        visits(
            "2021-11-08,,Soroca,Soroca,,CM-1,10:00,12:00,120,130",
            "09.11.2021,done,r-nul Hâncești,Hîncești,,CM-1,10:00,9:00,50,",
            ",,,,,,,,,",
            "10.11.2021,done,Бельцы,Balti,,CM-2,,,50-60,",
            "TOTAL,,,,,,,,170,130",
            "10/11/2021,mutată,Cahul,cahul,,CM-2,,,-5,",
        )
    )
    # Four data rows: neither the blank one nor the TOTAL is one. Only Soroca has no error.
    assert (result.code, result.counts) == (0, (4, 1, 3))
    assert result.at(3) == [("end", "end_before_start")]
    assert result.at(4) == [(None, "blank_row")]
    assert result.at(5) == [("participants", "count_range")]
    assert result.at(6) == [(None, "total_row")]
    assert result.at(7) == [("participants", "count_negative")]
    stored = store.read_visits(one(store))
    assert stored["locality_code"].tolist() == ["L1442"]
    assert stored["inspectorate_code"].tolist() == ["IP-SO"]
    assert stored["participants"].tolist() == [120]
    assert stored[["status", "start_time", "end_time"]].to_numpy().tolist() == [
        ["done", "10:00", "12:00"]
    ]
    assert store.read_handouts(one(store))["quantity"].tolist() == [130]


def test_the_inspectorate_is_derived_only_where_there_is_one(bring: Import, store: Store) -> None:
    result = bring(
        visits(
            "2021-11-08,,Chișinău,Durlești,,,,,,",
            "2021-11-08,,Chișinău,Codru,IP Rîșcani,,,,,",
            "2021-11-08,,Rîșcani,Rîșcani,Inspectoratul de poliție Rîșcani,,,,,",
            "2021-11-08,,Cahul,Cahul,IP-SO,,,,,",
        )
    )
    assert result.at(5) == [("inspectorate", "inspectorate_elsewhere")]
    found = store.read_visits(one(store))["inspectorate_code"]
    assert found.fillna("").tolist() == ["", "IP-CU-RIS", "IP-RI"]


def test_places_are_found_in_any_spelling_and_never_guessed(bring: Import) -> None:
    result = bring(
        visits(
            "2021-11-08,,Сорока,Soroca,,,,,,",
            "2021-11-08,,Narnia,Soroca,,,,,,",
            "2021-11-08,,Orhei,Soroca,,,,,,",
            "2021-11-08,,Orhei,Nicăieri,,,,,,",
            "2021-11-08,,,Soroca,,,,,,",
        )
    )
    assert result.counts == (5, 1, 4)
    assert result.at(3) == [("district", "district_unknown")]
    assert result.at(4) == [("locality", "locality_elsewhere")]
    assert "Soroca" in result.message("locality_elsewhere")
    assert result.at(5) == [("locality", "locality_unknown")]
    assert ("district", "missing") in result.at(6)


def test_namesakes_are_listed_with_their_codes(bring: Import, store: Store) -> None:
    from collections import Counter

    from geodata.districts import district
    from geodata.localities import all_localities, find_localities

    names = Counter((p.district_code, p.name_ro) for p in all_localities())
    place, name = next(key for key, n in sorted(names.items()) if n > 1)
    codes = [p.code for p in find_localities(name, place)]
    home = district(place).name_ro
    result = bring(
        visits(f"2021-11-08,,{home},{name},,,,,,", f"2021-11-08,,{home},{codes[0]},,,,,,")
    )
    assert result.at(2) == [("locality", "locality_ambiguous")]
    assert all(code in result.message("locality_ambiguous") for code in codes)
    assert store.read_visits(one(store))["locality_code"].tolist() == [codes[0]]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("2021-11-08,,,20000000,,", ("participants", "count_absurd")),
        ("2021-11-08,,,100,70,40", ("participants", "sexes_above_participants")),
        ("2021-11-08,cancelled,,100,,", ("participants", "not_held_with_counts")),
        ("2021-11-08,perhaps,,100,,", ("status", "choice_unknown")),
        ("8-9 nov,,,100,,", ("date", "date_several")),
        ("30.02.2021,,,100,,", ("date", "date_unreadable")),
        (",,,100,,", ("date", "missing")),
    ],
)
def test_what_contradicts_itself_is_listed(
    bring: Import, cells: str, expected: tuple[str, str]
) -> None:
    header = (
        "date,status,planned_date,participants,participants_female,participants_male,"
        "district,locality"
    )
    good = "2021-11-09,,,10,4,6,Cahul,Cahul"
    result = bring(visits(good, f"{cells},Soroca,Soroca", header=header))
    assert result.counts == (2, 1, 1)
    assert result.at(3) == [expected]


def test_doubles_are_listed_in_the_file_and_against_the_store(bring: Import) -> None:
    row = "2021-11-08,,Soroca,Soroca,,CM-1,,,10,"
    other = "2021-11-08,,Soroca,Soroca,,CM-2,,,10,"
    result = bring(visits(row, other, row.replace("CM-1", "cm 1")))
    assert result.at(4) == [("locality", "row_twice")]
    assert result.counts == (3, 2, 1)
    again = bring(visits(row, "2021-11-08,,Cahul,Cahul,,CM-1,,,10,"))
    assert again.at(2) == [("locality", "row_stored")]
    assert again.counts == (2, 1, 1)


def test_only_sexes_counted_makes_participants_and_is_said(bring: Import, store: Store) -> None:
    header = "date,district,locality,participants,participants_female,participants_male"
    result = bring(visits("2021-11-08,Soroca,Soroca,,30,12", header=header))
    assert "participants_summed" in result.codes
    assert store.read_visits(one(store))["participants"].tolist() == [42]


# Plans


PLAN = "planned_date,district,locality,mobile_centre,venue,leaflet"


def test_a_visit_takes_the_place_of_the_planned_one(bring: Import, store: Store) -> None:
    plan = visits(
        "2021-11-08,Soroca,Soroca,CM-1,Piața,180",
        "2021-11-09,Cahul,Cahul,CM-1,,",
        "2021-11-10,Orhei,Orhei,CM-1,,",
        header=PLAN,
    )
    assert bring(plan).document["kind"] == "plan"
    assert store.read_visits(one(store))["status"].tolist() == ["planned"] * 3
    result = bring(
        visits("2021-11-08,,Soroca,Soroca,,,,,99,150", "2021-11-10,,Cahul,Cahul,,,,,50,")
    )
    assert "plan_settled" in result.codes
    rows = store.read_visits(one(store)).set_index("locality_code")
    assert rows.loc["L1442", ["status", "mobile_centre", "venue"]].tolist() == [
        "done",
        "CM-1",
        "Piața",
    ]
    cahul = rows[rows["district_code"] == "MD-CA"].iloc[0]
    assert (cahul["status"], cahul["planned_date"].date()) == ("moved", date(2021, 11, 9))
    assert rows["status"].tolist().count("planned") == 1
    handouts = store.read_handouts(one(store))
    assert handouts[["quantity", "planned"]].to_numpy().tolist() == [[150, 180]]


def test_a_plan_that_comes_later_finds_its_visits(bring: Import, store: Store) -> None:
    bring(visits("2021-11-08,,Soroca,Soroca,,,,,99,150", "2021-11-12,,Cahul,Cahul,,,,,50,"))
    bring(visits("2021-11-09,Soroca,Soroca,CM-1,Piața,180", header=PLAN))
    rows = store.read_visits(one(store))
    assert rows["status"].tolist() == ["moved", "done"]
    assert rows["participants"].tolist() == [99, 50]
    assert store.read_handouts(one(store))[["quantity", "planned"]].to_numpy().tolist() == [
        [150, 180]
    ]


def test_a_cancelled_visit_settles_the_plan_too(bring: Import, store: Store) -> None:
    bring(visits("2021-11-08,Soroca,Soroca,CM-1,,", "2021-11-09,Cahul,Cahul,,,", header=PLAN))
    bring(visits("2021-11-08,anulată,Soroca,Soroca,,,,,,"))
    assert store.read_visits(one(store))["status"].tolist() == ["cancelled", "planned"]


def test_the_days_decide_between_done_and_moved(bring: Import, store: Store) -> None:
    header = "date,planned_date,status,district,locality"
    result = bring(
        visits(
            "2021-11-09,2021-11-08,done,Soroca,Soroca",
            "2021-11-09,2021-11-09,moved,Cahul,Cahul",
            ",2021-11-10,planned,Orhei,Orhei",
            header=header,
        )
    )
    assert result.at(2) == [("status", "status_corrected")]
    assert store.read_visits(one(store))["status"].tolist() == ["moved", "done", "planned"]


# Campaigns


def test_without_a_campaign_a_new_one_spans_the_dates(bring: Import, store: Store) -> None:
    result = bring(visits("2021-11-08,,Soroca,Soroca,,,,,1,", "2021-11-10,,Cahul,Cahul,,,,,1,"))
    assert result.document["new_campaign"]
    campaign = store.campaign_in_use()
    assert (campaign.first_day, campaign.last_day) == (date(2021, 11, 8), date(2021, 11, 10))
    assert not campaign.illustrative
    # The next file goes to the same one, and what is outside is listed.
    later = bring(visits("2021-11-11,,Soroca,Soroca,,,,,1,", "2021-11-09,,Orhei,Orhei,,,,,1,"))
    assert later.document["campaign"] == campaign.id
    assert later.at(2) == [("date", "date_outside")]


def test_a_mistyped_year_does_not_stretch_a_new_campaign(bring: Import) -> None:
    result = bring(
        visits(
            "2012-11-08,,Soroca,Soroca,,,,,1,",
            "2021-11-10,,Cahul,Cahul,,,,,1,",
            "2021-11-11,,Orhei,Orhei,,,,,1,",
        )
    )
    assert result.at(2) == [("date", "date_outside")]
    assert result.counts == (3, 2, 1)


def test_an_unknown_campaign_is_refused(bring: Import) -> None:
    result = bring(visits("2021-11-08,,Soroca,Soroca,,,,,1,"), "--campaign", "nowhere")
    assert (result.code, result.codes) == (1, ["campaign_unknown"])


# Media and population


def test_media(bring: Import, store: Store) -> None:
    result = bring(
        "date,outlet,kind,title,audience\n"
        "2021-11-08,Radio 1,Радио,=1+1,1 500\n"
        "2021-11-08,radio 1,radio,=1+1,10\n"
        "2021-11-09,,tv,,\n"
        "2021-11-09,Portal,carrier pigeon,,\n"
    )
    assert result.document["kind"] == "media"
    assert result.counts == (4, 1, 3)
    assert result.at(3) == [("outlet", "row_twice")]
    assert result.at(4) == [("outlet", "missing")]
    assert result.at(5) == [("kind", "choice_unknown")]
    media = store.read_media(one(store))
    assert media[["kind", "title", "audience"]].to_numpy().tolist() == [["radio", "=1+1", 1500]]


def test_population_margins_are_stored_and_replaced_whole(bring: Import, store: Store) -> None:
    bring(visits("2021-11-08,,Soroca,Soroca,,,,,1,"))
    first = bring(
        "unit,sex,age_group,residence,residents,source\n"
        "MD,female,,,1500000,Census\nMD,male,,,1400000,Census\nMD,,18-29,,10,Census\n"
        "MD,feminin,,,7,x\nAtlantis,,,,5,x\nTotal,,,,9,\nSoroca,,,urban,20000,\n"
    )
    assert first.document["kind"] == "population"
    assert first.counts == (6, 4, 2)
    assert first.at(5) == [("unit", "row_twice")]
    assert first.at(6) == [("unit", "unit_unknown")]
    assert "margins_differ" in first.codes
    table = store.read_population(one(store))
    assert table["unit"].tolist() == ["MD", "MD", "MD", "MD-SO"]
    assert table["sex"].tolist() == ["female", "male", "", ""]
    second = bring("unit,sex,residents\nnord,,900000\n")
    assert "population_replaced" in second.codes
    assert store.read_population(one(store))["unit"].tolist() == ["nord"]


def test_population_alone_makes_no_campaign(bring: Import) -> None:
    assert bring("unit,residents\nMD,5\n").codes == ["population_needs_campaign"]


# Files


def test_strict_refuses_the_file_if_a_row_is_listed(bring: Import, data: Path) -> None:
    rows = visits("2021-11-08,,Soroca,Soroca,,,,,1,", "2021-11-09,,Soroca,Narnia,,,,,1,")
    result = bring(rows, "--strict")
    assert (result.code, result.counts) == (1, (2, 0, 2))
    assert {"strict", "locality_unknown"} <= set(result.codes)
    assert not (data / "atlas.sqlite").exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "file_empty"),
        ("   \n\n", "file_empty"),
        ("a,b\n1,2\n", "header_missing"),
        ("date,district\n2021-11-08,Soroca\n", "kind_unclear"),
        ("date,district,locality\n2021-11-08,Soroca,Soroca\n", "kind_unclear"),
        (VISITS + "\n", "no_rows"),
        (VISITS + "\n,,,\nTotal,,,\n", "no_rows"),
        (VISITS + "\n2021-11-08,,Narnia,Soroca\n", "nothing_left"),
        (VISITS + "\nyesterday,,Soroca,Soroca\n", "no_dates"),
        (VISITS + ",date\n2021-11-08,,Soroca,Soroca\n", "column_twice"),
        (VISITS + '\n"2021' + "x" * 200_000, "quote_open"),
        (b"%PDF-1.7 ...", "file_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "workbook_unreadable"),
        (b"PK\x03\x04 not a zip", "archive_unreadable"),
        (b"<OGRVRTDataSource/>", "file_markup"),
        (b"\x7fELF\2\1\0" + bytes(range(1, 200)), "file_format"),
    ],
)
def test_files_that_are_refused(bring: Import, content: str | bytes, code: str) -> None:
    result = bring(content)
    assert result.code == 1
    assert code in result.codes
    assert result.document["rows_stored"] == 0
    assert result.document["rows_listed"] == result.document["rows_read"]


def test_a_missing_column_is_named(bring: Import) -> None:
    result = bring("date,district\n2021-11-08,Soroca\n", "--kind", "visits")
    assert result.at(None) == [("locality", "column_missing")]


def test_a_missing_file_and_a_folder_are_refused(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, code in ((tmp_path / "no.csv", "file_missing"), (tmp_path, "file_not_regular")):
        assert main(["import", str(path), "--json"]) == 1
        assert json.loads(capsys.readouterr().out)["issues"][0]["code"] == code


def test_unknown_columns_are_said_once_and_personal_ones_never_quoted(bring: Import) -> None:
    rows = visits(
        "2021-11-08,,Soroca,Soroca,,,,,1,,x,+373 69 123 456,Ion Popescu",
        "2021-11-09,,Soroca,Soroca,,,,,1,,y,+373 69 123 457,Ana Rusu",
        header=VISITS + ",Observații,Telefon,numele lui Ion",
    )
    result = bring(rows)
    assert result.at(None)[:3] == [
        ("Observații", "column_unknown"),
        ("Telefon", "column_personal"),
        ("M", "column_personal"),
    ]
    assert not any(word in str(result.document) for word in ("Popescu", "123", "Ana", "lui"))


def test_quoted_values_are_short_and_harmless(bring: Import) -> None:
    bad = "\x1b[31m<script>" + "x" * 500
    result = bring(visits("2021-11-08,,Soroca,Soroca,,,,,1,", f"2021-11-08,,{bad},Soroca,,,,,1,"))
    message = result.message("district_unknown")
    assert "\x1b" not in message and "<" not in message and len(message) < 220
    phone = bring(visits("2021-11-09,,Soroca,Soroca,,,,,1,", "2021-11-09,,069123456,X,,,,,1,"))
    assert "069123456" not in str(phone.document)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1250"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(
    bring: Import, store: Store, encoding: str, separator: str
) -> None:
    # cp1250 has the cedilla letters only, as old Romanian files do.
    text = visits("2021-11-08,,Hînceşti,Hînceşti,,Staţia,,,1,", "2021-11-09,,Bălţi,Bălţi,,,,,1,")
    result = bring(text.replace(",", separator).encode(encoding))
    assert result.counts == (2, 2, 0)
    assert store.read_visits(one(store))["mobile_centre"].tolist()[0] == "Staţia"


def test_russian_files_in_cp1251(bring: Import, store: Store) -> None:
    text = visits(
        "08.11.2021;Сорока;L1442;Площадь",
        "09.11.2021;Хынчешть;Hincesti;Площадь",
        header="дата;район;населённый пункт;место",
    )
    result = bring(text.encode("cp1251"), "--kind", "visits")
    assert result.counts == (2, 2, 0)
    assert result.codes.count("encoding_guessed") == 1
    assert store.read_visits(one(store))["venue"].tolist() == ["Площадь"] * 2


def test_rows_are_numbered_as_a_spreadsheet_does(bring: Import) -> None:
    text = visits(
        '2021-11-08,,Soroca,Soroca,,"two\nlines",,,1,',
        "",
        "",
        "2021-11-08,,Narnia,Soroca,,,,,1,",
    )
    result = bring("Raport al campaniei\n\n" + text)
    assert result.at(5) == [(None, "blank_rows")]
    assert result.at(7) == [("district", "district_unknown")]


def test_too_many_cells_list_the_row(bring: Import) -> None:
    result = bring(visits("2021-11-08,,Soroca,Soroca,,,,,1,", "2021-11-08,,Cahul,Cahul,a,b,,,1,,x"))
    assert (None, "too_many_cells") in result.at(3)


def test_messages_come_in_the_language_asked_for(bring: Import) -> None:
    rows = visits("2021-11-08,,Narnia,Soroca,,,,,1,")
    said = {
        lang: bring(rows, "--lang", lang).message("district_unknown") for lang in ("ro", "ru", "en")
    }
    assert said["ro"].startswith("Rândul 2, coloana district: Nu există raionul „Narnia”")
    assert said["ru"].startswith("Строка 2, столбец district: Района «Narnia» нет")
    assert said["en"].startswith("Row 2, column district: There is no district “Narnia”")


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_dry_run_writes_nothing(bring: Import, data: Path) -> None:
    rows = visits("2021-11-08,,Soroca,Soroca,,,,,1,", "2021-11-08,,Narnia,Soroca,,,,,1,")
    first = bring(rows, "--dry-run")
    assert (first.code, first.counts) == (0, (2, 1, 1))
    assert not data.exists()
    bring(rows)
    before = tree(data)
    more = bring(visits("2021-11-08,,Cahul,Cahul,,,,,1,"), "--dry-run")
    assert (more.code, more.counts, more.document["data_version"]) == (0, (1, 1, 0), None)
    assert tree(data) == before


def test_a_dry_run_sees_what_another_process_has_not_merged_yet(
    bring: Import, data: Path, store: Store
) -> None:
    bring(visits("2021-11-08,,Soroca,Soroca,,,,,1,"))
    store.use(one(store))  # leaves a write-ahead log while the store is open
    before = tree(data)
    assert "row_stored" in bring(visits("2021-11-08,,Soroca,Soroca,,,,,1,"), "--dry-run").codes
    assert tree(data) == before


def test_a_failed_commit_leaves_nothing(
    bring: Import, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(visits("2021-11-08,,Soroca,Soroca,,,,,1,"))
    version = store.data_version()

    def fail(*_: object) -> None:
        raise ValueError("visits: something came between")

    monkeypatch.setattr("geodata.imports._settle", fail)
    result = bring(visits("2021-11-08,,Cahul,Cahul,,,,,1,"))
    assert (result.code, result.codes) == (1, ["came_between"])
    assert store.data_version() == version
    assert len(store.read_visits(one(store))) == 1


def test_the_log_names_the_file_and_its_hash(bring: Import, store: Store) -> None:
    bring(visits("2021-11-08,,Soroca,Soroca,,,,,1,"), name="vizite.csv")
    log = store.read_imports()
    assert log["file_name"].tolist() == ["vizite.csv"]
    assert log["kind"].tolist() == ["visits"]
    assert len(log["sha256"].iloc[0]) == 64
    assert isinstance(log["at"].iloc[0], pd.Timestamp)
