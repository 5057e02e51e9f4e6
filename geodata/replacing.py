"""Stored facts that lose their place to a later import: kept, and counted if it is undone.

A form is moved into a cell that its replacement marks: what is counted by cell leaves the whole
cell out while that import is in force (`geodata.in_force`), so nothing has to look at forms one
by one. An appearance in the media carries the mark itself, a visit a settlement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, func, insert, select, update

from geodata.in_force import cell_counts, media_counts
from geodata.models import AnswerRow, MediaRow, ResponseRow, SurveyCellRow

_AT_ONCE = 900


def replace_forms(connection: Connection, import_id: int, hashes: Sequence[int]) -> int:
    """Let the forms of these submissions be replaced by an import; how many there were.

    Raises:
        ValueError: some are not there any more.
    """
    of_cell: dict[int, list[int]] = defaultdict(list)
    for part in _parts(hashes):
        found = connection.execute(
            select(ResponseRow.cell_id, ResponseRow.id)
            .join(SurveyCellRow, SurveyCellRow.id == ResponseRow.cell_id)
            .where(ResponseRow.submission_hash.in_(part), cell_counts())
        )
        for cell, response in found:
            of_cell[cell].append(response)
    count = sum(map(len, of_cell.values()))
    if count != len(hashes):
        raise ValueError("responses: some that were to be replaced are not there any more")
    for cell, responses in of_cell.items():
        marked = _marked(connection, cell, import_id)
        for part in _parts(responses):
            answers = (AnswerRow.cell_id == cell, AnswerRow.response_id.in_(part))
            connection.execute(update(AnswerRow).where(*answers).values(cell_id=marked))
            forms = ResponseRow.id.in_(part)
            connection.execute(update(ResponseRow).where(forms).values(cell_id=marked))
    return count


def replace_media(connection: Connection, import_id: int, ids: Sequence[int]) -> int:
    """Let appearances in the media be replaced by an import; how many.

    Raises:
        ValueError: some are not there any more.
    """
    count = 0
    for part in _parts(ids):
        count += connection.execute(
            update(MediaRow)
            .where(MediaRow.id.in_(part), media_counts())
            .values(replaced_by=import_id)
        ).rowcount
    if count != len(ids):
        raise ValueError("media: some that were to be replaced are not there any more")
    return count


def _marked(connection: Connection, cell: int, import_id: int) -> int:
    """Return the cell for what an import replaces of another, made if it is not there."""
    row = SurveyCellRow
    about = connection.execute(select(row.__table__).where(row.id == cell)).mappings().one()
    same = ("campaign_id", "import_id", "response_date", "district_code", "mode")
    values = {name: about[name] for name in same} | {"replaced_by": import_id}
    known = connection.execute(
        select(row.id).where(*(getattr(row, name) == value for name, value in values.items()))
    ).scalar()
    if known is not None:
        return known
    number = (connection.execute(select(func.max(row.id))).scalar() or 0) + 1
    connection.execute(insert(row), {"id": number, **values})
    return int(number)


def _parts(numbers: Sequence[int]) -> list[Sequence[int]]:
    return [numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE)]
