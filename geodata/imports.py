"""An import: everything one file (or the sample) brings, written in one transaction or not at all.

The tables of a batch are validated before they come here; this module only refuses what it
cannot store. Ids within a batch are its own: the store gives visits and responses new ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, delete, func, insert, select, update

from geodata import vocabulary as v
from geodata.benchmarks import TEXTS
from geodata.campaigns import Campaign
from geodata.importing.mapping import FileMapping
from geodata.in_force import visit_counts
from geodata.mapping_rows import save_mapping
from geodata.models import (
    BenchmarkRow,
    HandoutRow,
    ImportRow,
    MediaRow,
    PopulationRow,
    ReferenceRow,
    ScreeningRow,
    SettlementRow,
    StateRow,
    VisitRow,
)
from geodata.questionnaire import Questionnaire
from geodata.records import keep_campaign, keep_questionnaire, save_campaign, save_questionnaire
from geodata.replacing import replace_forms, replace_media
from geodata.survey_rows import PackedAnswers, write_responses, write_texts

DATA_VERSION = "data_version"
DATA_MARK = "data_mark"
CAMPAIGN_IN_USE = "campaign_in_use"
SUBMISSION_SALT = "submission_salt"
# Kinds of import beside those of files.
SAMPLE = "sample"
CAMPAIGN = "campaign"
PLANNED = "planned"
# Counts that tell of rows the user wanted counted though they stand there twice.
BOTH = "both"

VISIT_COLUMNS = (
    v.VISIT_DATE,
    v.PLANNED_DATE,
    v.STATUS,
    v.LOCALITY_CODE,
    v.DISTRICT_CODE,
    v.INSPECTORATE_CODE,
    v.MOBILE_CENTRE,
    v.START_TIME,
    v.END_TIME,
    v.PARTICIPANTS,
    v.PARTICIPANTS_FEMALE,
    v.PARTICIPANTS_MALE,
    v.VENUE,
    v.TOPICS,
)
HANDOUT_COLUMNS = (v.VISIT_ID, v.ITEM, v.QUANTITY, PLANNED)
SCREENING_COLUMNS = (v.VISIT_ID, v.TITLE, v.SCREENINGS)
MEDIA_COLUMNS = (v.DATE, v.OUTLET, v.KIND, v.TITLE, v.AUDIENCE)
POPULATION_COLUMNS = ("unit", v.SEX, v.AGE_GROUP, v.RESIDENCE, "residents", "source")


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """What one import brings. Tables that are None bring nothing.

    Attributes:
        campaign_id: The campaign the facts belong to.
        kind: What was imported: visits, plan, responses, media, sample, ...
        file_name: The file's name as given, without its folder.
        sha256: Of the file's bytes, as hexadecimal text.
        who: Who imported it.
        campaign: The campaign's record, where the import brings or changes it.
        questionnaire: Its form, likewise.
        visits: `visit_id` and `VISIT_COLUMNS`.
        handouts: `HANDOUT_COLUMNS`; `visit_id` as in `visits`.
        screenings: `SCREENING_COLUMNS`; `visit_id` as in `visits`.
        media: `MEDIA_COLUMNS`.
        benchmarks: As `geodata.benchmarks.COLUMNS`.
        responses: `response_id, response_date, mode, district_code, locality_code, sex,
            age_group, residence, language`, and `submission_hash` where doubles are looked for.
        answers: `response_id, question, option`: one row per chosen option, text codes or
            (faster) categoricals; or packed, for a million forms.
        texts: `response_id, question, text`: respondents' own words, not released.
        population: `POPULATION_COLUMNS`: margins that take the place of those before.
        reference: Code to record, of the batch's kind: they take the place of those before.
        replaced_forms: Hashes of stored submissions that `responses` bring anew.
        replaced_media: Ids of stored appearances whose place rows of `media` take.
        settled: Ids of stored visits whose place rows of `visits` take: not read while the
            import is in force.
        salt: What submission hashes were made with, as hexadecimal text.
        show: Whether the campaign becomes the one that is shown.
        mapping: What the user said the file's columns are, to be remembered.
        both: Rows counted though they stand there twice, as the user picked.
        rows_read: Rows of the file, for the log.
        rows_listed: Those left out, likewise.
        read_at: The data version that the file was read against: refused at any other.
    """

    campaign_id: str
    kind: str
    file_name: str = ""
    sha256: str = ""
    who: str = ""
    campaign: Campaign | None = None
    questionnaire: Questionnaire | None = None
    visits: pd.DataFrame | None = None
    handouts: pd.DataFrame | None = None
    screenings: pd.DataFrame | None = None
    media: pd.DataFrame | None = None
    benchmarks: pd.DataFrame | None = None
    responses: pd.DataFrame | None = None
    answers: pd.DataFrame | PackedAnswers | None = None
    texts: pd.DataFrame | None = None
    population: pd.DataFrame | None = None
    reference: Mapping[str, Mapping[str, Any]] | None = None
    replaced_forms: tuple[int, ...] = ()
    replaced_media: tuple[int, ...] = ()
    settled: tuple[int, ...] = ()
    salt: str = ""
    show: bool = False
    mapping: FileMapping | None = None
    both: int = 0
    rows_read: int | None = None
    rows_listed: int | None = None
    read_at: int | None = None


def write_import(connection: Connection, batch: ImportBatch) -> int:
    """Write a batch within the connection's transaction and return the import's id.

    Raises:
        ValueError: a table lacks a column, a row names what is not there, or one person
            chose two answers of a single-choice question; the text says what.
    """
    version = grow_data_version(connection, batch.kind, batch.campaign_id, batch.sha256)
    if batch.read_at not in (None, version - 1):
        raise ValueError("another change came in meanwhile")
    if batch.questionnaire is not None:
        save_questionnaire(connection, batch.questionnaire)
    if batch.campaign is not None:
        save_campaign(connection, batch.campaign)
    import_id = _next_id(connection, ImportRow)
    connection.execute(
        insert(ImportRow),
        {
            "id": import_id,
            "kind": batch.kind,
            "campaign_id": batch.campaign_id,
            "file_name": batch.file_name,
            "sha256": batch.sha256,
            "who": batch.who,
            "at": datetime.now(UTC).replace(tzinfo=None),
            "counts": {},
            "data_version": version,
            "shown_before": read_state(connection, CAMPAIGN_IN_USE) if batch.show else None,
        },
    )
    if batch.questionnaire is not None:
        keep_questionnaire(connection, import_id, batch.questionnaire)
    if batch.campaign is not None:
        keep_campaign(connection, import_id, batch.campaign)
    if batch.salt and not _keep_state(connection, SUBMISSION_SALT, batch.salt):
        raise ValueError("responses: another import brought its own salt meanwhile")
    if batch.mapping is not None:
        save_mapping(connection, batch.mapping, batch.file_name, batch.who)
    if batch.show:
        set_state(connection, CAMPAIGN_IN_USE, batch.campaign_id)
    counts = _write_visits(connection, batch, import_id)
    counts |= _settle(connection, batch, import_id)
    if batch.replaced_media:
        counts["replaced"] = replace_media(connection, import_id, batch.replaced_media)
    counts |= _write_campaign_tables(connection, batch, import_id)
    if batch.replaced_forms:
        counts["replaced"] = replace_forms(connection, import_id, batch.replaced_forms)
    if batch.responses is not None:
        counts |= write_responses(
            connection, batch.campaign_id, import_id, batch.responses, batch.answers
        )
        if batch.texts is not None:
            counts |= write_texts(
                connection,
                batch.campaign_id,
                counts["first_response"],
                batch.responses,
                batch.texts,
            )
    rows = {"rows_read": batch.rows_read, "rows_listed": batch.rows_listed}
    rows |= {BOTH: batch.both or None}
    counts |= {name: number for name, number in rows.items() if number is not None}
    connection.execute(update(ImportRow).where(ImportRow.id == import_id).values(counts=counts))
    return import_id


def grow_data_version(connection: Connection, *what: object) -> int:
    """Add one to the data version and return it; holds its row, so that writers follow another.

    The data mark grows with it: a hash of everything that was done since the store was empty,
    so that two stores of one version and mark show the same.

    Args:
        connection: A writing transaction.
        what: Names what is done.
    """
    state = select(StateRow.value).where(StateRow.key == DATA_VERSION).with_for_update()
    version = int(connection.execute(state).scalar_one()) + 1
    connection.execute(
        update(StateRow).where(StateRow.key == DATA_VERSION).values(value=str(version))
    )
    before = read_state(connection, DATA_MARK)
    mark = hashlib.sha256(repr((before, version, *what)).encode()).hexdigest()[:32]
    set_state(connection, DATA_MARK, mark)
    return version


def read_state(connection: Connection, key: str) -> str:
    """Return one of the store's own words, "" where there is none."""
    return connection.execute(select(StateRow.value).where(StateRow.key == key)).scalar() or ""


