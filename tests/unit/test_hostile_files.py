"""Files made to do harm: each is refused in words or read as what it says, and nothing else.

What is checked of each: an answer comes, of the secret beside the file nothing is in it, nothing
is written, nobody is asked anything. Those that lie about shapes are in `test_shapes_formats`,
those that lie about a workbook's size in `test_import_workbook`.
"""

from __future__ import annotations

import os
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from geodata.i18n import translators
from geodata.importing.issues import DOMAIN
from geodata.importing.reading import Outcome, Request, read_file
from geodata.store import Store
from tests.workbooks import NS, archive, sheet, workbook

HEADER = ("date", "status", "district", "locality", "participants", "venue")
VISIT = ("2021-11-09", "done", "Soroca", "Soroca", 5)
SECRET = "the-secret-beside-the-file"
SHARED = '<c t="s"><v>0</v></c>'
WORDS = "xl/sharedStrings.xml"
OFFICE = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'


def shared(entity: str, use: str = "&x;") -> dict[str, str]:
    """Shared strings with a document type of their own."""
    return {WORDS: f"<!DOCTYPE sst [{entity}]><sst {NS}><si><t>{use}</t></si></sst>"}


def with_shared(path: Path, extra: dict[str, str]) -> Path:
    body = sheet([HEADER, VISIT]).replace("</row></sheetData>", f"{SHARED}</row></sheetData>")
    return workbook(path, {"S": body}, extra)


def laughs() -> str:
    lines = ['<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12)]
    return "".join(lines)


def link_inside(path: Path) -> None:
    workbook(path, {"S": sheet([HEADER, VISIT])})
    link = zipfile.ZipInfo(WORDS)
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist() if name != WORDS}
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
        file.writestr(link, str(path.parent / "secret"))


def lying_sizes(path: Path) -> None:
    """An archive whose directory says of 80 MB that they are 10 bytes."""
    workbook(path, {"S": sheet([HEADER])}, {"xl/media/x.bin": "0" * 80_000_000})
    body = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = 0
        while (place := body.find(mark, place)) >= 0:
            if struct.unpack_from("<I", body, place + at)[0] == 80_000_000:
                struct.pack_into("<I", body, place + at, 10)
            place += 4
    path.write_bytes(bytes(body))


def document(entity: str) -> str:
    return (
        f"<!DOCTYPE x [{entity}]><office:document-content {OFFICE} "
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        "<office:spreadsheet><table:table table:name='S'><table:table-row><table:table-cell>"
        "<text:p>&x;</text:p></table:table-cell></table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )


def evil_geopackage(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA application_id = 0x47504B47")
        database.execute(
            "CREATE VIEW gpkg_contents AS SELECT 'a' table_name, 'features' data_type,"
            " 'a' identifier, '' description, '' last_change, 0 min_x, 0 min_y, 0 max_x,"
            " 0 max_y, 4326 srs_id,"
            f" writefile('{path.parent / 'written'}', 'x') FROM sqlite_master"
        )
        database.execute("CREATE TABLE a (id INTEGER PRIMARY KEY, geom BLOB)")
    database.close()


Make = Callable[[Path], object]
FILE = "file://{folder}/secret"
HOSTILE: dict[str, Make] = {
    "an entity that is a file, in a workbook": lambda path: with_shared(
        path, shared(f'<!ENTITY x SYSTEM "{FILE.format(folder=path.parent)}">')
    ),
    "an entity of elsewhere, in a workbook": lambda path: with_shared(
        path, shared('<!ENTITY % p SYSTEM "http://127.0.0.1:9/e"> %p;', "a")
    ),
    "a billion laughs": lambda path: with_shared(path, shared(laughs(), "&a11;")),
    "an entity that is a file, in an open document": lambda path: archive(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": document(f'<!ENTITY x SYSTEM "{FILE.format(folder=path.parent)}">'),
            "META-INF/manifest.xml": "<a/>",
        },
    ),
    "a part that is a link": link_inside,
    "a part that leads elsewhere": lambda path: workbook(
        path, {"S": sheet([HEADER, VISIT])}, {"../../written": "x", "/tmp/../written": "y"}
    ),
    "sizes that lie": lying_sizes,
    "an archive in an archive": lambda path: archive(
        path, {f"{i}.zip": archive(path.parent / "in", {"a": "0" * 10**6}).read_bytes()
               for i in range(9)}
    ),
    "the same part over and over": lambda path: archive(
        path, {f"xl/worksheets/sheet{i}.xml": "x" for i in range(6_000)}
    ),
    "a database with a view that writes": evil_geopackage,
    "a quote that never ends": lambda path: path.write_bytes(
        b'date,district\n"' + b"x,\n" * 2_000_000
    ),
    "one line without an end": lambda path: path.write_bytes(b"date," * 2_000_000),
    "nothing but zeros": lambda path: path.write_bytes(bytes(5_000_000)),
    "a million columns": lambda path: path.write_bytes(b"," * 1_000_000 + b"\n"),
    "XML in UTF-16": lambda path: path.write_bytes(
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "{FILE}">]><a>&x;</a>'.encode("utf-16")
    ),
}  # fmt: skip


