"""Stores what was read, in one transaction, and publishes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from geodata.importing.collecting import without_collection
from geodata.importing.issues import Issue, refused
from geodata.importing.reading import Outcome
from geodata.importing.report import Report
from geodata.publication import publish
from geodata.sample import ensure_sample
from geodata.settings import Settings
from geodata.store import Store
from geodata.turns import not_built


def store_outcome(
    outcome: Outcome,
    store: Store,
    settings: Settings,
    say: Callable[[str], None],
    committed: Callable[[], None] = lambda: None,
) -> Report:
    """Commit the batch of an outcome that was not refused, then publish the campaign in use.

    Args:
        outcome: What was read.
        store: Where it goes.
        settings: Where it is published, and with which thresholds.
        say: Told in a sentence what goes on.
        committed: Called once the rows are stored.

    Raises:
        Refused: another import came between and the batch no longer fits.
    """
    batch = outcome.batch
    assert batch is not None
    if not store.campaigns():
        before = store.data_version()
        ensure_sample(store)
        if batch.read_at == before:
            batch = replace(batch, read_at=store.data_version())
    try:
        with without_collection():
            store.commit(batch)
    except ValueError as error:
        raise refused("came_between", reason=str(error)) from None
    committed()
    old: tuple[Issue, ...] = ()
    try:
        publish(store, settings, say)
    except Exception as error:
        old = (not_built(error, "not_published"),)
    # Not asked for again: from here on nothing may fail.
    version = store.data_version() if batch.read_at is None else batch.read_at + 1
    return replace(outcome.report, data_version=version, issues=(*old, *outcome.report.issues))
