"""The store: schema, imports, counts, data version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from geodata import migrations
from geodata.campaigns import Campaign
from geodata.database import open_engine
from geodata.models import Base
from geodata.questionnaire import proposed_questionnaire
from geodata.store import ImportBatch, Store
from geodata.vocabulary import Mode

WORDS = {"ro": "unu", "ru": "один", "en": "one"}
DAY = date(2021, 11, 8)


def record(campaign_id: str = "toy") -> Campaign:
    return Campaign(
        id=campaign_id,
        names=WORDS,
        first_day=DAY,
        last_day=date(2021, 11, 10),
        target_localities=2,
        scope_districts=("MD-SO", "MD-CA"),
        scope_inspectorates=("IP-SO",),
        partners=("Partner",),
        funding=WORDS,
        disclaimer=WORDS,
        publisher="Publisher",
        modes=(Mode.ONLINE,),
        fieldwork=WORDS,
        survey_first_day=DAY,
        survey_last_day=DAY,
        illustrative=True,
        questionnaire_id=proposed_questionnaire().id,
    )


RESPONSES = pd.DataFrame(
    {
        "response_id": [7, 8, 9, 12],
        "response_date": pd.to_datetime(["2021-11-08", "2021-11-08", "2021-11-09", "2021-11-08"]),
        "mode": ["online", "online", "face-to-face", "online"],
        "district_code": ["MD-SO", "MD-SO", "MD-CA", None],
        "locality_code": [None, None, "L0119", None],
        "sex": ["female", None, "male", "female"],
        "age_group": ["18-29", "60+", None, "14-17"],
        "residence": ["urban", "rural", "rural", None],
        "language": ["ro", "ro", "ru", "ro"],
    }
)
ANSWERS = pd.DataFrame(
    [
        (7, "trust_police", "very_much"),
        (8, "trust_police", "very_much"),
        (9, "trust_police", "dont_know"),
        (12, "trust_police", "not_much"),
        (7, "problems", "drugs"),
        (7, "problems", "stray_dogs"),
        (8, "problems", "drugs"),
    ],
    columns=["response_id", "question", "option"],
)
VISITS = pd.DataFrame(
    {
        "visit_id": [5, 6],
        "visit_date": pd.to_datetime(["2021-11-08", "2021-11-09"]),
        "planned_date": pd.to_datetime(["2021-11-08", None]),
        "status": ["done", "planned"],
        "locality_code": ["L1442", "L0119"],
        "district_code": ["MD-SO", "MD-CA"],
        "inspectorate_code": ["IP-SO", None],
        "mobile_centre": ["CM-1", None],
        "start_time": ["10:00", None],
        "end_time": ["12:00", None],
        "participants": pd.array([100, None], dtype="Int64"),
        "participants_female": pd.array([None, None], dtype="Int64"),
        "participants_male": pd.array([None, None], dtype="Int64"),
        "venue": ["", None],
        "topics": ["", None],
    }
)


def batch(**changes: object) -> ImportBatch:
    first = ImportBatch(
        campaign_id="toy",
        kind="responses",
        file_name="log.xlsx",
        sha256="ab" * 32,
        who="Ana",
        campaign=record(),
        questionnaire=proposed_questionnaire(),
        responses=RESPONSES,
        answers=ANSWERS,
    )
    return replace(first, **changes)  # type: ignore[arg-type]


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store.open(database_url)
    yield opened
    opened.close()


def test_open_makes_the_directory_and_turns_wal_and_foreign_keys_on(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "atlas.db"
    Store.open(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as direct:
        assert direct.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with open_engine(f"sqlite:///{path}").connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_migrations_go_up_down_and_up_and_equal_the_models(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        migrations.upgrade(connection)
        assert migrations.is_current(connection)
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        migrations.downgrade(connection, "base")
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
        migrations.upgrade(connection)
    with engine.begin() as connection:
        assert set(Base.metadata.tables) < set(inspect(connection).get_table_names())
    engine.dispose()


def test_the_schema_compiles_for_postgresql() -> None:
    dialect = postgresql.dialect()
    for table in Base.metadata.sorted_tables:
        text = str(CreateTable(table).compile(dialect=dialect))
        assert "ROWID" not in text
        # PostgreSQL cuts longer names, and two cut names may be one.
        names = [str(constraint.name) for constraint in table.constraints]
        names += [str(index.name) for index in table.indexes]
        assert all(len(name) <= 63 for name in names)
        for index in table.indexes:
            CreateIndex(index).compile(dialect=dialect)


def test_an_empty_store_says_so(store: Store) -> None:
    assert store.campaigns() == ()
    assert store.data_version() == 0
    with pytest.raises(LookupError, match="holds no campaign"):
        store.campaign_in_use()


def test_a_campaign_and_its_form_read_back_equal(store: Store) -> None:
    store.commit(batch())
    assert store.campaigns() == (record(),)
    assert store.campaign("toy").days == (DAY, date(2021, 11, 9), date(2021, 11, 10))
    assert store.questionnaire("toy") == proposed_questionnaire()


def test_the_campaign_in_use_can_be_chosen(store: Store) -> None:
    store.commit(batch())
    store.commit(ImportBatch("second", "campaign", campaign=record("second")))
    assert store.campaign_in_use().id == "second"  # the same first day: by id
    store.use("toy")
    assert store.campaign_in_use().id == "toy"
    with pytest.raises(KeyError, match="'third'"):
        store.use("third")


def test_a_changed_record_grows_the_data_version(store: Store) -> None:
    store.commit(batch())
    store.save_campaign(replace(record(), target_localities=9))
    assert store.campaign("toy").target_localities == 9
    assert store.data_version() == 2


def test_imports_are_recorded_and_each_grows_the_data_version(store: Store) -> None:
    assert store.commit(batch()) == 1
    assert store.commit(batch(campaign=None, questionnaire=None)) == 2
    assert store.data_version() == 2
    log = store.read_imports()
    assert log["who"].tolist() == ["Ana", "Ana"]
    assert log["file_name"].tolist() == ["log.xlsx", "log.xlsx"]
    assert log["counts"].tolist() == [
        {"responses": 4, "answers": 7, "first_response": 1},
        {"responses": 4, "answers": 7, "first_response": 5},
    ]


def test_counts_are_those_of_the_rows(store: Store) -> None:
    store.commit(batch())
    counts = store.count_answers("toy")
    # Both Soroca answers are one group; the response without a district is "".
    trust = counts[counts["question"] == "trust_police"]
    rows = [tuple(row) for row in trust.drop(columns=["question", "date"]).itertuples(index=False)]
    assert sorted(rows) == [
        ("dont_know", "MD-CA", "face-to-face", 1),
        ("not_much", "", "online", 1),
        ("very_much", "MD-SO", "online", 2),
    ]
    responses = store.count_responses("toy")
    assert responses["count"].tolist() == [1, 1, 2]
    assert responses["district_code"].tolist() == ["", "MD-CA", "MD-SO"]


def test_counts_by_something_of_the_person(store: Store) -> None:
    store.commit(batch())
    counts = store.count_answers("toy", ["sex"])
    trust = counts[counts["question"] == "trust_police"]
    assert dict(zip(trust["option"] + "/" + trust["sex"], trust["count"], strict=True)) == {
        "very_much/": 1,
        "very_much/female": 1,
        "not_much/female": 1,
        "dont_know/male": 1,
    }
    sexes = store.count_responses("toy", ["sex"])
    assert dict(zip(sexes["sex"], sexes["count"], strict=True)) == {"": 1, "female": 2, "male": 1}
    with pytest.raises(ValueError, match="cannot count by locality_code"):
        store.count_answers("toy", ["locality_code"])


def test_who_answered_a_question_with_several_choices(store: Store) -> None:
    store.commit(batch())
    answered = store.count_answered("toy", ["district_code"])
    rows = {(r.question, r.district_code): r.count for r in answered.itertuples(index=False)}
    # Person 7 chose two problems and is one person.
    assert rows[("problems", "MD-SO")] == 2
    assert rows[("trust_police", "MD-SO")] == 2
    assert rows[("trust_police", "")] == 1


def test_a_second_import_adds_to_the_same_cells(store: Store) -> None:
    store.commit(batch())
    store.commit(batch(campaign=None, questionnaire=None))
    assert store.count_responses("toy")["count"].tolist() == [2, 2, 4]
    assert len(store.read_answers("toy")) == 14


def test_campaigns_do_not_mix(store: Store) -> None:
    store.commit(batch())
    store.commit(ImportBatch("second", "campaign", campaign=record("second")))
    assert store.count_answers("second").empty
    assert store.count_responses("second").empty
    assert store.count_answered("second").empty
    assert store.read_visits("second").empty


def test_what_is_missing_reads_back_missing(store: Store) -> None:
    store.commit(batch(visits=VISITS))
    visits = store.read_visits("toy")
    assert visits["visit_id"].tolist() == [1, 2]
    assert str(visits["participants"].dtype) == "Int64"
    assert visits["participants"].tolist() == [100, pd.NA]
    assert visits["planned_date"].isna().tolist() == [False, True]
    responses = store.read_responses("toy")
    assert responses["district_code"].isna().tolist() == [False, False, False, True]
    assert responses["sex"].isna().tolist() == [False, True, False, False]
    assert str(responses["response_date"].dtype).startswith("datetime64")


def test_categoricals_are_stored_like_text(store: Store) -> None:
    answers = ANSWERS.astype({"question": "category", "option": "category"})
    responses = RESPONSES.astype({"district_code": "category", "mode": "category"})
    store.commit(batch(answers=answers, responses=responses))
    assert store.count_answers("toy")["count"].sum() == 7
    assert "" in store.count_responses("toy")["district_code"].tolist()


def test_benchmarks_are_the_shipped_ones_and_the_campaigns_own(store: Store) -> None:
    store.commit(batch())
    shipped = store.read_benchmarks("toy")
    own = shipped.iloc[[4]].assign(value=12.5)
    store.commit(batch(campaign=None, responses=None, answers=None, benchmarks=own))
    both = store.read_benchmarks("toy")
    assert len(both) == len(shipped) + 1
    assert both["value"].iloc[-1] == 12.5
    assert both["wording_ru"].iloc[-1] == own["wording_ru"].iloc[0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"responses": RESPONSES.drop(columns="sex")}, "responses: no column sex"),
        ({"responses": RESPONSES.assign(mode="phone")}, "4 in no known mode"),
        ({"responses": RESPONSES.assign(response_id=1)}, "stands there twice"),
        ({"responses": RESPONSES.assign(response_date=pd.NaT)}, "4 without a date"),
        ({"answers": ANSWERS.assign(option="purple")}, "7 name a question or option"),
        ({"answers": ANSWERS.assign(response_id=99)}, "7 rows belong to no response"),
        ({"answers": pd.concat([ANSWERS, ANSWERS[4:5]])}, "the same answer stands there twice"),
        (
            {"answers": pd.concat([ANSWERS, ANSWERS[:1].assign(option="somewhat")])},
            "two options of a single-choice question",
        ),
        ({"visits": VISITS.drop(columns="status")}, "visits: no column status"),
        ({"visits": VISITS.assign(visit_id=1)}, "a visit_id stands there twice"),
        (
            {"screenings": pd.DataFrame({"visit_id": [1], "title": ["Video"], "screenings": [1]})},
            "screenings: a row names a visit",
        ),
    ],
)
def test_a_refused_import_leaves_nothing_behind(
    store: Store, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        store.commit(batch(**changes))
    assert store.data_version() == 0
    assert store.campaigns() == ()
    assert store.read_imports().empty


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"last_day": date(2021, 11, 7)}, "its last day is before its first"),
        ({"survey_last_day": date(2021, 11, 7)}, "the survey's last day is before its first"),
        ({"target_localities": -1}, "below zero"),
        ({"funding": {"ro": "x", "en": "x"}}, "funding lacks ru"),
    ],
)
def test_a_record_that_contradicts_itself_is_refused(
    changes: dict[str, object], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        replace(record(), **changes)  # type: ignore[arg-type]
