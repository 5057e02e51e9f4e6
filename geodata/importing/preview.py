"""What there is to see and to decide before a file is brought in.

`preview` reads the file as an import would and writes nothing: which column is which, what the
others hold, which names of places and which answers a person has to say the meaning of, and the
report of what would be stored. A page shows the record, a command prints it; both hand back a
mapping and decisions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geodata.gazetteer import Gazetteer
from geodata.i18n import Translator
from geodata.importing.issues import Issue, Refused, Unread
from geodata.importing.kinds import Column, Kind, kinds_by_name
from geodata.importing.looking import ColumnLook, look_at_columns
from geodata.importing.mapping import FileMapping, codes_of
from geodata.importing.personal import MASK, mask
from geodata.importing.quoting import quote
from geodata.importing.reading import Around, Request, check_path, read_file
from geodata.importing.report import Report
from geodata.matching import PlaceKind, place_name
from geodata.store import Store

MOST_QUESTIONS = 200


@dataclass(frozen=True, slots=True)
class PlaceQuestion:
    """A name of a place that a person has to say the meaning of.

    Attributes:
        kind: District, locality or inspectorate.
        text: As it stands in the file; what a decision is made about.
        district_code: Of a locality the district that its rows name.
        rows: In how many rows it stands.
        candidates: Codes of what it could mean, likeliest first.
    """

    kind: PlaceKind
    text: str
    district_code: str
    rows: int
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ValueQuestion:
    """A word of an answer or of another choice that a person has to give a code.

    Attributes:
        column: Template name.
        text: As it stands in the file.
        rows: In how many rows it stands.
        codes: What it could be.
    """

    column: str
    text: str
    rows: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A file before it is brought in.

    Attributes:
        kind: What it holds, "" where that is not clear.
        columns: Its columns, in order; empty where it is no table.
        kinds: What the file may be: one where that is clear, else every kind.
        mapping: What a person said so far, with the file's shape.
        places: Names of places to decide, most rows first.
        values: Words of answers to map, most rows first.
        report: What would be stored, and every finding.
    """

    kind: str
    columns: tuple[ColumnLook, ...]
    kinds: tuple[Kind, ...]
    mapping: FileMapping
    places: tuple[PlaceQuestion, ...]
    values: tuple[ValueQuestion, ...]
    report: Report

    @property
    def names(self) -> tuple[str, ...]:
        """Template's names that a column may be mapped to."""
        return tuple(dict.fromkeys(name for kind in self.kinds for name in kind.names))

    @property
    def asked(self) -> int:
        """How many columns, names and words wait for a person."""
        unknown = sum(column.how == "unknown" for column in self.columns)
        return unknown + len(self.places) + len(self.values)

    def document(self, t: Translator) -> dict[str, Any]:
        """Return it as JSON-ready data in the translator's language."""
        return {
            "kind": self.kind,
            "names": list(self.names),
            "mapping": self.mapping.document(),
            "columns": [column.document() for column in self.columns],
            "places": [_place_document(place, self.report.gazetteer, t) for place in self.places],
            "values": [
                {"column": v.column, "text": v.text, "rows": v.rows, "codes": list(v.codes)}
                for v in self.values
            ],
            "report": self.report.document(t),
        }


def preview(request: Request, store: Store, progress: Callable[[int], None]) -> Preview:
    """Look at a file without writing anything; a refused one has a preview too.

    Args:
        request: The file and what is wanted of it, a mapping perhaps.
        store: What is known already.
        progress: Told the number of rows so far.
    """
    outcome = read_file(replace(request, dry_run=True), store, progress)
    report = outcome.report
    columns: tuple[ColumnLook, ...] = ()
    mapping = request.mapping or FileMapping()
    around: Around | None = None
    try:
        check_path(request.path)
        # A mapping that cannot be taken is shown too, or nobody could mend it.
        around = Around.of(request, store, checked=False)
        columns, mapping = look_at_columns(request, around, report.kind)
    except Refused:
        pass  # the report says why
    kinds = kinds_by_name(around.kinds) if around else {}
    kind = kinds.get(report.kind or mapping.kind) or kinds.get(request.kind)
    rows = _rows_by_finding(report.issues)
    return Preview(
        kind.name if kind else "",
        columns,
        (kind,) if kind else tuple(kinds.values()),
        mapping,
        _places(outcome.unread, rows, kind),
        _values(outcome.unread, rows, kind),
        report,
    )


def _rows_by_finding(issues: Sequence[Issue]) -> Counter[tuple[Any, ...]]:
    return Counter((i.column, i.code, i.values) for i in issues if i.row is not None)


def _places(
    unread: Mapping[tuple[Any, ...], Unread], rows: Counter[tuple[Any, ...]], kind: Kind | None
) -> tuple[PlaceQuestion, ...]:
    found = [
        PlaceQuestion(_PLACES[column.reads], each.text, each.district_code, count, each.candidates)
        for said, each, column, count in _asked(unread, rows, kind)
        if each.candidates is not None and column.reads in _PLACES
    ]
    return tuple(sorted(found, key=lambda q: (-q.rows, q.text))[:MOST_QUESTIONS])


def _values(
    unread: Mapping[tuple[Any, ...], Unread], rows: Counter[tuple[Any, ...]], kind: Kind | None
) -> tuple[ValueQuestion, ...]:
    found = [
        ValueQuestion(column.name, each.text, count, codes_of(column))
        for said, each, column, count in _asked(unread, rows, kind)
        if each.candidates is None and codes_of(column)
    ]
    return tuple(sorted(found, key=lambda q: (-q.rows, q.text))[:MOST_QUESTIONS])


def _asked(
    unread: Mapping[tuple[Any, ...], Unread], rows: Counter[tuple[Any, ...]], kind: Kind | None
) -> list[tuple[tuple[Any, ...], Unread, Column, int]]:
    """Pair what could not be read with its column and rows; nothing that may be a person's."""
    if kind is None:
        return []
    return [
        (said, each, kind.column(said[0]), rows[said])
        for said, each in unread.items()
        if said[0] in kind.names and MASK not in mask(each.text) and len(each.text) <= 200
    ]


def _place_document(place: PlaceQuestion, gazetteer: Gazetteer, t: Translator) -> dict[str, Any]:
    return {
        "kind": str(place.kind),
        "text": quote(place.text),
        "about": place.text,
        "district": place.district_code,
        "rows": place.rows,
        "candidates": [
            {"code": code, "name": place_name(place.kind, code, t.language, gazetteer)}
            for code in place.candidates
        ],
    }


_PLACES = {
    "district": PlaceKind.DISTRICT,
    "unit": PlaceKind.DISTRICT,
    "locality": PlaceKind.LOCALITY,
    "inspectorate": PlaceKind.INSPECTORATE,
}
