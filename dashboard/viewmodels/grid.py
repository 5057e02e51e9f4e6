"""A plain table of ready words: the twin of a chart, or a list of figures."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: its head and cells, where its head leads, and whether it sums up the others."""

    cells: tuple[str, ...]
    address: str = ""
    total: bool = False
    pinned: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; columns named in `words` hold text, the others numbers."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[GridRow, ...]
    words: tuple[int, ...] = (0,)
    note: str = ""
