"""XLSX files as rows of text, read in a process of its own with hard limits.

A workbook of two kilobytes can claim billions of cells and take any reader down with it, past
every `except`. So its archive is looked at first, and what is left to go wrong ends a child.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from geodata.importing.issues import refused
from geodata.importing.limits import (
    HEADER_WITHIN,
    MOST_COLUMNS,
    MOST_PARTS,
    MOST_RATIO,
    MOST_UNPACKED,
    XLSX_MEMORY,
    XLSX_SECONDS,
)

CHILD = Path(__file__).with_name("xlsx_child.py")

Rows = Iterator[tuple[int, list[str]]]


def check_archive(path: Path) -> None:
    """Look at the archive without unpacking it.

    Raises:
        Refused: it is no workbook, is encrypted, or claims too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise refused("xlsx_unreadable") from None
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise refused("xlsx_old" if "xl/workbook.bin" in names else "file_format")
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise refused("xlsx_too_big")
    if unpacked > 50_000_000 and unpacked > MOST_RATIO * max(packed, 1):
        raise refused("xlsx_too_big")
    if any(part.flag_bits & 1 for part in parts):
        raise refused("xlsx_unreadable")


def read_xlsx(path: Path, known: Callable[[str], bool]) -> tuple[Rows, list[str]]:
    """Read the first sheet that has known headings, else the first that has anything.

    Returns:
        Its rows with their numbers, and the names of the other sheets that are not empty.

    Raises:
        Refused: the workbook cannot be read within the limits.
    """
    sheets = _preview(path)
    if not sheets:
        raise refused("file_empty")
    scores = [max(sum(known(cell) for cell in row) for row in rows) for _, rows in sheets]
    best = scores.index(max(scores))
    others = [name for i, (name, _) in enumerate(sheets) if i != best]
    return _sheet(path, sheets[best][0]), others


def _preview(path: Path) -> list[tuple[str, list[list[str]]]]:
    with _child(path, "--preview", str(HEADER_WITHIN)) as lines:
        found = [json.loads(line) for line in lines]
    return [(name, rows) for name, rows in found if any(any(row) for row in rows)]


def _sheet(path: Path, name: str) -> Rows:
    with _child(path, "--sheet", name) as lines:
        for line in lines:
            number, row = json.loads(line)
            if len(row) > MOST_COLUMNS:
                raise refused("too_many_columns", most=MOST_COLUMNS)
            yield number, row


@contextmanager
def _child(path: Path, *arguments: str) -> Iterator[IO[str]]:
    """Run the reader; its output is complete only if it says so by its exit code.

    Raises:
        Refused: it failed, was stopped by a limit, or took too long.
    """
    limits = [str(XLSX_MEMORY), str(XLSX_SECONDS)]
    process = subprocess.Popen(
        [sys.executable, "-I", str(CHILD), str(path), *limits, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
    )
    assert process.stdout is not None
    timer = threading.Timer(XLSX_SECONDS, process.kill)
    timer.daemon = True
    timer.start()
    try:
        yield process.stdout
        if process.wait() != 0:
            raise refused("xlsx_unreadable")
    except json.JSONDecodeError:  # it died in the middle of a line
        raise refused("xlsx_unreadable") from None
    finally:
        timer.cancel()
        process.kill()
        process.stdout.close()
        process.wait()
