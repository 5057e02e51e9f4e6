"""Saved views read with the driver alone, for the web process, which loads no table library."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from geodata.pulse import NoPulse, open_server, sqlite_file, their_errors
from geodata.saved_views import SavedView, mark_facts

_NAMES = [each.name for each in fields(SavedView)]
_VIEWS = f"SELECT {', '.join(_NAMES)} FROM saved_views ORDER BY at, id"
_IN_FORCE = "SELECT campaign_id, id FROM imports WHERE NOT undone"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is saved, at a moment.

    Attributes:
        views: Every saved view, the oldest first.
        facts: Mark of each campaign's facts, by its id.
    """

    views: tuple[SavedView, ...]
    facts: Mapping[str, str]

    def find(self, view_id: str) -> SavedView | None:
        """Find a view by its id."""
        return next((view for view in self.views if view.id == view_id), None)

    def has_changed(self, view: SavedView) -> bool:
        """Whether the view's facts are others now."""
        return self.facts.get(view.campaign_id, "") != view.facts


def read_shelf(url: str) -> Shelf:
    """Read what is saved in the store at `url`.

    Raises:
        NoPulse: the database does not answer, or has no such table.
    """
    try:
        with _connected(url) as connection:
            rows = connection.execute(_VIEWS).fetchall()
            imports: dict[str, list[int]] = {}
            for campaign_id, number in connection.execute(_IN_FORCE).fetchall():
                imports.setdefault(campaign_id, []).append(int(number))
    except their_errors() as error:
        raise NoPulse(type(error).__name__) from None
    return Shelf(
        tuple(_view(row) for row in rows),
        {campaign: mark_facts(numbers) for campaign, numbers in imports.items()},
    )


@contextmanager
def _connected(url: str) -> Iterator[Any]:
    path = sqlite_file(url)
    if path is None:
        connection = open_server(url)
    else:
        address = path.absolute().as_posix().replace("?", "%3f").replace("#", "%23")
        connection = sqlite3.connect(f"file:{address}?mode=rw", uri=True, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def _view(row: tuple[Any, ...]) -> SavedView:
    values = dict(zip(_NAMES, row, strict=True))
    # SQLite has no moments: the store writes them as text.
    if isinstance(values["at"], str):
        values["at"] = datetime.fromisoformat(values["at"])
    values["plays"] = bool(values["plays"])
    return SavedView(**values)
