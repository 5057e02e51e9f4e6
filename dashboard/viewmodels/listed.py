"""Rows of a long table, as its file and its grid have them: one record for both.

So the file that is downloaded cannot say another figure than the grid that one looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

from geodata.export.csv_table import Cell


@dataclass(frozen=True, slots=True)
class Listed:
    """A long table: keys and heads of the columns, and the rows under them."""

    keys: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
