"""A toy country and a toy campaign, small enough to work every number out by hand.

Six districts in three regions: Bălți, Soroca and Drochia in the north; Chișinău and Gagauzia,
each alone in its region; Bender, in no region and out of scope. Three days. The toy campaign in
a store has the same districts in scope; the real reference supplies its places.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd

from geodata import build
from geodata.campaigns import Campaign
from geodata.cube import AnswerCube, Places, VisitCube, build_visit_cube
from geodata.disclosure import Nesting
from geodata.imports import ImportBatch
from geodata.indicators import AnswerIndicator, Unit
from geodata.labels import SCALES
from geodata.publication import Published, publish, read_publication
from geodata.questionnaire import proposed_questionnaire
from geodata.sample import ensure_sample
from geodata.scene import Scene, build_scene
from geodata.settings import Settings
from geodata.store import Store
from geodata.survey import Units
from geodata.vocabulary import LANGUAGES, Level, Mode

DAYS = (date(2021, 11, 8), date(2021, 11, 9), date(2021, 11, 10))
BALTI, SOROCA, DROCHIA, CHISINAU, GAGAUZIA, BENDER = range(6)
CODES = ("MD-BA", "MD-SO", "MD-DR", "MD-CU", "MD-GA", "MD-BD")
NORTH, R_CHISINAU, R_GAGAUZIA, COUNTRY = 6, 7, 8, 9
NESTING = Nesting((6, 6, 6, 7, 8, 9, 9, 9, 9, -1))

ONLINE, FACE_TO_FACE = "online", "face-to-face"
WORDS = {"ro": "unu", "ru": "один", "en": "one"}

# What the toy trust question takes: two good answers, two bad, one that says nothing.
OPTIONS = ("very_much", "somewhat", "not_much", "not_at_all", "dont_know")
TRUST = AnswerIndicator(
    "trust_police_favourable",
    "trust_police",
    OPTIONS[:2],
    (),
    OPTIONS[:4],
    OPTIONS[4:],
    Unit.PERCENT,
)
TRUST_BALANCE = replace(
    TRUST, key="trust_police_balance", unfavourable=OPTIONS[2:4], unit=Unit.POINTS
)


def places() -> Places:
    """The toy districts with round denominators; Bender has no residents counted."""
    return Places(
        districts=CODES,
        in_scope=np.array([True] * 5 + [False]),
        residents=np.array([10_000.0, 20_000, 8_000, 50_000, 30_000, np.nan]),
        localities=np.array([4, 40, 25, 50, 30, 2]),
        inspectorates=(("IP-BA",), ("IP-SO",), ("IP-DR",), ("I1", "I2", "I3", "I4", "I5"), (), ()),
        locality_residents={"S1": 1_000, "S2": 600, "B1": 9_000},
    )


def units(visited: Sequence[int] = ()) -> Units:
    """The toy country's ten units: six districts, three regions, the country."""
    return Units(
        codes=(*CODES, "nord", "chisinau", "gagauzia", "MD"),
        levels=(*[Level.DISTRICT] * 6, *[Level.REGION] * 3, Level.COUNTRY),
        nesting=NESTING,
        in_scope=np.array([True] * 5 + [False] + [True] * 4),
        visited=np.array([unit in visited for unit in range(10)]),
    )


VISIT_NAMES = (
    "visit_id",
    "visit_date",
    "planned_date",
    "status",
    "district_code",
    "locality_code",
    "inspectorate_code",
    "participants",
    "participants_female",
    "participants_male",
)


