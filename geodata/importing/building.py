"""Builds what a file of each kind brings, and finds the campaign's days where it makes one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from geodata import vocabulary as v
from geodata.campaigns import Campaign
from geodata.districts import district
from geodata.gazetteer import SHIPPED, Gazetteer
from geodata.geography import (
    read_gazetteer,
    read_inspectorates,
    read_localities,
    read_shapes,
)
from geodata.importing import beside, inspectorate_list
from geodata.importing.blocks import BlockReader
from geodata.importing.duplicates import Doubles, Settled
from geodata.importing.issues import Findings, refused
from geodata.importing.kinds import BESIDE, Kind
from geodata.importing.located import Locator
from geodata.importing.media import check_media
from geodata.importing.parsing import Parser
from geodata.importing.places import PlaceReader
from geodata.importing.population import check_population, remark_sums
from geodata.importing.responses import ResponseTables, keep_responses, settle_forms
from geodata.importing.table import RawTable
from geodata.importing.target import new_campaign, span_of
from geodata.importing.visits import Stored, build_visits, check_visits, settle_visits
from geodata.imports import POPULATION_COLUMNS, ImportBatch
from geodata.matching import PlaceMatcher
from geodata.questionnaire import Questionnaire
from geodata.store import Store
from geodata.structure import is_shipped_inspectorate
from geodata.survey_rows import SUBMISSION_HASH, PackedAnswers


@dataclass(slots=True)
class Builder:
    """Builds the batch of one file; its campaign and kind are filled in by the caller.

    Attributes:
        store: What is known already.
        findings: Where issues go.
        reader: The rows.
        target: The campaign; None until the dates of a new one are known.
        least_answers: Below this many a group of answers is not shown.
        kind: What the file holds.
        new: Whether the campaign is made by this file.
        doubles: What becomes of what stands there twice.
        places: Reads the names of places.
    """

    store: Store
    findings: Findings
    reader: BlockReader
    target: Campaign | None
    least_answers: int
    doubles: Doubles = Doubles.LIST
    kind: str = ""
    new: bool = False
    places: PlaceReader = field(init=False)

    def __post_init__(self) -> None:
        campaign = self.target.id if self.target else ""
        # A list of places is read against the shipped ones: what it says of others it adds anew.
        gazetteer = SHIPPED if self.kind == "localities" else read_gazetteer(self.store, campaign)
        if self.kind == "inspectorates":
            gazetteer = Gazetteer(gazetteer.added)
        self.places = PlaceReader(PlaceMatcher(self.store.place_decisions(), gazetteer))

    def build(self, table: RawTable, form: Questionnaire) -> ImportBatch:
        """Read and check the table's rows and build what they bring.

        Raises:
            Refused: nothing of it can be stored.
        """
        if table.kind.name == "responses":
            return self._build_responses(table, form)
        parser = Parser(table.kind, form, self.findings, self.places, table.mapping.values)
        frames = [parser.frame(block) for block in self.reader.blocks()]
        if not frames:
            raise refused("no_rows")
        rows = pd.concat(frames)
        if table.kind.name == "population":
            return self._build_population(rows)
        if table.kind.name == "media":
            return self._build_media(rows)
        if table.kind.name in BESIDE:
            return self._build_beside(rows, table.kind.name)
        return self._build_visits(rows, table.kind)

    def _build_visits(self, rows: pd.DataFrame, kind: Kind) -> ImportBatch:
        names = [name for name in ("date", v.PLANNED_DATE) if name in rows.columns]
        span = self._span(pd.concat([rows[name] for name in names]))
        stored = self._stored_visits()
        locator = Locator(self.findings, self.places)
        checked = check_visits(rows, kind, span, stored, locator)
        doubles = settle_visits(checked, stored.visits, self.doubles, self.findings)
        built = build_visits(self._kept(checked), stored, doubles, self.findings)
        return ImportBatch(
            "",
            "",
            visits=built.visits,
            handouts=built.handouts,
            screenings=built.screenings,
            settled=built.settled,
            both=doubles.both,
        )

    def _build_media(self, rows: pd.DataFrame) -> ImportBatch:
        span = self._span(rows["date"])
        stored = self.store.read_media(self.target.id if self.target else "", with_ids=True)
        checked, doubles = check_media(rows, span, stored, self.doubles, self.findings)
        return ImportBatch(
            "",
            "",
            media=self._kept(checked),
            replaced_media=doubles.ids,
            both=doubles.both,
        )

    def _build_population(self, rows: pd.DataFrame) -> ImportBatch:
        kept = self._kept(check_population(rows, self.doubles, self.findings))
        if len(kept):
            remark_sums(kept, self.findings)
        assert self.target is not None
        before = len(self.store.read_population(self.target.id))
        if before:
            self.findings.add(None, None, "population_replaced", {"rows": before})
        return ImportBatch("", "", population=kept[list(POPULATION_COLUMNS)])

    def _build_beside(self, rows: pd.DataFrame, kind: str) -> ImportBatch:
        assert self.target is not None
        campaign = self.target.id
        locator = Locator(self.findings, self.places)
        if kind == "contacts":
            records = beside.contact_records(
                self._kept(beside.check_contacts(rows, locator, self.findings))
            )
        elif kind == "inspectorates":
            shapes = read_shapes(self.store, campaign)
            listed = inspectorate_list.check_inspectorates(rows, self.places, shapes, self.findings)
            records = inspectorate_list.inspectorate_records(self._kept(listed))
            every = read_inspectorates(self.store, campaign)
            added = {c: r for c, r in every.items() if not is_shipped_inspectorate(c)}
            day = self.target.first_day
            inspectorate_list.check_structure({**added, **records}, day, self.findings)
        elif kind == "localities":
            shapes = read_shapes(self.store, campaign)
            checked = beside.check_localities(rows, locator, self.places, shapes, self.findings)
            kept = self._kept(checked)
            beside.remark_added(kept, self.findings)
            records = beside.locality_records(kept)
        else:
            kept = self._kept(beside.check_boundaries(rows, self.findings))
            places = read_localities(self.store, campaign)
            records = beside.boundary_records(kept, places, self.findings)
        before = len(self.store.read_reference(campaign, kind))
        if before:
            self.findings.add(None, None, "beside_replaced", {"rows": before})
        return ImportBatch("", "", reference=records)

    def _build_responses(self, table: RawTable, form: Questionnaire) -> ImportBatch:
        salt = self.store.submission_salt() or secrets.token_hex(16)
        span = (self.target.first_day, self.target.last_day) if self.target else None
        collected = ResponseTables(
            table.kind,
            form,
            span,
            bytes.fromhex(salt),
            self.findings,
            self.places,
            table.mapping.values,
        )
        for block in self.reader.blocks():
            collected.add(block)
        people, answers = collected.finish()
        if not len(people):
            raise refused("nothing_left" if self.reader.rows_read else "no_rows")
        if span is None:
            people, answers = self._within_span(people, answers)
        hashes = people[SUBMISSION_HASH].dropna()
        has_ids = len(hashes) > 0
        doubles = Settled({})
        if has_ids:
            stored = self.store.find_submissions([int(x) for x in hashes])
            doubles = settle_forms(people, stored, self.doubles, self.findings)
            people, answers = self._keep_unlisted(people, answers)
        else:
            people = people.drop(columns=SUBMISSION_HASH)
        self._remark_few(people)
        people.insert(0, v.RESPONSE_ID, np.arange(len(people), dtype=np.int64))
        texts = collected.texts_of(people)
        if texts is not None and len(texts):
            self.findings.add(None, None, "texts_wait", {"count": len(texts)})
        people = people.drop(columns="row")
        return ImportBatch(
            "",
            "",
            responses=people,
            answers=answers,
            texts=texts,
            replaced_forms=doubles.ids,
            both=doubles.both,
            salt=salt if has_ids else "",
        )

    def _within_span(
        self, people: pd.DataFrame, answers: PackedAnswers
    ) -> tuple[pd.DataFrame, PackedAnswers]:
        """Make the new campaign over the dates, and list what is far from the others."""
        first, last = self._span(people[v.RESPONSE_DATE])
        inside = people[v.RESPONSE_DATE].between(pd.Timestamp(first), pd.Timestamp(last))
        values = {"first": first.isoformat(), "last": last.isoformat()}
        for row in people["row"][~inside].tolist():
            self.findings.add(row, "date", "date_outside", values)
        return self._keep_unlisted(people, answers)

    def _keep_unlisted(
        self, people: pd.DataFrame, answers: PackedAnswers
    ) -> tuple[pd.DataFrame, PackedAnswers]:
        kept = ~people["row"].isin(self.findings.listed).to_numpy()
        return keep_responses(people, answers, kept)

    def _span(self, dates: pd.Series) -> tuple[date, date]:
        """Return the campaign's days, making a new campaign where there is none."""
        if self.target is None:
            first, last = span_of(dates)
            taken = {each.id for each in self.store.campaigns()}
            self.target, self.new = new_campaign(first, last, taken), True
            self.findings.add(
                None,
                None,
                "new_campaign",
                {"id": self.target.id, "first": first.isoformat(), "last": last.isoformat()},
            )
        return self.target.first_day, self.target.last_day

    def _kept(self, rows: pd.DataFrame) -> pd.DataFrame:
        return rows[~rows.index.isin(self.findings.listed)]

    def _stored_visits(self) -> Stored:
        campaign = "" if self.target is None or self.new else self.target.id
        return Stored(
            self.store.read_visits(campaign),
            self.store.read_handouts(campaign),
            self.store.read_screenings(campaign),
        )

    def _remark_few(self, people: pd.DataFrame) -> None:
        """Warn where a shown district gains so few answers that two versions tell them apart."""
        if self.target is None or self.new:
            return
        before = self.store.count_responses(self.target.id, (v.DISTRICT_CODE,))
        held = dict(zip(before[v.DISTRICT_CODE], before[v.COUNT], strict=True))
        added = people[v.DISTRICT_CODE].value_counts()
        least = self.least_answers
        few = sorted(c for c, n in added.items() if n < least <= held.get(c, 0))
        if few:
            names = ", ".join(district(code).name_ro for code in few)
            self.findings.add(None, "district", "few_added", {"districts": names, "least": least})
