"""Logs kept by hand: titles, headers in two rows, merged cells, TOTAL rows, dates in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from geodata.sources.spoken_dates import read_spoken
from tests.exports import table
from tests.unit.conftest import Atlas
from tests.workbooks import sheet, workbook

TITLES = [["Registrul vizitelor"], ["Săptămâna 8–14 noiembrie 2021"], []]
UPPER = ["Nr.", "Data", "Raionul", "Localitatea", "Participanți", "", "", "Materiale", ""]
LOWER = ["", "", "", "", "total", "femei", "bărbați", "pliante", "pixuri"]
DAYS = [date(2021, 11, day) for day in (8, 8, 9)]


def log(*rows: Sequence[object], merged: Sequence[str] = ()) -> str:
    """A sheet with titles and a header in two rows; data start in row 6."""
    ranges = ("A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:G4", "H4:I4", *merged)
    return sheet([*TITLES, UPPER, LOWER, *rows], merged=ranges)


def bring(atlas: Atlas, content: str, *options: str):
    return atlas.bring(workbook(atlas.folder / "x.xlsx", {"Foaie": content}), *options)


def visits(atlas: Atlas):
    stored = atlas.store.read_visits(atlas.campaign)
    return stored.assign(day=[each.date() for each in stored["visit_date"]])


def test_a_log_with_everything_in_it(atlas: Atlas) -> None:
    content = log(
        [1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, "8 noi", "Soroca", "Soroca", 120, 70, 50, 130, 40],
        [2, "", "", "Zastînca", 30, None, None, 25, None],
        ["Total 8 noiembrie", None, None, None, 150, 70, 50, 155, 40],
        [3, (44509,), "Cahul", "Cahul", 60, 30, 30, None, None],
        ["TOTAL", None, None, None, 210, 100, 80, 155, 40],
        merged=("B7:B8", "C7:C8"),
    )
    report = bring(atlas, content)
    assert (report.document["kind"], report.counts) == ("visits", (3, 3, 0))
    assert report.at(6) == [(None, "numbering_row")]
    assert report.at(9) == report.at(11) == [(None, "total_row")]
    assert "2021" in report.message("year_added")
    stored = visits(atlas)
    assert stored["day"].tolist() == DAYS
    assert stored["district_code"].tolist() == ["MD-SO", "MD-SO", "MD-CA"]
    assert stored["participants"].tolist() == [120, 30, 60]
    assert stored["participants_female"].fillna(-1).tolist() == [70, -1, 30]
    given = atlas.store.read_handouts(atlas.campaign)
    assert given["quantity"].sum() == 130 + 25 + 40
    assert "column_unknown" not in report.codes


def test_blank_cells_repeat_what_stands_above_and_it_is_said(atlas: Atlas) -> None:
    rows = [["Registrul vizitelor"], ["Data", "Raion", "Satul", "Centrul mobil", "Participanți"]]
    rows += [
        ["08.11.2021", "Soroca", "Soroca", "CM-1", "10"],
        ["", "", "Zastînca", "", "20"],
        ['"', "-//-", "Rublenița", "CM-2", "30"],
        ["09.11.2021", "", "Regina Maria", "", "40"],
    ]
    report = atlas.bring(table(rows))
    assert report.counts == (4, 4, 0)
    assert [i["column"] for i in report.document["issues"] if i["code"] == "filled_down"] == [
        *("date", "district", "mobile_centre")
    ]
    stored = visits(atlas)
    assert [day.day for day in stored["day"]] == [8, 8, 8, 9]
    # A new day leaves what need not be said blank.
    assert stored["mobile_centre"].fillna("").tolist() == ["CM-1", "CM-1", "CM-2", ""]


@pytest.mark.parametrize("between", [[""] * 5, ["TOTAL", "", "", "", "10"]])
def test_nothing_is_repeated_across_a_blank_or_total_row(atlas: Atlas, between: list[str]) -> None:
    rows = [["Registru"], ["Data", "Raion", "Satul", "Centrul mobil", "Participanți"]]
    rows += [["08.11.2021", "Soroca", "Soroca", "CM-1", "10"], between]
    rows += [["", "", "Zastînca", "", "20"]]
    report = atlas.bring(table(rows))
    assert report.counts == (2, 1, 1)
    assert report.at(5) == [("date", "missing"), ("district", "missing")]


def test_a_template_repeats_nothing(atlas: Atlas) -> None:
    rows = [["date", "district", "locality", "participants"]]
    rows += [["2021-11-08", "Soroca", "Soroca", "1"], ["", "", "Zastînca", "2"]]
    report = atlas.bring(table(rows))
    assert report.at(3) == [("date", "missing"), ("district", "missing")]


def test_a_count_that_stands_for_several_rows_is_never_divided(atlas: Atlas) -> None:
    content = log(
        [1, "08.11.2021", "Soroca", "Soroca", 120, None, None, None, None],
        [2, "08.11.2021", "Soroca", "Zastînca", None, None, None, None, None],
        [3, "09.11.2021", "Soroca", "Rublenița", 10, None, None, None, None],
        merged=("E6:E7",),
    )
    report = bring(atlas, content)
    assert report.counts == (3, 1, 2)
    assert report.at(6) == report.at(7) == [("participants", "count_of_several")]
    assert "6" in report.message("count_of_several") and "7" in report.message("count_of_several")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9-11 nov", "date_several"),
        ("9–11 noiembrie 2021", "date_several"),
        ("09.11-11.11.2021", "date_several"),
        ("9 și 10 noiembrie", "date_several"),
        ("9, 10 ноября", "date_several"),
        ("9 nov", "date_without_year"),
        ("09.11", "date_without_year"),
        ("31 nov 2021", "date_unreadable"),
        ("curând", "date_unreadable"),
        ("44509", None),
        ("44509.5", None),
        ("9 noiembrie 2021", None),
        ("marți, 9 noiembrie 2021", None),
        ("вторник, 9 ноября 2021 г.", None),
        ("Tue 9 Nov 2021", None),
        ("9/11/21", None),
    ],
)
def test_dates_in_words(atlas: Atlas, text: str, code: str | None) -> None:
    rows = [["date", "district", "locality", "status"], [text, "Soroca", "Soroca", ""]]
    rows += [["2021-11-09", "Cahul", "Cahul", ""]]
    report = atlas.bring(table(rows))
    expected = [] if code is None else [("date", code)]
    # With one other date in the file its year is known.
    if code == "date_without_year":
        expected = []
    assert report.at(2) == expected
    if not expected:
        assert visits(atlas)["day"].tolist() == [date(2021, 11, 9)] * 2


def test_a_year_is_taken_only_where_one_is_named(atlas: Atlas) -> None:
    header = ["Data", "Raionul", "Localitatea", "Participanți"]
    rows = [header, ["8 noi", "Soroca", "Soroca", "1"], ["9 noi", "Cahul", "Cahul", "1"]]
    report = atlas.bring(table(rows))
    assert report.codes[0] == "no_dates"
    assert report.at(2) == [("date", "date_without_year")]
    two = [*rows, ["09.11.2020", "Cahul", "Cahul", "1"], ["10.11.2021", "Cahul", "Cahul", "1"]]
    assert atlas.bring(table(two), "--dry-run").at(2) == [("date", "date_without_year")]
    titled = atlas.bring(table([["Noiembrie 2021"], *rows]))
    assert titled.counts == (2, 2, 0)
    # From now on the campaign's own year is known.
    later = [header, ["8 noi", "Cahul", "Cahul", "3"]]
    assert atlas.bring(table(later), "--campaign", atlas.campaign).counts == (1, 1, 0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9 noi", (9, 11)),
        ("3 mart", (3, 3)),
        ("5 iun.", (5, 6)),
        ("1 мая", (1, 5)),
        ("9 ноя", (9, 11)),
        ("9 ma", None),
        ("12", None),
        ("Soroca", None),
        ("50-60 pers", None),
    ],
)
def test_months_are_known_by_their_beginnings(text: str, said: tuple[int, int] | None) -> None:
    spoken = read_spoken(text)
    assert (spoken and (spoken.day, spoken.month)) == said


def test_an_old_workbook_has_its_cells_merged_too(atlas: Atlas, tmp_path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    page = book.add_sheet("Registru")
    for row, cells in enumerate([["Data", "Raionul", "Localitatea", "Participanți"], [], []]):
        for column, text in enumerate(cells):
            page.write(row, column, text)
    page.write_merge(1, 2, 0, 0, "08.11.2021")
    page.write_merge(1, 2, 1, 1, "Soroca")
    for row, (place, people) in enumerate([("Soroca", 5), ("Zastînca", 6)], start=1):
        page.write(row, 2, place)
        page.write(row, 3, people)
    book.save(str(tmp_path / "v.xls"))
    assert atlas.bring(tmp_path / "v.xls").counts == (2, 2, 0)
    assert visits(atlas)["participants"].tolist() == [5, 6]


@pytest.mark.parametrize(
    ("text", "number", "code"),
    [
        ("50 pers.", 50, "count_with_words"),
        ("50 de persoane", 50, "count_with_words"),
        ("50 чел.", 50, "count_with_words"),
        ("1 200 oameni", 1200, "count_with_words"),
        ("~50", 50, "count_about"),
        ("≈ 50", 50, "count_about"),
        ("circa 50 de persoane", 50, "count_about"),
        ("aprox. 50", 50, "count_about"),
        ("în jur de 50", 50, "count_about"),
        ("около 50 человек", 50, "count_about"),
        ("50", 50, None),
        ("50-60", None, "count_range"),
        ("50 – 60 pers.", None, "count_range"),
        ("peste 50", None, "count_range"),
        ("50+", None, "count_range"),
        ("до 50", None, "count_range"),
        (">50", None, "count_range"),
        ("50 lei", None, "count_unreadable"),
        ("cam multe", None, "count_unreadable"),
        ("1.5", None, "count_unreadable"),
        ("50/60", None, "count_unreadable"),
    ],
)
def test_counts_as_people_write_them(
    atlas: Atlas, text: str, number: int | None, code: str | None
) -> None:
    rows = [["date", "district", "locality", "participants"]]
    rows += [["2021-11-08", "Soroca", "Soroca", text], ["2021-11-08", "Cahul", "Cahul", "1"]]
    report = atlas.bring(table(rows))
    assert report.at(2) == ([("participants", code)] if code else [])
    kept = visits(atlas)["participants"].tolist()
    assert kept == ([1] if number is None else [number, 1])


@pytest.mark.parametrize(
    "text", ["Soroca, Zastînca", "Soroca și Zastînca", "Soroca/Zastînca", "Soroca; Zastînca"]
)
def test_several_places_in_a_cell_are_listed_with_what_to_do(atlas: Atlas, text: str) -> None:
    rows = [["date", "district", "locality", "participants"]]
    rows += [["2021-11-08", "Soroca", text, "100"], ["2021-11-08", "Cahul", "Cahul", "1"]]
    report = atlas.bring(table(rows))
    assert report.at(2) == [("locality", "locality_several")]
    assert report.counts == (2, 1, 1)


def test_what_is_about_a_person_in_a_text_is_masked(atlas: Atlas) -> None:
    rows = [["date", "district", "locality", "participants", "venue"]]
    rows += [["2021-11-08", "Soroca", "Soroca", "1", "la școală, tel. 069 123 456"]]
    rows += [["2021-11-09", "Cahul", "Cahul", "1", "parc"]]
    report = atlas.bring(table(rows))
    assert report.counts == (2, 2, 0)
    assert report.at(2) == [("venue", "text_masked")]
    assert "123" not in str(report.document)
    assert visits(atlas)["venue"].tolist() == ["la școală, tel. …", "parc"]