def set_state(connection: Connection, key: str, value: str) -> None:
    """Write one of the store's own words, new or changed; "" takes it away."""
    connection.execute(delete(StateRow).where(StateRow.key == key))
    if value:
        connection.execute(insert(StateRow), {"key": key, "value": value})


def _keep_state(connection: Connection, key: str, value: str) -> bool:
    """Write a word unless there is one; whether it now has this value."""
    known = read_state(connection, key)
    if not known:
        set_state(connection, key, value)
    return known in ("", value)


def _settle(connection: Connection, batch: ImportBatch, import_id: int) -> dict[str, int]:
    """Mark stored visits as settled; every one must still be there and unsettled."""
    if not batch.settled:
        return {}
    mine = select(VisitRow.id).where(VisitRow.campaign_id == batch.campaign_id, visit_counts())
    there = set(connection.execute(mine).scalars())
    if not there.issuperset(batch.settled):
        raise ValueError("visits: a planned visit was settled by another import meanwhile")
    rows = [{"visit_id": visit_id, "import_id": import_id} for visit_id in batch.settled]
    connection.execute(insert(SettlementRow), rows)
    return {"settled": len(batch.settled)}


def _write_visits(connection: Connection, batch: ImportBatch, import_id: int) -> dict[str, int]:
    ids: dict[Any, int] = {}
    counts: dict[str, int] = {}
    if batch.visits is not None:
        first = _next_id(connection, VisitRow)
        ids = {own: first + i for i, own in enumerate(batch.visits[v.VISIT_ID].tolist())}
        if len(ids) < len(batch.visits):
            raise ValueError("visits: a visit_id stands there twice")
        rows = _records(batch.visits, VISIT_COLUMNS, "visits")
        about = {"import_id": import_id, "campaign_id": batch.campaign_id}
        _insert(
            connection,
            VisitRow,
            [
                {"id": number, **about, **row}
                for number, row in zip(ids.values(), rows, strict=True)
            ],
        )
        counts["visits"] = len(rows)
    for model, frame, columns in (
        (HandoutRow, batch.handouts, HANDOUT_COLUMNS),
        (ScreeningRow, batch.screenings, SCREENING_COLUMNS),
    ):
        if frame is None:
            continue
        name = model.__tablename__
        rows = _records(frame, columns, name)
        if not {row[v.VISIT_ID] for row in rows} <= ids.keys():
            raise ValueError(f"{name}: a row names a visit that is not among the visits")
        _insert(
            connection,
            model,
            [{**row, v.VISIT_ID: ids[row[v.VISIT_ID]], "import_id": import_id} for row in rows],
        )
        counts[name] = len(rows)
    return counts


