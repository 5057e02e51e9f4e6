"""Saved views between the database and records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from itertools import chain, count

from sqlalchemy import Connection, delete, insert, select, update

from geodata.importing.issues import refused
from geodata.importing.quoting import quote
from geodata.imports import DATA_VERSION, read_state
from geodata.in_force import in_force
from geodata.models import ImportRow, SavedViewRow
from geodata.saved_views import (
    LONGEST_NAME,
    MOST,
    MOST_STEPS,
    SavedView,
    Step,
    ViewDraft,
    check_name,
    clean_query,
    clean_step,
    mark_facts,
    new_id,
    steps_of,
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
    if draft.step is not None:
        step = clean_step(draft.step)
        view = replace(view, position=_next_position(others, campaign_id), **asdict(step))
    connection.execute(insert(SavedViewRow), asdict(view))
    return view


def set_step(connection: Connection, view_id: str, step: Step | None) -> SavedView:
    """Make a view a step of the meeting, the last where it was none, or take it out.

    Raises:
        Refused: there is no such view, a text is too long, or there are too many steps.
    """
    views = load_saved_views(connection)
    view = find_saved_view(views, view_id)
    if step is None:
        changed = replace(view, position=None)
    else:
        position = view.position
        if position is None:
            position = _next_position(views, view.campaign_id)
        changed = replace(view, position=position, **asdict(clean_step(step)))
    values = {name: getattr(changed, name) for name in ("position", "headline", "notes", "plays")}
    statement = update(SavedViewRow).where(SavedViewRow.id == view_id)
    connection.execute(statement.values(**values))
    return changed


def order_steps(connection: Connection, campaign_id: str, ids: Sequence[str]) -> None:
    """Put the steps of a meeting in an order.

    Raises:
        Refused: these are not the steps, each once.
    """
    steps = steps_of(load_saved_views(connection), campaign_id)
    if sorted(ids) != sorted(step.id for step in steps):
        raise refused("views_order", ids=", ".join(step.id for step in steps) or "—")
    for position, view_id in enumerate(ids, 1):
        statement = update(SavedViewRow).where(SavedViewRow.id == view_id)
        connection.execute(statement.values(position=position))


def adopt_steps(
    connection: Connection, campaign_id: str, drafts: Sequence[ViewDraft]
) -> tuple[SavedView, ...]:
    """Save views as the steps of a meeting that has none; a name that is taken gets a number.

    Raises:
        Refused: it has steps already, or a view cannot be kept.
    """
    views = load_saved_views(connection)
    if steps_of(views, campaign_id):
        raise refused("views_script_there")
    taken = {name.casefold() for name in _names(views, campaign_id)}
    saved = []
    for draft in drafts:
        name = _free_name(draft.name, taken)
        taken.add(name.casefold())
        saved.append(save_view(connection, campaign_id, replace(draft, name=name)))
    return tuple(saved)


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


def _next_position(views: Sequence[SavedView], campaign_id: str) -> int:
    steps = steps_of(views, campaign_id)
    if len(steps) >= MOST_STEPS:
        raise refused("views_many_steps", most=MOST_STEPS)
    return 1 + max((step.position or 0 for step in steps), default=0)


def _free_name(name: str, taken: set[str]) -> str:
    short = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].strip() + "…"
    stem = short[: LONGEST_NAME - 5].strip()
    others = (f"{stem} ({number})" for number in count(2))
    return next(each for each in chain([short], others) if each.casefold() not in taken)


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
