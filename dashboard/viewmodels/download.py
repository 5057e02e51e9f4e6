"""What every file says besides its rows: whether it is illustrative, its data, its source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.viewmodels.listed import Listed
from geodata.export.csv_table import Cell
from geodata.i18n import Translator
from geodata.publication import Published


@dataclass(frozen=True, slots=True)
class Download:
    """A table to take away, ready to write, and the beginning of its file's name."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def mark_rows(
    name: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    published: Published,
    t: Translator,
) -> Download:
    """Add to every row what must not get lost when rows are copied into another file."""
    campaign = published.document["campaign"]
    mark = f"{t.text('band.title')} {t.text('band.text')}" if campaign["illustrative"] else ""
    source = t.text(
        "download.source", campaign=campaign["names"][t.language], publisher=campaign["publisher"]
    )
    marks = (mark, published.data_version, source)
    names = tuple(t.text(f"download.{key}") for key in ("mark", "version", "of"))
    return Download(name, (*head, *names), tuple((*row, *marks) for row in rows))


def mark_listed(name: str, table: Listed, published: Published, t: Translator) -> Download:
    """The same for a long table; where it has no row, an empty one carries the marks."""
    nothing = (None,) * len(table.keys)
    return mark_rows(name, table.labels, table.rows or [nothing], published, t)
