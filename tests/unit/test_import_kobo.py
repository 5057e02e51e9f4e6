"""KoboToolbox and ODK exports: columns, options, dates, reviews, and what is left out."""

from __future__ import annotations

from datetime import date

import pytest

from geodata.vocabulary import LANGUAGES
from tests.exports import PEOPLE, kobo, table
from tests.unit.conftest import Atlas
from tests.workbooks import sheet, workbook

TRUST = [(1, "very_much"), (2, "dont_know"), (3, "not_much")]
PROBLEMS = [(1, "drunk_driving"), (1, "stray_dogs"), (3, "drugs")]
COOPERATION = [(1, "more_patrols"), (2, "meetings"), (2, "other")]
DAY = date(2021, 11, 9)


@pytest.mark.parametrize("language", ["", *LANGUAGES])
@pytest.mark.parametrize("group", ["", "Interviu nou/Opinii/"])
@pytest.mark.parametrize("split", [True, False])
def test_labels_or_names_with_or_without_groups(
    atlas: Atlas, language: str, group: str, split: bool
) -> None:
    report = atlas.bring(table(kobo(language=language, group=group, split=split), ";", True))
    assert (report.counts, report.document["kind"]) == ((3, 3, 0), "responses")
    assert atlas.answers("trust_police") == TRUST
    assert atlas.answers("problems") == PROBLEMS
    assert atlas.answers("cooperation") == COOPERATION
    stored = atlas.responses()
    assert stored["mode"].tolist() == ["face-to-face", "online", "online"]
    assert stored["district_code"].tolist() == ["MD-SO", "MD-AN", "MD-CA"]
    assert stored["sex"].fillna("").tolist() == ["female", "male", ""]
    assert {day.date() for day in stored["response_date"]} == {DAY}


def test_a_workbook_is_read_like_the_text(atlas: Atlas) -> None:
    rows = [[int(cell) if cell in ("0", "1") else cell for cell in row] for row in kobo()]
    repeats = [["_index", "_parent_index", "_submission__uuid"], [1, 1, "uuid-1"]]
    path = workbook(atlas.folder / "x", {"membri": sheet(repeats), "Sondaj": sheet(rows)})
    report = atlas.bring(path)
    assert report.counts == (3, 3, 0)
    assert atlas.answers("problems") == PROBLEMS
    assert "membri" in report.message("repeats_left_out")
    assert "sheets_left_out" not in report.codes


def test_blank_ones_and_zeros_are_unanswered_and_zeros_are_not_chosen(atlas: Atlas) -> None:
    zeros = {f"problems/{code}": "0" for code in ("drunk_driving", "stray_dogs", "drugs", "other")}
    atlas.bring(table(kobo(changes=[{"problems": "", **zeros}]), ";"))
    assert atlas.answers("problems") == [(3, "drugs")]


def test_an_option_that_the_form_does_not_have_lists_its_row(atlas: Atlas) -> None:
    rows = kobo()
    at = rows[0].index("problems/drugs")
    rows[0][at] = "problems/zgomot"
    report = atlas.bring(table(rows, ";"))
    assert report.counts == (3, 2, 1)
    assert report.at(4) == [("problems", "option_unknown")]


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        # Eleven at night in UTC is one in the morning in Chișinău.
        ({"start": "", "end": "", "_submission_time": "2021-11-09T23:00:00"}, date(2021, 11, 10)),
        ({"start": "", "end": "", "_submission_time": "2021-11-09T21:59:59"}, DAY),
        ({"start": "", "end": "", "_submission_time": "2021-07-09T21:00:00"}, date(2021, 7, 10)),
        # A phone's own clock and zone, and a workbook that names no zone.
        ({"start": "2021-11-10T01:10:00.000+02:00"}, date(2021, 11, 10)),
        ({"start": "2021-11-09T23:10:00.000Z"}, date(2021, 11, 10)),
        ({"start": "2021-11-09 23:10:00"}, DAY),
    ],
)
def test_the_day_is_the_day_in_chisinau(atlas: Atlas, changes: dict[str, str], day: date) -> None:
    assert atlas.bring(table(kobo(PEOPLE[:1], changes=[changes]), ";")).counts == (1, 1, 0)
    assert [each.date() for each in atlas.responses()["response_date"]] == [day]


