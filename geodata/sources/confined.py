"""The program that reads a file: alone, under limits, without a network, unable to write a file.

`geodata.sources.reader` starts it. It prints what it found as one JSON object a line, then, for
each line on its standard input, the rows of the sheet at that position. It may be killed at any
time, and whatever it is given can hurt nobody else.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import IO, Any

from geodata.sources.formats.book import Book, Unreadable
from geodata.sources.limits import LIMITS

_AS_MANY_CHARACTERS = 400_000


def main(form: str, path: str, option: str = "") -> None:
    """Read one file and answer until nobody asks any more."""
    size = os.path.getsize(path)
    with open(path, "rb") as file:
        confine(LIMITS[form].memory, LIMITS[form].processor(size))
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
        try:
            book = _open(form, path, file, option)
            sheets = [[sheet.name, sheet.first, sheet.merged] for sheet in book.sheets]
            _print({"sheets": sheets})
            for line in sys.stdin:
                _print_rows(book, int(line))
        except Unreadable as reason:
            _print({"refused": reason.code, "values": reason.values})


def _open(form: str, path: str, file: IO[bytes], option: str) -> Book:
    # Each reader is imported only for a file of its own: that is most of the time to start.
    if form == "archive":
        from geodata.sources.formats.archive import check_archive

        option = _inside({part.filename for part in check_archive(file)})
        form = "workbook" if option == "workbook" else "shapes"
        file.seek(0)
    _print({"format": form})
    if form == "text":
        from geodata.sources.formats import text

        return text.open_book(path, option)
    if form == "workbook":
        from geodata.sources.formats import workbook

        return workbook.open_book(file)
    # pyogrio would load these for its data frames, and take a second longer to start.
    sys.modules.update(dict.fromkeys(("pandas", "geopandas", "pyarrow")))  # type: ignore[arg-type]
    from geodata.sources.formats import shapes

    openers = {
        "geojson": shapes.open_geojson,
        "geopackage": shapes.open_geopackage,
        "shapefiles": shapes.open_shapefiles,
    }
    return openers[option](file)


def _inside(names: set[str]) -> str:
    """Tell what an archive is by what it holds."""
    if {"xl/workbook.xml", "xl/workbook.bin"} & names or {"mimetype", "content.xml"} <= names:
        return "workbook"
    if any(name.lower().endswith(".shp") for name in names):
        return "shapefiles"
    raise Unreadable("archive_unknown")


def _print_rows(book: Book, position: int) -> None:
    """Print rows in blocks of about so many characters, however wide they are."""
    block: list[list[str]] = []
    first, size = 1, 20
    for number, cells in book.rows(position):
        block.append(cells)
        if len(block) == size:
            characters = _print({"first": first, "rows": block})
            first, block = number + 1, []
            size = max(1, min(5_000, size * _AS_MANY_CHARACTERS // characters))
    _print({"first": first, "rows": block, "last": True})


def _print(message: dict[str, Any]) -> int:
    text = json.dumps(message, ensure_ascii=False)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
    return len(text)


def confine(memory: int, seconds: int) -> None:
    """Give up what a reader does not need; what the system does not offer is passed over.

    Memory, processor time, written files and core dumps are limited, and the process leaves
    the network. On Windows only the clock of whoever started it is left.
    """
    try:
        import resource
    except ImportError:
        return
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write then fails, with a reason
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for name, most in limits.items():
        _, hard = resource.getrlimit(name)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(name, (most, most))
    _leave_the_network()


def _leave_the_network() -> None:
    """Move to a network namespace of its own, empty, where Linux lets a process do so."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    new_user, new_network, die_with_parent = 0x10000000, 0x40000000, 1
    unshare: Callable[[int], int]
    try:
        c = ctypes.CDLL(None)
        c.prctl(die_with_parent, signal.SIGKILL, 0, 0, 0)
        unshare = c.unshare
    except (OSError, AttributeError):
        return
    if unshare(new_network):
        unshare(new_user | new_network)
