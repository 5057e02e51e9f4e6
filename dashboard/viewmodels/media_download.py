"""The appearances of a view as a file, a row each."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.state import View
from dashboard.viewmodels.download import Download, mark_listed
from dashboard.viewmodels.listed import Listed
from dashboard.viewmodels.media import kind_name
from dashboard.viewmodels.media_facts import appearances_in
from geodata.export.csv_table import Cell
from geodata.i18n import Translator
from geodata.publication import Published

COLUMNS = ("date", "outlet", "kind", "title", "audience")


def describe_media_download(
    view: View, published: Published, t: Translator, _asked: Mapping[str, str]
) -> Download:
    """Describe the file; an audience that nobody reported is an empty cell."""
    table = read_media_rows(view, published, t)
    return mark_listed("media", table, published, t)


def read_media_rows(view: View, published: Published, t: Translator) -> Listed:
    """Read every appearance on a day of the view."""
    rows: list[tuple[Cell, ...]] = [
        (each["date"], each["outlet"], kind_name(each["kind"], t), each["title"], each["audience"])
        for each in appearances_in(view, published)
    ]
    return Listed(COLUMNS, tuple(t.text(f"media.column.{key}") for key in COLUMNS), tuple(rows))
