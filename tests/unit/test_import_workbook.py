"""Workbooks: what they hold is read, and those that lie are refused in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlwt

from geodata.importing.issues import Refused
from geodata.importing.kinds import all_kinds
from geodata.importing.table import RawTable, open_table
from geodata.questionnaire import proposed_questionnaire
from tests.workbooks import NS, archive, old_office_file, sheet, workbook

HEADER = ("date", "status", "district", "locality", "participants")


def opened(path: Path) -> RawTable:
    return open_table(path, all_kinds(proposed_questionnaire()), "auto", lambda _: False)


def test_cells_become_text(tmp_path: Path) -> None:
    rows = [HEADER, ((44509,), "done", "Soroca", "Soroca", 120), ((44510,), "", "Cahul", "x", 2.5)]
    table = opened(workbook(tmp_path / "v.xlsx", {"Vizite": sheet(rows)}))
    assert table.kind.name == "visits"
    assert list(table.rows) == [
        (2, ["2021-11-09", "done", "Soroca", "Soroca", "120"]),
        (3, ["2021-11-10", "", "Cahul", "x", "2.5"]),
    ]


def test_the_sheet_with_the_headings_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    sheets = {
        "Notes": sheet([("A note",), ("Another",)]),
        "Data": sheet([("Raport",), (), HEADER, ("2021-11-09", "", "Soroca", "Soroca", 1)]),
        "Empty": sheet([]),
    }
    table = opened(workbook(tmp_path / "v.xlsx", sheets))
    assert [number for number, _ in table.rows] == [4]
    (remark,) = table.remarks
    assert (remark.code, dict(remark.values)) == ("sheets_left_out", {"sheets": "Notes"})


LIES = {
    "claims every cell there is": {
        "sheets": {"S": sheet([HEADER, ("1", "", "", "", 1)], "A1:XFD1048576")},
    },
    "claims four billion strings": {
        "sheets": {"S": sheet([HEADER])},
        "extra": {
            "xl/sharedStrings.xml": f'<sst {NS} count="4294967295" uniqueCount="4294967295"></sst>'
        },
    },
    "has a cell at the far end": {
        "sheets": {
            "S": f'<worksheet {NS}><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
            f'</row><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
        },
    },
    "breaks off": {"sheets": {"S": sheet([HEADER])[:-40]}},
    "has no sheet": {"sheets": {}},
    "has no workbook": {"sheets": {"S": ""}, "extra": {"xl/workbook.xml": "<a"}},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_workbook_that_lies_never_takes_anything_down(tmp_path: Path, lie: str) -> None:
    path = workbook(tmp_path / "v.xlsx", **LIES[lie])
    try:
        rows = list(opened(path).rows)
    except Refused as refusal:
        codes = {issue.code for issue in refusal.issues}
        assert codes <= {"workbook_unreadable", "header_missing", "file_empty", "kind_unclear"}
    else:
        assert len(rows) < 10


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "v.xlsx", {"S": sheet([HEADER])}, {"xl/media/x.bin": "0" * 60_000_000}
    )
    with pytest.raises(Refused, match="archive_too_big"):
        opened(path)


def test_another_archive_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="archive_unknown"):
        opened(archive(tmp_path / "v.xlsx", {"readme.txt": "hello"}))


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("Vizite")
    for column, name in enumerate(HEADER):
        page.write(0, column, name)
    day = xlwt.easyxf(num_format_str="DD.MM.YYYY")
    for column, value in enumerate(("done", "Soroca", "Hîncești", 120), start=1):
        page.write(1, column, value)
    page.write(1, 0, date(2021, 11, 9), day)
    book.save(str(tmp_path / "v.csv"))
    table = opened(tmp_path / "v.csv")
    assert list(table.rows) == [(2, ["2021-11-09", "done", "Soroca", "Hîncești", "120"])]


def test_an_open_document_is_read(tmp_path: Path) -> None:
    names = ("office", "table", "text")
    space = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p>'
            "</table:table-cell>"
            for text in row
        )
        + "</table:table-row>"
        for row in (HEADER, ("2021-11-09", "", "Soroca", "Soroca", "7"))
    )
    content = (
        f"<office:document-content{space}><office:body><office:spreadsheet><table:table "
        f'table:name="S">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    parts = {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}
    table = opened(archive(tmp_path / "v", parts))
    assert [row[:3] for _, row in table.rows] == [["2021-11-09", "", "Soroca"]]


@pytest.mark.parametrize(
    ("streams", "code"),
    [
        (["EncryptionInfo", "EncryptedPackage"], "file_password"),
        (["WordDocument"], "file_format"),
        (["Strange"], "workbook_unreadable"),
        (["Workbook"], "file_empty"),
    ],
)
def test_other_old_office_files_are_refused(tmp_path: Path, streams: list[str], code: str) -> None:
    (tmp_path / "v.xls").write_bytes(old_office_file(streams))
    with pytest.raises(Refused, match=code):
        opened(tmp_path / "v.xls")
