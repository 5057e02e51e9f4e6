"""The store: where campaigns and their facts live, and the only door to the database.

Readers return data frames or counts of what is in force; `commit` writes one import in one
transaction, `undo` and `redo` take it out and bring it back. What a screen may show of it is not
decided here but in `geodata.disclosure`.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd
from sqlalchemy import Connection

from geodata import (
    attempts,
    copying,
    counting,
    decisions,
    facts,
    log,
    mapping_rows,
    migrations,
    publication_rows,
    records,
    saved_view_rows,
    undoing,
)
from geodata.attempts import Attempt, Intent
from geodata.campaigns import Campaign
from geodata.cube import AnswerCube, Places
from geodata.database import (
    SNAPSHOT,
    WRITING,
    altering,
    copy_sqlite,
    give_back_space,
    open_engine,
    to_one_file,
)
from geodata.event_rows import load_events, write_event
from geodata.events import LOCAL, Action, Event
from geodata.importing.mapping import FileMapping, KeptMapping
from geodata.imports import (
    CAMPAIGN,
    CAMPAIGN_IN_USE,
    DATA_MARK,
    DATA_VERSION,
    SAMPLE,
    SUBMISSION_SALT,
    ImportBatch,
    grow_data_version,
    read_state,
    set_state,
    write_import,
)
from geodata.locks import try_lock
from geodata.log import Entry
from geodata.map_views import Missing, drop_views, ensure_views
from geodata.matching import Decision
from geodata.open_answers import OpenAnswer, load_open_answers, set_released
from geodata.questionnaire import Questionnaire
from geodata.saved_views import SavedView, Step, ViewDraft
from geodata.tally import read_people, tally_answers

P = ParamSpec("P")
T = TypeVar("T")

__all__ = ["ImportBatch", "Store"]


class Store:
    """A database of campaigns. Safe to share between threads; each call takes a connection."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)
        self._pinned: Connection | None = None
        self._attempt: int | None = None

    @classmethod
    def open(cls, url: str) -> Store:
        """Open the database at `url` and bring its schema up to date.

        Args:
            url: As SQLAlchemy takes it, such as `sqlite:////data/atlas.db`; for SQLite the
                directory is made.
        """
        store = cls(url)
        # Looking first keeps a second process from waiting for a running import's lock.
        if not store.is_current():
            with altering(store._engine) as connection:
                drop_views(connection)
                migrations.upgrade(connection)
                ensure_views(connection)
        return store

    def close(self) -> None:
        """Close every connection; the next call opens a new one."""
        self._engine.dispose()

    @contextmanager
    def snapshot(self) -> Iterator[Store]:
        """Yield this store as it is now: whatever others write, it stays the same. For one thread.

        A publication is built of many readings, which must be of one data version.
        """
        frozen = copy.copy(self)
        with self._engine.execution_options(**{SNAPSHOT: True}).begin() as connection:
            frozen._pinned = connection
            yield frozen

    def campaigns(self) -> tuple[Campaign, ...]:
        """Return every campaign, by first day."""
        return self._read(records.load_campaigns)

    def campaign(self, campaign_id: str) -> Campaign:
        """Return one campaign.

        Raises:
            KeyError: there is no such campaign.
        """
        for each in self.campaigns():
            if each.id == campaign_id:
                return each
        raise KeyError(f"no campaign has the id {campaign_id!r}")

    def campaign_in_use(self) -> Campaign:
        """Return the campaign that `use` chose, else the first.

        Raises:
            LookupError: the store holds no campaign.
        """
        campaigns = self.campaigns()
        chosen = self._read(read_state, CAMPAIGN_IN_USE)
        for each in campaigns:
            if each.id == chosen:
                return each
        if not campaigns:
            raise LookupError("the store holds no campaign")
        return campaigns[0]

    def use(self, campaign_id: str, who: str = LOCAL) -> None:
        """Choose the campaign to show; the data version grows if that is another one.

        Raises:
            KeyError: there is no such campaign.
        """
        self.campaign(campaign_id)
        changes = self.campaign_in_use().id != campaign_id
        with self._writing() as connection:
            set_state(connection, CAMPAIGN_IN_USE, campaign_id)
            if changes:
                grow_data_version(connection, Action.SHOW, campaign_id)
                write_event(connection, who, Action.SHOW, campaign_id)
                self._mark_stored(connection)

    def save_campaign(self, campaign: Campaign) -> None:
        """Write a campaign's record, new or changed, as an import of its own.

        Its questionnaire must be in the store already; an import can bring both.
        """
        self.commit(ImportBatch(campaign.id, CAMPAIGN, campaign=campaign))

    def questionnaire(self, campaign_id: str) -> Questionnaire:
        """Return the form a campaign used.

        Raises:
            KeyError: there is no such campaign.
        """
        return self._read(records.load_questionnaire, campaign_id)

    def data_version(self) -> int:
        """Return a number that grows by one with every import, undo, redo and other change."""
        return int(self._read(read_state, DATA_VERSION) or 0)

    def data_mark(self) -> str:
        """Return a hash of everything that was done: with the version it names the facts."""
        return self._read(read_state, DATA_MARK)

    def commit(self, batch: ImportBatch) -> int:
        """Write an import, all of it or nothing, and return its id.

        Raises:
            ValueError: the batch cannot be stored; the text says why in words.
        """
        with self._writing() as connection:
            import_id = write_import(connection, batch)
            if batch.kind != SAMPLE:  # that is nobody's doing
                action = Action.CAMPAIGN if batch.kind == CAMPAIGN else Action.IMPORT
                write_event(connection, batch.who, action, batch.file_name or batch.campaign_id)
                self._mark_stored(connection)
        give_back_space(self._engine)
        return import_id

    def open_answers(self, campaign_id: str) -> tuple[OpenAnswer, ...]:
        """Return respondents' own words, released or not: for whoever releases them."""
        return self._read(load_open_answers, campaign_id)

    def release_answers(
        self, campaign_id: str, names: Sequence[str], released: bool, who: str = LOCAL
    ) -> int:
        """Release texts by name, or take them back; returns how many changed.

        Raises:
            Refused: a name is none of the campaign's texts; nothing has changed then.
        """
        with self._writing() as connection:
            changed = set_released(connection, campaign_id, names, released, who)
            if changed:
                self._mark_stored(connection)
        return changed

    def try_lock(self) -> AbstractContextManager[bool]:
        """Hold the lock of those who change this store; False where somebody else has it."""
        return try_lock(self._engine)

    def begin_attempt(self, intent: Intent) -> int:
        """Write down what the holder of the lock is about to change with this store."""
        with self._writing() as connection:
            self._attempt = attempts.begin(connection, intent)
        return self._attempt

    def finish_attempt(self, number: int) -> None:
        """Strike an attempt out."""
        self._attempt = None
        with self._writing() as connection:
            attempts.finish(connection, number)

    def attempt_under_way(self) -> Attempt | None:
        """Return what somebody is changing just now, or was when killed."""
        return self._read(attempts.under_way)

    def read_left(self) -> tuple[Attempt, ...]:
        """Return changes whose processes are gone; for the holder of the lock, before its own."""
        return self._read(attempts.read_left)

    def settle_left(self) -> None:
        """Keep what became of those changes, so that they are told once."""
        with self._writing() as connection:
            attempts.settle(connection)

    def read_unfinished(self) -> tuple[Attempt, ...]:
        """Return every change that did not finish, newest first."""
        return self._read(attempts.read_unfinished)

    def ensure_views(self) -> Missing | None:
        """Make PostgreSQL's views with geometry; says what is missing for them, if anything."""
        if not self.is_shared:
            return None
        with self._writing() as connection:
            return ensure_views(connection)

    @property
    def is_shared(self) -> bool:
        """Whether servers on other machines may use this database too."""
        return self._engine.dialect.name != "sqlite"

    def find_published(self, name: str) -> bytes | None:
        """Return a packed publication that some server built of this store."""
        return self._read(publication_rows.find_published, name) if self.is_shared else None

    def keep_published(
        self, name: str, data_version: int, data_mark: str, stamp: str, body: bytes
    ) -> None:
        """Keep a packed publication for the other servers."""
        with self._writing() as connection:
            publication_rows.keep_published(connection, name, data_version, data_mark, stamp, body)

    def copy_to(self, path: Path) -> None:
        """Write the store, as it is at one moment, into a new SQLite file.

        What somebody is changing just now is in it before the change or after it; that it is
        under way is not, and neither are the publications.
        """
        if not self.is_shared:
            copy_sqlite(self._engine, path)
            copied = Store(f"sqlite:///{path.as_posix()}")
        else:
            copied = Store.open(f"sqlite:///{path.as_posix()}")
        try:
            with copied._writing() as target:
                if not self.is_shared:
                    copying.forget_own(target)
                else:
                    with self.snapshot() as frozen:
                        assert frozen._pinned is not None
                        copying.empty(target)
                        copying.copy_tables(frozen._pinned, target)
            to_one_file(copied._engine)
        finally:
            copied.close()

    def replace_with(self, path: Path, sha256: str, subject: str, who: str = LOCAL) -> int:
        """Put an SQLite file of this schema in the place of everything; returns the data version.

        It is one transaction. The data version grows beyond both, and events that the file
        lacks stay.

        Args:
            path: The file.
            sha256: Of its bytes.
            subject: What it is called, for the record.
            who: Who does it.
        """
        sqlite = not self.is_shared
        source = Store(f"sqlite:///{path.as_posix()}")
        with (
            self._engine.execution_options(**{WRITING: True}).connect() as connection,
            source._engine.connect() as from_file,
        ):
            if sqlite:
                copying.attach(connection, path)
            try:
                with connection.begin():
                    before = int(read_state(connection, DATA_VERSION))
                    kept = copying.read_events(connection)
                    copying.empty(connection)
                    if sqlite:
                        copying.copy_attached(connection)
                    else:
                        copying.copy_tables(from_file, connection)
                    theirs = int(read_state(connection, DATA_VERSION))
                    set_state(connection, DATA_VERSION, str(max(before, theirs)))
                    version = grow_data_version(connection, Action.RESTORE, sha256)
                    copying.merge_events(connection, kept)
                    write_event(connection, who, Action.RESTORE, subject)
                    self._mark_stored(connection)
            finally:
                if sqlite:
                    copying.detach(connection)
        source.close()
        give_back_space(self._engine)
        return version

    def record_event(self, who: str, action: Action, subject: str = "") -> None:
        """Keep that somebody did something that is written nowhere else."""
        with self._writing() as connection:
            write_event(connection, who, action, subject)

    def read_events(self, most: int = 100) -> tuple[Event, ...]:
        """Return who did what and when, the newest first."""
        return self._read(load_events, most)

    def undo(self, import_id: int, who: str = "") -> int:
        """Take an import's facts out, restoring what was before; returns the data version.

        Raises:
            Refused: there is no such import in force, or something newer stands on it.
        """
        with self._writing() as connection:
            version = undoing.undo_import(connection, import_id, who)
            self._mark_stored(connection)
        return version

    def redo(self, import_id: int, who: str = "") -> int:
        """Bring an undone import's facts back; returns the data version.

        Raises:
            Refused: there is no such import undone, or its facts would be counted twice.
        """
        with self._writing() as connection:
            version = undoing.redo_import(connection, import_id, who)
            self._mark_stored(connection)
        return version

    def check_undo(self, import_id: int) -> None:
        """Refuse what `undo` would refuse, and change nothing."""
        self._read(undoing.check_undo, import_id)

    def check_redo(self, import_id: int) -> None:
        """Refuse what `redo` would refuse, and change nothing."""
        self._read(undoing.check_redo, import_id)

    def newest_in_force(self) -> int:
        """Return the id of the newest import that could be undone.

        Raises:
            Refused: there is none.
        """
        return self._read(undoing.newest_in_force)

    def last_undone(self) -> int:
        """Return the id of the import that was undone last.

        Raises:
            Refused: there is none.
        """
        return self._read(undoing.last_undone)

    def count_import_by_district(self, import_id: int) -> dict[str, int]:
        """Return how many forms an import brought by district, "" for none."""
        return self._read(undoing.count_by_district, import_id)

    def read_log(self) -> tuple[Entry, ...]:
        """Return every import there ever was, newest first, undone ones too."""
        return self._read(log.read_log)

    def read_imports(self) -> pd.DataFrame:
        """Return the imports in force: id, kind, campaign_id, file_name, sha256, who, at, ..."""
        return self._read(facts.read_imports)

    def read_visits(self, campaign_id: str) -> pd.DataFrame:
        """Return the visits, planned and cancelled ones too."""
        return self._read(facts.read_visits, campaign_id)

    def read_handouts(self, campaign_id: str) -> pd.DataFrame:
        """Return `visit_id, item, quantity, planned`."""
        return self._read(facts.read_handouts, campaign_id)

    def read_screenings(self, campaign_id: str) -> pd.DataFrame:
        """Return `visit_id, title, screenings`."""
        return self._read(facts.read_screenings, campaign_id)

    def read_media(self, campaign_id: str, with_ids: bool = False) -> pd.DataFrame:
        """Return `date, outlet, kind, title, audience`, and `media_id` if asked for."""
        return self._read(facts.read_media, campaign_id, with_ids)

    def read_population(self, campaign_id: str) -> pd.DataFrame:
        """Return `unit, sex, age_group, residence, residents, source` as loaded last."""
        return self._read(facts.read_population, campaign_id)

    def read_reference(self, campaign_id: str, kind: str) -> dict[str, dict[str, Any]]:
        """Return the records of a kind that a user brought, by code; {} where none were."""
        return self._read(facts.read_reference, campaign_id, kind)

    def read_every_reference(self, campaign_id: str, kind: str) -> dict[str, dict[str, Any]]:
        """Return the records of a kind that any import in force brought, of a code the newest."""
        return self._read(facts.read_every_reference, campaign_id, kind)

    def mappings(self) -> dict[str, KeptMapping]:
        """Return what people said the columns of files are, by shape, the newest first."""
        return self._read(mapping_rows.load_mappings)

    def keep_mapping(self, mapping: FileMapping, name: str, who: str = LOCAL) -> None:
        """Remember a mapping for files of its shape; `name` is the file it was made for."""
        with self._writing() as connection:
            mapping_rows.save_mapping(connection, mapping, name, who)
            write_event(connection, who, Action.MAP, name or mapping.shape)

    def forget_mapping(self, shape: str, who: str = LOCAL) -> bool:
        """Forget a mapping; whether there was one."""
        with self._writing() as connection:
            gone = mapping_rows.forget_mapping(connection, shape)
            if gone:
                write_event(connection, who, Action.UNMAP, shape)
        return gone

    def saved_views(self) -> tuple[SavedView, ...]:
        """Return the views that people saved, of every campaign, the oldest first."""
        return self._read(saved_view_rows.load_saved_views)

    def save_view(self, draft: ViewDraft) -> SavedView:
        """Save a view of the campaign in use under a name; the data version stays.

        Raises:
            Refused: its name or address cannot be kept.
            LookupError: the store holds no campaign.
        """
        campaign_id = self.campaign_in_use().id
        with self._writing() as connection:
            view = saved_view_rows.save_view(connection, campaign_id, draft)
            write_event(connection, draft.who, Action.SAVE_VIEW, view.name)
        return view

    def rename_view(self, view_id: str, name: str, who: str = LOCAL) -> SavedView:
        """Give a saved view another name; its link stays. Returns it as it was.

        Raises:
            Refused: there is no such view, or the name cannot be kept.
        """
        with self._writing() as connection:
            view = saved_view_rows.rename_view(connection, view_id, name)
            write_event(connection, who, Action.RENAME_VIEW, view.name)
        return view

    def delete_view(self, view_id: str, who: str = LOCAL) -> SavedView:
        """Delete a saved view; returns it as it was.

        Raises:
            Refused: there is no such view.
        """
        with self._writing() as connection:
            view = saved_view_rows.delete_view(connection, view_id)
            write_event(connection, who, Action.DELETE_VIEW, view.name)
        return view

    def set_step(self, view_id: str, step: Step | None, who: str = LOCAL) -> SavedView:
        """Make a saved view a step of the meeting, or change it as one; None takes it out.

        Raises:
            Refused: there is no such view, a text is too long, or there are too many steps.
        """
        with self._writing() as connection:
            view = saved_view_rows.set_step(connection, view_id, step)
            write_event(connection, who, Action.SCRIPT, view.name)
        return view

    def order_steps(self, ids: Sequence[str], who: str = LOCAL) -> None:
        """Put the steps of the meeting in an order.

        Raises:
            Refused: these are not the steps, each once.
        """
        campaign_id = self.campaign_in_use().id
        with self._writing() as connection:
            saved_view_rows.order_steps(connection, campaign_id, ids)
            write_event(connection, who, Action.SCRIPT, ", ".join(ids))

    def adopt_steps(self, drafts: Sequence[ViewDraft], who: str = LOCAL) -> tuple[SavedView, ...]:
        """Save views as the steps of a meeting that has none, all of them or none.

        Raises:
            Refused: it has steps already, or a view cannot be kept.
        """
        campaign_id = self.campaign_in_use().id
        with self._writing() as connection:
            views = saved_view_rows.adopt_steps(connection, campaign_id, drafts)
            write_event(connection, who, Action.SCRIPT, ", ".join(view.name for view in views))
        return views

    def place_decisions(self) -> tuple[Decision, ...]:
        """Return what people decided about names that could not be read."""
        return self._read(decisions.load_decisions)

    def decide_place(self, decision: Decision) -> None:
        """Keep a decision for every later file; an earlier one about the text goes."""
        with self._writing() as connection:
            decisions.save_decision(connection, decision)
            write_event(connection, decision.who, Action.DECIDE, decision.code)

    def forget_place(self, decision: Decision) -> bool:
        """Forget a decision, under the name of who asks for it; whether there was one."""
        with self._writing() as connection:
            code = decisions.forget_decision(connection, decision)
            if code:
                write_event(connection, decision.who, Action.FORGET, code)
        return bool(code)

    def find_submissions(self, hashes: Sequence[int]) -> set[int]:
        """Return those of these submission hashes that are stored already."""
        return self._read(facts.find_submissions, hashes)

    def submission_salt(self) -> str:
        """Return what submission hashes are made with, "" before the first was."""
        return self._read(read_state, SUBMISSION_SALT)

    def is_current(self) -> bool:
        """Whether the schema is the one this code reads and writes."""
        return self._read(migrations.is_current)

    def is_whole(self) -> bool:
        """Whether every table is there."""
        return self._read(copying.is_whole)

    def read_benchmarks(self, campaign_id: str) -> pd.DataFrame:
        """Return published figures: the shipped ones, then the campaign's own."""
        return self._read(facts.read_benchmarks, campaign_id)

    def read_responses(self, campaign_id: str) -> pd.DataFrame:
        """Return one row per filled form, without its answers."""
        return self._read(facts.read_responses, campaign_id)

    def read_answers(self, campaign_id: str) -> pd.DataFrame:
        """Return one row per chosen option; for small campaigns and tests."""
        return self._read(facts.read_answers, campaign_id)

    def count_answers(self, campaign_id: str, by: Sequence[str] = counting.BY_CELL) -> pd.DataFrame:
        """Return `question, option, district_code, date, mode, count`; see `counting`."""
        return self._read(counting.count_answers, campaign_id, by)

    def count_answered(
        self, campaign_id: str, by: Sequence[str] = counting.BY_CELL
    ) -> pd.DataFrame:
        """Return `question, district_code, date, mode, count` of persons who answered."""
        return self._read(counting.count_answered, campaign_id, by)

    def tally(
        self, campaign_id: str, places: Places, days: Sequence[date]
    ) -> dict[str, AnswerCube]:
        """Return every count of a campaign's answers, by question; see `geodata.tally`."""
        return self._read(_tally, campaign_id, places, days)

    def count_responses(
        self, campaign_id: str, by: Sequence[str] = counting.BY_CELL
    ) -> pd.DataFrame:
        """Return `district_code, date, mode, count`; a missing district is ""."""
        return self._read(counting.count_responses, campaign_id, by)

    def _read(
        self, reader: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        if self._pinned is not None:
            return reader(self._pinned, *args, **kwargs)
        with self._engine.begin() as connection:
            return reader(connection, *args, **kwargs)

    def _mark_stored(self, connection: Connection) -> None:
        if self._attempt is not None:
            attempts.mark_stored(connection, self._attempt)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.execution_options(**{WRITING: True}).begin() as connection:
            yield connection


def _tally(
    connection: Connection, campaign_id: str, places: Places, days: Sequence[date]
) -> dict[str, AnswerCube]:
    people = read_people(connection, campaign_id, places, days)
    form = records.load_questionnaire(connection, campaign_id)
    return tally_answers(connection, campaign_id, form, people)
