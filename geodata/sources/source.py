"""The sources there are, and how a file finds its own: by content, never by name."""

from __future__ import annotations

from typing import Protocol

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


def lay_out(head: Head, words: Words) -> Layout:
    """Say how to read a sheet."""
    for source in SOURCES:
        layout = source.lay_out(head, words)
        if layout is not None:
            return layout
    raise AssertionError("the last source takes everything")
