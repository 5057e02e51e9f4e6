"""Google Forms and Microsoft Forms: languages, dates, joined options, own words."""

from __future__ import annotations

from datetime import date

import pytest

from geodata.vocabulary import LANGUAGES
from tests.exports import MOMENTS, OWN_WORDS, PEOPLE, microsoft_form, table, web_form
from tests.unit.conftest import Atlas
from tests.workbooks import sheet, workbook

TRUST = [(1, "very_much"), (2, "dont_know"), (3, "not_much")]
PROBLEMS = [(1, "drunk_driving"), (1, "stray_dogs"), (3, "drugs")]
COOPERATION = [(1, "more_patrols"), (2, "meetings"), (2, "other")]


def days(atlas: Atlas) -> list[int]:
    return [each.day for each in atlas.responses()["response_date"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("joined", [", ", ";"])
def test_a_google_form_in_the_account_s_language(atlas: Atlas, language: str, joined: str) -> None:
    report = atlas.bring(table(web_form(language, MOMENTS[language], joined)))
    assert (report.counts, report.document["kind"]) == ((3, 3, 0), "responses")
    assert atlas.answers("trust_police") == TRUST
    assert atlas.answers("problems") == PROBLEMS
    assert atlas.answers("cooperation") == COOPERATION
    assert days(atlas) == [9, 9, 13 if language == "en" else 10]
    assert set(atlas.responses()["mode"]) == {"online"}
    assert "mode_assumed" in report.codes
    assert ("month_first" in report.codes) == (language == "en")
    assert OWN_WORDS not in str(report.document)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_microsoft_form_in_the_account_s_language(atlas: Atlas, language: str) -> None:
    rows = microsoft_form(language, ("2021-11-09 10:15:42", "2021-11-09", "2021-11-10 08:00:00"))
    cells = [[(44509.4275,) if "10:15" in cell else cell for cell in row] for row in rows]
    report = atlas.bring(workbook(atlas.folder / "x", {"Form1": sheet(cells)}))
    assert (report.counts, report.document["kind"]) == ((3, 3, 0), "responses")
    assert atlas.answers("problems") == PROBLEMS
    assert atlas.answers("cooperation") == COOPERATION
    assert days(atlas) == [9, 9, 10]
    personal = [i["column"] for i in report.document["issues"] if i["code"] == "column_personal"]
    assert len(personal) == 2 and "anonymous" not in str(report.document)


def test_a_form_is_known_by_its_content_in_any_language(atlas: Atlas) -> None:
    rows = web_form("ro", MOMENTS["ro"], ", ", stamp="Aikaleima")
    report = atlas.bring(table(rows), name="x.xlsx")
    assert report.counts == (3, 3, 0) and days(atlas) == [9, 9, 10]


@pytest.mark.parametrize(
    ("moments", "found"),
    [
        # The download of Google Forms itself.
        (("2021/11/09 10:15:42 AM GMT+2", "2021/11/09 11:55:01 PM GMT+2"), [9, 9]),
        (("2021/11/09 11:30:00 PM GMT+0", "2021/11/09 10:15:42 AM EET"), [10, 9]),
        # British: the thirteenth tells.
        (("09/11/2021 10:15:42", "13/11/2021 10:15:42"), [9, 13]),
        # American: three days that share a number share their month.
        (("11/9/2021 10:15:42 PM", "11/10/2021 1:15:42 AM", "11/8/2021 1:15:42 AM"), [9, 10, 8]),
        (("9.11.2021, 10:15:42", "10.11.2021, 10:15:42"), [9, 10]),
    ],
)
def test_moments_as_accounts_write_them(
    atlas: Atlas, moments: tuple[str, ...], found: list[int]
) -> None:
    rows = web_form("ro", moments, ", ", PEOPLE[: len(moments)])
    assert atlas.bring(table(rows)).counts == (len(moments), len(moments), 0)
    assert days(atlas) == found
    assert {each.month for each in atlas.responses()["response_date"]} == {11}


def test_days_that_can_be_read_both_ways_are_asked_about(atlas: Atlas) -> None:
    text = table(web_form("en", ("11/9/2021 10:15:42", "11/10/2021 8:15:42"), ", ", PEOPLE[:2]))
    report = atlas.bring(text)
    assert (report.code, report.codes) == (1, ["date_order_unclear"])
    # The days of a campaign decide.
    other = web_form("ro", ("08.11.2021 10:00:00", "14.11.2021 10:00:00"), ", ", PEOPLE[:2])
    atlas.bring(table(other))
    assert atlas.bring(text, "--campaign", atlas.campaign).counts == (2, 2, 0)
    assert {each.date() for each in atlas.responses()["response_date"]} == {
        date(2021, 11, day) for day in (8, 9, 10, 14)
    }


def test_a_later_download_brings_only_what_is_new(atlas: Atlas) -> None:
    moments = ("09.11.2021 10:15:42", "10.11.2021 08:00:00", "10.11.2021 09:30:00")
    atlas.bring(table(web_form("ro", moments[:2], ", ", PEOPLE[:2])))
    rows = web_form("ro", moments, ", ")
    for row in rows[1:]:  # as the workbook of the same answers has it
        row[0] = f"2021-11-{row[0][:2]} {row[0][11:]}"
    report = atlas.bring(workbook(atlas.folder / "x", {"Form": sheet(rows)}))
    assert report.counts == (3, 1, 2)
    assert report.at(2) == report.at(3) == [("submission_id", "row_stored")]


def test_options_that_hold_the_sign_that_joins_them(atlas: Atlas) -> None:
    rows = web_form("ro", MOMENTS["ro"], ", ")
    rows[0].append("Poliția ascultă problemele locuitorilor")
    rows[0].append("Ce ați primit? [Ce ați primit sau ați văzut în cadrul campaniei?]")
    neither = "Nici acord, nici dezacord"
    for row, more in zip(rows[1:], ("Pliant, Pix", "Pix", ""), strict=True):
        row += [neither, more]
    assert atlas.bring(table(rows)).counts == (3, 3, 0)
    assert atlas.answers("listens") == [(n, "neither") for n in (1, 2, 3)]
    assert atlas.answers("materials") == [(1, "leaflet"), (1, "pen"), (2, "pen")]


def test_own_words_are_an_answer_only_where_the_form_asks_for_them(atlas: Atlas) -> None:
    rows = web_form("ro", MOMENTS["ro"], ", ")
    at = rows[0].index("Câtă încredere aveți în Poliție?")
    rows[1][at] = "depinde de zi"
    report = atlas.bring(table(rows))
    assert report.counts == (3, 2, 1)
    assert report.at(2) == [("trust_police", "option_unknown")]


def test_a_form_in_two_languages_is_one_question(atlas: Atlas) -> None:
    rows = web_form("ro", MOMENTS["ro"], ", ")
    at = rows[0].index("Câtă încredere aveți în Poliție?")
    rows[0].append("Насколько вы доверяете полиции?")
    for row, text in zip(rows[1:], ("", "Совсем не доверяю", "Очень доверяю"), strict=True):
        row.append(text)
    rows[2][at] = ""
    report = atlas.bring(table(rows))
    assert report.counts == (3, 2, 1)
    assert report.at(4) == [("trust_police", "answered_twice")]
    assert atlas.answers("trust_police") == [(1, "very_much"), (2, "not_at_all")]