def read(path: Path) -> Outcome:
    store = Store.open("sqlite://")
    try:
        return read_file(Request(path), store, lambda _: None)
    finally:
        store.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_in_words_or_harmless(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text(SECRET, "utf-8")
    path = tmp_path / "file"
    HOSTILE[name](path)
    before = sorted(tmp_path.parent.rglob("*"))
    outcome = read(path)
    words = [line for t in translators(DOMAIN).values() for line in outcome.report.lines(t)]
    assert all(words) and SECRET not in f"{words} {outcome.batch}"
    assert outcome.report.rows_read <= 1 or outcome.report.refused
    assert sorted(tmp_path.parent.rglob("*")) == before, "something was written"


def test_what_is_no_plain_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "round").symlink_to(tmp_path / "round")
    (tmp_path / "device").symlink_to("/dev/zero")
    for name in ("pipe", "folder", "round", "device"):
        outcome = read(tmp_path / name)
        (issue,) = outcome.report.issues
        assert issue.code in ("file_not_regular", "file_missing", "file_unreadable"), name


NAUGHTY = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "'; DROP TABLE visits; --",
    "{{7*7}} ${7*7} %{7*7} #{7*7}",
    "../../../../etc/passwd",
    "\u202egnp.exe",
    "Z\u0351\u0312a\u0360lgo\u0334",
    "\ufeff\u200b\u00ad",
    "🏳️‍🌈 é \U0001f469\u200d\U0001f4bb",
    "NULL",
    "1e999",
    "\\x00 \\u0000",
    "%s%n%x",
    "ﷺ" * 50,
    "\x1b[31mred",
)


def test_naughty_strings_are_texts_and_nothing_else(tmp_path: Path) -> None:
    lines = [",".join(HEADER)]
    for i, text in enumerate(NAUGHTY):
        quoted = '"' + text.replace('"', '""') + '"'
        lines.append(f"2021-11-{i + 1:02},done,Soroca,Soroca,{i},{quoted}")
        lines.append(f"2021-11-{i + 1:02},done,Soroca,{quoted},{i},x")
        lines.append(f"{quoted},{quoted},{quoted},{quoted},{quoted},{quoted}")
    path = tmp_path / "naughty.csv"
    path.write_text("\n".join(lines), "utf-8")
    outcome = read(path)
    report = outcome.report
    assert report.rows_read == 3 * len(NAUGHTY) == report.rows_stored + report.rows_listed
    assert report.rows_stored == len(NAUGHTY), "those whose venue alone is odd"
    assert outcome.batch is not None
    venues = list(outcome.batch.visits["venue"])
    assert venues[:2] == list(NAUGHTY[:2]), "as they were written"
    said = "\n".join(line for t in translators(DOMAIN).values() for line in report.lines(t))
    assert not {"\x1b", "\u202e", "\x00"} & set(said) and "<script" not in said
