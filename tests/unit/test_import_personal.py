"""Personal data never enters: known by column name, by content, and in the words people write."""

from __future__ import annotations

import pytest

from tests.exports import MOMENTS, kobo, table, web_form
from tests.unit.conftest import Atlas

VISITS = ["date", "district", "locality", "participants"]


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Persoana de contact", "069123456"),
        ("Coloana 7", "ion.popescu@example.md"),
        ("Cod", "2003004123456"),
        ("Locul exact", "48.1567, 28.2901"),
        ("Aparat", "351234567890123"),
        ("Nume și prenume", "Ion Popescu"),
        ("Operator", "Ion Popescu"),
        ("ФИО", "Ион Попеску"),
        ("Телефон респондента", "x"),
        ("Respondent's e-mail", "x"),
    ],
)
def test_a_personal_column_is_dropped_and_named_but_never_quoted(
    atlas: Atlas, heading: str, cell: str
) -> None:
    rows = [[*VISITS, heading], ["2021-11-08", "Soroca", "Soroca", "1", cell]]
    rows.append(["2021-11-09", "Cahul", "Narnia", "x", cell])
    report = atlas.bring(table(rows))
    assert report.codes.count("column_personal") == 1
    assert "E" in report.message("column_personal")
    assert cell == "x" or cell not in str(report.document)
    database = (atlas.folder / "data" / "atlas.sqlite").read_bytes()
    log = (atlas.folder / "data" / "atlas.sqlite-wal").read_bytes()
    assert cell == "x" or cell.encode() not in database + log


def test_an_ordinary_column_is_only_unknown(atlas: Atlas) -> None:
    rows = [[*VISITS, "Observații"], ["2021-11-08", "Soroca", "Soroca", "1", "a plouat, 12 grade"]]
    assert "column_personal" not in atlas.bring(table(rows)).codes


def own_words(atlas: Atlas) -> list[tuple[str, str, bool]]:
    found = atlas.store.open_answers(atlas.campaign)
    return [(each.question, each.text, each.released) for each in found]


def test_what_is_written_beside_other_waits_for_release(atlas: Atlas) -> None:
    rows = kobo()
    at = rows[0].index("cooperation_other")
    rows[2][at] = "mai multe lumini, sunați la 069123456"
    report = atlas.bring(table(rows, ";"))
    assert own_words(atlas) == [("cooperation", "mai multe lumini, sunați la …", False)]
    assert "1" in report.message("texts_wait")
    assert "lumini" not in str(report.document)


def test_what_stands_in_the_place_of_other_waits_too(atlas: Atlas) -> None:
    report = atlas.bring(table(web_form("ro", MOMENTS["ro"], ", ")))
    assert own_words(atlas) == [("cooperation", "mai multe lumini, și bănci", False)]
    assert "texts_wait" in report.codes


def test_words_of_rows_left_out_are_not_kept(atlas: Atlas) -> None:
    changes = [{}, {"_validation_status": "Not Approved"}]
    assert atlas.bring(table(kobo(changes=changes), ";")).counts == (3, 2, 1)
    assert own_words(atlas) == []
