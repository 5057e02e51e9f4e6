"""Applies a mapping to a sheet: its headings become those that the template knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geodata.importing.issues import Issue
from geodata.importing.mapping import LEFT_OUT, FileMapping, KeptMapping, shape_of
from geodata.names import fold
from geodata.sources.formats.book import Row
from geodata.sources.layout import Layout


@dataclass(frozen=True, slots=True)
class Mapped:
    """A layout with the mapping applied.

    Attributes:
        layout: The layout; a column that is left out has no title any more.
        mapping: The mapping with the file's shape; empty where there is none.
        columns: Positions of mapped columns to template names, `LEFT_OUT` for none.
        remarks: That a remembered mapping is used.
    """

    layout: Layout
    mapping: FileMapping
    columns: dict[int, str]
    remarks: tuple[Issue, ...] = ()


def apply_mapping(
    layout: Layout, headings: Sequence[str], mapping: FileMapping, kept: KeptMapping | None
) -> Mapped:
    """Apply a mapping to a layout.

    Args:
        layout: How the sheet is read.
        headings: The headings as they stand in the file.
        mapping: What its columns are.
        kept: Where the mapping is a remembered one, of which file.
    """
    header, titles = list(layout.header), list(layout.titles)
    columns: dict[int, str] = {}
    for position in range(len(header)):
        heading = headings[position] if position < len(headings) else ""
        keys = (fold(titles[position][:300]), fold(heading[:300]))
        key = next((each for each in keys if each and each in mapping.columns), None)
        if key is None or position in layout.personal:
            continue
        columns[position] = mapping.columns[key]
        header[position] = fold(mapping.columns[key])
        titles[position] = titles[position] if mapping.columns[key] != LEFT_OUT else ""
    remarks: tuple[Issue, ...] = ()
    if kept is not None:
        about = (("file", kept.name), ("day", f"{kept.at:%Y-%m-%d}"))
        remarks = (Issue(None, None, "mapping_used", about),)
    mapped = replace(layout, header=tuple(header), titles=tuple(titles))
    return Mapped(mapped, replace(mapping, shape=shape_of(headings)), columns, remarks)


def headings_of(rows: Sequence[Row], below: int) -> list[str]:
    """Return the last row of a header with more than one heading, as it stands in the file."""
    above = [cells for number, cells in rows if number <= below]
    full = [cells for cells in above if sum(map(bool, map(str.strip, cells))) > 1]
    named = [cells for cells in full if not all(cell.strip().isdigit() for cell in cells if cell)]
    cells = (named or full or above or [[]])[-1]
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return list(cells)
