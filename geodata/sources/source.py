"""The sources there are, and how a file finds its own: by content, never by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from geodata.importing.headings import ALSO
from geodata.importing.personal import holds_persons
from geodata.names import fold
from geodata.sources.kobo import Kobo
from geodata.sources.layout import Head, Layout
from geodata.sources.plain import Plain
from geodata.sources.shapes_table import Shapes
from geodata.sources.web_forms import GoogleForms, MicrosoftForms
from geodata.sources.words import Words


class Source(Protocol):
    """Whose export or log a sheet is.

    Attributes:
        key: Its name in reports.
    """

    key: str

    def lay_out(self, head: Head, words: Words) -> Layout | None:
        """Say how to read a sheet, or None where it is not of this source.

        Raises:
            Refused: it is, but cannot be read without guessing.
        """


# The first that knows a sheet reads it; the last takes everything.
SOURCES: tuple[Source, ...] = (
    Shapes(),
    Kobo(),
    GoogleForms(),
    MicrosoftForms(),
    Plain(),
)

# "Cod" may be the code of a place or the number of a person: what stands below decides.
_IDENTIFIERS = frozenset(fold(word) for word in ("code", *ALSO["code"]))


def lay_out(head: Head, words: Words) -> Layout:
    """Say how to read a sheet."""
    for source in SOURCES:
        layout = source.lay_out(head, words)
        if layout is not None:
            return replace(layout, personal=layout.personal | _personal(head, layout))
    raise AssertionError("the last source takes everything")


def _personal(head: Head, layout: Layout) -> frozenset[int]:
    """Find columns that hold what is about a person, of those whose heading says nothing else."""
    rows = [cells for number, cells in head.rows if number > layout.below]
    return frozenset(
        position
        for position, heading in enumerate(layout.header)
        if (not heading or heading in _IDENTIFIERS)
        and layout.titles[position]
        and holds_persons(cells[position] for cells in rows if position < len(cells))
    )
