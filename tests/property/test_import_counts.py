"""Rows in are rows stored and rows listed, whatever stands in the file and whatever is picked."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.i18n import translators
from geodata.importing.duplicates import Doubles
from geodata.importing.issues import DOMAIN
from geodata.importing.reading import Request, errors_of, read_file
from geodata.questionnaire import proposed_questionnaire
from geodata.store import Store

FORM = proposed_questionnaire()
COLUMNS: dict[str, dict[str, list[str]]] = {
    "visits": {
        "date": ["2021-11-08", "09.11.2021", "10 nov", "", "yesterday"],
        "planned_date": ["", "2021-11-08", "x"],
        "status": ["", "done", "anulată", "planned", "?"],
        "district": ["Soroca", "r-nul Cahul", "Сорокский район", "Sorocca", "Narnia", ""],
        "locality": ["Soroca", "Cahul", "Сороки", "Nicăieri", ""],
        "mobile_centre": ["", "CM-1", "=1"],
        "participants": ["", "10", "-5", "~50", "1 200"],
    },
    "media": {
        "date": ["2021-11-08", "2021-11-09", "", "x"],
        "outlet": ["TVR", "tvr", "", "-"],
        "title": ["", "News", "=cmd"],
        "audience": ["", "5", "-1", "many"],
    },
    "responses": {
        "submission_id": ["", "a", "b", "c"],
        "date": ["2021-11-08", "2021-11-09", "x", ""],
        "mode": ["online", "Față în față", "fax", ""],
        "district": ["Soroca", "", "Atlantis"],
        "trust_police": ["somewhat", "", "very_much", "?"],
    },
}


@st.composite
def files(draw: st.DrawFn) -> tuple[str, list[list[str]]]:
    kind = draw(st.sampled_from(sorted(COLUMNS)))
    columns = COLUMNS[kind]
    likely = [st.sampled_from(texts) | st.text(max_size=6) for texts in columns.values()]
    rows = draw(st.lists(st.tuples(*likely).map(list), min_size=1, max_size=8))
    return kind, [list(columns), *rows]


def write(path: Path, rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_text(text.getvalue(), "utf-8", errors="replace")


def stored_rows(store: Store, kind: str) -> int:
    read: dict[str, Any] = {
        "visits": store.read_visits,
        "media": store.read_media,
        "responses": store.read_responses,
    }
    return sum(len(read[kind](campaign.id)) for campaign in store.campaigns())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files(), st.sampled_from(Doubles), st.booleans())
def test_rows_in_are_rows_stored_and_rows_listed(
    file: tuple[str, list[list[str]]], doubles: Doubles, twice: bool
) -> None:
    kind, rows = file
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        write(path, rows)
        store = Store.open("sqlite://")
        for _ in range(1 + twice):
            before = stored_rows(store, kind)
            request = Request(path, kind, doubles=doubles)
            outcome = read_file(request, store, lambda _: None)
            report = outcome.report
            listed = {i.row for i in report.issues if i.row is not None and i.lists_row}
            aside = {i.row for i in report.issues if i.code == "total_row"}
            blank = sum(1 for row in rows[1:] if not any(cell.strip() for cell in row))
            if report.rows_read:  # else the file is refused before its rows are read
                assert report.rows_read == len(rows) - 1 - blank - len(aside)
            if not report.refused:
                assert report.rows_listed == len(listed)
            book = errors_of(request, report, store, translators(DOMAIN)["ro"])
            assert bool(book) == bool(listed)
            if outcome.batch is None:
                assert report.rows_stored == 0 and report.rows_listed == report.rows_read
                continue
            store.commit(outcome.batch)
            gone = len(outcome.batch.replaced_forms) + len(outcome.batch.replaced_media)
            gone += len(outcome.batch.settled)
            assert stored_rows(store, kind) == before + report.rows_stored - gone
        store.close()