def _write_campaign_tables(
    connection: Connection, batch: ImportBatch, import_id: int
) -> dict[str, int]:
    about = {"import_id": import_id, "campaign_id": batch.campaign_id}
    counts: dict[str, int] = {}
    if batch.media is not None:
        rows = _records(batch.media, MEDIA_COLUMNS, "media")
        _insert(connection, MediaRow, [about | row for row in rows])
        counts["media"] = len(rows)
    if batch.population is not None:
        rows = _records(batch.population, POPULATION_COLUMNS, "population")
        _insert(connection, PopulationRow, [about | row for row in rows])
        counts["population"] = len(rows)
    if batch.reference is not None:
        rows = [
            about | {"kind": batch.kind, "code": code, "document": dict(record)}
            for code, record in batch.reference.items()
        ]
        _insert(connection, ReferenceRow, rows)
        counts[batch.kind] = len(rows)
    if batch.benchmarks is not None:
        rows = _records(batch.benchmarks, list(batch.benchmarks.columns), "benchmarks")
        for row in rows:
            for text in TEXTS:
                row[text] = {lang: row.pop(f"{text}_{lang}") for lang in v.LANGUAGES}
        _insert(connection, BenchmarkRow, [about | row for row in rows])
        counts["benchmarks"] = len(rows)
    return counts


def _insert(connection: Connection, model: Any, rows: list[dict[str, Any]]) -> None:
    # An empty list would insert one row of defaults.
    if rows:
        connection.execute(insert(model), rows)


def _records(frame: pd.DataFrame, columns: Sequence[str], table: str) -> list[dict[str, Any]]:
    """Turn rows into plain values: None for missing, dates without a time."""
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise ValueError(f"{table}: no column {', '.join(missing)}")
    plain = {
        column: [_plain(value) for value in frame[column].astype(object).tolist()]
        for column in columns
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*plain.values(), strict=True)]


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp | datetime):
        return value.date()
    return value.item() if hasattr(value, "item") else value


def _next_id(connection: Connection, model: Any) -> int:
    return (connection.execute(select(func.max(model.id))).scalar() or 0) + 1
