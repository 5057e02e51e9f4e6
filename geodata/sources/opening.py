"""Opens a file by its first bytes, whatever its name: which reader it gets, or why none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from geodata.sources.encoding import find_encoding
from geodata.sources.formats.book import Unreadable
from geodata.sources.reader import Reader

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SQLITE = b"SQLite format 3\x00"
# What a GeoPackage writes at byte 68 of its database.
_GEOPACKAGE = (b"GPKG", b"GP10", b"GP11")
# First bytes of what people send by mistake, or on purpose.
_NO_TABLE = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"Rar!",
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"{\\rtf",
    b"\x7fELF",
    b"MZ",
)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def open_file(path: Path, known: Callable[[str], bool]) -> tuple[Reader, str]:
    """Open a file.

    Args:
        path: The file.
        known: Whether a text is a known heading, place name or answer.

    Returns:
        Its reader, and the code page of a text that had to be guessed, else "".

    Raises:
        Unreadable: it is no table, or cannot be read within the limits.
    """
    with path.open("rb") as file:
        start = file.read(512)
    if start.startswith(_ZIP):
        return Reader(path, "archive"), ""
    if start.startswith(_OLE):
        return Reader(path, "workbook"), ""
    if start.startswith(_SQLITE):
        if start[68:72] not in _GEOPACKAGE:
            raise Unreadable("file_format")
        return Reader(path, "shapes", "geopackage"), ""
    if start.startswith(_NO_TABLE):
        raise Unreadable("file_format")
    if _is_markup(start):
        raise Unreadable("file_markup")
    if _is_json(start):
        return Reader(path, "shapes", "geojson"), ""
    encoding, guessed = find_encoding(path, known)
    return Reader(path, "text", encoding), encoding if guessed else ""


def _is_markup(start: bytes) -> bool:
    """Whether a text begins as XML or HTML does, in any encoding of Unicode."""
    for mark in _MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\0", b"").lstrip().startswith(b"<")


def _is_json(start: bytes) -> bool:
    """Whether a text begins as a JSON object does."""
    text = start.removeprefix(_MARKS[0]).lstrip()
    return text.startswith(b"{") and text[1:].lstrip()[:1] in (b'"', b"}")
