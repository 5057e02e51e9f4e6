"""Workbooks and archives written by hand, so that they can also lie."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = f"""<styleSheet {NS}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/>
<xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>"""

_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def cell(value: object) -> str:
    """Write a cell: a text, a number, None, or a day as its number in a tuple."""
    if value is None:
        return "<c/>"
    if isinstance(value, str):
        text = value.replace("&", "&amp;").replace("<", "&lt;")
        return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, tuple):  # with a date's format, or a moment's where it has a part
        style = 1 if float(value[0]).is_integer() else 2
        return f'<c s="{style}"><v>{value[0]}</v></c>'
    return f"<c><v>{value}</v></c>"


def sheet(rows: Sequence[Sequence[object]], dimension: str = "", merged: Sequence[str] = ()) -> str:
    """Write a sheet's XML."""
    body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    claim = f'<dimension ref="{dimension}"/>' if dimension else ""
    joined = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    joined = f'<mergeCells count="{len(merged)}">{joined}</mergeCells>' if merged else ""
    return f"<worksheet {NS}>{claim}<sheetData>{body}</sheetData>{joined}</worksheet>"


def workbook(path: Path, sheets: dict[str, str], extra: dict[str, str] | None = None) -> Path:
    """Write an XLSX of these sheets; `extra` parts come beside or take the place of its own."""
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
    return archive(path, parts)


def archive(path: Path, parts: dict[str, str | bytes]) -> Path:
    """Write a ZIP."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def old_office_file(streams: Sequence[str]) -> bytes:
    """Write the container of old Office files, with streams of these names full of zeros."""
    table = [_TABLE, _END] + [_FREE] * 126
    for i in range(len(streams)):
        first = 2 + 8 * i
        table[first : first + 8] = [*range(first + 1, first + 8), _END]
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    for i, name in enumerate(streams):
        entries.append(
            _entry(name, 2, 2 + 8 * i, 4096, right=i + 2 if i + 1 < len(streams) else _FREE)
        )
    entries += [_entry("", 0, 0, 0)] * (4 - len(entries))
    numbers = (0, 1, 1, 0, 4096, _END, 0, _END, 0, 0)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6s10I", 0x3E, 3, 0xFFFE, 9, 6, b"", *numbers)
    head += struct.pack("<108I", *[_FREE] * 108)
    return head + struct.pack("<128I", *table) + b"".join(entries) + bytes(4096 * len(streams))


def _entry(
    name: str, kind: int, start: int, size: int, child: int = _FREE, right: int = _FREE
) -> bytes:
    text = f"{name}\0".encode("utf-16-le") if name else b""
    rest = (len(text), kind, 1, _FREE, right, child, b"", 0, 0, 0, start, size)
    return text.ljust(64, b"\0") + struct.pack("<HBBIII16sIQQIQ", *rest)
