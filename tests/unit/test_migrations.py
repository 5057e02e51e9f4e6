"""A database of an older version: its facts are the same afterwards, and can be undone."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, insert, select

from geodata import migrations
from geodata.database import altering, open_engine
from geodata.questionnaire import proposed_questionnaire
from geodata.store import Store
from tests import world

FORM = proposed_questionnaire()
AT = datetime(2021, 11, 8, 10)
DAY = date(2021, 11, 8)


def fill(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Make a database of revision 0002 in which two imports share a cell and settle a plan."""
    engine = open_engine(url)
    with altering(engine) as connection:
        migrations.upgrade(connection, "0002")
        meta = MetaData()
        meta.reflect(connection)
        rows: dict[str, list[dict[str, Any]]] = {
            "questionnaires": [{"id": FORM.id, "document": FORM.document()}],
            "questions": [{"id": 1, "questionnaire_id": FORM.id, "key": "trust_police"}],
            "options": [{"id": 1, "question_id": 1, "code": "somewhat"}],
            "campaigns": [campaign("toy"), campaign("bare")],
            "imports": [an_import(1), an_import(2)],
            "survey_cells": [
                {"id": 1, "campaign_id": "toy", "response_date": DAY, "district_code": code,
                 "mode": "online"} | {"id": number}
                for number, code in ((1, "MD-SO"), (2, "MD-CA"))
            ],
            "responses": [
                {"id": number, "cell_id": cell, "import_id": import_id, "submission_hash": number}
                for number, cell, import_id in ((1, 1, 1), (2, 1, 1), (3, 1, 2), (4, 2, 2))
            ],
            "answers": [
                {"cell_id": cell, "option_id": 1, "response_id": number}
                for number, cell in ((1, 1), (2, 1), (3, 1), (4, 2))
            ],
            "visits": [
                visit(1, 1, "planned", settled_by=2), visit(2, 2, "done", settled_by=None)
            ],
        }  # fmt: skip
        for name, values in rows.items():
            connection.execute(insert(meta.tables[name]), values)
        connection.exec_driver_sql("UPDATE state SET value = '2' WHERE key = 'data_version'")
    engine.dispose()
    return read_all(url)


def campaign(campaign_id: str) -> dict[str, Any]:
    from geodata.records import _values

    return _values(world.campaign()) | {"id": campaign_id}


def an_import(number: int) -> dict[str, Any]:
    return {
        "id": number, "kind": "responses", "campaign_id": "toy", "file_name": f"{number}.csv",
        "sha256": "", "who": "", "at": AT, "counts": {},
    }  # fmt: skip


def visit(number: int, import_id: int, status: str, settled_by: int | None) -> dict[str, Any]:
    return {
        "id": number, "campaign_id": "toy", "import_id": import_id, "visit_date": DAY,
        "planned_date": DAY, "status": status, "locality_code": "L1442", "district_code": "MD-SO",
        "settled_by": settled_by,
    }  # fmt: skip


def read_all(url: str) -> dict[str, list[tuple[Any, ...]]]:
    engine = open_engine(url)
    meta = MetaData()
    with engine.begin() as connection:
        meta.reflect(connection)
        tables = {
            name: sorted(map(repr, connection.execute(select(table))))
            for name, table in meta.tables.items()
        }
    engine.dispose()
    return tables


def test_facts_survive_the_way_up_and_down(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'atlas.sqlite'}"
    before = fill(url)
    store = Store.open(url)
    # Nobody imported the second campaign, but it is there.
    assert {each.id for each in store.campaigns()} == {"toy", "bare"}
    assert store.campaign("toy") == world.campaign()
    assert store.read_visits("toy")["status"].tolist() == ["done"]
    assert store.count_answers("toy")["count"].tolist() == [1, 3]
    assert store.count_responses("toy")["count"].tolist() == [1, 3]
    assert store.find_submissions([1, 3, 9]) == {1, 3}
    store.undo(2)
    assert store.count_answers("toy")["count"].tolist() == [2]
    assert store.read_visits("toy")["status"].tolist() == ["planned"]
    assert store.find_submissions([1, 3]) == {1}
    store.redo(2)
    assert store.count_answers("toy")["count"].tolist() == [1, 3]
    store.close()

    engine = open_engine(url)
    with altering(engine) as connection:
        migrations.downgrade(connection, "0002")
    engine.dispose()
    after = read_all(url)
    for name in before:
        if name not in ("alembic_version", "state", "imports"):
            assert after[name] == before[name], name
    assert len(after["imports"]) == 3  # the bare campaign's record came with one


def test_on_the_way_down_what_is_undone_goes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'atlas.sqlite'}"
    fill(url)
    store = Store.open(url)
    store.undo(2)
    store.close()
    engine = open_engine(url)
    with altering(engine) as connection:
        migrations.downgrade(connection, "0002")
        counts = {
            name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar()
            for name in ("responses", "answers", "visits", "survey_cells")
        }
        settled = connection.exec_driver_sql("SELECT settled_by FROM visits").scalar()
    engine.dispose()
    assert counts == {"responses": 2, "answers": 2, "visits": 1, "survey_cells": 1}
    assert settled is None
