"""Coverage: where the campaign was, of the places it could have been."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geodata import vocabulary as v
from geodata.cube import VisitCube
from geodata.indicators.indicator import Polarity, Unit, VisitIndicator, table
from geodata.vocabulary import Family


def compute_localities_visited(cube: VisitCube) -> pd.DataFrame:
    """Compute the share of the district's localities that were visited; n is the visits."""
    visited = cube.distinct(v.LOCALITY_CODE).astype(float)
    return table(
        cube,
        visited,
        cube.visits(),
        unit=Unit.PERCENT,
        decimals=1,
        denominator=cube.places.localities.astype(float),
    )


def compute_residents_visited(cube: VisitCube) -> pd.DataFrame:
    """Compute the share of residents who live in visited localities, where the census says.

    Localities whose residents the census figures at hand do not give count nothing, so the
    share is a lower bound; with none known there is no data.
    """
    localities = cube.took_place.drop_duplicates(v.LOCALITY_CODE)
    known = localities[localities["residents"].notna()]
    size = len(cube.places.districts)
    living = np.bincount(known["place"], weights=known["residents"].astype(float), minlength=size)
    recorded = (cube.visits() == 0) | (np.bincount(known["place"], minlength=size) > 0)
    return table(
        cube,
        living.astype(float),
        cube.visits(),
        unit=Unit.PERCENT,
        decimals=1,
        denominator=cube.places.residents,
        recorded=recorded,
    )


def compute_inspectorates_visited(cube: VisitCube) -> pd.DataFrame:
    """Compute the share of inspectorates in scope with at least one visit; n is the visits."""
    in_scope = cube.places.inspectorates
    rows = cube.took_place
    pairs = zip(rows["place"], rows[v.INSPECTORATE_CODE], strict=True)
    counted = {(place, code) for place, code in pairs if code in in_scope[place]}
    visited = np.zeros(len(in_scope))
    for place, _ in counted:
        visited[place] += 1
    return table(
        cube,
        visited,
        cube.visits(),
        unit=Unit.PERCENT,
        decimals=0,
        denominator=np.array([len(codes) for codes in in_scope], dtype=float),
    )


def compute_days_present(cube: VisitCube) -> pd.DataFrame:
    """Count the days of the period with at least one visit; n is the visits."""
    days = cube.distinct("day").astype(float)
    return table(cube, days, cube.visits(), unit=Unit.DAYS, decimals=0)


def compute_visits_done(cube: VisitCube) -> pd.DataFrame:
    """Compute how many of the visits planned for the period took place; n is the planned.

    A visit that took place on another day than planned counts as done; where none was
    planned there is no data.
    """
    size = len(cube.places.districts)
    planned = cube.planned
    done = np.bincount(planned[planned["took_place"]]["place"], minlength=size).astype(float)
    promised = np.bincount(planned["place"], minlength=size)
    return table(
        cube,
        done,
        promised,
        unit=Unit.PERCENT,
        decimals=0,
        denominator=promised.astype(float),
    )


COVERAGE = (
    VisitIndicator(
        "localities_visited",
        Family.COVERAGE,
        Unit.PERCENT,
        1,
        Polarity.MORE,
        compute_localities_visited,
    ),
    VisitIndicator(
        "residents_visited",
        Family.COVERAGE,
        Unit.PERCENT,
        1,
        Polarity.MORE,
        compute_residents_visited,
    ),
    VisitIndicator(
        "inspectorates_visited",
        Family.COVERAGE,
        Unit.PERCENT,
        0,
        Polarity.MORE,
        compute_inspectorates_visited,
        breaks=(20.0, 40.0, 60.0, 80.0),
    ),
    VisitIndicator(
        "days_present",
        Family.COVERAGE,
        Unit.DAYS,
        0,
        Polarity.MORE,
        compute_days_present,
        adds_up=False,
    ),
    VisitIndicator(
        "visits_done",
        Family.COVERAGE,
        Unit.PERCENT,
        0,
        Polarity.MORE,
        compute_visits_done,
        breaks=(20.0, 40.0, 60.0, 80.0),
    ),
)
