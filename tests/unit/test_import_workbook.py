"""Workbooks: what they hold is read, and those that lie are refused in words."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from geodata.importing.issues import Refused
from geodata.importing.kinds import all_kinds
from geodata.importing.table import RawTable, open_table
from geodata.questionnaire import proposed_questionnaire

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = f"""<styleSheet {NS}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>
</styleSheet>"""
HEADER = ("date", "status", "district", "locality", "participants")


def cell(value: object) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
    if isinstance(value, tuple):  # a day, as its number with a date's format
        return f'<c s="1"><v>{value[0]}</v></c>'
    return f"<c><v>{value}</v></c>"


def sheet(rows: Sequence[Sequence[object]], dimension: str = "") -> str:
    body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    claim = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f"<worksheet {NS}>{claim}<sheetData>{body}</sheetData></worksheet>"


def workbook(path: Path, sheets: dict[str, str], extra: dict[str, str] | None = None) -> Path:
    names = list(sheets)
    book = "".join(
        f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>' for i, name in enumerate(names, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{REL}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(names) + 1)
    )
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {NS} xmlns:r="{REL}"><sheets>{book}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId90" Type="{REL}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId91" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'<sst {NS} count="0" uniqueCount="0"></sst>',
        **{f"xl/worksheets/sheet{i}.xml": text for i, text in enumerate(sheets.values(), 1)},
        **(extra or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


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
    started = time.monotonic()
    try:
        rows = list(opened(path).rows)
    except Refused as refusal:
        codes = {issue.code for issue in refusal.issues}
        assert codes <= {"xlsx_unreadable", "header_missing", "file_empty", "kind_unclear"}
    else:
        assert len(rows) < 10
    assert time.monotonic() - started < 60


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "v.xlsx", {"S": sheet([HEADER])}, {"xl/media/x.bin": "0" * 60_000_000}
    )
    with pytest.raises(Refused, match="xlsx_too_big"):
        opened(path)


def test_another_archive_is_no_table(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "v.xlsx", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(Refused, match="file_format"):
        opened(tmp_path / "v.xlsx")
