"""The table of a view as a file: one row a unit, with everything that its figures need."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.state import View
from dashboard.viewmodels.download import Download
from dashboard.viewmodels.extract import describe_extract
from geodata.i18n import Translator
from geodata.publication import Published


def describe_table_download(
    view: View, published: Published, t: Translator, _asked: Mapping[str, str]
) -> Download:
    """Describe the file of a view's table.

    Where the filters leave no unit one row says so: its marks alone, and no figure.
    """
    extract = describe_extract(view, published, t)
    head = tuple(field.label for field in extract.fields)
    rows = tuple(row.cells for row in extract.rows)
    nothing = tuple(extract.same.get(field.key) for field in extract.fields)
    return Download("table", head, rows or (nothing,))
