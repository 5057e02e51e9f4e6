"""Layers of shapes: which attribute names the district, which the locality or inspectorate.

Every publisher calls them otherwise, so they are known by what they hold: the attribute under
which most values are districts, or localities. Other attributes are not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from geodata.districts import find_district
from geodata.importing.issues import Issue
from geodata.importing.quoting import quote
from geodata.inspectorates import shipped_structure
from geodata.localities import find_localities
from geodata.matching.index import (
    inspectorate_core,
    inspectorate_full_names,
    inspectorate_names,
)
from geodata.names import fold
from geodata.sources.layout import Head, Layout
from geodata.sources.words import Words

_PLACED = frozenset({"geometry", "longitude", "latitude"})
_LEAST_SHARE = 0.5


class Shapes:
    """A layer of areas or points."""

    key = "shapes"

    def lay_out(self, head: Head, words: Words) -> Layout | None:
        """Say how to read the layer; None where the file is a table."""
        if head.format != "shapes":
            return None
        below, titles = head.rows[0]
        rows = [cells for _, cells in head.rows[1:]]
        names = [fold(title) if fold(title) in _PLACED else "" for title in titles]
        _name_inspectorates(names, titles, rows, words)
        _name(names, titles, rows, "district", lambda text: find_district(text) is not None)
        if "inspectorate" in names:
            for name in ("code", "seat", "part", "name_ru", "name_en", "valid_from", "valid_to"):
                _take(names, titles, words, name, fold(name))
        elif "geometry" not in names:
            _name(names, titles, rows, "locality", lambda text: bool(find_localities(text)))
            _take(names, titles, words, "locality", "locality")
            _take(names, titles, words, "residents_2014", "residents 2014")
            _take(names, titles, words, "code", "code")
        _take(names, titles, words, "district", "district")
        remarks = []
        if head.others:
            others = ", ".join(quote(name) for name in head.others[:5])
            remarks.append(Issue(None, None, "sheets_left_out", (("sheets", others),)))
        known = sum(map(bool, names))
        silent = tuple(title if name else "" for title, name in zip(titles, names, strict=True))
        return Layout(self.key, tuple(names), silent, below, known, remarks=tuple(remarks))


def _name(
    names: list[str],
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    name: str,
    is_one: Callable[[str], bool],
) -> None:
    """Name the column that holds most such places; of equal ones the one that is called so."""
    best, most = -1, (_LEAST_SHARE, False)
    for position, title in enumerate(titles):
        cells = [row[position] for row in rows if row[position].strip()]
        if names[position] or not cells:
            continue
        share = sum(is_one(cell[:200]) for cell in cells) / len(cells)
        if (share, name in fold(title)) > most:
            best, most = position, (share, name in fold(title))
    if best >= 0:
        names[best] = name


def _name_inspectorates(
    names: list[str], titles: Sequence[str], rows: Sequence[Sequence[str]], words: Words
) -> None:
    """Name the column of inspectorates: by its heading, else by what only they are called."""
    _take(names, titles, words, "inspectorate", "inspectorate")
    if "inspectorate" not in names:
        full = inspectorate_full_names(shipped_structure())
        _name(names, titles, rows, "inspectorate", lambda text: _is_inspectorate(text, full))


def _is_inspectorate(text: str, full: Mapping[str, object]) -> bool:
    core = inspectorate_core(text)
    names = inspectorate_names(shipped_structure())
    return fold(text) in full or (core != text and fold(core) in names.spelled)


def _take(names: list[str], titles: Sequence[str], words: Words, name: str, heading: str) -> None:
    """Name the first column that is called so, unless one is named already."""
    if heading in names:
        return
    for position, title in enumerate(titles):
        known = words.heading(title)
        if known and not names[position] and words.name(known) == name:
            names[position] = heading
            return