def test_the_form_s_own_date_counts_first(atlas: Atlas) -> None:
    rows = kobo()
    for row, text in zip(rows, ("Data completării", "08.11.2021", "", "2021-11-07"), strict=True):
        row.append(text)
    assert atlas.bring(table(rows, ";")).counts == (3, 3, 0)
    days = [each.date().day for each in atlas.responses()["response_date"]]
    assert days == [8, 9, 7]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("Not Approved", "submission_rejected"),
        ("validation_status_not_approved", "submission_rejected"),
        ("On Hold", "submission_on_hold"),
        ("validation_status_on_hold", "submission_on_hold"),
        ("Approved", None),
        ("validation_status_approved", None),
    ],
)
def test_what_was_not_approved_is_said_and_left_out(
    atlas: Atlas, status: str, code: str | None
) -> None:
    report = atlas.bring(table(kobo(changes=[{"_validation_status": status}]), ";"))
    assert report.at(2) == ([(None, code)] if code else [])
    assert report.counts == ((3, 2, 1) if code else (3, 3, 0))
    assert len(atlas.responses()) == report.counts[1]


def test_a_submission_is_known_again(atlas: Atlas) -> None:
    atlas.bring(table(kobo(PEOPLE[:2]), ";"))
    again = atlas.bring(table(kobo(language="ro"), ";"))
    assert again.counts == (3, 1, 2)
    assert again.at(2) == [("submission_id", "row_stored")]


def test_personal_columns_are_named_and_dropped_and_the_server_s_own_pass(atlas: Atlas) -> None:
    report = atlas.bring(table(kobo(), ";"))
    said = {i["column"] for i in report.document["issues"] if i["code"] == "column_personal"}
    letters = {i["message"].split()[1] for i in report.document["issues"] if i["row"] is None}
    assert "deviceid" in said and len(said) == 7
    assert "column_unknown" not in report.codes and len(letters) >= 7
    for secret in ("ee.kobo", "ion.popescu", "48.15", "p.jpg"):
        assert secret not in str(report.document)


def test_without_a_mode_the_file_asks_for_it(atlas: Atlas) -> None:
    rows = kobo()
    at = rows[0].index("mode")
    text = table([row[:at] + row[at + 1 :] for row in rows], ";")
    assert atlas.bring(text).codes[0] == "mode_missing"
    assert atlas.bring(text, "--mode", "face-to-face").counts == (3, 3, 0)
    assert set(atlas.responses()["mode"]) == {"face-to-face"}


def test_visits_may_be_kept_in_kobo_too(atlas: Atlas) -> None:
    rows = [
        ["start", "vizita/date", "vizita/raion", "vizita/localitate", "vizita/participanti"],
        ["2021-11-09T10:00:00.000+02:00", "2021-11-08", "Soroca", "Soroca", "40"],
    ]
    rows[0] += ["_id", "_uuid", "_submission_time"]
    rows[1] += ["1", "u", "2021-11-09T08:00:00"]
    report = atlas.bring(table(rows, ";"))
    assert (report.document["kind"], report.counts) == ("visits", (1, 1, 0))
    stored = atlas.store.read_visits(atlas.campaign)
    assert stored["participants"][0] == 40 and stored["start_time"].isna().all()
    assert stored["visit_date"][0].date() == date(2021, 11, 8)


def test_odk_central_reads_too(atlas: Atlas) -> None:
    header = ["SubmissionDate", "interviu-mode", "interviu-district", "interviu-problems"]
    header += ["interviu-problems/drugs", "interviu-problems/stray_dogs"]
    header += ["meta-instanceID", "KEY", "SubmitterName", "ReviewState"]
    late = "2021-11-09T22:30:00.000Z"
    rows = [header]
    for number, state in enumerate(("", "approved", "rejected", "hasIssues"), start=1):
        answers = ["online", "Soroca", "drugs stray_dogs", "1", "1"]
        rows.append([late, *answers, f"uuid:{number}", f"uuid:{number}", "Ion Popescu", state])
    report = atlas.bring(table(rows))
    assert report.counts == (4, 2, 2)
    assert (report.at(4), report.at(5)) == (
        [(None, "submission_rejected")],
        [(None, "submission_on_hold")],
    )
    assert atlas.responses()["response_date"][0].date() == date(2021, 11, 10)
    assert atlas.answers("problems")[:2] == [(1, "stray_dogs"), (1, "drugs")]
    assert "Popescu" not in str(report.document) and "column_personal" in report.codes
