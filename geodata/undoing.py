"""Undoing an import and bringing it back: one mark on its row, and what follows from it.

An import takes its own facts with it and no others. So any import may be undone, an older one
under newer ones too, unless something newer stands on it: a visit that took the place of a row
of its plan, or other imports of the campaign that it made. It comes back as it was, unless what
it brought came in by another import meanwhile: then it would be counted twice.

Everything here happens within the connection's writing transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from geodata.event_rows import write_event
from geodata.events import Action
from geodata.importing.issues import Refused, refused
from geodata.imports import BOTH, CAMPAIGN_IN_USE, SAMPLE, grow_data_version, read_state, set_state
from geodata.in_force import in_force, media_counts, visit_counts
from geodata.models import (
    CampaignVersionRow,
    ChangeRow,
    ImportRow,
    MediaRow,
    QuestionnaireVersionRow,
    ResponseRow,
    SettlementRow,
    SurveyCellRow,
    VisitRow,
)
from geodata.records import restore_campaign, restore_questionnaire
from geodata.standing import needed_by, standing_on
from geodata.survey_rows import find_doubles
from geodata.vocabulary import VisitStatus

_REPLACEABLE: tuple[Any, ...] = (SurveyCellRow, MediaRow)
UNDO, REDO = str(Action.UNDO), str(Action.REDO)


def newest_in_force(connection: Connection) -> int:
    """Return the id of the newest import that could be undone.

    Raises:
        Refused: there is none.
    """
    row = ImportRow
    found = connection.execute(
        select(func.max(row.id)).where(~row.undone, row.kind != SAMPLE)
    ).scalar()
    if found is None:
        raise refused("nothing_to_undo")
    return int(found)


def last_undone(connection: Connection) -> int:
    """Return the id of the import that was undone last and is undone still.

    Raises:
        Refused: there is none.
    """
    found = connection.execute(
        select(ChangeRow.import_id)
        .join(ImportRow, ImportRow.id == ChangeRow.import_id)
        .where(ImportRow.undone, ChangeRow.action == UNDO)
        .order_by(ChangeRow.id.desc())
        .limit(1)
    ).scalar()
    if found is None:
        raise refused("nothing_to_redo")
    return int(found)


def check_undo(connection: Connection, import_id: int) -> None:
    """Refuse an import that cannot be undone; the text says what stands in the way.

    Raises:
        Refused: there is no such import, it is undone, or something newer stands on it.
    """
    row = _find(connection, import_id)
    if row.undone:
        raise refused("undone_already", id=import_id)
    if row.kind == SAMPLE:
        raise refused("undo_sample")
    on_it = {*_settling(connection, import_id), *standing_on(connection, row)}
    if _made(connection, row.campaign_id) == import_id:
        others = select(ImportRow.id).where(
            ImportRow.campaign_id == row.campaign_id, ~ImportRow.undone, ImportRow.id != import_id
        )
        on_it |= set(connection.execute(others).scalars())
    if on_it:
        raise refused("undo_stands", id=import_id, others=_listed(sorted(on_it, reverse=True)))


def check_redo(connection: Connection, import_id: int) -> None:
    """Refuse an import that cannot be brought back; the text says what stands in the way.

    Raises:
        Refused: there is no such import, it is in force, what it stands on is undone, or what
            it brought came in by another import.
    """
    row = _find(connection, import_id)
    if not row.undone:
        raise refused("in_force_already", id=import_id)
    missing = {*_settled_gone(connection, import_id), *needed_by(connection, row)}
    twice = bool(row.counts.get(BOTH))  # on purpose
    instead: set[int] = {*_settled_again(connection, import_id)}
    instead |= set(() if twice else _same_file(connection, row))
    made, maker = _made(connection, row.campaign_id), _maker_of(connection, row)
    if made is None and maker != import_id:
        missing.add(maker)
    if made is not None and made != maker:
        instead.add(made)
    if missing:
        raise refused("redo_misses", id=import_id, others=_listed(sorted(missing)))
    for find in () if twice else (_visits_again, _media_again):
        instead |= set(find(connection, row))
    if instead:
        others = _listed(sorted(instead, reverse=True))
        raise refused("redo_doubles", id=import_id, others=others)
    first = select(func.min(ResponseRow.id)).where(ResponseRow.import_id == import_id)
    start = connection.execute(first).scalar()
    if start is not None and (count := find_doubles(connection, import_id, start)):
        raise refused("redo_forms", id=import_id, count=count)


def undo_import(connection: Connection, import_id: int, who: str) -> int:
    """Take an import's facts out and restore what it had replaced; returns the data version.

    Raises:
        Refused: see `check_undo`.
    """
    check_undo(connection, import_id)
    row = _find(connection, import_id)
    shown = read_state(connection, CAMPAIGN_IN_USE)
    back = row.shown_before is not None and shown == row.campaign_id
    after = (row.shown_before or "") if back else shown
    return _mark(connection, UNDO, import_id, who, shown, after)


def redo_import(connection: Connection, import_id: int, who: str) -> int:
    """Bring an undone import's facts back; returns the data version.

    Raises:
        Refused: see `check_redo`.
    """
    check_redo(connection, import_id)
    undone = connection.execute(
        select(ChangeRow.shown_before, ChangeRow.shown_after)
        .where(ChangeRow.import_id == import_id, ChangeRow.action == UNDO)
        .order_by(ChangeRow.id.desc())
        .limit(1)
    ).one()
    shown = read_state(connection, CAMPAIGN_IN_USE)
    after = undone.shown_before if shown == undone.shown_after else shown
    return _mark(connection, REDO, import_id, who, shown, after)


def count_by_district(connection: Connection, import_id: int) -> dict[str, int]:
    """Count an import's forms by district, undone or not; "" is without one."""
    cell = SurveyCellRow
    rows = connection.execute(
        select(cell.district_code, func.count())
        .join(ResponseRow, ResponseRow.cell_id == cell.id)
        .where(cell.import_id == import_id)
        .group_by(cell.district_code)
    )
    return {district: count for district, count in rows}  # noqa: C416 (rows are not plain tuples)


