"""Which imports name places that another import added: they stand on it.

Undoing a list of places would leave visits at places that nobody knows any more, so what stands
on it is undone first; and a visit comes back only while its place is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from geodata.in_force import in_force
from geodata.localities import is_shipped
from geodata.models import ReferenceRow, ResponseRow, SurveyCellRow, VisitRow
from geodata.structure import is_shipped_inspectorate

LISTS = ("localities", "inspectorates")
_AT_ONCE = 500


def standing_on(connection: Connection, imported: Row[Any]) -> set[int]:
    """Return the imports in force that name places which only this one brings."""
    if imported.kind not in LISTS:
        return set()
    table = ReferenceRow
    mine = (table.campaign_id == imported.campaign_id, table.kind == imported.kind)
    own = _codes(connection, *mine, table.import_id == imported.id)
    others = _codes(connection, *mine, table.import_id != imported.id, in_force(table.import_id))
    gone = [code for code in own - others if not _is_known(imported.kind, code)]
    found: set[int] = set()
    for at in range(0, len(gone), _AT_ONCE):
        found |= _naming(connection, imported, gone[at : at + _AT_ONCE])
    return found


def needed_by(connection: Connection, imported: Row[Any]) -> set[int]:
    """Return undone imports without which places that this one names are not there."""
    missing: set[int] = set()
    visit, response = VisitRow, ResponseRow
    named = (
        ("localities", select(visit.locality_code).where(visit.import_id == imported.id)),
        ("localities", select(response.locality_code).where(response.import_id == imported.id)),
        ("inspectorates", select(visit.inspectorate_code).where(visit.import_id == imported.id)),
    )
    for kind, codes in named:
        wanted = {
            code
            for code in connection.execute(codes.distinct()).scalars()
            if code and not _is_known(kind, code)
        }
        if wanted:
            missing |= _bringing(connection, imported.campaign_id, kind, wanted)
    return missing


def _bringing(
    connection: Connection, campaign_id: str, kind: str, codes: Iterable[str]
) -> set[int]:
    """Return for each code that no import in force brings the newest undone one that does."""
    table = ReferenceRow
    mine = (table.campaign_id == campaign_id, table.kind == kind)
    there = _codes(connection, *mine, in_force(table.import_id))
    found = set()
    for code in set(codes) - there:
        rows = connection.execute(select(table.import_id).where(*mine, table.code == code))
        found |= set(sorted(rows.scalars())[-1:])
    return found


def _naming(connection: Connection, imported: Row[Any], codes: Sequence[str]) -> set[int]:
    visit = VisitRow
    column = visit.locality_code if imported.kind == LISTS[0] else visit.inspectorate_code
    visits = select(visit.import_id).where(
        visit.campaign_id == imported.campaign_id, column.in_(codes), in_force(visit.import_id)
    )
    found = set(connection.execute(visits.distinct()).scalars())
    if imported.kind == LISTS[0]:
        forms = (
            select(ResponseRow.import_id)
            .join(SurveyCellRow, SurveyCellRow.id == ResponseRow.cell_id)
            .where(
                SurveyCellRow.campaign_id == imported.campaign_id,
                ResponseRow.locality_code.in_(codes),
                in_force(ResponseRow.import_id),
            )
        )
        found |= set(connection.execute(forms.distinct()).scalars())
    return found


def _codes(connection: Connection, *where: Any) -> set[str]:
    return set(connection.execute(select(ReferenceRow.code).where(*where)).scalars())


def _is_known(kind: str, code: str) -> bool:
    if kind == LISTS[0]:
        return is_shipped(code)
    return is_shipped_inspectorate(code)
