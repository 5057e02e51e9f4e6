"""Reach: contacts counted at visits, and what was given out and shown there.

A person may be met twice, so the word is contacts. Rates are per 1,000 residents of the
district (census of 2014; Chișinău by the official estimate).
"""

from __future__ import annotations

import pandas as pd

from geodata import vocabulary as v
from geodata.cube import VisitCube
from geodata.indicators.indicator import Polarity, Unit, VisitIndicator, table
from geodata.vocabulary import Family, Item


def compute_reach_rate(cube: VisitCube) -> pd.DataFrame:
    """Compute contacts per 1,000 residents of the district; n is the contacts."""
    contacts, recorded = cube.total(v.PARTICIPANTS)
    return table(
        cube,
        contacts,
        contacts.astype(int),
        unit=Unit.PER_1000,
        decimals=1,
        denominator=cube.places.residents,
        recorded=(cube.visits() == 0) | (recorded > 0),
    )


def _count(key: str, column: str) -> VisitIndicator:
    def compute(cube: VisitCube) -> pd.DataFrame:
        """Sum the column over visits; n is the visits at which it was recorded."""
        total, recorded = cube.total(column)
        known = (cube.visits() == 0) | (recorded > 0)
        return table(cube, total, recorded, unit=Unit.COUNT, decimals=0, recorded=known)

    return VisitIndicator(key, Family.REACH, Unit.COUNT, 0, Polarity.NONE, compute)


REACH = (
    VisitIndicator("reach_rate", Family.REACH, Unit.PER_1000, 1, Polarity.MORE, compute_reach_rate),
    _count("contacts", v.PARTICIPANTS),
    _count("contacts_women", v.PARTICIPANTS_FEMALE),
    _count("contacts_men", v.PARTICIPANTS_MALE),
    _count("leaflets", Item.LEAFLET),
    _count("pens", Item.PEN),
    _count("reflective_strips", Item.REFLECTIVE_STRIP),
    _count("screenings", v.SCREENINGS),
)