def _mark(
    connection: Connection, action: str, import_id: int, who: str, shown: str, after: str
) -> int:
    version = grow_data_version(connection, action, import_id)
    undone = action == UNDO
    connection.execute(update(ImportRow).where(ImportRow.id == import_id).values(undone=undone))
    for version_row, key, restore in (
        (CampaignVersionRow, CampaignVersionRow.campaign_id, restore_campaign),
        (QuestionnaireVersionRow, QuestionnaireVersionRow.questionnaire_id, restore_questionnaire),
    ):
        brought = connection.execute(select(key).where(version_row.import_id == import_id))
        for name in brought.scalars().all():
            restore(connection, name)
    set_state(connection, CAMPAIGN_IN_USE, after)
    row = _find(connection, import_id)
    write_event(connection, who, Action(action), row.file_name or row.campaign_id)
    number = (connection.execute(select(func.max(ChangeRow.id))).scalar() or 0) + 1
    connection.execute(
        insert(ChangeRow),
        {
            "id": number,
            "action": action,
            "import_id": import_id,
            "who": who,
            "at": datetime.now(UTC).replace(tzinfo=None),
            "data_version": version,
            "shown_before": shown,
            "shown_after": after,
        },
    )
    return version


def _find(connection: Connection, import_id: int) -> Row[Any]:
    table = ImportRow.__table__
    row = connection.execute(select(table).where(table.c.id == import_id)).one_or_none()
    if row is None:
        raise refused("import_unknown", id=import_id)
    return row


def _made(connection: Connection, campaign_id: str) -> int | None:
    """Return the import in force that made the campaign, None where the campaign is not there."""
    row = CampaignVersionRow
    return connection.execute(
        select(row.import_id).where(
            row.campaign_id == campaign_id, row.made, in_force(row.import_id)
        )
    ).scalar()


def _maker_of(connection: Connection, imported: Row[Any]) -> int:
    """Return the import that had made the campaign when this one came: perhaps itself."""
    row = CampaignVersionRow
    return connection.execute(
        select(func.max(row.import_id)).where(
            row.campaign_id == imported.campaign_id, row.made, row.import_id <= imported.id
        )
    ).scalar_one()