def visits_table(rows: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    """Build a visits table: id, day, planned day, status, district, locality, inspectorate,
    contacts, women, men. Days are 0, 1, 2 (or any number of days from the first), or None.
    """
    table = pd.DataFrame(list(rows), columns=list(VISIT_NAMES))
    for name in ("visit_date", "planned_date"):
        days = [None if d is None or d != d else DAYS[0] + timedelta(int(d)) for d in table[name]]
        table[name] = pd.to_datetime(pd.Series(days, dtype=object)).astype("datetime64[us]")
    for name in VISIT_NAMES[-3:]:
        table[name] = table[name].astype("Int64")
    empty = ("mobile_centre", "start_time", "end_time", "venue", "topics")
    return table.assign(**dict.fromkeys(empty, None))


def handouts_table(rows: Iterable[tuple[Any, ...]] = ()) -> pd.DataFrame:
    """Build a handouts table: visit, item, quantity (None where nobody wrote it down)."""
    table = pd.DataFrame(list(rows), columns=["visit_id", "item", "quantity"])
    table = table.astype({"quantity": "Int64"})
    return table.assign(planned=pd.array([None] * len(table), dtype="Int64"))


def screenings_table(rows: Iterable[tuple[Any, ...]] = ()) -> pd.DataFrame:
    """Build a screenings table: visit, title, screenings."""
    table = pd.DataFrame(list(rows), columns=["visit_id", "title", "screenings"])
    return table.astype({"screenings": "Int64"})


def visit_cube(
    visits: Iterable[tuple[Any, ...]],
    handouts: Iterable[tuple[Any, ...]] = (),
    screenings: Iterable[tuple[Any, ...]] = (),
) -> VisitCube:
    """Build the toy country's visit cube."""
    return build_visit_cube(
        places(), DAYS, visits_table(visits), handouts_table(handouts), screenings_table(screenings)
    )


def answer_cube(
    cells: Iterable[tuple[int, int, str, str, int]], districts: int = 6, days: int = 3
) -> AnswerCube:
    """Build the trust question's cube from (district, day, mode, option, persons); 6 is none."""
    shape = (districts + 1, days, 2)
    counts = {option: np.zeros(shape, dtype=np.int64) for option in OPTIONS}
    for district, day, mode, option, persons in cells:
        counts[option][district, day, list(Mode).index(Mode(mode))] += persons
    return AnswerCube("trust_police", counts)


# The toy campaign in a store ------------------------------------------------------------------

VISITS = (
    # id, day, planned, status, district, locality, inspectorate, contacts, women, men
    (1, 0, 0, "done", "MD-SO", "L1393", "IP-SO", 100, 60, 40),
    (2, 1, 1, "done", "MD-SO", "L1394", "IP-SO", 50, None, None),
    (3, 2, 1, "moved", "MD-BA", "L0047", "IP-BA", 30, 10, 20),
    (4, 1, 1, "cancelled", "MD-BA", "L0048", "IP-BA", None, None, None),
    (5, 2, 2, "done", "MD-GA", "L0699", "IP-GA-COM", None, None, None),
    (6, 0, 0, "done", "MD-BD", "L0050", "IP-BD", 40, None, None),
    (7, 2, 2, "planned", "MD-CU", "L0384", "IP-CU-BOT", None, None, None),
)
HANDOUTS = ((1, "leaflet", 200), (2, "leaflet", 100), (3, "leaflet", None), (1, "pen", 0))
SCREENINGS = ((1, "Film A", 1), (1, "Film B", 2))
ANSWERS = (
    # district, day, mode, answer, persons
    ("MD-BA", 0, FACE_TO_FACE, "very_much", 12),
    ("MD-BA", 0, ONLINE, "somewhat", 4),
    ("MD-BA", 1, ONLINE, "not_much", 16),
    ("MD-BA", 1, ONLINE, "dont_know", 8),
    ("MD-SO", 0, ONLINE, "very_much", 12),
    ("MD-DR", 1, ONLINE, "not_at_all", 5),
    ("MD-CU", 0, ONLINE, "not_at_all", 30),
    ("MD-GA", 2, ONLINE, "very_much", 12),
)


def campaign(last_day: date = DAYS[-1]) -> Campaign:
    """The toy campaign's record."""
    return Campaign(
        id="toy",
        names=WORDS,
        first_day=DAYS[0],
        last_day=last_day,
        target_localities=4,
        scope_districts=CODES[:5],
        scope_inspectorates=("IP-BA", "IP-SO", "IP-DR", "IP-CU-BOT", "IP-GA-COM", "IP-GA-CEA"),
        partners=("Partner",),
        funding=WORDS,
        disclaimer=WORDS,
        publisher="Publisher",
        modes=tuple(Mode),
        fieldwork=WORDS,
        survey_first_day=DAYS[0],
        survey_last_day=last_day,
        illustrative=True,
        questionnaire_id=proposed_questionnaire().id,
    )


def survey_tables(
    cells: Iterable[tuple[str | None, int, str, str, int]],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Build responses and answers to the trust question, one form a person."""
    forms = [cell[:4] for cell in cells for _ in range(cell[4])]
    responses = pd.DataFrame(
        {
            "response_id": range(1, len(forms) + 1),
            "response_date": pd.to_datetime([DAYS[0] + timedelta(f[1]) for f in forms]),
            "mode": [f[2] for f in forms],
            "district_code": [f[0] for f in forms],
        }
    ).assign(locality_code=None, sex=None, age_group=None, residence=None, language="ro")
    answers = pd.DataFrame(
        {
            "response_id": responses["response_id"],
            "question": "trust_police",
            "option": [f[3] for f in forms],
        }
    )
    return responses, answers


def open_store(folder: Path, **changes: Any) -> Store:
    """Open a store that holds the toy campaign; `changes` replace parts of its import."""
    store = Store.open(f"sqlite:///{folder / 'atlas.sqlite'}")
    fill(store, **changes)
    return store


def media_batch() -> ImportBatch:
    """One more appearance in the media, which makes one data version more."""
    row = (pd.Timestamp(DAYS[0]), "Radio", "radio", "Title", 10)
    names = ["date", "outlet", "kind", "title", "audience"]
    return ImportBatch("toy", "media", "m.csv", media=pd.DataFrame([row], columns=names))


def fill(store: Store, **changes: Any) -> None:
    """Bring the toy campaign into an empty store; `changes` replace parts of its import."""
    responses, answers = survey_tables(ANSWERS)
    batch = ImportBatch(
        campaign_id="toy",
        kind="toy",
        campaign=campaign(),
        questionnaire=proposed_questionnaire(),
        visits=visits_table(VISITS),
        handouts=handouts_table(HANDOUTS),
        screenings=screenings_table(SCREENINGS),
        responses=responses,
        answers=answers,
    )
    store.commit(replace(batch, **changes))


@cache
def scene() -> Scene:
    """The real scene, built once for every test."""
    return build_scene()


@contextmanager
def quick_drawing() -> Iterator[None]:
    """Let builds take the scene from memory and place no labels, the slow part."""
    none: dict[str, Any] = {"scales": list(SCALES)} | {
        language: {kind: [[]] * len(SCALES) for kind in ("plain", "circles", "symbols", "regions")}
        for language in LANGUAGES
    }
    with ExitStack() as stack:
        stack.enter_context(patch.object(build, "build_scene", scene))
        stack.enter_context(patch.object(build, "_labels", lambda *_: none))
        yield


def build_quickly(store: Store, settings: Settings | None = None) -> Published:
    """Build a publication with the real scene and no labels."""
    with quick_drawing():
        document = build.build_publication(store, settings or Settings(), lambda _: None)
    return Published("toy", document)


@cache
def toy() -> Published:
    """The toy campaign's publication."""
    store = open_store(_folder())
    published = build_quickly(store)
    store.close()
    return published


@cache
def long() -> Published:
    """The toy campaign's publication over forty days: too many for a window of every run."""
    store = open_store(_folder(), campaign=campaign(DAYS[0] + timedelta(39)))
    published = build_quickly(store)
    store.close()
    return published


@dataclass(frozen=True, slots=True)
class Illustrative:
    """The illustrative campaign as a user gets it at the first start."""

    settings: Settings
    store: Store
    published: Published


@cache
def illustrative() -> Illustrative:
    """Publish the illustrative campaign once for the whole run, without labels."""
    settings = Settings(data_dir=_folder())
    store = Store.open(settings.store_url)
    ensure_sample(store)
    with quick_drawing():
        name = publish(store, settings, lambda _: None)
    return Illustrative(settings, store, read_publication(settings.published_dir, name))


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="atlas-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
