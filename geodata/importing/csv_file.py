"""CSV files as rows of text: encoding, separator and line ends found out, nothing guessed twice.

Encoding detectors are unreliable on Romanian and Russian place names, so a file that is not
Unicode is read in each code page in question, and the one under which most names are known wins.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from geodata.importing.issues import refused
from geodata.importing.limits import LONGEST_LINE, MOST_COLUMNS

SAMPLE = 262_144
SEPARATORS = (",", ";", "\t", "|")
CODE_PAGES = ("cp1250", "cp1251")
_TOKENS = re.compile(r"[,;|\t\r\n\"]+")
_MOST_TOKENS = 4_000

Known = Callable[[str], bool]


def find_encoding(path: Path, known: Known) -> tuple[str, bool]:
    """Find the encoding of a text file.

    Args:
        path: The file.
        known: Whether a text is a known heading, place name or answer.

    Returns:
        Python's name of it, and whether it had to be guessed.

    Raises:
        Refused: the bytes are no text.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", False
    if not sample.strip():
        raise refused("file_empty")
    wide = _wide(sample)
    if wide:
        return wide, False
    if b"\0" in sample:
        raise refused("file_format")
    if _is_utf8(path):
        return "utf-8-sig", False
    texts = {name: sample.decode(name, "replace") for name in ("utf-8", *CODE_PAGES)}
    scores = {name: _known_names(text, known) for name, text in texts.items()}
    best = max(scores, key=lambda name: scores[name])
    if not scores[best]:
        best = "cp1250"
    return best, True


def _wide(sample: bytes) -> str:
    """Tell UTF-16 without its mark by where the zero bytes stand."""
    part = sample[:4096]
    even, odd = part[0::2].count(0), part[1::2].count(0)
    if max(even, odd) * 4 < len(part):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                decoder.decode(part)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _known_names(text: str, known: Known) -> int:
    """Count the different cells with letters beyond ASCII that are known."""
    tokens = {token.strip() for token in _TOKENS.split(text)}
    foreign = [token for token in tokens if token and not token.isascii() and len(token) < 80]
    return sum(known(token) for token in sorted(foreign)[:_MOST_TOKENS])


def read_csv(path: Path, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Read the rows with their numbers, the first being 1; blank lines are empty rows.

    Raises:
        Refused: a line or a quoted cell has no end.
    """
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        rows = csv.reader(_lines(file), delimiter=separator)
        number = 0
        try:
            for number, row in enumerate(rows, start=1):
                if len(row) > MOST_COLUMNS:
                    raise refused("too_many_columns", most=MOST_COLUMNS)
                if number == 1 and len(row) and row[0].lower().startswith("sep="):
                    row = []
                yield number, row
        except csv.Error:
            raise refused("quote_open", row=number + 1) from None


def find_separator(path: Path, encoding: str, known: Known) -> str:
    """Find the separator under which most of the first rows' cells are known headings."""
    best, most = ",", (0, 0)
    for separator in SEPARATORS:
        known_cells = cells = 0
        try:
            for number, row in read_csv(path, encoding, separator):
                known_cells = max(known_cells, sum(known(cell) for cell in row[:200]))
                cells = max(cells, len(row))
                if number >= 20:
                    break
        except Exception:
            continue
        if (known_cells, cells) > most:
            best, most = separator, (known_cells, cells)
    return best


def _lines(file: IO[str]) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
            raise refused("line_too_long")
        yield line