def _settling(connection: Connection, import_id: int) -> set[int]:
    """Return the imports in force that took the place of something of this one's."""
    visits = (
        select(SettlementRow.import_id)
        .join(VisitRow, VisitRow.id == SettlementRow.visit_id)
        .where(VisitRow.import_id == import_id, in_force(SettlementRow.import_id))
    )
    found = set(connection.execute(visits).scalars())
    for row in _REPLACEABLE:
        replaced = select(row.replaced_by).where(
            row.import_id == import_id, row.replaced_by != 0, in_force(row.replaced_by)
        )
        found |= set(connection.execute(replaced).scalars())
    return found


def _settled_gone(connection: Connection, import_id: int) -> set[int]:
    """Return the undone imports of which this one took the place of something."""
    visits = (
        select(VisitRow.import_id)
        .join(SettlementRow, SettlementRow.visit_id == VisitRow.id)
        .where(SettlementRow.import_id == import_id, ~in_force(VisitRow.import_id))
    )
    found = set(connection.execute(visits).scalars())
    for row in _REPLACEABLE:
        replaced = select(row.import_id).where(
            row.replaced_by == import_id, ~in_force(row.import_id)
        )
        found |= set(connection.execute(replaced).scalars())
    return found


def _settled_again(connection: Connection, import_id: int) -> Sequence[int]:
    """Return the imports in force that took the place of the same visits as this one."""
    own, other = aliased(SettlementRow), aliased(SettlementRow)
    return (
        connection.execute(
            select(other.import_id)
            .join(own, own.visit_id == other.visit_id)
            .where(
                own.import_id == import_id, other.import_id != import_id, in_force(other.import_id)
            )
            .distinct()
        )
        .scalars()
        .all()
    )


def _same_file(connection: Connection, row: Row[Any]) -> Sequence[int]:
    if not row.sha256:
        return ()
    return (
        connection.execute(
            select(ImportRow.id).where(
                ImportRow.sha256 == row.sha256,
                ImportRow.campaign_id == row.campaign_id,
                ~ImportRow.undone,
            )
        )
        .scalars()
        .all()
    )


def _visits_again(connection: Connection, row: Row[Any]) -> Sequence[int]:
    """Return the imports in force that hold a visit of this one: its place, day and centre."""
    own = aliased(VisitRow)
    planned = str(VisitStatus.PLANNED)
    settled = select(SettlementRow.visit_id).where(SettlementRow.import_id == row.id)
    centre, own_centre = (func.coalesce(each.mobile_centre, "") for each in (VisitRow, own))
    held = and_(
        own.status != planned, VisitRow.status != planned, own.visit_date == VisitRow.visit_date
    )
    plan = and_(own.status == planned, own.planned_date == VisitRow.planned_date)
    return (
        connection.execute(
            select(VisitRow.import_id)
            .join(own, own.locality_code == VisitRow.locality_code)
            .where(
                own.import_id == row.id,
                VisitRow.campaign_id == row.campaign_id,
                visit_counts(),
                VisitRow.id.not_in(settled),
                centre == own_centre,
                or_(held, plan),
            )
            .distinct()
        )
        .scalars()
        .all()
    )


def _media_again(connection: Connection, row: Row[Any]) -> Sequence[int]:
    own = aliased(MediaRow)
    same = (getattr(own, name) == getattr(MediaRow, name) for name in ("date", "outlet", "title"))
    return (
        connection.execute(
            select(MediaRow.import_id)
            .join(own, and_(*same))
            .where(
                own.import_id == row.id,
                MediaRow.campaign_id == row.campaign_id,
                media_counts(),
                MediaRow.replaced_by != row.id,
            )
            .distinct()
        )
        .scalars()
        .all()
    )


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(str(number) for number in numbers)


__all__ = [
    "REDO",
    "UNDO",
    "Refused",
    "check_redo",
    "check_undo",
    "count_by_district",
    "last_undone",
    "newest_in_force",
    "redo_import",
    "undo_import",
]
