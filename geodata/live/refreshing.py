"""Refreshing a live source: what it holds now is fetched, then brought in as a file is.

What was stored before is found again and left alone, so a refresh adds what is new. The newest
outcome of each source is kept beside the database, for the page.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock, Timeout

from geodata.importing.issues import Issue, Refused, refused
from geodata.importing.peeking import peek
from geodata.importing.report import Report, describe_result
from geodata.importing.target import find_form, find_target
from geodata.live.known import Known
from geodata.live.kobo_server import fetch_form
from geodata.live.outcomes import keep_outcome
from geodata.live.records import KOBO, Record
from geodata.live.sql_table import fetch_table
from geodata.settings import Settings

# Reasons to refuse a file that say of a source only that it holds nothing new.
NOTHING_NEW = frozenset({"nothing_left", "same_file", "no_rows", "file_empty"})
STORED_ALREADY = frozenset({"row_stored", "row_twice"})
KEPT_ISSUES = 20


class Progress(Protocol):
    """Whoever is told how many rows were read."""

    def read(self, rows: int) -> None:
        """Take the number of rows so far."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The outcome: a report as of a file, and whether there was nothing new."""

    name: str
    report: Report
    unchanged: bool

    def describe(self, most: int | None = None) -> dict[str, Any]:
        """Describe it for a page, with `most` findings."""
        issues = self.report.issues
        about = describe_result(replace(self.report, issues=issues[:most]))
        return {"source": self.name, "unchanged": self.unchanged} | about


def refresh(
    record: Record,
    settings: Settings,
    progress: Progress,
    bring_in: Callable[[Path], Report],
) -> Refreshed:
    """Fetch a source and bring it in.

    Args:
        record: The source.
        settings: Where the store is.
        progress: Told the number of rows.
        bring_in: Brings in the fetched file, as the command `import` does.

    Raises:
        Refused: it is being refreshed by somebody else.
    """
    folder = settings.data_dir / "live"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with FileLock(folder / f"{record.name}.lock", mode=0o600, timeout=0):
            outcome = _refresh(record, settings, progress, bring_in, folder)
            keep_outcome(folder, record.name, outcome.describe(KEPT_ISSUES))
            return outcome
    except Timeout:
        raise refused("live_running", name=record.name) from None


def _refresh(
    record: Record,
    settings: Settings,
    progress: Progress,
    bring_in: Callable[[Path], Report],
    folder: Path,
) -> Refreshed:
    for left in folder.glob(f"{record.name}.fetch-*"):  # of one that was killed
        shutil.rmtree(left, ignore_errors=True)
    place = Path(tempfile.mkdtemp(prefix=f"{record.name}.fetch-", dir=folder))
    try:
        said = _fetch(record, settings, place / "rows.csv", progress)
        report = bring_in(place / "rows.csv")
    except Refused as refusal:
        report = Report("", record.campaign, False, 0, 0, refusal.issues, True, False)
        return Refreshed(record.name, report, False)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    unchanged = _is_nothing_new(report)
    return Refreshed(record.name, replace(report, issues=(*said, *report.issues)), unchanged)


def _fetch(record: Record, settings: Settings, path: Path, progress: Progress) -> list[Issue]:
    if record.type != KOBO:
        return fetch_table(record, path, progress.read)
    with peek(settings.store_url) as store:
        form = find_form(store, find_target(store, record.campaign or None))
    return fetch_form(record, Known(form), path, progress.read)


def _is_nothing_new(report: Report) -> bool:
    codes = {issue.code for issue in report.issues if issue.lists_row}
    reasons = {issue.code for issue in report.issues if issue.row is None}
    return report.refused and bool(reasons & NOTHING_NEW) and codes <= STORED_ALREADY
