"""Saved views between the database and records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update

from geodata.importing.issues import refused
from geodata.importing.quoting import quote
from geodata.imports import DATA_VERSION, read_state
from geodata.in_force import in_force
from geodata.models import ImportRow, SavedViewRow
from geodata.saved_views import (
    MOST,
    SavedView,
    ViewDraft,
    check_name,
    clean_query,
    mark_facts,
    new_id,
)

_NAMES = [each.name for each in fields(SavedView)]


def load_saved_views(connection: Connection) -> tuple[SavedView, ...]:
    """Read every saved view, the oldest first."""
    table = SavedViewRow.__table__
    columns = [table.c[name] for name in _NAMES]
    rows = connection.execute(select(*columns).order_by(table.c.at, table.c.id)).mappings()
    return tuple(SavedView(**row) for row in rows)


def save_view(connection: Connection, campaign_id: str, draft: ViewDraft) -> SavedView:
    """Write a view that is new.

    Raises:
        Refused: its name or address cannot be kept, or there are too many already.
    """
    others = load_saved_views(connection)
    if len(others) >= MOST:
        raise refused("views_full", most=MOST)
    name = check_name(draft.name, _names(others, campaign_id))
    view = SavedView(
        id=_free_id(others),
        campaign_id=campaign_id,
        name=name,
        query=clean_query(draft.query),
        facts=_mark(connection, campaign_id),
        data_version=int(read_state(connection, DATA_VERSION) or 0),
        who=draft.who,
        at=datetime.now(UTC).replace(tzinfo=None, microsecond=0),
    )
    connection.execute(insert(SavedViewRow), asdict(view))
    return view


def rename_view(connection: Connection, view_id: str, name: str) -> SavedView:
    """Give a view another name; its link stays. Returns it as it was.

    Raises:
        Refused: there is no such view, or the name cannot be kept.
    """
    views = load_saved_views(connection)
    view = find_saved_view(views, view_id)
    others = [each for each in views if each.id != view_id]
    clean = check_name(name, _names(others, view.campaign_id))
    connection.execute(update(SavedViewRow).where(SavedViewRow.id == view_id).values(name=clean))
    return view


def delete_view(connection: Connection, view_id: str) -> SavedView:
    """Delete a view; returns it as it was.

    Raises:
        Refused: there is no such view.
    """
    view = find_saved_view(load_saved_views(connection), view_id)
    connection.execute(delete(SavedViewRow).where(SavedViewRow.id == view_id))
    return view


def find_saved_view(views: Sequence[SavedView], view_id: str) -> SavedView:
    """Find a view by its id.

    Raises:
        Refused: there is no such view.
    """
    for view in views:
        if view.id == view_id:
            return view
    raise refused("views_unknown", id=quote(view_id))


def _names(views: Sequence[SavedView], campaign_id: str) -> list[str]:
    return [view.name for view in views if view.campaign_id == campaign_id]


def _free_id(views: Sequence[SavedView]) -> str:
    taken = {view.id for view in views}
    while (name := new_id()) in taken:
        pass
    return name


def _mark(connection: Connection, campaign_id: str) -> str:
    statement = select(ImportRow.id).where(
        ImportRow.campaign_id == campaign_id, in_force(ImportRow.id)
    )
    return mark_facts(connection.scalars(statement))
