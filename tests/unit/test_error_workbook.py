"""The rows left out as a workbook: marked, explained, harmless, and importable once corrected."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from geodata.__main__ import main
from geodata.importing import error_workbook, storing
from geodata.store import Store

VISITS = "date,district,locality,mobile_centre,participants,venue,Telefon,Observații"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(storing, "publish", lambda *_: "")
    monkeypatch.setattr(storing, "ensure_sample", lambda _: None)
    opened = Store.open(f"sqlite:///{tmp_path / 'data' / 'atlas.sqlite'}")
    yield opened
    opened.close()


class Brought:
    """An import with its error workbook."""

    def __init__(self, report: dict[str, Any], said: str, path: Path) -> None:
        self.report, self.said, self.path = report, said, path

    @property
    def rows(self) -> list[list[Any]]:
        return CalamineWorkbook.from_path(str(self.path)).get_sheet_by_index(0).to_python()

    def part(self, name: str) -> str:
        with zipfile.ZipFile(self.path) as archive:
            return archive.read(f"xl/{name}").decode()

    @property
    def comments(self) -> dict[str, str]:
        found = re.findall(
            r'<comment ref="(\w+)".*?<t(?: [^>]*)?>(.*?)</t>', self.part("comments1.xml")
        )
        return dict(found)


@pytest.fixture
def bring(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(content: str | Path, *options: str, lang: str = "en") -> Brought:
        path = content if isinstance(content, Path) else tmp_path / "file.csv"
        if isinstance(content, str):
            path.write_text(content, "utf-8")
        out = tmp_path / f"errors-{len(list(tmp_path.glob('errors-*')))}.xlsx"
        main(["import", str(path), "--json", "--lang", lang, "--errors", str(out), *options])
        said = capsys.readouterr()
        return Brought(json.loads(said.out), said.err, out)

    return run


def lines(*rows: str, header: str = VISITS) -> str:
    return "\n".join([header, *rows]) + "\n"


BAD = (
    "2021-11-08,Soroca,Soroca,CM-1,10,Piața,069111111,bună",
    "2021-11-08,Soroca,Xyzzy,CM-2,-5,=1+1,069222222,rea",
    "2021-11-09,Cahul,Cahul,CM-3,multe,+ceva,069333333,",
    ",,,,,,,",
    "2021-11-09,Cahul,Cahul,CM-4,7,,069444444,",
)


def test_only_rows_that_were_left_out_and_only_columns_that_are_read(bring: Any) -> None:
    brought = bring(lines(*BAD))
    assert (brought.report["rows_stored"], brought.report["rows_listed"]) == (2, 2)
    head, *rows = brought.rows
    assert head == [
        *("date", "district", "locality", "mobile_centre", "participants", "venue"),
        "✎ To correct",
    ]
    # A number stays a number; text that would be run is a text with an apostrophe.
    assert rows[0][:6] == ["2021-11-08", "Soroca", "Xyzzy", "CM-2", -5, "'=1+1"]
    assert rows[1][3:6] == ["CM-3", "multe", "'+ceva"]
    assert rows[0][6].startswith("Row 3, column locality: There is no locality")
    assert "Row 3, column participants: The number is below zero" in rows[0][6]
    whole = "".join(
        zipfile.ZipFile(brought.path).read(name).decode(errors="replace")
        for name in zipfile.ZipFile(brought.path).namelist()
    )
    for secret in ("069", "Telefon", "Observ", "rea<"):
        assert secret not in whole
    assert "<f>" not in whole


@pytest.mark.parametrize(
    ("lang", "words"),
    [("ro", "Nu există localitatea"), ("ru", "Населённого пункта"), ("en", "There is no locality")],
)
def test_wrong_cells_are_filled_and_commented_in_the_readers_language(
    bring: Any, lang: str, words: str
) -> None:
    brought = bring(lines(*BAD), lang=lang)
    assert set(brought.comments) == {"C2", "E2", "E3"}
    assert brought.comments["C2"].startswith(words)
    cells = dict(re.findall(r'<c r="(\w+)" s="(\d+)"', brought.part("worksheets/sheet1.xml")))
    filled = {ref for ref, style in cells.items() if style == cells["C2"]}
    assert filled == {"C2", "E2", "E3"}
    assert "FFFFE699" in brought.part("styles.xml")


def test_corrected_it_is_imported(bring: Any, store: Store, tmp_path: Path) -> None:
    brought = bring(lines(*BAD))
    again = bring(brought.path)
    # Uncorrected, the same two rows are listed for the same reasons.
    assert (again.report["rows_read"], again.report["rows_listed"]) == (2, 2)
    codes = {i["code"] for i in again.report["issues"]}
    assert "column_unknown" not in codes
    assert {"locality_unknown", "count_negative", "count_unreadable"} <= codes
    text = "\n".join(
        ";".join("" if cell is None else str(cell) for cell in row[:6]) for row in brought.rows
    )
    text = text.replace("Xyzzy", "Soroca").replace("-5", "5").replace("multe", "20")
    (tmp_path / "fixed.csv").write_text(text, "utf-8")
    fixed = bring(tmp_path / "fixed.csv")
    assert (fixed.report["rows_stored"], fixed.report["rows_listed"]) == (2, 0)
    assert "nothing to correct" in fixed.said and not fixed.path.exists()
    (campaign,) = store.campaigns()
    venues = store.read_visits(campaign.id)["venue"]
    assert {"=1+1", "+ceva"} <= set(venues.dropna())  # the apostrophe went


def test_forms_lose_what_is_personal(bring: Any) -> None:
    header = "submission_id,date,mode,district,trust_police,suggestion"
    row = "uuid:12345678,2021-11-08,online,Soroca,{},sunați 069123456 sau ion@example.org"
    wrong = row.replace("678", "679").format("sunați 069123456")
    brought = bring(lines(row.format("somewhat"), wrong, header=header))
    assert brought.report["rows_listed"] == 1
    (_, row_back) = brought.rows
    assert row_back[:5] == ["uuid:12345679", "2021-11-08", "online", "Soroca", "sunați …"]
    assert not any("069123456" in str(cell) or "@" in str(cell) for cell in row_back)


def test_a_refused_file_gives_its_rows_too(bring: Any, tmp_path: Path) -> None:
    assert len(bring(lines(*BAD), "--strict").rows) == 3
    # Nothing was read: no workbook, and the reason is said.
    brought = bring("a,b\n1,2\n")
    assert not brought.path.exists() and brought.report["result"] == "refused"
    path = tmp_path / "file.csv"
    assert main(["import", str(path), "--errors", str(path), "--lang", "en"]) == 1
    assert path.read_text("utf-8") == "a,b\n1,2\n"


def test_a_disk_that_takes_no_workbook_leaves_everything(
    bring: Any, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file.csv"
    path.write_text(lines(*BAD), "utf-8")
    missing = tmp_path / "nowhere" / "out.xlsx"
    assert main(["import", str(path), "--errors", str(missing), "--json", "--lang", "en"]) == 1
    assert json.loads(capsys.readouterr().out)["issues"][0]["code"] == "system"
    assert store.campaigns() == ()


def test_many_rows_are_cut_and_said(bring: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(error_workbook, "MOST_ROWS", 3)
    monkeypatch.setattr(error_workbook, "MOST_COMMENTS", 2)
    rows = [f"2021-11-08,Soroca,Xyzzy{i},,1,,," for i in range(6)]
    brought = bring(lines(BAD[0], *rows))
    assert len(brought.rows) == 4
    assert len(brought.comments) == 2
    notes = CalamineWorkbook.from_path(str(brought.path)).get_sheet_by_index(1).to_python()
    assert notes[-1] == ["Rows not stored: 6. Here: 3."]
