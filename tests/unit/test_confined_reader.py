"""The process that reads a file: what it may do, what it may not, and that it always ends."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from geodata.sources import reader
from geodata.sources.formats.book import Unreadable
from geodata.sources.limits import LIMITS, MB
from geodata.sources.reader import Reader, environment

ROOT = Path(__file__).parents[2]


def in_confinement(code: str, cwd: Path, memory: int = 400 * MB, seconds: int = 2) -> str:
    """Run code as a reader runs, and return what it printed."""
    start = f"from geodata.sources.confined import confine; confine({memory}, {seconds})\n"
    done = subprocess.run(
        [sys.executable, "-c", start + code],
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout.strip() or f"ended with {done.returncode}"


def test_a_reader_writes_no_file(tmp_path: Path) -> None:
    code = """
try:
    with open("x", "w") as file:
        file.write("x" * 10)
except OSError as error:
    print(type(error).__name__)
"""
    assert in_confinement(code, tmp_path) == "OSError"
    assert not (tmp_path / "x").read_bytes()


def test_a_reader_gets_so_much_memory_and_no_more(tmp_path: Path) -> None:
    code = """
try:
    bytearray(500_000_000)
except MemoryError:
    print("no memory")
"""
    assert in_confinement(code, tmp_path) == "no memory"


def test_a_reader_that_computes_without_end_is_ended(tmp_path: Path) -> None:
    assert in_confinement("while True: pass", tmp_path, seconds=1).startswith("ended with -")


def test_a_reader_knows_no_secrets_and_no_network() -> None:
    given = {"PATH": "/bin", "DATABASE_URL": "postgresql://u:secret@h/d", "KOBO_TOKEN": "secret"}
    known = environment(given | {"https_proxy": "http://proxy.example:3128"})
    assert known["PATH"] == "/bin"
    assert not any("secret" in value or "example" in value for value in known.values())
    assert {"OGR_VRT", "WFS", "OAPIF", "VRT"} <= {*known["OGR_SKIP"].split(",")}
    assert known["PROJ_NETWORK"] == "OFF"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "t.csv"
    path.write_text("date\n" + "2021-11-08\n" * 200_000, "utf-8")
    return path


def is_ended(opened: Reader) -> bool:
    return opened._process.poll() is not None


def test_rows_come_whole_and_the_process_ends(table: Path) -> None:
    opened = Reader(table, "text", "utf-8")
    rows = list(opened.rows(0))
    assert len(rows) == 200_001 and rows[-1] == (200_001, ["2021-11-08"])
    assert is_ended(opened)


def test_who_stops_listening_ends_the_process(table: Path) -> None:
    opened = Reader(table, "text", "utf-8")
    rows = opened.rows(0)
    next(rows)
    rows.close()
    assert is_ended(opened)
    with Reader(table, "text", "utf-8") as other:
        pass
    assert is_ended(other)


def test_a_process_that_dies_on_the_way_refuses_the_file(table: Path) -> None:
    opened = Reader(table, "text", "utf-8")
    rows = opened.rows(0)
    next(rows)
    opened._process.kill()
    with pytest.raises(Unreadable, match="file_format"):
        list(rows)


@pytest.mark.parametrize(
    "program",
    [
        "import time; time.sleep(60)",
        "print('nonsense')",
        "print('[]')",
        "print('{', end='')",
        "raise SystemExit(3)",
        "import os; os.abort()",
    ],
)
def test_whatever_the_process_says_is_an_answer_or_a_refusal(
    table: Path, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_PROGRAM", program)
    monkeypatch.setitem(LIMITS, "text", replace(LIMITS["text"], silence=1))
    with pytest.raises(Unreadable, match="file_format"):
        Reader(table, "text", "utf-8")


def test_a_file_that_is_too_large_is_not_even_opened(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "text", replace(LIMITS["text"], most_bytes=2 * MB))
    monkeypatch.setattr(reader, "_PROGRAM", "raise SystemExit(3)")
    with pytest.raises(Unreadable) as reason:
        Reader(table, "text", "utf-8")
    assert (reason.value.code, reason.value.values) == ("file_too_big", {"size": 3, "most": 2})
